#include "integrations/ical/who.hpp"

#include <algorithm>
#include <set>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"

namespace muster::ical {

namespace {

constexpr std::size_t kMostUnknown = 50;

const Person* find(const std::string& word, const std::vector<Person>& people) {
  const std::string wanted = lower(word);
  for (const Person& person : people) {
    if (lower(person.id.value) == wanted || lower(person.name) == wanted) return &person;
    for (const auto& [platform, user] : person.identities) {
      if (lower(user) == wanted) return &person;
    }
  }
  return nullptr;
}

std::string without_level(const std::string& summary) {
  const auto end = summary.find("] ");
  const bool has = summary.starts_with("[L") && end != std::string::npos && end > 2 &&
                   std::ranges::all_of(summary.substr(2, end - 2), [](char c) { return is_digit(c); });
  return has ? summary.substr(end + 2) : summary;
}

// The whole text, one of its parts ("Ann Lee - Primary"), or a word of it.
const Person* named_in(const std::string& text, const std::vector<Person>& people) {
  if (const Person* person = find(text, people)) return person;
  std::string part;
  for (const std::string_view separator : {" - ", ",", "\n", ":", "(", " "}) {
    for (std::size_t at = 0; at <= text.size();) {
      const auto end = std::min(text.find(separator, at), text.size());
      part = text.substr(at, end - at);
      part.erase(0, std::min(part.find_first_not_of(" \t\n<@"), part.size()));
      part.erase(part.find_last_not_of(" \t\n>).,;") + 1);
      if (const Person* person = part.empty() ? nullptr : find(part, people)) return person;
      at = end + separator.size();
    }
  }
  return nullptr;
}

std::set<PersonId> people_of(const CalendarEvent& event, const std::vector<Person>& people) {
  std::set<PersonId> found;
  for (const std::string& mail : event.attendees) {
    if (const Person* person = find(mail, people)) found.insert(person->id);
  }
  if (!found.empty()) return found;
  if (const Person* person = named_in(without_level(event.summary), people)) return {person->id};
  if (const Person* person = named_in(event.description, people)) return {person->id};
  return {};
}

}  // namespace

ShiftsImported to_shifts(const Calendar& calendar, const std::vector<Person>& people) {
  ShiftsImported imported;
  imported.until = calendar.ends;
  std::set<std::string> unknown;
  for (const CalendarEvent& event : calendar.events) {
    const std::set<PersonId> who = people_of(event, people);
    for (const PersonId& person : who) imported.shifts.push_back({person, event.from, event.until});
    if (who.empty())
      unknown.insert(!event.attendees.empty() ? event.attendees.front()
                     : event.summary.empty()  ? "(no name)"
                                              : shorten(without_level(event.summary), 80));
  }
  for (const std::string& name : unknown) {
    if (imported.unknown.size() < kMostUnknown) imported.unknown.push_back(name);
  }
  return imported;
}

}  // namespace muster::ical
