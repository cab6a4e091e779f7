#include "bot/store/verify.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/contains.hpp"
#include "bot/domain/operations.hpp"
#include "bot/store/event_rows.hpp"
#include "bot/store/migrations.hpp"
#include "bot/store/page_check.hpp"
#include "bot/store/projections.hpp"
#include "bot/store/register.hpp"
#include "bot/store/resealings.hpp"

namespace muster::store {

namespace {

constexpr std::size_t kMostProblems = 100;  // the first ones are the ones that matter

using Lines = std::vector<std::string>;

// Each row of a query as one text.
Result<Lines> lines(Result<Rows> asked) {
  MUSTER_TRY(Rows rows, std::move(asked));
  Lines found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    std::string line;
    for (int i = 0; i < rows.columns(); ++i) {
      if (i > 0) line += " | ";
      line += rows.is_null(i) ? "NULL" : rows.text(i);
    }
    found.push_back(std::move(line));
  }
}

class Verification {
 public:
  Verification(Connection& db, Connection& expected) : db_{db}, expected_{expected} {}

  Result<VerifyReport> run() {
    MUSTER_CHECK(pages());
    MUSTER_CHECK(schema());
    MUSTER_CHECK(chains());
    MUSTER_CHECK(whole_incidents());
    MUSTER_CHECK(projections());
    MUSTER_CHECK(references());
    MUSTER_CHECK(promises());
    return std::move(report_);
  }

 private:
  void problem(std::string text) {
    if (report_.problems.size() < kMostProblems) report_.problems.push_back(std::move(text));
  }

  Result<Done> pages() {
    MUSTER_TRY(const Lines said, lines(db_.query("PRAGMA integrity_check(20)")));
    if (said == Lines{"ok"}) return Done{};
    for (const std::string& line : said) {
      const Error error = page_error(db_.file(), line, "");
      if (error.kind != ErrorKind::corrupt) return std::unexpected(error);
      problem("the file is damaged (" + line + "): put a backup in its place with muster restore");
    }
    return Done{};
  }

  // Tables, views and triggers as the migrations made them; a missing trigger is how tampering begins.
  Result<Done> schema() {
    MUSTER_TRY(const Lines stored, schema_lines(db_));
    MUSTER_TRY(const Lines wanted, schema_lines(expected_));
    const auto name = [](const std::string& line) { return "\"" + line.substr(0, line.find(" | ")) + "\""; };
    for (const std::string& line : wanted) {
      if (contains(stored, line)) continue;
      problem("the schema lost or changed " + name(line) +
              ": somebody altered the database; compare it with a backup");
    }
    for (const std::string& line : stored) {
      if (contains(wanted, line)) continue;
      problem("the schema has a foreign " + name(line) +
              ": somebody altered the database; compare it with a backup");
    }
    return Done{};
  }

  static Result<Lines> schema_lines(Connection& db) {
    return lines(
        db.query("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"));
  }

  Result<Done> chains() {
    MUSTER_TRY(EventRows events, EventRows::all(db_));
    EventRow row;
    for (;;) {
      MUSTER_TRY(const bool more, events.next(row));
      if (!more) break;
      ++report_.events;
      link(row);
    }
    report_.incidents = static_cast<std::int64_t>(folds_.size());
    return Done{};
  }

  Result<Done> whole_incidents() {
    MUSTER_TRY(RegisterReport found, check_register(db_, firsts_, resealings_.taken_out()));
    report_.register_head = std::move(found.head);
    for (std::string& text : found.problems) problem(std::move(text));
    MUSTER_TRY(Lines unfit, resealings_.check(db_));
    for (std::string& text : unfit) problem(std::move(text));
    return Done{};
  }

  void link(const EventRow& row) {
    if (row.seq == 1 && row.incident != kOperations.value) firsts_[row.incident] = row.hash;
    Incident& incident = row.incident == kOperations.value ? operations_ : folds_[row.incident];
    const std::string name = timeline_name({row.incident}) + " entry " + std::to_string(row.seq);
    const std::string advice = "; compare it with a backup";
    if (row.seq != incident.last_seq + 1) {
      problem(name + " follows entry " + std::to_string(incident.last_seq) + ": entries are missing" +
              advice);
    }
    if (row.prev_hash != incident.head_hash)
      problem(name + " does not follow from the entry before it" + advice);
    if (hash_of(row) != row.hash) problem(name + " was changed after it was written" + advice);
    if (const auto event = to_event(row)) {
      evolve(incident, *event);
      if (const auto* resealed = std::get_if<TimelinesResealed>(&event->body)) resealings_.take(*resealed);
    } else {
      problem(name + ": " + event.error().say);
    }
    incident.number = {row.incident};
    incident.last_seq = row.seq;
    incident.head_hash = row.hash;
  }

