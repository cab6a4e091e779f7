#include "bot/ports/board.hpp"

#include <ranges>

namespace muster {

std::shared_ptr<const Incident> Board::find(IncidentNumber number) const {
  const auto found = incidents.find(number);
  return found == incidents.end() ? nullptr : found->second;
}

std::shared_ptr<const Incident> Board::with_page(const std::string& id) const {
  for (const auto& incident : incidents | std::views::values | std::views::reverse) {
    if (incident->page(id) != nullptr) return incident;
  }
  return nullptr;
}

std::vector<std::shared_ptr<const Incident>> Board::visible_to(const PersonId& person) const {
  std::vector<std::shared_ptr<const Incident>> seen;
  for (const auto& incident : incidents | std::views::values | std::views::reverse) {
    if (may_see(*incident, person, policy->auditors)) seen.push_back(incident);
  }
  return seen;
}

report::Viewer Board::report_viewer(const PersonId& person) const {
  report::Viewer viewer;
  for (const auto& incident : visible_to(person)) {
    if (incident->visibility == Visibility::private_) viewer.private_seen.push_back(incident->number);
  }
  return viewer;
}

}  // namespace muster
