// Schema 14: events of types legal_hold and resealed; incidents under legal hold are found at once.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaSealing = R"sql(
PRAGMA user_version = 14;
CREATE INDEX event_legal_hold ON event (incident, seq) WHERE type = 'legal_hold';
)sql";

}  // namespace muster::store
