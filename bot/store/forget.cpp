#include "bot/store/forget.hpp"

#include <map>
#include <utility>

#include "bot/base/contains.hpp"
#include "bot/base/crash_point.hpp"
#include "bot/domain/operations.hpp"
#include "bot/store/alone.hpp"
#include "bot/store/event_codec.hpp"
#include "bot/store/forget_codec.hpp"
#include "bot/store/sealing.hpp"

namespace muster {

namespace {

using store::Connection;
using store::EventRow;

// What of the tables is not made from timelines. The functions are those of define_functions(); a row that
// two of their ids share is kept once.
constexpr store::Sql kForgetInTables = R"sql(
UPDATE inbox SET origin_key = forgotten_key(origin_key), reply = forgotten_text(reply)
 WHERE origin_key <> forgotten_key(origin_key) OR reply <> forgotten_text(reply);
DELETE FROM outbox WHERE lane <> forgotten_key(lane);
UPDATE outbox SET key = forgotten_key(key), supersedes = forgotten_key(supersedes),
       body = forgotten_effect(type, body), last_error = forgotten_text(last_error)
 WHERE key <> forgotten_key(key) OR supersedes <> forgotten_key(supersedes)
    OR body <> forgotten_effect(type, body) OR last_error <> forgotten_text(last_error);
DELETE FROM timer WHERE subject <> forgotten_key(subject);
DELETE FROM session WHERE person <> forgotten_id(person);
DELETE FROM person_identity WHERE person <> forgotten_id(person);
DELETE FROM person WHERE id <> forgotten_id(id);
DELETE FROM chat_reaction WHERE room <> forgotten_key(room);
DELETE FROM chat_message WHERE room <> forgotten_key(room);
DELETE FROM chat_bookmark WHERE room <> forgotten_key(room);
DELETE FROM chat_member WHERE room <> forgotten_key(room) OR person <> forgotten_id(person);
DELETE FROM chat_room WHERE id <> forgotten_key(id);
UPDATE chat_room SET name = forgotten_text(name), topic = forgotten_text(topic)
 WHERE name <> forgotten_text(name) OR topic <> forgotten_text(topic);
UPDATE chat_message SET id = forgotten_key(id), thread = forgotten_key(thread), author = forgotten_id(author),
       content = forgotten_message(content)
 WHERE id <> forgotten_key(id) OR thread <> forgotten_key(thread) OR author <> forgotten_id(author)
    OR content <> forgotten_message(content);
UPDATE OR IGNORE chat_reaction SET message = forgotten_key(message), person = forgotten_id(person)
 WHERE message <> forgotten_key(message) OR person <> forgotten_id(person);
DELETE FROM chat_reaction WHERE person <> forgotten_id(person);
UPDATE OR IGNORE chat_bookmark SET title = forgotten_text(title), link = forgotten_text(link)
 WHERE title <> forgotten_text(title) OR link <> forgotten_text(link);
UPDATE OR IGNORE incident_time SET person = forgotten_id(person) WHERE person <> forgotten_id(person);
DELETE FROM incident_time WHERE person <> forgotten_id(person);
UPDATE OR IGNORE interruption SET person = forgotten_id(person) WHERE person <> forgotten_id(person);
DELETE FROM interruption WHERE person <> forgotten_id(person);
UPDATE incident_figures SET cause_tag = forgotten_text(cause_tag), detection_source = forgotten_text(detection_source)
 WHERE cause_tag <> forgotten_text(cause_tag) OR detection_source <> forgotten_text(detection_source);
UPDATE change_record SET service = forgotten_text(service), title = forgotten_text(title),
       risk = forgotten_text(risk), result = forgotten_text(result), link = forgotten_text(link)
 WHERE service <> forgotten_text(service) OR title <> forgotten_text(title) OR risk <> forgotten_text(risk)
    OR result <> forgotten_text(result) OR link <> forgotten_text(link);
)sql";

class Forgetting {
 public:
  Forgetting(Connection& db, const ForgetRequest& request)
      : db_{db},
        request_{request},
        forgetter_{request.traces, request.token},
        parts_{parts_of(request.traces)},
        counter_{parts_} {}

  // Within a transaction that the caller ends.
  Result<ForgetReport> run() {
    MUSTER_CHECK(define_functions());
    MUSTER_CHECK(store::lift_guards(db_));
    record_.cause = SealingCause::person_forgotten;
    record_.by = request_.by;
    record_.reason = request_.reason;
    forgetter_.in_text(record_.by);
    forgetter_.in_text(record_.reason);
    MUSTER_CHECK(timelines());
    MUSTER_CHECK(tables());
    MUSTER_CHECK(store::renew_search(db_));
    MUSTER_CHECK(store::reseal_register(db_, record_));
    MUSTER_CHECK(store::put_back_guards(db_));
    report_.timelines = record_.timelines;
    report_.parts = parts_;
    return std::move(report_);
  }

  Result<Done> write_record() { return store::record_resealing(db_, std::move(record_), request_.now); }

 private:
  static std::vector<std::string> parts_of(const Traces& traces) {
    std::vector<std::string> parts = name_parts(traces);
    for (const PersonId& id : traces.ids) {
      if (id.value.find(':') == std::string::npos) parts.push_back(id.value);
    }
    return parts;
  }

