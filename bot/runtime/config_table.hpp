// The table of every key of muster.yaml.
#pragma once

#include "bot/runtime/config_keys.hpp"
#include "bot/runtime/settings.hpp"

namespace muster {

// Walks all keys; each visit may change its target in settings. What settings hold before is the default.
void visit_config_keys(Keys& keys, Settings& settings);

}  // namespace muster
