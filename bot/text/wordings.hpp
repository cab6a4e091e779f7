// The table of wordings: which templates there are and which facts each may name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/domain/policy.hpp"

namespace muster {

enum class Subject : std::uint8_t {
  incident,  // facts of the incident (incident_facts.cpp)
  event,     // those and the facts of one event (event_facts.cpp)
  view,      // only its own
  document,  // the sections of a postmortem (postmortem_sections.hpp)
};

struct Wording {
  std::string_view name;
  Subject about = Subject::event;
  std::string_view own = {};  // facts of its own, as template.hpp declares them
  bool only_tells = false;    // see below
};

[[nodiscard]] std::span<const Wording> wordings();
// The wording of that name; "update_<audience>" of an audience without a template of its own is `update`.
[[nodiscard]] const Wording* find_wording(std::string_view name, const Policy& policy);
// It only tells what stands on the timeline. The others ask for something (reminders, pages, hand-offs) or
// are worded for whom they are for (updates to audiences). False for an unknown name.
[[nodiscard]] bool only_tells(std::string_view name);
// Every fact its template may name.
[[nodiscard]] std::string declared_facts(const Wording& wording);
// The template muster comes with; none for an unknown name.
[[nodiscard]] std::optional<std::string> built_in_template(std::string_view name);

}  // namespace muster
