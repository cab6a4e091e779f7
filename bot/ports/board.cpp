#include "bot/ports/board.hpp"

#include <algorithm>
#include <ranges>

#include "bot/base/contains.hpp"

namespace muster {

std::shared_ptr<const Incident> Board::find(IncidentNumber number) const {
  const auto found = incidents.find(number);
  if (found != incidents.end()) return found->second;
  const bool is_newer = incidents.empty() || number > incidents.rbegin()->first;
  return resting == nullptr || is_newer ? nullptr : resting->find(number);
}

// The newest are all held, so the first gap from above ends them.
IncidentNumber Board::resting_below() const {
  if (resting == nullptr) return {1};
  IncidentNumber below = incidents.empty() ? IncidentNumber{} : incidents.rbegin()->first;
  for (const IncidentNumber number : incidents | std::views::keys | std::views::reverse) {
    if (number != below) break;
    --below.value;
  }
  return {below.value + 1};
}

bool Board::is_incident_room(const Place& place) const {
  for (const auto& incident : incidents | std::views::values) {
    if (is_its_room(*incident, place)) return true;
  }
  if (resting == nullptr) return false;
  static_cast<void>(resting->take_trouble());
  // What cannot be read may be one: the rules will say what is the matter.
  return resting->in_room(place) != nullptr || resting->take_trouble().has_value();
}

std::shared_ptr<const Incident> Board::with_page(const std::string& id) const {
  for (const auto& incident : incidents | std::views::values | std::views::reverse) {
    if (incident->page(id) != nullptr) return incident;
  }
  return resting == nullptr ? nullptr : resting->with_page(id);
}

std::vector<std::shared_ptr<const Incident>> Board::visible_to(const PersonId& person) const {
  std::vector<std::shared_ptr<const Incident>> seen;
  for (const auto& incident : incidents | std::views::values | std::views::reverse) {
    if (may_see(*incident, person, policy->auditors)) seen.push_back(incident);
  }
  return seen;
}

std::vector<std::shared_ptr<const Incident>> Board::concerning(const PersonId& person) const {
  std::vector<std::shared_ptr<const Incident>> seen = visible_to(person);
  if (resting == nullptr) return seen;
  for (const IncidentNumber number : resting->owed_by(person)) {
    if (incidents.contains(number)) continue;
    const auto incident = find(number);
    if (incident != nullptr && may_see(*incident, person, policy->auditors)) seen.push_back(incident);
  }
  std::ranges::sort(seen, std::ranges::greater{}, [](const auto& incident) { return incident->number; });
  return seen;
}

report::Viewer Board::report_viewer(const PersonId& person) const {
  report::Viewer viewer;
  for (const auto& incident : visible_to(person)) {
    if (incident->visibility == Visibility::private_) viewer.private_seen.push_back(incident->number);
  }
  if (resting == nullptr) return viewer;
  const bool sees_all = contains(policy->auditors, person);
  for (const IncidentNumber number : resting->private_ones(sees_all ? std::nullopt : std::optional{person})) {
    if (!incidents.contains(number)) viewer.private_seen.push_back(number);
  }
  return viewer;
}

}  // namespace muster
