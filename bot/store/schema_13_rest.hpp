// Schema 13: what is needed to leave incidents at rest on disk (decision 0027): who is not at rest is found
// without reading the others, and an incident by its room or page. incident_room and incident_member are
// written from the fold.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaRest = R"sql(
PRAGMA user_version = 13;

CREATE TABLE incident_room (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  platform  TEXT NOT NULL,
  room      TEXT NOT NULL,
  PRIMARY KEY (incident, platform)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_room_room ON incident_room (platform, room, incident);

-- Of private incidents only: who is on them.
CREATE TABLE incident_member (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  person    TEXT NOT NULL,
  PRIMARY KEY (incident, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_member_person ON incident_member (person, incident);

CREATE INDEX incident_private ON incident (number) WHERE visibility = 'private';
CREATE INDEX task_open ON task (owner) WHERE done_at IS NULL;
CREATE INDEX action_item_open ON action_item (owner) WHERE done_at IS NULL;
CREATE INDEX page_id ON page (id);
CREATE INDEX chat_room_incident ON chat_room (incident);
)sql";

}  // namespace muster::store
