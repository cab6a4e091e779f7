// What nearly every file includes and what takes long to read: parsed once for all of them (MUSTER_PCH in
// cmake/muster_build.cmake). No file may rely on it: each includes what it uses, and the dev preset builds
// without.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bot/domain/command.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/incident.hpp"
