// Schema 10: events of type access, and a view of all that auditors ask about: sign-ins, refusals, readings
// of what is private, exports, sign-in links, configurations.
#pragma once

#include <string_view>

namespace muster::store {

// json_each, not json_extract: see schema 4.
inline constexpr std::string_view kSchemaAccess = R"sql(
PRAGMA user_version = 10;

CREATE VIEW v_access_all AS
WITH entry AS (
  SELECT e.*,
         (SELECT value FROM json_each(e.body) WHERE key = 'kind') AS kind,
         (SELECT value FROM json_each(e.body) WHERE key = 'out') AS out,
         (SELECT nullif(value, '') FROM json_each(e.body) WHERE key = 'what') AS what,
         (SELECT nullif(value, 0) FROM json_each(e.body) WHERE key = 'incident') AS about,
         (SELECT nullif(value, '') FROM json_each(e.body) WHERE key = 'why') AS why,
         (SELECT nullif(value, '') FROM json_each(e.body) WHERE key = 'address') AS address,
         (SELECT nullif(value, '') FROM json_each(e.body) WHERE key = 'person') AS made_for,
         coalesce((SELECT value FROM json_each(e.body) WHERE key = 'left_out'), 0) AS left_out
  FROM event e WHERE e.incident = 0 AND e.type IN ('access', 'signed_in', 'configuration'))
SELECT a.seq AS entry,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.recorded_at / 1000000, 'unixepoch') AS recorded_at,
       a.recorded_at AS recorded_at_us,
       CASE a.type WHEN 'access' THEN a.kind WHEN 'configuration' THEN 'configuration'
         ELSE iif(a.out, 'signed_out', 'signed_in') END AS kind,
       nullif(a.actor_id, 'system') AS actor, coalesce(p.name, nullif(a.actor_id, 'system')) AS actor_name,
       a.source, a.what, a.about AS incident, a.why, a.address, a.made_for, a.left_out
FROM entry a LEFT JOIN person p ON p.id = a.actor_id;

CREATE VIEW v_access AS
SELECT * FROM v_access_all
WHERE incident IS NULL OR incident NOT IN (SELECT number FROM incident WHERE visibility = 'private');
)sql";

}  // namespace muster::store
