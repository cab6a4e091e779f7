// Schema 9: what is linked to an incident, for questions about it and for the report, which counts those that
// people called a repeat. Filled from the timelines that are there. Also: events of type signed_in and
// configuration.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaLinks = R"sql(
PRAGMA user_version = 9;

CREATE TABLE incident_link (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  position  INTEGER NOT NULL,
  ref       TEXT NOT NULL,
  relation  TEXT NOT NULL,
  title     TEXT NOT NULL,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_link_repeats ON incident_link (incident) WHERE relation = 'repeats';

INSERT INTO incident_link (incident, position, ref, relation, title)
SELECT incident, row_number() OVER (PARTITION BY incident ORDER BY seq) - 1, ref, relation, title
FROM (SELECT incident, min(seq) AS seq, coalesce(json_extract(body, '$.ref'), '') AS ref,
             coalesce(json_extract(body, '$.relation'), '') AS relation,
             coalesce(json_extract(body, '$.title'), '') AS title
      FROM event WHERE type = 'link' AND incident > 0 GROUP BY incident, ref, relation, title);

CREATE VIEW v_links_all AS
SELECT incident, position + 1 AS link_no, ref, nullif(relation, '') AS relation, nullif(title, '') AS title
FROM incident_link;

CREATE VIEW v_links AS
SELECT * FROM v_links_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');
)sql";

}  // namespace muster::store
