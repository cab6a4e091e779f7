// People: who somebody is on each platform. Built from muster.yaml and from whom muster has met in chat.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// One way to be reached when a page is sent, and how long after it.
struct ContactRule {
  std::string method;  // chat, sms, voice, email, push
  Duration after{};
  friend bool operator==(const ContactRule&, const ContactRule&) = default;
  void describe(this auto& self, auto visit) {
    visit("method", self.method);
    visit("after", self.after);
  }
};

// Hours in which only chat is used, by the person's own clock; half-open, may cross midnight.
struct QuietHours {
  Duration from{};  // after midnight
  Duration until{};
  std::int64_t rings_for = 1;  // pages of this severity or a worse one ring all the same; 0: none does
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
  void describe(this auto& self, auto visit) {
    visit("from", self.from);
    visit("until", self.until);
    visit("rings_for", self.rings_for);
  }
};

struct Person {
  PersonId id;
  std::string name;                               // shown to people
  std::string zone;                               // IANA time zone, empty when unknown
  std::map<std::string, std::string> identities;  // platform -> user id there; phone and email likewise
  std::vector<ContactRule> notify{};              // how they are reached; empty: by the policy's rules
  std::optional<QuietHours> quiet{};
  friend bool operator==(const Person&, const Person&) = default;
};

// Somebody as a platform names them, before we know who it is.
struct Identity {
  std::string platform;
  std::string user;       // the platform's user id
  std::string name;       // display name, may be empty
  bool outsider = false;  // a guest or a member of another organisation: may read where they are, not command
  std::string zone{};     // IANA time zone of their device, empty when the platform does not tell
  std::string email{};    // as the platform's directory has it, empty when it does not tell
  friend bool operator==(const Identity&, const Identity&) = default;
};

// Value type; copies cross threads.
class People {
 public:
  // Adds or replaces by id.
  void put(Person person);
  // The person behind an identity; a stranger gets the id "<platform>:<user>" and is remembered. Whoever has
  // the mail address of a person without an account on that platform is that person. changed tells whether
  // the directory learned something that should be stored. The device's zone is believed of strangers and of
  // whom the configuration gives none.
  struct Met {
    PersonId id;
    bool changed = false;
  };
  Met meet(const Identity& identity);
  // The person behind an identity when meeting them would teach nothing new.
  [[nodiscard]] std::optional<PersonId> known(const Identity& identity) const;

  [[nodiscard]] const Person* find(const PersonId& id) const;
  [[nodiscard]] const Person* find_identity(std::string_view platform, std::string_view user) const;
  // By id, handle on a platform, full name, first name when only one person has it, or a mention as chat
  // platforms write it ("<@U123>", "<@U123|ann>", "@ann"); case is ignored.
  [[nodiscard]] const Person* find_mention(std::string_view text, std::string_view platform) const;
  // People whose id, handle or a word of whose name is within a typing error of `text`; at most three.
  [[nodiscard]] std::vector<const Person*> near_mention(std::string_view text) const;
  // The name to show; the id itself for somebody unknown.
  [[nodiscard]] std::string name_of(const PersonId& id) const;
  // The platform's user id, empty when the person has no identity there.
  [[nodiscard]] std::string identity_of(const PersonId& id, std::string_view platform) const;
  [[nodiscard]] std::vector<Person> all() const;

 private:
  [[nodiscard]] const Person* by_email(const Identity& identity) const;

  std::map<PersonId, Person> by_id_;
  std::map<std::pair<std::string, std::string>, PersonId, std::less<>> by_identity_;
};

}  // namespace muster
