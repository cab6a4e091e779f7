// A realistic incident, told as events, that the tests of text/ render.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/event.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/text/speaker.hpp"

namespace muster::story {

// 2026-02-11, hours and minutes (and seconds) in UTC.
[[nodiscard]] Time at(int hour, int minute, int second = 0);

[[nodiscard]] Policy policy();
[[nodiscard]] People people();

// Writes events with sequence numbers and hashes, as the store would.
class Log {
 public:
  explicit Log(IncidentNumber number) : number_{number} {}
  // occurred: when it happened, if that is not when it was recorded.
  const Event& add(Time recorded, const Actor& by, EventBody body,
                   std::optional<Time> occurred = std::nullopt);
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] Incident incident() const { return fold(events_); }

 private:
  IncidentNumber number_;
  std::vector<Event> events_;
};

// INC-7 "Checkout is down", from the declaration to a resolve with action items.
[[nodiscard]] std::vector<Event> whole();
// The same up to its first updates.
[[nodiscard]] std::vector<Event> running();

// How a test sees a message: every block and span with its kind.
[[nodiscard]] std::string dump(const Message& message);
[[nodiscard]] std::string dump(const Dialog& dialog);

}  // namespace muster::story
