// Event bodies of the operations log for auditors: who came in, who was refused, who read or took out what,
// and with which configuration muster ran. See event.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/domain/vocabulary.hpp"

namespace muster {

// On the operations log: somebody signed in to the console, or out of it.
struct SignedIn {
  static constexpr std::string_view kType = "signed_in";
  std::string where;    // console
  std::string session;  // the beginning of its name: the same when they sign out
  bool out = false;
  friend bool operator==(const SignedIn&, const SignedIn&) = default;
  void describe(this auto& self, auto visit) {
    visit("where", self.where);
    visit("session", self.session);
    visit("out", self.out);
  }
};

// On the operations log: muster started with a configuration it did not have before. Secrets are not in it:
// the file holds only references.
struct ConfigurationRead {
  static constexpr std::string_view kType = "configuration";
  std::string sha256;
  std::string text;  // the file as it was
  std::string version;
  friend bool operator==(const ConfigurationRead&, const ConfigurationRead&) = default;
  void describe(this auto& self, auto visit) {
    visit("sha256", self.sha256);
    visit("text", self.text);
    visit("version", self.version);
  }
};

enum class AccessKind : std::uint8_t {
  sign_in_refused,
  request_refused,  // of a route: without a session, from a foreign page, with a wrong token, not theirs
  command_refused,  // because of who gave it
  private_read,     // a private incident was shown to somebody
  exported,         // a file was taken out
  feed_read,        // a calendar program read the on-call feed
  link_made,        // a sign-in link
};
template <>
struct EnumNames<AccessKind> {
  static constexpr std::array<std::string_view, 7> kNames = {
      "sign_in_refused", "request_refused", "command_refused", "private_read",
      "exported",        "feed_read",       "link_made"};
};

// On the operations log: an access that auditors ask about. Who it was is the event's actor; muster itself
// stands for a caller nobody knows. No secret is in it: a route is named by its pattern, not by its address.
struct AccessRecorded {
  static constexpr std::string_view kType = "access";
  AccessKind kind = AccessKind::request_refused;
  std::string what;           // the route ("GET /api/v1/incidents/{n}") or the verb
  IncidentNumber incident;    // it was about
  std::string why;            // the code of a refusal; of a reading by what right: member, auditor, room
  std::string address;        // of the network, the caller's or the proxy's; empty: from a chat
  PersonId person;            // whom a link was made for; empty: a newcomer
  std::int64_t left_out = 0;  // refusals of this caller (or of all whom nobody knows) before it, only counted
  friend bool operator==(const AccessRecorded&, const AccessRecorded&) = default;
  void describe(this auto& self, auto visit) {
    visit("kind", self.kind);
    visit("what", self.what);
    visit("incident", self.incident);
    visit("why", self.why);
    visit("address", self.address);
    visit("person", self.person);
    visit("left_out", self.left_out);
  }
};

}  // namespace muster
