// Schema 12: whether an effect that says the same thing waits already (superseding_key) is found at once
// (decision 0024).
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaWaits = R"sql(
PRAGMA user_version = 12;
CREATE INDEX outbox_waits ON outbox (supersedes) WHERE state = 'waiting' AND supersedes <> '';
)sql";

}  // namespace muster::store