  Result<Done> define_functions() {
    const auto of = [this](auto forget) {
      return [this, forget](const std::vector<std::string>& values) {
        std::string value = values.back();
        forget(forgetter_, value);
        return value;
      };
    };
    MUSTER_CHECK(db_.define("forgotten_id", 1, of([](const Forgetter& f, std::string& v) { f.in_id(v); })));
    MUSTER_CHECK(
        db_.define("forgotten_text", 1, of([](const Forgetter& f, std::string& v) { f.in_text(v); })));
    MUSTER_CHECK(db_.define("forgotten_key", 1, of([](const Forgetter& f, std::string& v) { f.in_key(v); })));
    MUSTER_CHECK(db_.define("forgotten_message", 1,
                            of([](const Forgetter& f, std::string& v) { store::forget_in_message(v, f); })));
    return db_.define("forgotten_effect", 2, [this](const std::vector<std::string>& values) {
      auto body = store::effect_body(values[0], values[1]);
      if (!body || !store::forget_in(*body, forgetter_)) return values[1];
      return store::to_json(*body);
    });
  }

  Result<Done> timelines() {
    MUSTER_TRY(holds_, store::legal_holds(db_));
    MUSTER_TRY(std::vector<IncidentNumber> numbers, all_numbers());
    const store::Rewrite rewrite = [this](EventRow& row) { return forget_in_row(row); };
    for (const IncidentNumber number : numbers) {
      const std::size_t before = record_.timelines.size();
      MUSTER_CHECK(store::reseal(db_, number, rewrite, record_));
      if (record_.timelines.size() == before || number == kOperations) continue;
      hold_back(number);
      MUSTER_CHECK(store::fold_anew(db_, number));
    }
    return Done{};
  }

  void hold_back(IncidentNumber number) {
    if (holds_.contains(number) && !contains(report_.on_hold, number)) report_.on_hold.push_back(number);
  }

  Result<std::vector<IncidentNumber>> all_numbers() {
    std::vector<IncidentNumber> numbers{kOperations};
    MUSTER_TRY(store::Rows rows, db_.query("SELECT number FROM incident ORDER BY number"));
    for (;;) {
      MUSTER_TRY(const bool more, rows.next());
      if (!more) return numbers;
      numbers.push_back({rows.integer(0)});
    }
  }

  Result<bool> forget_in_row(EventRow& row) {
    MUSTER_TRY(Event event, store::to_event(row));
    const bool changed = store::forget_in(event, forgetter_);
    // Who read it is part of what a hold keeps.
    if (const auto* access = std::get_if<AccessRecorded>(&event.body); changed && access != nullptr)
      hold_back(access->incident);
    if (changed) {
      row.actor_id = event.actor.id;
      row.body = store::to_json(event.body);
    }
    if (counter_.is_in(row.body)) ++report_.left;
    return changed;
  }

  Result<Done> tables() {
    MUSTER_TRY(const auto messages, db_.integer(R"sql(
      SELECT count(*) FROM chat_message
      WHERE room <> forgotten_key(room) OR author <> forgotten_id(author) OR content <> forgotten_message(content))sql"));
    MUSTER_TRY(const auto before, db_.integer("SELECT total_changes()"));
    MUSTER_CHECK(db_.run_script(kForgetInTables));
    MUSTER_TRY(const auto after, db_.integer("SELECT total_changes()"));
    report_.messages = messages.value_or(0);
    report_.rows = after.value_or(0) - before.value_or(0);
    return Done{};
  }

  Connection& db_;
  const ForgetRequest& request_;
  const Forgetter forgetter_;
  std::map<IncidentNumber, std::string> holds_;
  std::vector<std::string> parts_;
  WordCounter counter_;
  TimelinesResealed record_;
  ForgetReport report_;
};

std::unexpected<Error> held(const std::vector<IncidentNumber>& on_hold) {
  std::string names;
  for (const IncidentNumber number : on_hold) names += (names.empty() ? "" : ", ") + to_string(number);
  return fail(ErrorKind::conflict, names +
                                       " names them and is under legal hold: nobody is forgotten in part. "
                                       "Lift it first (legal-hold off <why>), or wait; nothing was changed");
}

}  // namespace

Result<ForgetReport> forget_person(const std::filesystem::path& data_dir, const ForgetRequest& request) {
  MUSTER_TRY(const store::Alone alone, store::open_alone(data_dir));
  Connection& db = *alone.db;
  MUSTER_CHECK(db.run("BEGIN IMMEDIATE"));
  Forgetting forgetting{db, request};
  auto report = forgetting.run();
  const bool refused = report && request.apply && !report->on_hold.empty();
  if (!report || refused || !request.apply) {
    db.roll_back();
    if (refused) return held(report->on_hold);
    if (report) report->other_files = store::other_files(data_dir);
    return report;
  }
  auto done = forgetting.write_record();
  crash_point("forget_before_commit");
  if (done) done = db.run("COMMIT");
  if (!done) {
    db.roll_back();
    return std::unexpected(done.error());
  }
  crash_point("forget_after_commit");
  MUSTER_CHECK(store::scrub(db));
  report->other_files = store::other_files(data_dir);
  return report;
}

}  // namespace muster
