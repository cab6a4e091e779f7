#include "bot/store/report_rows.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "bot/store/event_codec.hpp"

namespace muster::store {

namespace {

using report::Query;

// Who may see an incident, where a query names incidents itself. ?1: sees all, ?2: JSON array of private
// ones.
#define MUSTER_VISIBLE "(i.visibility = 'public' OR ?1 OR i.number IN (SELECT value FROM json_each(?2)))"

std::string seen_json(const report::Viewer& viewer) {
  std::string list;
  for (const IncidentNumber number : viewer.private_seen)
    list += (list.empty() ? "" : ",") + std::to_string(number.value);
  return "[" + list + "]";
}

// "7,12" as group_concat() writes it.
std::vector<IncidentNumber> numbers_of(const std::string& text) {
  std::vector<IncidentNumber> numbers;
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at < end; ++at) {
    std::int64_t number = 0;
    at = std::from_chars(at, end, number).ptr;
    numbers.push_back({number});
  }
  return numbers;
}

// Why a measure has no value, out of {"ttm_s":"pending"}.
Absent why_absent(const std::string& absent, std::string_view measure) {
  const std::string key = "\"" + std::string{measure} + "\":\"";
  const auto found = absent.find(key);
  if (found == std::string::npos) return Absent::not_applicable;
  const auto begin = found + key.size();
  return named<Absent>(absent.substr(begin, absent.find('"', begin) - begin)).value_or(Absent::invalid);
}

template <class Row, class Read>
Result<std::vector<Row>> all_of(Result<Rows> asked, Read read) {
  MUSTER_TRY(Rows rows, std::move(asked));
  std::vector<Row> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    MUSTER_TRY(Row row, read(rows));
    found.push_back(std::move(row));
  }
}

constexpr int kFirstMeasure = 11;
constexpr int kAfterMeasures = kFirstMeasure + static_cast<int>(report::kKpiCount);

Result<report::IncidentRow> incident_row(const Rows& rows) {
  report::IncidentRow row;
  row.number = {rows.integer(0)};
  row.title = rows.text(1);
  MUSTER_TRY(row.kind, rows.name<Kind>(2));
  MUSTER_TRY(row.state, rows.name<State>(3));
  if (!rows.is_null(4)) row.peak = Severity{static_cast<int>(rows.integer(4))};
  row.is_private = rows.text(5) != name_of(Visibility::public_);
  row.services = list_from_json(rows.text(6));
  row.cause_tag = rows.text(7);
  row.detection_source = rows.text(8);
  row.declared_at = rows.time(9);
  row.resolved_at = rows.maybe_time(10);
  const std::string absent = rows.text(kAfterMeasures);
  for (std::size_t i = 0; i < report::kKpiCount; ++i) {
    const int column = kFirstMeasure + static_cast<int>(i);
    if (rows.is_null(column))
      row.measures[i] = {std::nullopt, why_absent(absent, report::kKpis[i].id)};
    else
      row.measures[i] = {rows.integer(column), Absent::no};
  }
  row.pages_sent = static_cast<int>(rows.integer(kAfterMeasures + 1));
  row.timeout_escalations = static_cast<int>(rows.integer(kAfterMeasures + 2));
  row.next_update_due = rows.maybe_time(kAfterMeasures + 3);
  MUSTER_TRY(row.postmortem, rows.name<PostmortemState>(kAfterMeasures + 4));
  row.postmortem_due_at = rows.maybe_time(kAfterMeasures + 5);
  if (!rows.is_null(kAfterMeasures + 6)) row.postmortem_on_time = rows.flag(kAfterMeasures + 6);
  return row;
}

