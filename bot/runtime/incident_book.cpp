#include "bot/runtime/incident_book.hpp"

#include <functional>
#include <ranges>

namespace muster {

std::shared_ptr<const Incident> IncidentBook::take_in(const std::shared_ptr<const Incident>& incident) {
  auto rested = held_.contains(incident->number) ? nullptr : resting_->known(incident->number);
  for (const auto& [platform, room] : incident->rooms) rooms_[{platform, room.place.room}] = incident->number;
  if (incident->is_open())
    open_.insert(incident->number);
  else
    open_.erase(incident->number);
  held_[incident->number] = incident;
  return rested;
}

const Incident* IncidentBook::find(IncidentNumber number) const {
  if (held_.empty() || number > held_.rbegin()->first) return nullptr;  // the newest are always held
  const auto found = held_.find(number);
  return found == held_.end() ? resting_->find(number).get() : found->second.get();
}

const Incident* IncidentBook::of_room(const Place& place) const {
  const auto found = rooms_.find({place.platform, place.room});
  return found == rooms_.end() ? resting_->in_room(place).get() : find(found->second);
}

const Incident* IncidentBook::with_page(const std::string& id) const {
  for (const auto& incident : held_ | std::views::values | std::views::reverse) {
    if (incident->page(id) != nullptr) return incident.get();
  }
  return resting_->with_page(id).get();
}

Result<Done> IncidentBook::all_was_read() const {
  if (auto trouble = resting_->take_trouble()) return std::unexpected(*std::move(trouble));
  return Done{};
}

const Incident* SeenIncidents::current(IncidentNumber number) const {
  const auto changed = changed_.find(number);
  return changed == changed_.end() ? kept_.find(number) : changed->second.get();
}

const Incident* SeenIncidents::in_room(const Place& place) const {
  for (const auto& incident : changed_ | std::views::values) {
    if (is_its_room(*incident, place)) return seen(incident.get());
  }
  const Incident* last = kept_.of_room(place);
  if (last == nullptr) return nullptr;
  // A room it had before is nobody's.
  const Incident* incident = current(last->number);
  return is_its_room(*incident, place) ? seen(incident) : nullptr;
}

const Incident* SeenIncidents::with_page(const std::string& id) const {
  for (const auto& incident : changed_ | std::views::values | std::views::reverse) {
    if (incident->page(id) != nullptr) return seen(incident.get());
  }
  const Incident* kept = kept_.with_page(id);
  return kept == nullptr ? nullptr : find(kept->number);
}

std::vector<const Incident*> SeenIncidents::recent() const {
  std::set<IncidentNumber, std::greater<>> numbers;
  for (const auto& number : kept_.held() | std::views::keys) numbers.insert(number);
  for (const auto& number : changed_ | std::views::keys) numbers.insert(number);
  std::vector<const Incident*> list;
  for (const IncidentNumber number : numbers) {
    if (const Incident* incident = find(number)) list.push_back(incident);
  }
  return list;
}

std::vector<const Incident*> SeenIncidents::open() const {
  std::set<IncidentNumber, std::greater<>> numbers{kept_.open().begin(), kept_.open().end()};
  for (const auto& number : changed_ | std::views::keys) numbers.insert(number);
  std::vector<const Incident*> list;
  for (const IncidentNumber number : numbers) {
    const Incident* incident = find(number);
    if (incident != nullptr && incident->is_open()) list.push_back(incident);
  }
  return list;
}

const Incident* SeenIncidents::seen(const Incident* incident) const {
  if (incident == nullptr || onlooker_.sees_all) return incident;
  const bool shown =
      is_its_room(*incident, onlooker_.place) || may_see(*incident, onlooker_.person, auditors_);
  return shown ? incident : nullptr;
}

}  // namespace muster
