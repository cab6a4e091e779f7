// Event bodies about the record itself: that it is to be kept whatever the retention says, and that part of
// it was taken out. See event.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/vocabulary.hpp"

namespace muster {

// While it is on, nothing of the incident is forgotten: neither by age nor with a person.
struct LegalHoldSet {
  static constexpr std::string_view kType = "legal_hold";
  bool on = true;
  std::string reason;
  friend bool operator==(const LegalHoldSet&, const LegalHoldSet&) = default;
  void describe(this auto& self, auto visit) {
    visit("on", self.on);
    visit("reason", self.reason);
  }
};

// A timeline whose chain was made anew. Whoever kept head_before can see by it why it does not match any
// more.
struct ResealedTimeline {
  IncidentNumber incident;   // 0: the operations log
  std::int64_t entries = 0;  // that changed; all of them when it was taken out
  Seq first = 0;             // of those that changed
  Seq last = 0;              // the entry whose hash the heads are
  std::string head_before;
  std::string head_after;  // empty: the timeline was taken out
  friend bool operator==(const ResealedTimeline&, const ResealedTimeline&) = default;
  [[nodiscard]] bool taken_out() const { return head_after.empty(); }
  void describe(this auto& self, auto visit) {
    visit("incident", self.incident);
    visit("entries", self.entries);
    visit("first", self.first);
    visit("last", self.last);
    visit("head_before", self.head_before);
    visit("head_after", self.head_after);
  }
};

enum class SealingCause : std::uint8_t { person_forgotten, retention };
template <>
struct EnumNames<SealingCause> {
  static constexpr std::array<std::string_view, 2> kNames = {"person_forgotten", "retention"};
};

// On the operations log: something was taken out of timelines that are otherwise never changed. It never
// names who was forgotten.
struct TimelinesResealed {
  static constexpr std::string_view kType = "resealed";
  SealingCause cause = SealingCause::person_forgotten;
  std::string by;  // the account of the machine that gave the command
  std::string reason;
  std::vector<ResealedTimeline> timelines;
  std::int64_t register_lines = 0;  // of the register at that time; 0: it did not change
  std::string register_before;
  std::string register_after;
  friend bool operator==(const TimelinesResealed&, const TimelinesResealed&) = default;
  void describe(this auto& self, auto visit) {
    visit("cause", self.cause);
    visit("by", self.by);
    visit("reason", self.reason);
    visit("timelines", self.timelines);
    visit("register_lines", self.register_lines);
    visit("register_before", self.register_before);
    visit("register_after", self.register_after);
  }
};

}  // namespace muster
