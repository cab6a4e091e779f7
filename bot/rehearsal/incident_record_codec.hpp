// The block of one incident in what was recorded; the other blocks are in recorded_codec.cpp. Internal to the
// rehearsal.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/domain/figures.hpp"
#include "bot/rehearsal/played.hpp"
#include "bot/rehearsal/script.hpp"

namespace muster {

// Everything known about one incident of the script.
struct Seen {
  std::string local;
  Incident incident;
  std::vector<Event> events;
  IncidentFigures figures;
};

[[nodiscard]] nlohmann::json incident_json(const Seen& seen, const Script& script, const Played& played);

[[nodiscard]] inline nlohmann::json time_or_null(const std::optional<Time>& at) {
  return at ? nlohmann::json(iso_seconds(*at)) : nlohmann::json(nullptr);
}
[[nodiscard]] inline nlohmann::json value_of(const Measure& measure) {
  return measure.seconds ? nlohmann::json(*measure.seconds) : nlohmann::json(nullptr);
}
template <class T>
[[nodiscard]] nlohmann::json or_null(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

}  // namespace muster
