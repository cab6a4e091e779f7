// Events of paging and on-call: how each page reached whom, who covers for whom, what was imported, how
// alerts were grouped and silenced.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/names.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// How far a page got on one way. planned: to go out at its time, unless somebody answers before. queued:
// promised. accepted: the provider has it. delivered: it says that the device has it. failed: it will not
// arrive. unknown: nobody can say, and it is not tried again. canceled: it was no longer needed.
enum class SendState : std::uint8_t { planned, queued, accepted, delivered, failed, unknown, canceled };
template <>
struct EnumNames<SendState> {
  static constexpr std::array<std::string_view, 7> kNames = {"planned", "queued",  "accepted", "delivered",
                                                             "failed",  "unknown", "canceled"};
};

// A page goes out to a person by one method, or got further there. A state never goes back (advances()).
struct PageSent {
  static constexpr std::string_view kType = "page_sent";
  std::string page;
  PersonId person;       // empty: to a system
  std::string method;    // chat, sms, voice, email, push; of a system its target: "pagerduty:checkout"
  std::string platform;  // the integration that carries it: slack, twilio, smtp ...
  SendState state = SendState::queued;
  std::string detail;         // the provider's reason, without secrets
  std::string ref;            // the provider's id of it
  std::optional<Time> due{};  // when it is planned to go out
  friend bool operator==(const PageSent&, const PageSent&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("person", self.person);
    visit("method", self.method);
    visit("platform", self.platform);
    visit("state", self.state);
    visit("detail", self.detail);
    visit("ref", self.ref);
    visit("due", self.due);
  }
};

// "I cannot": the next of the escalation is rung at once.
struct PageDeclined {
  static constexpr std::string_view kType = "page_declined";
  std::string page;
  PersonId person;
  std::string reason;
  friend bool operator==(const PageDeclined&, const PageDeclined&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("person", self.person);
    visit("reason", self.reason);
  }
};

// The escalation is at its end and nobody answered.
struct PageExpired {
  static constexpr std::string_view kType = "page_expired";
  std::string page;
  std::string note;
  friend bool operator==(const PageExpired&, const PageExpired&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("note", self.note);
  }
};

// A step of the escalation had nobody to ring, and the next was taken at once.
struct EscalationSkipped {
  static constexpr std::string_view kType = "escalation_skipped";
  std::string escalation;
  std::int64_t step = 0;  // from 1
  std::string why;
  friend bool operator==(const EscalationSkipped&, const EscalationSkipped&) = default;
  void describe(this auto& self, auto visit) {
    visit("escalation", self.escalation);
    visit("step", self.step);
    visit("why", self.why);
  }
};

// One person's time on call, half-open [from, until).
struct Shift {
  PersonId person;
  Time from{};
  Time until{};
  friend auto operator<=>(const Shift&, const Shift&) = default;
  void describe(this auto& self, auto visit) {
    visit("person", self.person);
    visit("from", self.from);
    visit("until", self.until);
  }
};

// Somebody asks another to be on call in their place. Nothing changes until the other accepts.
struct CoverAsked {
  static constexpr std::string_view kType = "cover_asked";
  std::string cover;     // CV-1, CV-2 ...
  PersonId person;       // who is covered
  PersonId by;           // who covers
  std::string schedule;  // empty: wherever the person is on call
  Time from{};
  Time until{};
  std::string reason;
  friend bool operator==(const CoverAsked&, const CoverAsked&) = default;
  void describe(this auto& self, auto visit) {
    visit("cover", self.cover);
    visit("person", self.person);
    visit("by", self.by);
    visit("schedule", self.schedule);
    visit("from", self.from);
    visit("until", self.until);
    visit("reason", self.reason);
  }
};

enum class CoverAnswer : std::uint8_t { accepted, declined, withdrawn };
template <>
struct EnumNames<CoverAnswer> {
  static constexpr std::array<std::string_view, 3> kNames = {"accepted", "declined", "withdrawn"};
};
struct CoverAnswered {
  static constexpr std::string_view kType = "cover_answered";
  std::string cover;
  CoverAnswer answer = CoverAnswer::accepted;
  std::string reason;
  friend bool operator==(const CoverAnswered&, const CoverAnswered&) = default;
  void describe(this auto& self, auto visit) {
    visit("cover", self.cover);
    visit("answer", self.answer);
    visit("reason", self.reason);
  }
};

// The shifts of a schedule kept elsewhere, as they were read; recorded only when they changed. What was
// before `from` keeps standing as it was known then.
struct ShiftsImported {
  static constexpr std::string_view kType = "shifts";
  std::string schedule;
  Time from{};
  Time until{};  // how far the source reaches
  std::vector<Shift> shifts;
  std::vector<std::string> unknown;  // names there that are nobody's here
  friend bool operator==(const ShiftsImported&, const ShiftsImported&) = default;
  void describe(this auto& self, auto visit) {
    visit("schedule", self.schedule);
    visit("from", self.from);
    visit("until", self.until);
    visit("shifts", self.shifts);
    visit("unknown", self.unknown);
  }
};

// How somebody wants to be reached from now on; no rules: as muster.yaml says.
struct ContactRulesChosen {
  static constexpr std::string_view kType = "contact_rules";
  PersonId person;
  std::vector<ContactRule> rules;
  std::optional<QuietHours> quiet;
  friend bool operator==(const ContactRulesChosen&, const ContactRulesChosen&) = default;
  void describe(this auto& self, auto visit) {
    visit("person", self.person);
    visit("rules", self.rules);
    visit("quiet", self.quiet);
  }
};

// Alerts like these are kept but not acted on until then; lifted: no longer.
struct AlertsSilenced {
  static constexpr std::string_view kType = "silence";
  std::string silence;  // SL-1, SL-2 ...
  std::string source;   // empty: any
  std::string service;  // empty: any
  std::string title;    // a part of the title, case ignored; empty: any
  Time until{};
  std::string reason;
  bool lifted = false;
  friend bool operator==(const AlertsSilenced&, const AlertsSilenced&) = default;
  void describe(this auto& self, auto visit) {
    visit("silence", self.silence);
    visit("source", self.source);
    visit("service", self.service);
    visit("title", self.title);
    visit("until", self.until);
    visit("reason", self.reason);
    visit("lifted", self.lifted);
  }
};

// How many alerts a group of an incident had when it was counted: at the first of each power of ten, and when
// all of it is quiet.
struct AlertGroupCounted {
  static constexpr std::string_view kType = "alert_group";
  std::string group;
  std::string title;
  std::int64_t total = 0;    // different alerts
  std::int64_t firing = 0;   // of them now
  std::int64_t repeats = 0;  // times that one of them was told again
  std::int64_t cut = 0;      // more of them than the source told in its last call
  friend bool operator==(const AlertGroupCounted&, const AlertGroupCounted&) = default;
  void describe(this auto& self, auto visit) {
    visit("group", self.group);
    visit("title", self.title);
    visit("total", self.total);
    visit("firing", self.firing);
    visit("repeats", self.repeats);
    visit("cut", self.cut);
  }
};

}  // namespace muster
