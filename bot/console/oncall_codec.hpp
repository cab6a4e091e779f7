// Who is on call as JSON text (docs/console-api.md), for the console and the command line. Pure.
#pragma once

#include <functional>
#include <string>

#include "bot/domain/oncall.hpp"
#include "bot/domain/people.hpp"

namespace muster::console {

struct OncallAsked {
  Time now{};
  Time from{};
  Time until{};
  std::string schedule{};                                 // id; empty: all
  std::function<std::string(const Schedule&)> feed = {};  // address of the calendar feed; none: there is none
};

[[nodiscard]] std::string oncall_json(const OncallAsked& asked, const OperationsLog& log,
                                      const Policy& policy, const People& people);

}  // namespace muster::console
