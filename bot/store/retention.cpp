#include "bot/store/retention.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/store/alone.hpp"
#include "bot/store/event_codec.hpp"
#include "bot/store/retirees.hpp"
#include "bot/store/sealing.hpp"

namespace muster {

namespace {

using store::Connection;
using store::EventRow;

// One transaction takes no more; the command line does several, a start does one.
constexpr std::size_t kIncidentsAtOnce = 2000;
constexpr std::size_t kIncidentsAtStart = 200;
// Of the operations log, from the first that changes on: what a start seals anew within a second or two.
constexpr std::int64_t kEntriesAtStart = 100000;
constexpr std::string_view kForgotten = "forgotten";  // stands for whoever it was

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

  Result<Done> incidents() {
    const Retention& keep = request_.retention;
    add_class("incidents", keep.incidents);
    add_class("drills", keep.drills);
    MUSTER_TRY(const std::vector<store::Retiree> retirees,
               store::find_retirees(db_, policy_, keep, request_.now, holds_));
    for (const store::Retiree& one : retirees) {
      if (!one.why.empty()) report_.kept.push_back({one.number, one.why});
    }
    return take_out(retirees);
  }

  // As many as one transaction takes, families undivided.
  Result<Done> take_out(const std::vector<store::Retiree>& retirees) {
    std::map<IncidentNumber, const store::Retiree*> waiting;
    for (const store::Retiree& one : retirees) {
      if (one.why.empty()) waiting[one.number] = &one;
    }
    const bool any = !waiting.empty();
    while (!waiting.empty()) {
      report_.more = request_.apply && report_.incidents.size() >= most();
      if (report_.more) break;
      MUSTER_CHECK(take_out_with_family(waiting, waiting.begin()->first));
    }
    return any ? store::renew_search(db_) : Result<Done>{Done{}};
  }

  [[nodiscard]] std::size_t most() const { return request_.at_start ? kIncidentsAtStart : kIncidentsAtOnce; }

  Result<Done> take_out_with_family(std::map<IncidentNumber, const store::Retiree*>& waiting,
                                    IncidentNumber number) {
    const auto found = waiting.find(number);
    if (found == waiting.end()) return Done{};
    const store::Retiree& one = *found->second;
    waiting.erase(found);
    MUSTER_CHECK(store::take_out(db_, number, record_));
    count(report_.classes[one.kind == Kind::normal ? 0 : 1], one.ended_at);
    report_.incidents.push_back(number);
    for (const IncidentNumber relative : one.family) MUSTER_CHECK(take_out_with_family(waiting, relative));
    return Done{};
  }

  // Of rooms without an incident, and of those whose incident has ended and is not under legal hold.
  Result<Done> messages() {
    RetentionClass& one = add_class("messages", request_.retention.messages);
    if (!one.kept_for) return Done{};
    MUSTER_TRY(const std::vector<std::string> rooms, rooms_with_messages(one));
    for (const std::string& room : rooms) {
      MUSTER_CHECK(
          db_.run("DELETE FROM chat_reaction WHERE room = ?1 AND message IN "
                  "(SELECT id FROM chat_message WHERE room = ?1 AND sent_at < ?2)",
                  room, one.before));
      MUSTER_CHECK(db_.run("DELETE FROM chat_message WHERE room = ? AND sent_at < ?", room, one.before));
    }
    messages_ = one.count;
    return Done{};
  }

  // That are old enough; they are counted.
  Result<std::vector<std::string>> rooms_with_messages(RetentionClass& one) {
    MUSTER_TRY(store::Rows rows, db_.query(R"sql(
      SELECT r.id, r.incident, count(*), min(m.sent_at)
      FROM chat_room r JOIN chat_message m ON m.room = r.id LEFT JOIN incident i ON i.number = r.incident
      WHERE m.sent_at < ? AND coalesce(i.state, 'closed') IN ('resolved', 'closed', 'canceled', 'merged')
      GROUP BY r.id)sql",
                                           one.before));
    std::vector<std::string> rooms;
    for (;;) {
      MUSTER_TRY(const bool more, rows.next());
      if (!more) return rooms;
      if (holds_.contains({rows.integer(1)})) continue;
      rooms.push_back(rows.text(0));
      one.count += rows.integer(2);
      one.oldest = one.oldest ? std::min(*one.oldest, rows.time(3)) : rows.time(3);
    }
  }

  // What and when stay: how often somebody was refused is no personal data.
  Result<Done> accesses() {
    RetentionClass& one = add_class("access", request_.retention.access);
    if (!one.kept_for) return Done{};
    MUSTER_TRY(const auto first, db_.integer(R"sql(
      SELECT min(seq) FROM event
      WHERE incident = 0 AND type IN ('access', 'signed_in') AND recorded_at < ? AND actor_id <> ?
        AND coalesce(json_extract(body, '$.incident'), 0) NOT IN
            (SELECT incident FROM event WHERE type = 'legal_hold'))sql",
                                             one.before, kForgotten));
    if (!first) return Done{};
    MUSTER_TRY(const store::ChainHead head, store::chain_head(db_, kOperations));
    if (request_.at_start && head.seq - *first > kEntriesAtStart) {
      report_.more = true;
      return Done{};
    }
    return store::reseal(db_, kOperations, [&](EventRow& row) { return forget_caller(row, one); }, record_);
  }

  Result<bool> forget_caller(EventRow& row, RetentionClass& one) const {
    const bool is_access = row.type == AccessRecorded::kType || row.type == SignedIn::kType;
    const bool is_old = row.recorded_at < one.before.time_since_epoch().count();
    if (!is_access || !is_old || row.actor_id == kForgotten) return false;
    MUSTER_TRY(Event event, store::to_event(row));
    if (auto* access = std::get_if<AccessRecorded>(&event.body)) {
      if (holds_.contains(access->incident)) return false;
      access->address.clear();
      access->person = {};
    }
    if (auto* signed_in = std::get_if<SignedIn>(&event.body)) signed_in->session.clear();
    row.actor_id = kForgotten;
    row.body = store::to_json(event.body);
    count(one, event.recorded_at);
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
