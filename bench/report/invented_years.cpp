#include "bench/report/invented_years.hpp"

#include <sqlite3.h>

#include "bot/store/sqlite.hpp"

namespace muster::bench {

namespace {

// ?1 incidents, ?2 microseconds between two, ?3 the first one's declaration, ?4 events of each. dice(i, k)
// are the low bits of a product: the same every time.
#define EACH "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1), "
#define DICE(k) "(((n.i * 2654435761 + " #k " * 40503) >> 7) % 1000)"
#define ROWS                                                                                 \
  EACH "r AS (SELECT i, ?3 + (i - 1) * ?2 AS at, " DICE(1) " AS a, " DICE(2) " AS b, " DICE( \
      3) " AS c, " DICE(4) " AS d, 60 + (" DICE(5) " * " DICE(6) ") / 60 AS length FROM n) "

constexpr const char* kStatements[] = {
    "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000",
    "PRAGMA foreign_keys = OFF", "DROP TRIGGER event_follows_the_last", "BEGIN",
    ROWS
    R"sql(INSERT INTO incident (number, title, description, kind, visibility, state, severity, initial_severity,
                 peak_severity, services, declared_by, declared_at, state_since, mitigated_at, resolved_at, merged_into,
                 commander, next_update_due, postmortem, last_seq, head_hash)
      SELECT i, 'Incident ' || i, '', CASE WHEN a < 20 THEN 'drill' ELSE 'normal' END,
             CASE WHEN a >= 980 THEN 'private' ELSE 'public' END,
             CASE WHEN i > ?1 - 20 THEN 'fixing' WHEN b < 30 THEN 'merged' WHEN b < 60 THEN 'canceled' ELSE 'closed' END,
             1 + c % 4, 1 + d % 4, 1 + c % 4, '["svc-' || (a % 40) || '"]', 'p' || (b % 60), at, at,
             at + length * 800000, CASE WHEN i > ?1 - 20 THEN NULL ELSE at + length * 1000000 END,
             CASE WHEN b < 30 THEN i - 1 END, 'p' || (c % 60), CASE WHEN i > ?1 - 20 THEN at + 3600000000 END,
             CASE WHEN c % 4 > 1 THEN 'none' WHEN d < 800 THEN 'published' ELSE 'draft' END, ?4, 'x' FROM r)sql",
    ROWS
    R"sql(INSERT INTO incident_figures (incident, counts_in_reports, detection_source, impact_started_at, detected_at,
                 declared_at, resolved_at, ttd_s, ttd_raw_s, tta_s, tte_s, ttmob_s, ttm_s, ttr_impact_s, ttr_declared_s,
                 ttfp_s, absent, impact_union_s, hold_s, pages_sent, pages_acknowledged, timeout_escalations,
                 postmortem_due_at, postmortem_on_time, responder_cost, business_loss, cause_tag)
      SELECT i, a >= 20 AND b >= 60, CASE WHEN d < 700 THEN 'monitoring' ELSE 'customer' END, at - b * 1000000, at, at,
             CASE WHEN i > ?1 - 20 THEN NULL ELSE at + length * 1000000 END, b, b, d, c,
             CASE WHEN d < 300 THEN c * 2 END, length * 4 / 5 + b, length + b, length, CASE WHEN c % 4 < 2 THEN d * 2 END,
             '{"ttmob_s":"not_applicable","ttfp_s":"not_applicable"}', length, 0, 1 + d % 3, 1, d < 100,
             CASE WHEN c % 4 < 2 THEN at + 432000000000 END, CASE WHEN c % 4 < 2 THEN d < 600 END, 0, 0,
             CASE WHEN d < 600 THEN 'cause-' || (d % 12) ELSE '' END FROM r)sql",
    ROWS R"sql(INSERT INTO impact (incident, position, service, level, started_at, ended_at)
      SELECT i, 0, 'svc-' || (a % 40), CASE WHEN c < 300 THEN 'full' ELSE 'partial' END, at - b * 1000000,
             CASE WHEN i > ?1 - 20 THEN NULL ELSE at + length * 1000000 END FROM r)sql",
    ROWS R"sql(INSERT INTO incident_time (incident, what, name, person, seconds)
      SELECT i, w.what, w.name, '', length / 3 FROM r,
        (SELECT 'state' AS what, 'investigating' AS name UNION ALL SELECT 'state', 'fixing'
         UNION ALL SELECT 'state', 'monitoring' UNION ALL SELECT 'severity', 'SEV2') w)sql",
    ROWS R"sql(INSERT INTO cadence (incident, audience, on_time, observations, max_gap_s)
      SELECT i, w.audience, 3, 3 + (d < 200), d * 4 FROM r, (SELECT 'internal' AS audience UNION ALL SELECT 'public') w)sql",
    ROWS R"sql(INSERT INTO interruption (incident, page, person, at, band)
      SELECT i, 'P' || w.k, 'p' || ((d + w.k) % 60), at + w.k * 60000000,
             CASE WHEN (a + w.k) % 3 = 0 THEN 'sleep' WHEN (a + w.k) % 3 = 1 THEN 'off' ELSE 'business' END
      FROM r, (SELECT 1 AS k UNION ALL SELECT 2) w)sql",
    ROWS
    R"sql(INSERT INTO action_item (incident, position, id, title, owner, due, priority, type, added_at, done_at, first_due)
      SELECT i, w.k, 'AI-' || w.k, 'do ' || w.k, 'p' || (c % 60), at + 1209600000000, 'P1', 'prevent', at,
             CASE WHEN d + w.k < 980 THEN at + d * 2000000000 END, at + 1209600000000
      FROM r, (SELECT 0 AS k UNION ALL SELECT 1) w)sql",
    ROWS
    R"sql(INSERT INTO change_record (id, type, service, title, risk, result, link, started_at, completed_at)
      SELECT 'CHG-' || i, CASE WHEN a < 900 THEN 'standard' ELSE 'emergency' END, 'svc-' || (a % 40), 'change', '',
             'success', '', at - 600000000, at - 300000000 FROM r)sql",
    ROWS
    R"sql(INSERT INTO incident_change (incident, change, relation) SELECT i, 'CHG-' || i, 'cause' FROM r WHERE d < 150)sql",
    ROWS R"sql(INSERT INTO incident_search (rowid, title, text)
      SELECT i, 'Incident ' || i, 'orders wait, cause-' || (d % 12) || ' on node-' || (i % 997) FROM r)sql",
    // Declared, noted and closed, so that muster can start with them; the last twenty are open.
    EACH R"sql(e (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM e WHERE k < ?4)
      INSERT INTO event (incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash)
      SELECT n.i, e.k, CASE WHEN e.k = 1 THEN 'declared' WHEN e.k = ?4 AND n.i <= ?1 - 20 THEN 'state' ELSE 'note' END,
             ?3 + (n.i - 1) * ?2 + e.k * 1000000, ?3 + (n.i - 1) * ?2 + e.k * 1000000, 'person', 'p1', 'slack',
             CASE WHEN e.k = 1 THEN '{"title":"Incident ' || n.i || '","kind":"normal","visibility":"public"}'
                  WHEN e.k = ?4 AND n.i <= ?1 - 20 THEN '{"from":"triage","to":"closed","note":""}'
                  ELSE '{"text":"what somebody wrote down while it burned, number ' || e.k || '"}' END,
             CASE WHEN e.k = 1 THEN '' ELSE 'y' END, 'y'
      FROM n CROSS JOIN e)sql",
    "COMMIT", "ANALYZE"};