// Numbers of incidents that have something to do with one of the periods, or are open or owe something,
// whatever of them is in `rows` already.
Result<std::vector<std::int64_t>> touched(Connection& db, const Query& q, const report::Rows& rows) {
  std::vector<std::int64_t> numbers;
  const auto add = [&numbers](Result<Rows> asked) -> Result<Done> {
    MUSTER_TRY(Rows found, std::move(asked));
    for (;;) {
      MUSTER_TRY(const bool more, found.next());
      if (!more) return Done{};
      numbers.push_back(found.integer(0));
    }
  };
  MUSTER_CHECK(add(db.query(
      "SELECT incident FROM incident_figures WHERE declared_at >= ? AND declared_at < ?", q.since, q.until)));
  MUSTER_CHECK(add(db.query(
      "SELECT incident FROM incident_figures WHERE resolved_at >= ? AND resolved_at < ?", q.since, q.until)));
  MUSTER_CHECK(add(
      db.query("SELECT incident FROM incident_figures WHERE postmortem_due_at >= ? AND postmortem_due_at < ?",
               q.since, q.until)));
  MUSTER_CHECK(add(db.query(R"sql(
    SELECT f.incident FROM incident_figures f JOIN incident i ON i.number = f.incident
    WHERE f.postmortem_due_at < ? AND i.postmortem NOT IN ('published', 'waived'))sql",
                            q.now)));
  MUSTER_CHECK(add(db.query(R"sql(
    SELECT number FROM incident
    WHERE state IN ('triage', 'investigating', 'identified', 'fixing', 'monitoring'))sql")));
  for (const auto& row : rows.impact) numbers.push_back(row.incident.value);
  for (const auto& row : rows.interruptions) numbers.push_back(row.incident.value);
  for (const auto& row : rows.actions) numbers.push_back(row.incident.value);
  for (const auto& row : rows.changes) {
    for (const IncidentNumber number : row.caused) numbers.push_back(number.value);
  }
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  return numbers;
}

std::string json_of(const std::vector<std::int64_t>& numbers) {
  std::string list;
  for (const std::int64_t number : numbers) list += (list.empty() ? "" : ",") + std::to_string(number);
  return "[" + list + "]";
}

// Those of the numbers, which ascend, that the viewer may see.
Result<std::vector<report::IncidentRow>> incidents(Connection& db, const Query& q, const std::string& seen,
                                                   const std::vector<std::int64_t>& numbers) {
  static_assert(report::kKpis[0].id == "ttd_s" && report::kKpis[4].id == "ttfp_s" &&
                    report::kKpis[7].id == "ttr_declared_s",
                "the columns below are in the order of kKpis");
  return all_of<report::IncidentRow>(db.query(R"sql(
    SELECT i.number, i.title, i.kind, i.state, i.peak_severity, i.visibility, i.services, f.cause_tag,
           f.detection_source, f.declared_at, f.resolved_at, f.ttd_s, f.tta_s, f.tte_s, f.ttmob_s, f.ttfp_s, f.ttm_s,
           f.ttr_impact_s, f.ttr_declared_s, f.absent, f.pages_sent, f.timeout_escalations, i.next_update_due,
           i.postmortem, f.postmortem_due_at, f.postmortem_on_time
    FROM json_each(?3) t CROSS JOIN incident i ON i.number = t.value
    CROSS JOIN incident_figures f ON f.incident = i.number
    WHERE )sql" MUSTER_VISIBLE,
                                              q.viewer.sees_all, seen, json_of(numbers)),
                                     incident_row);
}

// The one filter of rows that belong to an incident: those of incidents that the viewer may not see go.
class Visible {
 public:
  explicit Visible(const std::vector<report::IncidentRow>& incidents) {
    if (!incidents.empty()) seen_.resize(static_cast<std::size_t>(incidents.back().number.value) + 1);
    for (const report::IncidentRow& row : incidents) seen_[static_cast<std::size_t>(row.number.value)] = true;
  }
  [[nodiscard]] bool has(IncidentNumber number) const {
    return number.value > 0 && static_cast<std::size_t>(number.value) < seen_.size() &&
           seen_[static_cast<std::size_t>(number.value)];
  }
  template <class Row>
  void keep(std::vector<Row>& rows) const {
    std::erase_if(rows, [this](const Row& row) { return !has(row.incident); });
  }

