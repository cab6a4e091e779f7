#include "bot/store/sqlite_store.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"
#include "bot/store/console_rows.hpp"
#include "bot/store/event_rows.hpp"
#include "bot/store/figure_rows.hpp"
#include "bot/store/folds.hpp"
#include "bot/store/operations_rows.hpp"
#include "bot/store/projections.hpp"
#include "bot/store/queues.hpp"
#include "bot/store/register.hpp"
#include "bot/store/rest_rows.hpp"
#include "bot/store/search_rows.hpp"

namespace muster::store {

namespace {

// Small: whoever comes in meanwhile waits for it (docs/performance.md).
constexpr int kCheckpointPages = 512;  // 2 MiB of WAL
constexpr int kMostPages = 16384;      // for whoever never calls shorten_log()
constexpr std::int64_t kWalAlarmBytes = 256LL * 1024 * 1024;

// Hashes of a change's events, chained onto what the database holds. By incident, so that a merge can write
// two. Where a change says what is stored it is not asked for: a trigger refuses an event that does not
// follow.
Result<std::map<std::int64_t, ChainHead>> chain(Connection& db, Change& change, std::vector<EventRow>& rows) {
  std::map<std::int64_t, ChainHead> heads;
  for (const ChangedIncident& changed : change.incidents) {
    if (changed.before != nullptr)
      heads[changed.before->number.value] = {changed.before->last_seq, changed.before->head_hash};
  }
  for (Event& event : change.events) {
    auto head = heads.find(event.incident.value);
    if (head == heads.end()) {
      MUSTER_TRY(ChainHead stored, chain_head(db, event.incident));
      head = heads.emplace(event.incident.value, std::move(stored)).first;
    }
    if (event.seq != head->second.seq + 1) {
      return fail(ErrorKind::conflict, to_string(event.incident) + " changed meanwhile: do it again",
                  "event " + std::to_string(event.seq) + " after " + std::to_string(head->second.seq));
    }
    event.prev_hash = head->second.hash;
    EventRow row = to_row(event);
    row.hash = hash_of(row);
    event.hash = row.hash;
    head->second = {event.seq, row.hash};
    rows.push_back(std::move(row));
  }
  return heads;
}

// Each incident with new events comes along, folded up to the last of them.
Result<Done> settle_heads(const std::map<std::int64_t, ChainHead>& heads, Change& change) {
  for (const auto& [number, head] : heads) {
    if (number == kOperations.value && change.operations != nullptr) {
      change.operations->head_hash = head.hash;
      continue;
    }
    const auto carried = std::ranges::find_if(
        change.incidents, [&](const auto& item) { return item.after->number.value == number; });
    if (carried == change.incidents.end() || carried->after->last_seq != head.seq) {
      return fail(ErrorKind::internal, "a change of " + to_string(IncidentNumber{number}) +
                                           " does not fit its events: this is a mistake in muster");
    }
    carried->after->head_hash = head.hash;
  }
  return Done{};
}

Result<Done> write_incidents(Connection& db, const Change& change) {
  for (const auto& [incident, is_new, before, only_marks] : change.incidents) {
    if (is_new) {
      MUSTER_TRY(const auto taken, db.integer("SELECT 1 FROM incident WHERE number = ?", incident->number));
      if (taken) return fail(ErrorKind::conflict, to_string(incident->number) + " is taken: do it again");
    }
    if (only_marks) {
      MUSTER_CHECK(write_incident_head(db, *incident));
      continue;
    }
    MUSTER_CHECK(write_incident_row(db, *incident));
    MUSTER_CHECK(write_incident_parts(db, *incident, before));
    MUSTER_CHECK(write_search_row(db, *incident, before));
  }
  return Done{};
}

}  // namespace

SqliteStore::SqliteStore(DirectoryLock lock, std::unique_ptr<Connection> db)
    : lock_{std::move(lock)},
      db_{std::move(db)},
      wal_file_{db_->file().string() + "-wal"},
      database_{identity_of(db_->file())},
      wal_{identity_of(wal_file_)},
      reserve_{db_->file().parent_path()} {}

namespace {

std::string without_timeline(IncidentNumber number) {
  return to_string(number) + " has no timeline: run muster verify, and put a backup in place of the database";
}

}  // namespace

Result<Snapshot> SqliteStore::load() {
  Snapshot snapshot;
  MUSTER_TRY(const auto numbers, not_at_rest(*db_));
  for (const IncidentNumber number : numbers) {
    MUSTER_TRY(auto incident, one_incident(*db_, number));
    if (!incident) return fail(ErrorKind::corrupt, without_timeline(number));
    snapshot.incidents.push_back(*std::move(incident));
  }
  MUSTER_TRY(snapshot.last_number, last_registered(*db_));
  MUSTER_TRY(snapshot.operations, operations_log(*db_));
  MUSTER_TRY(snapshot.unmeasured, unmeasured_incidents(*db_));
  MUSTER_TRY(snapshot.outbox, outbox_rows(*db_, true));
  MUSTER_TRY(snapshot.timers, timers(*db_));
  MUSTER_TRY(snapshot.people, people(*db_));
  return snapshot;
}

// A file that was removed or replaced under us still takes writes, which nobody would ever read again.
Result<Done> SqliteStore::check_files() const {
  const FileIdentity database = identity_of(db_->file());
  const bool well = database.same_file(database_) && database.size >= database_.size &&
                    identity_of(wal_file_).same_file(wal_);
  if (well) return Done{};
  return fail(ErrorKind::corrupt,
              "the database " + db_->file().string() +
                  " was removed, replaced or cut while muster runs; nothing more is taken in: "
                  "stop muster, run muster verify, and put a backup in its place if it is damaged");
}

Result<Done> SqliteStore::begin() {
  if (batch_error_ || db_->in_transaction()) rollback();
  MUSTER_CHECK(check_files());
  MUSTER_CHECK(clear_doubt_of_search());
  reserve_error_.reset();
  if (reserve_.is_spent()) {
    reserve_error_ =
        Error{ErrorKind::unavailable,
              "disk full on " + db_->file().string() +
                  ": only pages and what is due are still kept, in the last reserve; nothing else "
                  "is recorded until space is freed",
              "the reserve is spent", 0};
  }
  return db_->run("BEGIN IMMEDIATE");
}

namespace {

// What muster owes already, or whoever answers a page: small, and not to wait for a disk. The rest can be
// said again.
bool is_owed(const Change& change) {
  if (change.settled || !change.superseded.empty()) return true;
  const bool is_of_start = change.origin_key.empty() && change.events.empty() && change.console.empty();
  if (is_of_start && !(change.timers_set.empty() && change.timers_dropped.empty() && change.figures.empty()))
    return true;
  if (change.origin_key.starts_with("timer/") || change.origin_key.starts_with("outbox/")) return true;
  if (std::ranges::any_of(change.events, [](const Event& event) {
        return std::holds_alternative<PageAcknowledged>(event.body) ||
               std::holds_alternative<PageDeclined>(event.body) ||
               std::holds_alternative<SignedIn>(event.body);
      }))
    return true;
  const bool is_of_console = change.events.empty() && change.outbox.empty() && !change.console.empty();
  return is_of_console && std::ranges::all_of(change.console, [](const ConsoleWrite& write) {
           return std::holds_alternative<SessionOpened>(write) ||
                  std::holds_alternative<SessionClosed>(write) ||
                  std::holds_alternative<ChatRoomOpened>(write);  // each start asks for the console's
         });
}

}  // namespace

Result<Done> SqliteStore::keep_reserve_for(const Change& change) const {
  if (!reserve_error_ || is_owed(change)) return Done{};
  return std::unexpected(*reserve_error_);
}

// When the disk fails, SQLite may already have given up the whole transaction: then there is no batch to go
// on with.
Result<Done> SqliteStore::keep_batch_honest(Result<Done> outcome) {
  if (outcome) return outcome;
  if (outcome.error().kind != ErrorKind::conflict) batch_error_ = outcome.error();
  return outcome;
}

Result<Done> SqliteStore::commit() {
  if (batch_error_) {
    Error error = *std::exchange(batch_error_, std::nullopt);
    rollback();
    reserve_.give_up_if_full();
    return std::unexpected(std::move(error));
  }
  crash_point("store_before_commit");
  auto done = db_->run("COMMIT");
  if (!done) {
    rollback();
    reserve_.give_up_if_full();
    return done;
  }
  crash_point("store_after_commit");
  keep_log_below(kMostPages);
  return done;
}

void SqliteStore::shorten_log() {
  keep_log_below(kCheckpointPages);
}

// What was committed is safe whatever comes of this; tidy() tries again.
void SqliteStore::keep_log_below(int pages) {
  if (db_->wal_pages() <= pages) return;
  if (const auto moved = db_->checkpoint(); !moved)
    log_warn("checkpoint failed", {{"detail", moved.error().detail}});
}

// An index that is damaged for good is told by whoever writes or verifies it, and keeps nobody from the rest.
Result<Done> SqliteStore::clear_doubt_of_search() {
  if (!search_in_doubt_) return Done{};
  const auto cleared = forget_search_counts(*db_);
  if (!cleared && cleared.error().kind == ErrorKind::unavailable) return cleared;
  search_in_doubt_ = false;
  if (!cleared) log_error("the full-text index cannot be used", {{"detail", cleared.error().detail}});
  return Done{};
}

void SqliteStore::rollback() {
  search_in_doubt_ = true;
  batch_error_.reset();
  db_->roll_back();
}

// SQLite may have given up the transaction for a question it could not answer.
template <class T>
Result<T> SqliteStore::noticed(Result<T> answer) {
  if (!answer && answer.error().kind == ErrorKind::unavailable) batch_error_ = answer.error();
  return answer;
}

Result<std::optional<PriorAnswer>> SqliteStore::seen(const std::string& origin_key) {
  return noticed(answer_to(*db_, origin_key));
}

Result<std::optional<Incident>> SqliteStore::incident(IncidentNumber number) {
  return noticed(one_incident(*db_, number));
}

Result<IncidentNumber> SqliteStore::number_of_room(const Place& place) {
  return noticed(store::number_of_room(*db_, place));
}

Result<IncidentNumber> SqliteStore::number_of_page(const std::string& id) {
  return noticed(store::number_of_page(*db_, id));
}

Result<std::vector<IncidentNumber>> SqliteStore::private_numbers(const std::optional<PersonId>& member) {
  return noticed(store::private_numbers(*db_, member));
}

Result<std::vector<IncidentNumber>> SqliteStore::numbers_owed_by(const PersonId& person) {
  return noticed(store::numbers_owed_by(*db_, person));
}

namespace {

// Somebody wants to know whether muster can make things durable, no more (the heartbeat).
bool is_trial(const Change& change) {
  return change.origin_key.empty() && change.events.empty() && change.incidents.empty() &&
         change.figures.empty() && change.outbox.empty() && change.timers_set.empty() &&
         change.timers_dropped.empty() && change.people.empty() && change.console.empty() &&
         !change.settled && change.superseded.empty();
}

}  // namespace

// A page that changes nothing: whether the disk takes it is known when it is committed.
Result<Done> SqliteStore::write_something() {
  return db_->run("PRAGMA application_id = 1297306706");
}

namespace {

Result<Done> write_effects(Connection& db, Change& change) {
  std::vector<OutboxRow> written;
  bool opens_a_room = false;
  for (OutboxRow& row : change.outbox) {
    opens_a_room = opens_a_room || std::holds_alternative<OpenRoom>(row.effect.body);
    // What waits goes out before the room is there, and shows nothing in it.
    MUSTER_TRY(const bool waits, waits_already(db, row));
    if (waits && !opens_a_room) continue;
    MUSTER_CHECK(insert_outbox(db, row, change.now));
    written.push_back(std::move(row));
  }
  change.outbox = std::move(written);
  return Done{};
}

}  // namespace

Result<Done> SqliteStore::write(Change& change) {
  if (is_trial(change)) return write_something();
  if (!change.origin_key.empty()) {
    MUSTER_CHECK(insert_inbox(*db_, change.origin_key, change.now, {change.reply, change.refused}));
  }
  std::vector<EventRow> rows;
  MUSTER_TRY(const auto heads, chain(*db_, change, rows));
  MUSTER_CHECK(settle_heads(heads, change));
  MUSTER_CHECK(write_incidents(*db_, change));
  for (const EventRow& row : rows) {
    MUSTER_CHECK(insert_event(*db_, row));
    const bool begins = row.seq == 1 && row.incident != kOperations.value;
    if (begins) MUSTER_CHECK(register_incident(*db_, row.incident, row.hash));
  }
  for (const Event& event : change.events) {
    if (event.incident == kOperations) MUSTER_CHECK(write_operations_row(*db_, event));
  }
  for (const IncidentFigures& measured : change.figures) MUSTER_CHECK(write_figures(*db_, measured));
  MUSTER_CHECK(write_effects(*db_, change));
  if (change.settled) MUSTER_CHECK(update_outbox_row(*db_, *change.settled));
  for (const std::string& key : change.superseded) MUSTER_CHECK(supersede_outbox_row(*db_, key));
  for (const std::string& key : change.timers_dropped) MUSTER_CHECK(drop_timer(*db_, key));
  for (const Timer& timer : change.timers_set) MUSTER_CHECK(set_timer(*db_, timer));
  for (const Person& person : change.people) MUSTER_CHECK(put_person(*db_, person));
  for (const ConsoleWrite& console : change.console) MUSTER_CHECK(write_console(*db_, console));
  return Done{};
}

Result<Done> SqliteStore::append(Change& change) {
  if (batch_error_) return std::unexpected(*batch_error_);
  if (!db_->in_transaction())
    return fail(ErrorKind::internal, "a change outside a batch: this is a mistake in muster");
  MUSTER_CHECK(keep_reserve_for(change));
  MUSTER_CHECK(keep_batch_honest(db_->run("SAVEPOINT change")));
  auto written = write(change);
  if (written) return keep_batch_honest(db_->run("RELEASE change"));
  auto undone = db_->run("ROLLBACK TO change");
  if (undone) undone = db_->run("RELEASE change");
  if (!undone) batch_error_ = written.error();
  if (written.error().kind == ErrorKind::unavailable) batch_error_ = written.error();
  return written;
}

Result<Done> SqliteStore::update_outbox(const OutboxUpdate& update) {
  if (batch_error_) return std::unexpected(*batch_error_);
  auto updated = update_outbox_row(*db_, update);
  if (!updated && updated.error().kind == ErrorKind::unavailable) batch_error_ = updated.error();
  return updated;
}

Result<Done> SqliteStore::tidy(Time now) {
  MUSTER_CHECK(begin());
  auto dropped = drop_old_rows(*db_, now);
  if (dropped) dropped = write_something();
  if (!dropped) {
    rollback();
    reserve_.give_up_if_full();
    return dropped;
  }
  MUSTER_CHECK(commit());
  crash_point("checkpoint_before");
  MUSTER_CHECK(db_->checkpoint());
  crash_point("checkpoint_after");
  if (reserve_error_) return std::unexpected(*reserve_error_);
  const std::int64_t wal_bytes = identity_of(wal_file_).size;
  if (wal_bytes > kWalAlarmBytes) {
    return fail(ErrorKind::unavailable, wal_file_.string() + " has grown to " +
                                            std::to_string(wal_bytes >> 20) +
                                            " MiB: a program keeps the database open for reading; end it");
  }
  return Done{};
}

}  // namespace muster::store
