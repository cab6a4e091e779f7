#include "bot/domain/incident.hpp"

#include <algorithm>
#include <ranges>

#include "bot/base/contains.hpp"

namespace muster {

Incident::Incident() = default;
Incident::Incident(const Incident&) = default;
Incident::Incident(Incident&&) noexcept = default;
Incident& Incident::operator=(const Incident&) = default;
Incident& Incident::operator=(Incident&&) noexcept = default;
Incident::~Incident() = default;
bool operator==(const IncidentFace& a, const IncidentFace& b) = default;
bool operator==(const IncidentCourse& a, const IncidentCourse& b) = default;
bool operator==(const IncidentMarks& a, const IncidentMarks& b) = default;
bool operator==(const Incident& a, const Incident& b) = default;

bool only_marks_differ(const Incident& a, const Incident& b) {
  return static_cast<const IncidentFace&>(a) == static_cast<const IncidentFace&>(b) &&
         static_cast<const IncidentCourse&>(a) == static_cast<const IncidentCourse&>(b);
}

bool Incident::is_open() const {
  switch (state) {
    case State::triage:
    case State::investigating:
    case State::identified:
    case State::fixing:
    case State::monitoring:
      return true;
    case State::resolved:
    case State::closed:
    case State::canceled:
    case State::merged:
      return false;
  }
  return false;
}

std::optional<PersonId> Incident::holder(std::string_view role) const {
  const auto held = roles.find(std::string{role});
  return held == roles.end() ? std::nullopt : std::optional{held->second};
}

bool Incident::has_member(const PersonId& person) const {
  return contains(members, person);
}

const PageRecord* Incident::page(std::string_view id) const {
  const auto found = std::ranges::find(pages, id, &PageRecord::id);
  return found == pages.end() ? nullptr : &*found;
}

std::vector<ImpactInterval> Incident::impact() const {
  std::vector<ImpactEntry> entries = impact_entries;
  std::ranges::sort(entries, {},
                    [](const ImpactEntry& e) { return std::tuple{e.service, e.effective_at, e.seq}; });
  std::vector<ImpactInterval> intervals;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ImpactEntry& entry = entries[i];
    const bool has_next = i + 1 < entries.size() && entries[i + 1].service == entry.service;
    const auto end = has_next ? std::optional{entries[i + 1].effective_at} : std::nullopt;
    const bool empty = end && *end == entry.effective_at;  // replaced at the same instant
    if (entry.level == ImpactLevel::none || empty) continue;
    const bool continues = !intervals.empty() && intervals.back().service == entry.service &&
                           intervals.back().level == entry.level &&
                           intervals.back().end == entry.effective_at;
    if (continues)
      intervals.back().end = end;
    else
      intervals.push_back({entry.service, entry.level, entry.effective_at, end});
  }
  return intervals;
}

bool Incident::impact_open() const {
  return std::ranges::any_of(impact(), [](const ImpactInterval& i) { return !i.end; });
}

std::optional<Time> Incident::impact_started_at() const {
  std::optional<Time> earliest;
  for (const ImpactInterval& interval : impact()) {
    if (!earliest || interval.start < *earliest) earliest = interval.start;
  }
  return earliest;
}

std::optional<Time> Incident::next_update_due() const {
  std::optional<Time> earliest;
  for (const Promise& promise : promises | std::views::values) {
    if (promise.due && (!earliest || *promise.due < *earliest)) earliest = promise.due;
  }
  return earliest;
}

const Hold* Incident::hold() const {
  return holds.empty() || holds.back().until ? nullptr : &holds.back();
}

const IncidentAlert* Incident::open_alert() const {
  const auto found = std::ranges::find_if(alerts, [](const IncidentAlert& alert) {
    return alert.role == AlertRole::signal && !alert.cleared_at;
  });
  return found == alerts.end() ? nullptr : &*found;
}

const VendorCase* Incident::vendor_case(std::string_view ref) const {
  const auto found = std::ranges::find(vendor_cases, ref, &VendorCase::ref);
  return found == vendor_cases.end() ? nullptr : &*found;
}

bool may_see(const Incident& incident, const PersonId& person, const std::vector<PersonId>& auditors) {
  return incident.visibility == Visibility::public_ || incident.has_member(person) ||
         contains(auditors, person);
}

bool is_its_room(const Incident& incident, const Place& place) {
  const auto room = incident.rooms.find(place.platform);
  return room != incident.rooms.end() && !place.room.empty() && room->second.place.room == place.room;
}

}  // namespace muster