 private:
  std::vector<bool> seen_;  // by number: incidents are numbered without gaps
};

Result<std::vector<report::TimeRow>> times(Connection& db, const Query& q) {
  return all_of<report::TimeRow>(
      db.query(R"sql(
    SELECT t.incident, t.what, t.name, t.seconds
    FROM incident_figures f
    JOIN incident_time t ON t.incident = f.incident AND t.what IN ('state', 'severity')
    WHERE f.declared_at >= ? AND f.declared_at < ?)sql",
               q.from, q.until),
      [](const Rows& rows) -> Result<report::TimeRow> {
        return report::TimeRow{{rows.integer(0)}, rows.text(1) == "severity", rows.text(2), rows.integer(3)};
      });
}

Result<std::vector<report::ImpactRow>> impact(Connection& db, const Query& q) {
  return all_of<report::ImpactRow>(db.query(R"sql(
    SELECT m.incident, m.service, m.level, m.started_at, m.ended_at
    FROM impact m WHERE m.started_at < ?2 AND (m.ended_at > ?1 OR m.ended_at IS NULL))sql",
                                            q.since, q.until),
                                   [](const Rows& rows) -> Result<report::ImpactRow> {
                                     report::ImpactRow row;
                                     row.incident = {rows.integer(0)};
                                     row.interval.service = rows.text(1);
                                     MUSTER_TRY(row.interval.level, rows.name<ImpactLevel>(2));
                                     row.interval.start = rows.time(3);
                                     row.interval.end = rows.maybe_time(4);
                                     return row;
                                   });
}

Result<std::vector<report::CadenceRow>> cadence(Connection& db, const Query& q) {
  return all_of<report::CadenceRow>(db.query(R"sql(
    SELECT c.incident, c.audience, c.on_time, c.observations, c.max_gap_s
    FROM incident_figures f JOIN cadence c ON c.incident = f.incident
    WHERE f.declared_at >= ? AND f.declared_at < ?)sql",
                                             q.since, q.until),
                                    [](const Rows& rows) -> Result<report::CadenceRow> {
                                      return report::CadenceRow{{rows.integer(0)},
                                                                rows.text(1),
                                                                static_cast<int>(rows.integer(2)),
                                                                static_cast<int>(rows.integer(3)),
                                                                rows.integer(4)};
                                    });
}

Result<std::vector<report::InterruptionRow>> interruptions(Connection& db, const Query& q) {
  return all_of<report::InterruptionRow>(
      db.query(R"sql(
    SELECT n.incident, n.page, n.person, coalesce(p.name, n.person), n.at, n.band
    FROM interruption n LEFT JOIN person p ON p.id = n.person
    WHERE n.at >= ? AND n.at < ?)sql",
               q.since, q.until),
      [](const Rows& rows) -> Result<report::InterruptionRow> {
        report::InterruptionRow row{
            {rows.integer(0)}, rows.text(1), {rows.text(2)}, rows.text(3), rows.time(4)};
        MUSTER_TRY(row.band, rows.name<Band>(5));
        return row;
      });
}

Result<std::vector<report::ActionRow>> actions(Connection& db, const Query& q) {
  return all_of<report::ActionRow>(
      db.query(R"sql(
    SELECT a.incident, a.id, a.title, coalesce(p.name, a.owner), a.due, a.first_due, a.added_at, a.done_at
    FROM action_item a LEFT JOIN person p ON p.id = a.owner
    WHERE a.done_at IS NULL OR a.done_at >= ?1 OR (a.added_at >= ?1 AND a.added_at < ?2)
       OR (a.first_due >= ?1 AND a.first_due < ?2)
    ORDER BY a.incident, a.position)sql",
               q.since, q.until),
      [](const Rows& rows) -> Result<report::ActionRow> {
        return report::ActionRow{{rows.integer(0)},  rows.text(1),       rows.text(2), rows.text(3),
                                 rows.maybe_time(4), rows.maybe_time(5), rows.time(6), rows.maybe_time(7)};
      });
}

