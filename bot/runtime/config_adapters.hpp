// Adapters from the targets of Settings to the few types that Keys knows. Private to config_*.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/names.hpp"
#include "bot/domain/policy.hpp"
#include "bot/runtime/config_keys.hpp"
#include "bot/runtime/settings.hpp"

namespace muster {

// The parts of the table that have files of their own.
void oncall_keys(Keys& keys, Settings& settings);  // config_oncall.cpp
void contact_keys(Keys& keys, Person& person);     // also there: how this person is reached
void alert_keys(Keys& keys, Settings& settings);   // config_alerts.cpp
void pager_keys(Keys& keys, Settings& settings);   // config_pagers.cpp

inline void duration(Keys& keys, Key key, Duration& target) {
  std::optional<Duration> value = target;
  keys.duration(key, value);
  target = value.value_or(target);
}

inline void path(Keys& keys, Key key, std::filesystem::path& target) {
  std::string value = target.string();
  keys.text(key, value, TextRule::path);
  target = value;
}

template <class E>
void one_of(Keys& keys, Key key, E& target) {
  auto index = static_cast<std::size_t>(target);
  keys.one_of(key, EnumNames<E>::kNames, index);
  target = static_cast<E>(index);
}

inline void people(Keys& keys, Key key, std::vector<PersonId>& target) {
  std::vector<std::string> values;
  for (const PersonId& person : target) values.push_back(person.value);
  keys.references(key, Names::person, values);
  target.clear();
  for (std::string& value : values) target.push_back(PersonId{std::move(value)});
}

inline std::string id_of(const SeverityRule& rule) {
  return std::to_string(rule.severity.level);
}
inline std::string id_of(const Person& person) {
  return person.id.value;
}
template <class T>
std::string id_of(const T& named) {
  return named.id;
}

inline void name_it(SeverityRule& rule, const std::string& id) {
  std::from_chars(id.data(), id.data() + id.size(), rule.severity.level);
  rule.label = "SEV" + id;
}
inline void name_it(Person& person, const std::string& id) {
  person.id.value = id;
  person.name = id;
}
inline void name_it(SourceSettings& source, const std::string& id) {
  source.id = id;
}
inline void name_it(LintRule& rule, const std::string& id) {
  rule.id = id;
}
inline void name_it(ClockRule& rule, const std::string& id) {
  rule.id = id;
  rule.regime = id;
}
template <class T>
void name_it(T& named, const std::string& id) {
  named.id = id;
  if constexpr (requires { named.name; }) named.name = id;
}

// What is written is laid over what is there: a known id changes only the keys that were written, a new id is
// added, and "none" removes one.
template <class T>
void merge(Keys& keys, Key key, Names ids, std::vector<T>& all, void (*keys_of)(Keys&, T&)) {
  keys.entries(key, ids,
               {.entry =
                    [&](const std::string& id, Keys& entry) {
                      auto found = std::ranges::find(all, id, [](const T& each) { return id_of(each); });
                      if (found == all.end()) {
                        found = all.insert(all.end(), T{});
                        name_it(*found, id);
                      }
                      keys_of(entry, *found);
                    },
                .none =
                    [&](const std::string& id) {
                      std::erase_if(all, [&](const T& each) { return id_of(each) == id; });
                    }});
}

inline constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu",
                                                              "fri", "sat", "sun"};

inline void weekdays(Keys& keys, Key key, std::vector<int>& workdays) {
  std::vector<std::string> names;
  for (const int day : workdays) names.emplace_back(kWeekdays.at(static_cast<std::size_t>(day) - 1));
  keys.words(key, names, TextRule::weekday);
  workdays.clear();
  for (const std::string& name : names) {
    const auto found = std::ranges::find(kWeekdays, name);
    if (found != kWeekdays.end()) workdays.push_back(static_cast<int>(found - kWeekdays.begin()) + 1);
  }
}

inline void weekday(Keys& keys, Key key, int& day) {
  auto index = static_cast<std::size_t>(day) - 1;
  keys.one_of(key, kWeekdays, index);
  day = static_cast<int>(index) + 1;
}

// "09:00" as the length of time after midnight.
inline void time_of_day(Keys& keys, Key key, Duration& target) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(target).count();
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::string text = two(minutes / 60) + ":" + two(minutes % 60);
  keys.text(key, text, TextRule::time_of_day);
  const auto digits = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  if (text.size() == 5) target = std::chrono::hours{digits(0)} + std::chrono::minutes{digits(3)};
}

}  // namespace muster
