// Board: the current state as the io thread sees it, a copy that the engine renews after each commit. What
// the console, the outbox and the chats' start pages read without asking the store; only an incident at rest
// is read from it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/ports/resting.hpp"
#include "bot/report/rows.hpp"

namespace muster {

// io thread only.
struct Board {
  std::map<IncidentNumber, std::shared_ptr<const Incident>> incidents;  // that are not at rest
  RestingIncidents* resting = nullptr;                                  // null: there are no others
  std::shared_ptr<const OperationsLog> operations = std::make_shared<const OperationsLog>();
  People people;
  std::shared_ptr<const Policy> policy;

  [[nodiscard]] std::shared_ptr<const Incident> find(IncidentNumber number) const;
  // The incident that a page sent before it (PG-1) belongs to now; null: none.
  [[nodiscard]] std::shared_ptr<const Incident> with_page(const std::string& id) const;
  // Whether it is the room that an incident has now.
  [[nodiscard]] bool is_incident_room(const Place& place) const;
  // Newest first, without those at rest; only what this person may see.
  [[nodiscard]] std::vector<std::shared_ptr<const Incident>> visible_to(const PersonId& person) const;
  // What may be of use to this person at a glance: those that visible_to() has, and those in which they have
  // an open task or action item. Newest first.
  [[nodiscard]] std::vector<std::shared_ptr<const Incident>> concerning(const PersonId& person) const;
  // Those at rest have smaller numbers than this.
  [[nodiscard]] IncidentNumber resting_below() const;
  // The filter of what may be seen, for a report.
  [[nodiscard]] report::Viewer report_viewer(const PersonId& person) const;
};

}  // namespace muster
