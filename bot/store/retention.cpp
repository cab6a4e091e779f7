#include "bot/store/retention.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "bot/base/contains.hpp"
#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/store/alone.hpp"
#include "bot/store/event_codec.hpp"
#include "bot/store/folds.hpp"
#include "bot/store/sealing.hpp"

namespace muster {

namespace {

using store::Connection;
using store::EventRow;

// One transaction takes no more; the command line does several.
constexpr std::size_t kIncidentsAtOnce = 500;
// Of the operations log, from the first that changes on: what a start seals anew within a second or two.
constexpr std::int64_t kEntriesAtStart = 100000;
constexpr std::string_view kForgotten = "forgotten";  // stands for whoever it was

// Why an incident that is old enough cannot go yet; empty: it can.
std::string still_owed(const Incident& incident, const Policy& policy) {
  for (const ActionItem& action : incident.actions) {
    if (!action.done_at) return "action item " + action.id + " is open";
  }
  const bool written =
      incident.postmortem == PostmortemState::published || incident.postmortem == PostmortemState::waived;
  const SeverityRule* peak = incident.peak_severity ? policy.severity(*incident.peak_severity) : nullptr;
  const bool ended_by_itself = incident.state == State::resolved || incident.state == State::closed;
  const bool begun = incident.postmortem != PostmortemState::none;
  const bool required = peak != nullptr && peak->postmortem_required && incident.kind == Kind::normal;
  if (!written && ended_by_itself && (begun || required)) return "its postmortem is not published";
  return {};
}

class Retiring {
 public:
  Retiring(Connection& db, const Policy& policy, const RetentionRequest& request)
      : db_{db}, policy_{policy}, request_{request} {}

  // Within a transaction that the caller ends.
  Result<RetentionReport> run() {
    record_.cause = SealingCause::retention;
    record_.by = request_.by;
    MUSTER_CHECK(store::lift_guards(db_));
    MUSTER_TRY(holds_, store::legal_holds(db_));
    MUSTER_CHECK(incidents());
    MUSTER_CHECK(messages());
    MUSTER_CHECK(accesses());
    MUSTER_CHECK(store::put_back_guards(db_));
    return std::move(report_);
  }

  Result<Done> write_record() {
    record_.reason = "the retention of muster.yaml";
    if (messages_ > 0)
      record_.reason += "; " + std::to_string(messages_) + " messages of the console were taken out";
    return store::record_resealing(db_, std::move(record_), request_.now);
  }

 private:
  struct Candidate {
    IncidentNumber number;
    bool is_normal = true;
    Time ended_at{};
    std::string why;  // it stays
    std::vector<IncidentNumber> family;
  };

  RetentionClass& add_class(std::string name, std::optional<Duration> kept_for) {
    RetentionClass& one = report_.classes.emplace_back();
    one.name = std::move(name);
    one.kept_for = kept_for;
    if (kept_for) one.before = request_.now - *kept_for;
    return one;
  }

  static void count(RetentionClass& one, Time at) {
    ++one.count;
    one.oldest = one.oldest ? std::min(*one.oldest, at) : at;
  }

  Result<std::vector<Candidate>> ended_long_ago(Time incidents_before, Time drills_before) {
    MUSTER_TRY(store::Rows rows, db_.query(R"sql(
      SELECT number, kind = 'normal', state_since FROM incident
      WHERE state IN ('resolved', 'closed', 'canceled', 'merged')
        AND state_since < CASE kind WHEN 'normal' THEN ? ELSE ? END
      ORDER BY number)sql",
                                           incidents_before, drills_before));
    std::vector<Candidate> found;
    for (;;) {
      MUSTER_TRY(const bool more, rows.next());
      if (!more) return found;
      found.push_back({{rows.integer(0)}, rows.flag(1), rows.time(2), {}, {}});
    }
  }

  Result<Done> judge(Candidate& candidate) {
    MUSTER_TRY(const auto incident, store::one_incident(db_, candidate.number));
    if (!incident) return Done{};
    candidate.family = incident->merged_from;
    if (incident->merged_into) candidate.family.push_back(*incident->merged_into);
    MUSTER_TRY(const auto waits, db_.integer(R"sql(
      SELECT EXISTS (SELECT 1 FROM outbox WHERE incident = ?1 AND state IN ('waiting', 'running')) * 2
           + EXISTS (SELECT 1 FROM timer WHERE incident = ?1))sql",
                                             candidate.number));
    if (const auto hold = holds_.find(candidate.number); hold != holds_.end())
      candidate.why = "under legal hold: " + hold->second;
    else if (waits.value_or(0) >= 2)
      candidate.why = "a chat is still to be told of it";
    else if (waits.value_or(0) == 1)
      candidate.why = "it is still to be reminded of";
    else
      candidate.why = still_owed(*incident, policy_);
    return Done{};
  }

