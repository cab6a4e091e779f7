// When each audience is owed its next update. Source: scenarios' definitions.json, definitions.cadence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// The cadence an audience has at a severity, or none when there is no duty. `restricted` is only for private
// incidents, the others only for public ones; drills and tests owe nobody outside the incident anything but
// internal.
[[nodiscard]] std::optional<Cadence> duty(const Incident& incident, std::optional<Severity> severity,
                                          const std::string& audience, const Policy& policy);

// The promises that follow from an event at `at`, before it is applied: declare and the first severity anchor
// them, an update re-anchors its audiences (or moves them to its own next_at), a raise pulls them in, a
// lowering pushes them out or ends them, resolve ends all. Returned as events so that the record shows each
// change of promise.
[[nodiscard]] std::vector<PromiseMoved> promises_after_declare(const Incident& incident, Time at,
                                                               const Policy& policy);
[[nodiscard]] std::vector<PromiseMoved> promises_after_severity(const Incident& incident, Severity to,
                                                                Time at, const Policy& policy);
// The promise after this incident's own cadence for an audience was set or (every none) given up; none when
// there is no duty.
[[nodiscard]] std::optional<PromiseMoved> promise_after_override(const Incident& incident,
                                                                 const std::string& audience,
                                                                 std::optional<Duration> every, Time at,
                                                                 const Policy& policy);
// The default time of the next update to an audience, counted from `at`; none when it has no duty.
[[nodiscard]] std::optional<Time> default_next_update(const Incident& incident, const std::string& audience,
                                                      Time at, const Policy& policy);

}  // namespace muster
