// The parts of figures.cpp that add up intervals. Internal to the figures.
#pragma once

#include "bot/domain/figures.hpp"

namespace muster {

// Whole seconds between the whole seconds of two instants.
[[nodiscard]] std::int64_t whole_seconds(Time from, Time to);

void measure_spans(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now);
void measure_impact(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now);
void estimate_cost(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now);

}  // namespace muster
