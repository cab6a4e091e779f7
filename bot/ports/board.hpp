// Board: the current state as the io thread sees it, a copy that the engine renews after each commit. What
// the console, the outbox and the chats' start pages read without asking the store.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/report/rows.hpp"

namespace muster {

// io thread only.
struct Board {
  std::map<IncidentNumber, std::shared_ptr<const Incident>> incidents;
  std::shared_ptr<const OperationsLog> operations = std::make_shared<const OperationsLog>();
  People people;
  std::shared_ptr<const Policy> policy;

  [[nodiscard]] std::shared_ptr<const Incident> find(IncidentNumber number) const;
  // The incident that a page sent before it (PG-1) belongs to now; null: none.
  [[nodiscard]] std::shared_ptr<const Incident> with_page(const std::string& id) const;
  // Newest first; only what this person may see.
  [[nodiscard]] std::vector<std::shared_ptr<const Incident>> visible_to(const PersonId& person) const;
  // The same filter for a report.
  [[nodiscard]] report::Viewer report_viewer(const PersonId& person) const;
};

}  // namespace muster
