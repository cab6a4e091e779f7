// The schema, as numbered steps. A step that was released is never changed; the next change is a new step.
#pragma once

#include <filesystem>

#include "bot/base/result.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

struct Migration {
  int version;
  Sql sql;                                      // also sets user_version
  Result<Done> (*then)(Connection&) = nullptr;  // what SQL cannot say, in the same transaction
};

// What this muster knows. A new type of event or effect is a step too (it may be empty): an older muster must
// not open what it could not read.
[[nodiscard]] std::span<const Migration> migrations();
[[nodiscard]] int newest_schema();

// invalid: the file is from a newer muster, or is another program's database.
[[nodiscard]] Result<int> schema_of(Connection& db);

// Brings the schema up to date: all steps or, on an error, none. Doing it twice does nothing.
[[nodiscard]] Result<Done> migrate(Connection& db);

// For those who only read: fails unless the schema is the newest.
[[nodiscard]] Result<Done> require_newest_schema(Connection& db);

}  // namespace muster::store