  // Folds everything anew into an empty database and compares what both hold.
  Result<Done> projections() {
    for (const auto& [number, incident] : folds_) {
      MUSTER_CHECK(write_incident_row(expected_, incident));
      MUSTER_CHECK(write_incident_parts(expected_, incident, nullptr));
    }
    MUSTER_CHECK(compare("incident", "SELECT 'INC-' || number, * FROM incident ORDER BY number"));
    MUSTER_CHECK(compare("incident_link",
                         "SELECT 'INC-' || incident, * FROM incident_link ORDER BY incident, position"));
    MUSTER_CHECK(
        compare("role_term", "SELECT 'INC-' || incident, * FROM role_term ORDER BY incident, position"));
    MUSTER_CHECK(compare("incident_room",
                         "SELECT 'INC-' || incident, * FROM incident_room ORDER BY incident, platform"));
    MUSTER_CHECK(compare("incident_member",
                         "SELECT 'INC-' || incident, * FROM incident_member ORDER BY incident, person"));
    MUSTER_CHECK(compare("impact", "SELECT 'INC-' || incident, * FROM impact ORDER BY incident, position"));
    MUSTER_CHECK(compare("page", "SELECT 'INC-' || incident, * FROM page ORDER BY incident, position"));
    MUSTER_CHECK(compare("status_update",
                         "SELECT 'INC-' || incident, * FROM status_update ORDER BY incident, position"));
    MUSTER_CHECK(compare("task", "SELECT 'INC-' || incident, * FROM task ORDER BY incident, position"));
    return compare("action_item",
                   "SELECT 'INC-' || incident, * FROM action_item ORDER BY incident, position");
  }

  Result<Done> compare(const std::string& table, Sql sql) {
    MUSTER_TRY(const Lines stored, lines(db_.query(sql)));
    MUSTER_TRY(const Lines wanted, lines(expected_.query(sql)));
    std::map<std::string, std::pair<std::string, std::string>> by_incident;
    for (const std::string& line : stored) by_incident[line.substr(0, line.find(" | "))].first += line + "\n";
    for (const std::string& line : wanted)
      by_incident[line.substr(0, line.find(" | "))].second += line + "\n";
    for (const auto& [incident, both] : by_incident) {
      if (both.first != both.second) {
        problem(incident + " in table " + table +
                " does not say what its timeline says: entries were cut off or the row was changed; compare "
                "it with a "
                "backup");
      }
    }
    return Done{};
  }

  Result<Done> references() {
    MUSTER_TRY(const Lines broken, lines(db_.query("PRAGMA foreign_key_check")));
    for (const std::string& line : broken) {
      problem("a row names something that is not there (table | row | parent: " + line +
              "); compare it with a backup");
    }
    MUSTER_TRY(const Lines lost, lines(db_.query(R"sql(
      SELECT 'timer ' || key FROM timer WHERE incident NOT IN (SELECT incident FROM event)
      UNION ALL
      SELECT 'outbox row ' || key FROM outbox WHERE incident NOT IN (SELECT incident FROM event))sql")));
    for (const std::string& line : lost) {
      problem(line + " belongs to an incident without a timeline; compare it with a backup");
    }
    return Done{};
  }

  // What was promised to an audience is reminded of: its timer is there, or it was said already.
  Result<Done> promises() {
    MUSTER_TRY(const Lines forgotten, lines(db_.query(R"sql(
      SELECT 'INC-' || number FROM incident i
      WHERE next_update_due IS NOT NULL
        AND state IN ('triage', 'investigating', 'identified', 'fixing', 'monitoring')
        AND NOT EXISTS (SELECT 1 FROM timer WHERE incident = i.number AND what = 'update_due' AND due = i.next_update_due)
        AND NOT EXISTS (SELECT 1 FROM event WHERE incident = i.number AND type = 'reminder'
                        AND body ->> 'what' = 'update_due' AND body ->> 'due' = i.next_update_due))sql")));
    for (const std::string& line : forgotten) {
      problem(line +
              " promised an update that nothing will remind of: start muster, which sets its timers anew");
    }
    return Done{};
  }

  Connection& db_;
  Connection& expected_;
  VerifyReport report_;
  std::map<std::int64_t, Incident> folds_;
  std::map<std::int64_t, std::string> firsts_;  // hash of each incident's first entry
  Resealings resealings_;
  Incident operations_;  // only its chain is looked at
};

}  // namespace

Result<VerifyReport> verify(Connection& db) {
  MUSTER_TRY(auto expected, Connection::in_memory());
  MUSTER_CHECK(migrate(*expected));
  return Verification{db, *expected}.run();
}

}  // namespace muster::store
