// Code names: what a private incident is called where others may read along. Pure.
#pragma once

#include <string>

#include "bot/domain/vocabulary.hpp"

namespace muster {

// "amber-otter": says nothing of what it is about, and is the same each time. Two of 1,024 incidents in a row
// never share one.
[[nodiscard]] std::string code_name(IncidentNumber number);

}  // namespace muster
