// The timeline as people read it: one sentence an event, with corrections and withdrawals applied.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/event.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

struct TimelineEntry {
  Seq seq = 0;
  Time at{};  // when it happened (revised when a person corrected it)
  Time recorded_at{};
  std::string type;  // one of the scenarios' timeline_types; "room", "card", "reminder" for muster's own
  std::string who;   // name of the actor
  std::string text;  // the sentence, without time and actor
  bool back_dated = false;  // recorded more than a minute after it happened
  bool revised = false;
  bool housekeeping = false;  // receipts and cards: hidden unless asked for
  std::vector<FileReference> files;
  std::string link;
};

// Ordered by occurred_at, then seq. Withdrawn entries are left out, revised ones say what they say now.
// Postmortem texts are not repeated, only that they were written.
[[nodiscard]] std::vector<TimelineEntry> timeline(const std::vector<Event>& events, const Policy& policy,
                                                  const People& people);

// "changed severity from SEV3 to SEV1: all regions": one event's sentence.
[[nodiscard]] std::string sentence(const Event& event, const Policy& policy, const People& people);

// "14:05 Ann: changed severity …", a line per entry, for terminals and files. Times are UTC and say so in the
// header.
[[nodiscard]] std::string timeline_text(const std::vector<TimelineEntry>& entries);

}  // namespace muster
