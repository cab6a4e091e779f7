// Sessions of the console. The browser holds a random token in a cookie; muster keeps only its SHA-256, here
// and in the store, so a copy of the data file signs nobody in.
//
// A session ends at its absolute expiry, when it was idle too long, or when it is closed. After a restart the
// idle time starts anew, because the last request is not stored. io thread only.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/base/secret.hpp"
#include "bot/ports/store.hpp"

namespace muster::console {

struct Session {
  std::string token_hash;
  PersonId person;
  std::string name;  // as given at sign-in; empty after a restart
  Time expires_at{};
  Time last_seen{};
};

class Sessions {
 public:
  Sessions(Duration life, Duration idle) : life_{life}, idle_{idle} {}

  struct Opened {
    Secret token;  // for the cookie; nowhere else
    SessionOpened record;
  };
  Opened open(const PersonId& person, const std::string& name, Time now);
  // One from the store.
  void restore(const SessionOpened& record, Time now);
  void close(const std::string& token_hash);

  // The live session of this token; counts as a sign of life.
  [[nodiscard]] const Session* find(std::string_view token, Time now);
  // The same by its hash.
  [[nodiscard]] const Session* find_hash(const std::string& token_hash, Time now);
  // Whether it stands, without a sign of life.
  [[nodiscard]] bool is_alive(const std::string& token_hash, Time now) const;
  [[nodiscard]] bool has_person(const PersonId& person) const;
  [[nodiscard]] std::chrono::seconds life() const {
    return std::chrono::duration_cast<std::chrono::seconds>(life_);
  }

 private:
  [[nodiscard]] bool has_ended(const Session& session, Time now) const;

  Duration life_;
  Duration idle_;
  std::map<std::string, Session> by_hash_;
};

// The token that requests which change something repeat in a header. Derived from the session's own token, so
// it stays valid over a restart and needs no key of its own.
[[nodiscard]] std::string csrf_token(std::string_view session_token);

}  // namespace muster::console
