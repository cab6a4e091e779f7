// Schema 8: the register of incidents, so that one that is taken out with all its rows is missed. Filled from
// the timelines that are there by register_those_there() (register.hpp). Also: events of type pin_removed.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaRegister = R"sql(
PRAGMA user_version = 8;

CREATE TABLE register (
  position INTEGER PRIMARY KEY,
  incident INTEGER NOT NULL UNIQUE,
  first_hash TEXT NOT NULL,
  head TEXT NOT NULL
) STRICT;

CREATE TRIGGER register_is_not_updated BEFORE UPDATE ON register
BEGIN SELECT raise(ABORT, 'the register is append-only'); END;
CREATE TRIGGER register_is_not_deleted BEFORE DELETE ON register
BEGIN SELECT raise(ABORT, 'the register is append-only'); END;
CREATE TRIGGER register_follows_the_last BEFORE INSERT ON register
WHEN NEW.position <> 1 + coalesce((SELECT max(position) FROM register), 0)
BEGIN SELECT raise(ABORT, 'the register has no gaps'); END;
)sql";

}  // namespace muster::store
