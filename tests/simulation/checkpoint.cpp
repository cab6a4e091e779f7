// What is true of the whole record: looked at when a world ends, and now and then.
#include <algorithm>
#include <iterator>

#include "bot/domain/figures.hpp"
#include "bot/store/sqlite.hpp"
#include "tests/simulation/sql.hpp"
#include "tests/simulation/world.hpp"

namespace muster::simulation {

namespace {

using Row = std::vector<std::string>;

std::string text(const std::optional<Time>& at) {
  return at ? std::to_string(at->time_since_epoch().count()) : "-";
}
std::string text(const Measure& measure) {
  return measure.seconds ? std::to_string(*measure.seconds) : "-";
}

// The columns of incident_figures that do not grow while an incident is open, in the order of kFigures.
Row settled_figures(const IncidentFigures& f) {
  const Anchors& a = f.anchors;
  return {std::to_string(f.incident.value),
          f.counts_in_reports ? "1" : "0",
          f.detection_source,
          text(a.impact_started_at),
          text(a.impact_ended_at),
          text(a.detected_at),
          text(a.declared_at),
          text(a.first_page_at),
          text(a.acknowledged_at),
          text(a.engaged_at),
          text(a.mitigated_at),
          text(a.resolved_at),
          text(a.closed_at),
          text(f.ttd),
          text(f.ttd_raw),
          text(f.tta),
          text(f.tte),
          text(f.ttmob),
          text(f.ttm),
          text(f.ttr_impact),
          text(f.ttr_declared),
          text(f.ttfp),
          text(f.change_recovery),
          std::to_string(f.pages_sent),
          std::to_string(f.pages_acknowledged)};
}
constexpr const char* kFigures =
    "incident, counts_in_reports, detection_source, impact_started_at, impact_ended_at, detected_at, "
    "declared_at, "
    "first_page_at, acknowledged_at, engaged_at, mitigated_at, resolved_at, closed_at, ttd_s, ttd_raw_s, "
    "tta_s, tte_s, "
    "ttmob_s, ttm_s, ttr_impact_s, ttr_declared_s, ttfp_s, change_recovery_s, pages_sent, pages_acknowledged";

std::string joined(const Row& row) {
  std::string line;
  for (const std::string& cell : row) line += cell + " | ";
  return line;
}

// Questions whose every answer is a mistake.
struct Wrong {
  const char* rule;
  const char* sql;
};
constexpr Wrong kWrong[] = {
    {"no figure without its anchor", R"sql(SELECT incident FROM incident_figures WHERE
       (ttd_s IS NOT NULL AND impact_started_at IS NULL) OR (tta_s IS NOT NULL AND acknowledged_at IS NULL)
       OR (tte_s IS NOT NULL AND engaged_at IS NULL) OR (ttm_s IS NOT NULL AND mitigated_at IS NULL)
       OR (ttr_impact_s IS NOT NULL AND resolved_at IS NULL) OR (ttr_declared_s IS NOT NULL AND resolved_at IS NULL))sql"},
    {"no length of time is negative", R"sql(SELECT incident FROM incident_figures WHERE
       min(coalesce(ttd_s, 0), coalesce(tta_s, 0), coalesce(tte_s, 0), coalesce(ttmob_s, 0), coalesce(ttm_s, 0),
           coalesce(ttr_impact_s, 0), coalesce(ttr_declared_s, 0), coalesce(ttfp_s, 0), coalesce(change_recovery_s, 0),
           impact_union_s, hold_s) < 0)sql"},
    {"what is missing says why", R"sql(SELECT incident FROM incident_figures WHERE
       (ttd_s IS NULL) IS NOT (absent LIKE '%"ttd_s"%') OR (tta_s IS NULL) IS NOT (absent LIKE '%"tta_s"%')
       OR (tte_s IS NULL) IS NOT (absent LIKE '%"tte_s"%') OR (ttm_s IS NULL) IS NOT (absent LIKE '%"ttm_s"%')
       OR (ttr_impact_s IS NULL) IS NOT (absent LIKE '%"ttr_impact_s"%')
       OR (ttr_declared_s IS NULL) IS NOT (absent LIKE '%"ttr_declared_s"%')
       OR (ttfp_s IS NULL) IS NOT (absent LIKE '%"ttfp_s"%'))sql"},
    {"every incident is measured",
     "SELECT number FROM incident WHERE number NOT IN (SELECT incident FROM v_kpis_all)"},
    {"views show what is stored",
     "SELECT incident FROM v_kpis_all JOIN v_incidents_all USING (incident) WHERE v_kpis_all.title IS NOT "
     "v_incidents_all.title"},
    {"private incidents are in no public view",
     R"sql(SELECT number FROM incident WHERE visibility = 'private' AND number IN (
         SELECT incident FROM v_incidents UNION SELECT incident FROM v_kpis UNION SELECT incident FROM v_timeline
         UNION SELECT incident FROM v_updates UNION SELECT incident FROM v_pages UNION SELECT incident FROM v_actions
         UNION SELECT incident FROM v_tasks UNION SELECT incident FROM v_roles UNION SELECT incident FROM v_impact
         UNION SELECT incident FROM v_time UNION SELECT incident FROM v_cadence UNION SELECT incident FROM v_interruptions
         UNION SELECT incident FROM v_service_impact UNION SELECT incident FROM v_changes WHERE incident > 0))sql"},
    {"impact intervals of one service do not overlap", R"sql(SELECT a.incident FROM impact a JOIN impact b
       ON a.incident = b.incident AND a.service = b.service AND a.position < b.position
       WHERE a.ended_at IS NULL OR a.ended_at > b.started_at)sql"},
};

}  // namespace