  // Incidents that were merged are measured together: they go together, or none does.
  static void keep_families(std::vector<Candidate>& candidates, const std::set<IncidentNumber>& there) {
    for (bool changed = true; changed;) {
      changed = false;
      for (Candidate& candidate : candidates) {
        if (!candidate.why.empty()) continue;
        const auto staying = std::ranges::find_if(candidate.family, [&](IncidentNumber relative) {
          const auto other = std::ranges::find(candidates, relative, &Candidate::number);
          return there.contains(relative) && (other == candidates.end() || !other->why.empty());
        });
        if (staying == candidate.family.end()) continue;
        candidate.why = "merged with " + to_string(*staying) + ", which stays";
        changed = true;
      }
    }
  }

  Result<std::set<IncidentNumber>> all_numbers() {
    MUSTER_TRY(store::Rows rows, db_.query("SELECT number FROM incident"));
    std::set<IncidentNumber> numbers;
    for (;;) {
      MUSTER_TRY(const bool more, rows.next());
      if (!more) return numbers;
      numbers.insert({rows.integer(0)});
    }
  }

  Result<Done> incidents() {
    const Retention& keep = request_.retention;
    add_class("incidents", keep.incidents);
    add_class("drills", keep.drills);
    const Time never{};
    MUSTER_TRY(std::vector<Candidate> candidates,
               ended_long_ago(keep.incidents ? request_.now - *keep.incidents : never,
                              keep.drills ? request_.now - *keep.drills : never));
    for (Candidate& candidate : candidates) MUSTER_CHECK(judge(candidate));
    MUSTER_TRY(const std::set<IncidentNumber> there, all_numbers());
    keep_families(candidates, there);
    for (const Candidate& candidate : candidates) {
      if (!candidate.why.empty()) report_.kept.push_back({candidate.number, candidate.why});
    }
    return take_out(candidates);
  }

  // As many as one transaction takes, families undivided.
  Result<Done> take_out(const std::vector<Candidate>& candidates) {
    std::set<IncidentNumber> taken;
    for (const Candidate& candidate : candidates) {
      if (!candidate.why.empty() || taken.contains(candidate.number)) continue;
      if (request_.apply && taken.size() >= kIncidentsAtOnce) {
        report_.more = true;
        break;
      }
      std::vector<IncidentNumber> waiting{candidate.number};
      while (!waiting.empty()) {
        const IncidentNumber number = waiting.back();
        waiting.pop_back();
        const auto found = std::ranges::find(candidates, number, &Candidate::number);
        if (found == candidates.end() || !taken.insert(number).second) continue;
        std::ranges::copy(found->family, std::back_inserter(waiting));
        MUSTER_CHECK(store::take_out(db_, number, record_));
        count(report_.classes[found->is_normal ? 0 : 1], found->ended_at);
        report_.incidents.push_back(number);
      }
    }
    return taken.empty() ? Result<Done>{Done{}} : store::renew_search(db_);
  }

  // Of rooms without an incident, and of those whose incident has ended and is not under legal hold.
  Result<Done> messages() {
    RetentionClass& one = add_class("messages", request_.retention.messages);
    if (!one.kept_for) return Done{};
    for (;;) {
      MUSTER_TRY(const auto room, next_room(one.before));
      if (room.empty()) break;
      MUSTER_TRY(const auto oldest,
                 db_.integer("SELECT min(sent_at) FROM chat_message WHERE room = ?", room));
      MUSTER_TRY(
          const auto old,
          db_.integer("SELECT count(*) FROM chat_message WHERE room = ? AND sent_at < ?", room, one.before));
      const Time first{Duration{oldest.value_or(0)}};
      one.oldest = one.oldest ? std::min(*one.oldest, first) : first;
      one.count += old.value_or(0);
      MUSTER_CHECK(
          db_.run("DELETE FROM chat_reaction WHERE room = ?1 AND message IN "
                  "(SELECT id FROM chat_message WHERE room = ?1 AND sent_at < ?2)",
                  room, one.before));
      MUSTER_CHECK(db_.run("DELETE FROM chat_message WHERE room = ? AND sent_at < ?", room, one.before));
    }
    messages_ = one.count;
    return Done{};
  }

