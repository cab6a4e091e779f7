// What the conditions of GET /control/wait have in common.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "tests/emulators/common/json.hpp"

namespace muster::fake {

using Found = std::optional<Json>;

// Whether `text` holds what the query asks for under `key`; a query without it asks nothing.
inline bool contains(const std::string& text, const Json& query, const char* key) {
  return !query.contains(key) || text.find(get_string(query, key)) != std::string::npos;
}

// Whether that member of `object` is what the query asks for under `key`.
inline bool equals(const Json& object, const char* member_name, const Json& query, const char* key) {
  return !query.contains(key) || get_string(object, member_name) == get_string(query, key);
}

// {one: the newest, many: all of them}, if there are at least as many as the query's `count` (default 1).
inline Found found_list(const Json& query, const char* one, const char* many, Json list) {
  const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(1, get_int(query, "count", 1)));
  if (list.size() < wanted) return std::nullopt;
  const Json newest = list.back();
  return Json{{one, newest}, {many, std::move(list)}};
}

}  // namespace muster::fake
