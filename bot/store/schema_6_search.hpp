// Schema 6: timers of the operations log (pages that nobody answers before there is an incident), and the
// full-text index in which similar incidents are found.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaSearch = R"sql(
PRAGMA user_version = 6;

-- Number 0 is no incident, so it cannot refer to one.
CREATE TABLE timer_6 (
  key       TEXT PRIMARY KEY,
  incident  INTEGER NOT NULL,
  what      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  due       INTEGER NOT NULL,
  about     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO timer_6 SELECT * FROM timer;
DROP TABLE timer;
ALTER TABLE timer_6 RENAME TO timer;

-- rowid: the incident's number.
CREATE VIRTUAL TABLE incident_search USING fts5 (title, text, tokenize = 'porter unicode61');
INSERT INTO incident_search (rowid, title, text) SELECT number, title, description FROM incident;
)sql";

}  // namespace muster::store