  Result<std::string> next_room(Time before) {
    MUSTER_TRY(store::Rows rows, db_.query(R"sql(
      SELECT r.id, r.incident FROM chat_room r LEFT JOIN incident i ON i.number = r.incident
      WHERE coalesce(i.state, 'closed') IN ('resolved', 'closed', 'canceled', 'merged')
        AND EXISTS (SELECT 1 FROM chat_message m WHERE m.room = r.id AND m.sent_at < ?))sql",
                                           before));
    for (;;) {
      MUSTER_TRY(const bool more, rows.next());
      if (!more) return std::string{};
      if (!holds_.contains({rows.integer(1)})) return rows.text(0);
    }
  }

  // Where and what stay: how often somebody was refused is no personal data.
  Result<Done> accesses() {
    RetentionClass& one = add_class("access", request_.retention.access);
    if (!one.kept_for) return Done{};
    MUSTER_TRY(store::Rows rows, db_.query(R"sql(
      SELECT count(*), min(recorded_at), min(seq), (SELECT max(seq) FROM event WHERE incident = 0) FROM event
      WHERE incident = 0 AND type IN ('access', 'signed_in') AND recorded_at < ? AND actor_id <> ?)sql",
                                           one.before, kForgotten));
    MUSTER_TRY(const bool answered, rows.next());
    if (!answered || rows.integer(0) == 0) return Done{};
    one.count = rows.integer(0);
    one.oldest = rows.time(1);
    const std::int64_t behind = rows.integer(3) - rows.integer(2);
    if (request_.at_start && behind > kEntriesAtStart) {
      report_.more = true;
      one.count = 0;
      return Done{};
    }
    return store::reseal(
        db_, kOperations, [&](EventRow& row) { return forget_caller(row, one.before); }, record_);
  }

  static Result<bool> forget_caller(EventRow& row, Time before) {
    const bool is_access = row.type == AccessRecorded::kType || row.type == SignedIn::kType;
    if (!is_access || row.recorded_at >= before.time_since_epoch().count() || row.actor_id == kForgotten)
      return false;
    MUSTER_TRY(Event event, store::to_event(row));
    if (auto* access = std::get_if<AccessRecorded>(&event.body)) {
      access->address.clear();
      access->person = {};
    }
    if (auto* signed_in = std::get_if<SignedIn>(&event.body)) signed_in->session.clear();
    row.actor_id = kForgotten;
    row.body = store::to_json(event.body);
    return true;
  }

  Connection& db_;
  const Policy& policy_;
  const RetentionRequest& request_;
  std::map<IncidentNumber, std::string> holds_;
  std::int64_t messages_ = 0;
  TimelinesResealed record_;
  RetentionReport report_;
};

Result<RetentionReport> run_once(Connection& db, const Policy& policy, const RetentionRequest& request) {
  MUSTER_CHECK(db.run("BEGIN IMMEDIATE"));
  Retiring retiring{db, policy, request};
  auto report = retiring.run();
  if (!report || !request.apply || report->count() == 0) {
    db.roll_back();
    return report;
  }
  auto done = retiring.write_record();
  crash_point("retention_before_commit");
  if (done) done = db.run("COMMIT");
  if (done) return report;
  db.roll_back();
  return std::unexpected(done.error());
}

// Of a further run; what is kept was told by the first.
void add(RetentionReport& report, const RetentionReport& next) {
  report.more = next.more;
  std::ranges::copy(next.incidents, std::back_inserter(report.incidents));
  for (std::size_t i = 0; i < report.classes.size(); ++i) report.classes[i].count += next.classes[i].count;
}

}  // namespace

std::int64_t RetentionReport::count() const {
  std::int64_t all = 0;
  for (const RetentionClass& one : classes) all += one.count;
  return all;
}

Result<RetentionReport> apply_retention(const std::filesystem::path& data_dir, const Policy& policy,
                                        const RetentionRequest& request) {
  MUSTER_TRY(const store::Alone alone, store::open_alone(data_dir));
  Connection& db = *alone.db;
  MUSTER_TRY(RetentionReport report, run_once(db, policy, request));
  if (!request.apply || report.count() == 0) return report;
  while (report.more && !request.at_start) {
    MUSTER_TRY(const RetentionReport next, run_once(db, policy, request));
    add(report, next);
  }
  crash_point("retention_after_commit");
  if (!request.at_start) {
    MUSTER_CHECK(store::scrub(db));
  } else if (const auto emptied = store::empty_log(db); !emptied) {
    log_warn("what the retention took out is still in the log", {{"why", emptied.error().say}});
  }
  return report;
}

}  // namespace muster
