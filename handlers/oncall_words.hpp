// What oncall and cover say in the same words.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/command.hpp"
#include "bot/domain/oncall.hpp"

namespace muster {

// "2026-11-30 08:00 UTC (09:00 Berlin)": in UTC and by the asker's clock, and by the schedule's when that is
// a third one.
[[nodiscard]] std::string said_for(Time at, const Schedule& schedule, const Context& ctx);

// "@{ann} and @{bob}"; nobody: "NOBODY".
[[nodiscard]] std::string people_said(const std::vector<PersonId>& people);

// The schedule of this id or name, case ignored; null when there is none.
[[nodiscard]] const Schedule* schedule_meant(const std::string& word, const Policy& policy);

// "I know no schedule "primry". Did you mean primary?"
[[nodiscard]] std::unexpected<Refusal> unknown_schedule(const std::string& word, const Policy& policy);

}  // namespace muster
