// Schema 5: the inbox remembers that an answer was a no, so that a repeated delivery is told the same.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaInbox = R"sql(
PRAGMA user_version = 5;

ALTER TABLE inbox ADD COLUMN refused TEXT NOT NULL DEFAULT '';
)sql";

}  // namespace muster::store
