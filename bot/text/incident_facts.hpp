// What templates may say about an incident: the facts of cards and of everything spoken about it.
#pragma once

#include "bot/text/fact_sheet.hpp"
#include "bot/text/speaker.hpp"

namespace muster {

void add_incident_facts(FactSheet& sheet, const Incident& incident, const Scene& scene);
// And about one event of it. Templates are asked about the events that handlers name; an event without the
// fact that a template asks for leaves it out.
void add_event_facts(FactSheet& sheet, const Incident& incident, const Event& event, const Scene& scene);

// And about a group of alerts, as it stands.
void add_group_facts(FactSheet& sheet, const AlertGroup& group, const Scene& scene);

// Pieces that several sheets use.
[[nodiscard]] std::string moment_piece(Time at, const Scene& scene);
[[nodiscard]] std::string person_piece(const PersonId& person, const Scene& scene);
[[nodiscard]] std::string people_pieces(const std::vector<PersonId>& people, const Scene& scene);
// Base address of the incident's page in the console; empty when there is none.
[[nodiscard]] std::string console_page(const Incident& incident, const Policy& policy);

}  // namespace muster
