// The parts of figures.cpp that add up intervals. Internal to the figures.
#pragma once

#include "bot/domain/figures.hpp"

namespace muster {

void measure_spans(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now);
void measure_impact(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now);
void estimate_cost(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now);

}  // namespace muster