#undef ROWS
#undef DICE
#undef EACH

std::string run(sqlite3* db, const char* sql, const Size& size, Time end) {
  constexpr std::int64_t kSpan = 3LL * 365 * 86400 * 1000000;
  const std::int64_t values[] = {size.incidents, kSpan / size.incidents,
                                 end.time_since_epoch().count() - kSpan, size.events_each};
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
    return std::string{sqlite3_errmsg(db)} + " in " + sql;
  for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i)
    sqlite3_bind_int64(statement, i, values[i - 1]);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  const std::string wrong = code == SQLITE_DONE ? "" : std::string{sqlite3_errmsg(db)} + " in " + sql;
  sqlite3_finalize(statement);
  return wrong;
}

}  // namespace

std::string write_years(const std::filesystem::path& data_dir, const Size& size, Time end) {
  if (const auto made = open_store(data_dir); !made) return made.error().say;
  sqlite3* db = nullptr;
  if (sqlite3_open((data_dir / "muster.sqlite").c_str(), &db) != SQLITE_OK)
    return "the database does not open";
  std::string wrong;
  for (const char* sql : kStatements) {
    wrong = run(db, sql, size, end);
    if (!wrong.empty()) break;
  }
  if (wrong.empty()) wrong = run(db, "PRAGMA journal_mode = WAL", size, end);
  sqlite3_close(db);
  return wrong;
}

}  // namespace muster::bench