void World::checkpoint() {
  const auto snapshot = store_->load();
  expect(snapshot.has_value(), "the store can be loaded: " + (snapshot ? "" : snapshot.error().say));
  if (!snapshot) return;
  check_fold(*snapshot);
  check_timers(*snapshot);
  check_outbox(*snapshot);
  check_figures();
  if (!plan_.deep) return;
  const auto report = reader_->verify();
  expect(report.has_value(), "the store can be verified");
  if (!report) return;
  expect(report->problems.empty(), "verify: " + (report->problems.empty() ? "" : report->problems.front()));
  expect(report->incidents == static_cast<std::int64_t>(incidents_.size()), "verify sees every incident");
}

void World::check_fold(const Snapshot& snapshot) {
  const auto all = reader_->incidents();
  expect(all.has_value(), "the incidents can be read: " + (all ? "" : all.error().say));
  if (!all) return;
  expect(all->size() == incidents_.size(), "every incident is stored");
  for (const Incident& stored : *all) {
    const Incident* known = find(stored.number);
    expect(known != nullptr && *known == stored, to_string(stored.number) + " is the fold of its events");
    if (known == nullptr) continue;
    auto reminded = known->reminded;
    std::ranges::sort(reminded);
    expect(std::ranges::adjacent_find(reminded) == reminded.end(),
           to_string(stored.number) + " is reminded once of each");
  }
  expect(snapshot.operations == *operations_, "the operations log is the fold of its events");
  expect(snapshot.last_number.value == static_cast<std::int64_t>(incidents_.size()),
         "the last number is stored");
}

void World::check_timers(const Snapshot& snapshot) {
  std::set<std::string> stored;
  for (const Timer& timer : snapshot.timers) stored.insert(timer.key());
  std::vector<Timer> all = wanted_timers(*operations_, policy_);
  for (const auto& [number, incident] : incidents_)
    std::ranges::move(wanted_timers(*incident, policy_), std::back_inserter(all));
  std::set<std::string> wanted;
  for (const Timer& timer : all) {
    const std::string key = timer.key();
    wanted.insert(key);
    expect(stored.contains(key) || fired_.contains(key), "no timer is lost: " + key);
    expect(timer.due > now_ || fired_.contains(key), "what is due has fired: " + key);
  }
  for (const std::string& key : stored) expect(wanted.contains(key), "no timer outlives its reason: " + key);
}

void World::check_outbox(const Snapshot& snapshot) {
  expect(snapshot.outbox.size() == waiting_.size(), "what waits is stored");
  for (const OutboxRow& row : snapshot.outbox) {
    const auto known = waiting_.find(row.key);
    expect(known != waiting_.end() && known->second.row.effect == row.effect,
           "promised as stored: " + row.key);
    if (known == waiting_.end()) continue;
    expect((row.state == OutboxState::running) == known->second.running, "claimed as stored: " + row.key);
  }
}

void World::check_figures() {
  Sql sql{dir_ / "muster.sqlite"};
  for (const Wrong& wrong : kWrong) {
    const auto rows = sql.rows(wrong.sql);
    expect(rows.empty(), std::string{wrong.rule} + ": " + (rows.empty() ? "" : "INC-" + rows[0][0]));
  }
  const auto rows = sql.rows("SELECT " + std::string{kFigures} + " FROM incident_figures ORDER BY incident");
  expect(rows.size() == incidents_.size(), "every incident has figures");
  const auto known = [this](IncidentNumber number) { return find(number); };
  for (const Row& row : rows) {
    const Incident* incident = row.size() < 2 ? nullptr : find({std::stoll(row[0])});
    expect(incident != nullptr, "figures are of an incident: " + joined(row));
    if (incident == nullptr) continue;
    const Row wanted =
        settled_figures(figures(*incident, family_of(*incident, known), policy_, *people_, now_));
    expect(row == wanted, "figures are those of the incident as it stands:\n  stored " + joined(row) +
                              "\n  wanted " + joined(wanted));
  }
  check_public_words(sql);
}

// Every word of the public views that belongs to an incident belongs to one that is public.
void World::check_public_words(Sql& sql) {
  const auto rows = sql.rows(
      "SELECT incident, body || ' ' || coalesce(text, '') FROM v_timeline UNION ALL SELECT incident, title "
      "FROM "
      "v_incidents");
  for (const Row& row : rows) {
    const std::string& words = row.back();
    for (auto at = words.find(kCanaryBegin); at != std::string::npos; at = words.find(kCanaryBegin, at + 1)) {
      const IncidentNumber number{std::atoll(words.c_str() + at + kCanaryBegin.size())};
      expect(!hidden_from_.contains(number),
             "public views of INC-" + row.front() + " tell nothing of the private " + to_string(number));
    }
  }
}

}  // namespace muster::simulation