Result<std::vector<report::ChangeRow>> changes(Connection& db, const Query& q) {
  return all_of<report::ChangeRow>(db.query(R"sql(
    SELECT c.id, c.service, c.title, c.completed_at,
           (SELECT group_concat(l.incident) FROM incident_change l WHERE l.change = c.id AND l.relation = 'cause')
    FROM change_record c
    WHERE c.completed_at >= ? AND c.completed_at < ? AND c.type IN ('standard', 'normal') AND c.result <> 'aborted'
    ORDER BY c.completed_at, c.id)sql",
                                            q.since, q.until),
                                   [](const Rows& rows) -> Result<report::ChangeRow> {
                                     return report::ChangeRow{rows.text(0), rows.text(1), rows.text(2),
                                                              rows.time(3), numbers_of(rows.text(4))};
                                   });
}

Result<std::vector<report::EarlierRow>> earlier(Connection& db, const Query& q, const std::string& seen) {
  return all_of<report::EarlierRow>(
      db.query(R"sql(
    SELECT i.number, i.services, f.cause_tag, f.resolved_at
    FROM incident_figures f JOIN incident i ON i.number = f.incident
    WHERE f.resolved_at >= ?3 AND f.resolved_at < ?4 AND f.cause_tag <> '' AND f.counts_in_reports
      AND )sql" MUSTER_VISIBLE,
               q.viewer.sees_all, seen, q.looking_back, q.until),
      [](const Rows& rows) -> Result<report::EarlierRow> {
        return report::EarlierRow{
            {rows.integer(0)}, list_from_json(rows.text(1)), rows.text(2), rows.time(3)};
      });
}

// What people linked as a repeat; the earlier one must be visible too.
Result<std::vector<report::RepeatRow>> repeats(Connection& db, const Query& q, const std::string& seen) {
  return all_of<report::RepeatRow>(db.query(R"sql(
    SELECT l.incident, i.number
    FROM incident_link l JOIN incident i ON i.number = CAST(substr(l.ref, 5) AS INTEGER)
    WHERE l.relation = 'repeats' AND l.ref LIKE 'INC-%' AND )sql" MUSTER_VISIBLE,
                                            q.viewer.sees_all, seen),
                                   [](const Rows& rows) -> Result<report::RepeatRow> {
                                     return report::RepeatRow{{rows.integer(0)}, {rows.integer(1)}};
                                   });
}

#undef MUSTER_VISIBLE

}  // namespace

Result<report::Rows> report_rows(Connection& db, const Query& query) {
  const std::string seen = seen_json(query.viewer);
  report::Rows rows;
  MUSTER_TRY(rows.times, times(db, query));
  MUSTER_TRY(rows.impact, impact(db, query));
  MUSTER_TRY(rows.cadence, cadence(db, query));
  MUSTER_TRY(rows.interruptions, interruptions(db, query));
  MUSTER_TRY(rows.actions, actions(db, query));
  MUSTER_TRY(rows.changes, changes(db, query));
  MUSTER_TRY(rows.earlier, earlier(db, query, seen));
  MUSTER_TRY(rows.repeats, repeats(db, query, seen));
  MUSTER_TRY(const std::vector<std::int64_t> numbers, touched(db, query, rows));
  MUSTER_TRY(rows.incidents, incidents(db, query, seen, numbers));
  const Visible visible{rows.incidents};
  visible.keep(rows.times);
  visible.keep(rows.impact);
  visible.keep(rows.cadence);
  visible.keep(rows.interruptions);
  visible.keep(rows.actions);
  visible.keep(rows.repeats);
  for (report::ChangeRow& change : rows.changes)
    std::erase_if(change.caused, [&](IncidentNumber number) { return !visible.has(number); });
  return rows;
}

}  // namespace muster::store
