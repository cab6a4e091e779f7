#include <algorithm>
#include <memory>
#include <utility>

#include "bot/store/connection.hpp"
#include "bot/store/console_rows.hpp"
#include "bot/store/directory.hpp"
#include "bot/store/event_rows.hpp"
#include "bot/store/folds.hpp"
#include "bot/store/migrations.hpp"
#include "bot/store/queues.hpp"
#include "bot/store/report_rows.hpp"
#include "bot/store/rest_rows.hpp"
#include "bot/store/search_rows.hpp"
#include "bot/store/sqlite.hpp"
#include "bot/store/verify.hpp"

namespace muster {

namespace {

// One read transaction: several queries see the database at one moment.
class Snapshotted {
 public:
  static Result<Snapshotted> of(store::Connection& db) {
    MUSTER_CHECK(db.run("BEGIN"));
    return Snapshotted{db};
  }
  Snapshotted(Snapshotted&& other) noexcept : db_{std::exchange(other.db_, nullptr)} {}
  Snapshotted& operator=(Snapshotted&&) = delete;
  ~Snapshotted() {
    if (db_ != nullptr) db_->roll_back();
  }

 private:
  explicit Snapshotted(store::Connection& db) : db_{&db} {}
  store::Connection* db_;
};

class SqliteReader final : public Reader {
 public:
  explicit SqliteReader(std::unique_ptr<store::Connection> db) : db_{std::move(db)} {}

  Result<std::vector<Event>> events(IncidentNumber number) override { return store::events_of(*db_, number); }
  Result<std::optional<Event>> event(IncidentNumber number, Seq seq) override {
    return store::event_of(*db_, number, seq);
  }
  Result<std::vector<Event>> last_events(IncidentNumber number, int last) override {
    return store::last_events_of(*db_, number, last);
  }
  Result<std::optional<Incident>> incident(IncidentNumber number) override {
    return store::one_incident(*db_, number);
  }
  Result<IncidentNumber> number_of_room(const Place& place) override {
    return store::number_of_room(*db_, place);
  }
  Result<IncidentNumber> number_of_page(const std::string& id) override {
    return store::number_of_page(*db_, id);
  }
  Result<std::vector<IncidentNumber>> private_numbers(const std::optional<PersonId>& member) override {
    return store::private_numbers(*db_, member);
  }
  Result<std::vector<IncidentNumber>> numbers_owed_by(const PersonId& person) override {
    return store::numbers_owed_by(*db_, person);
  }
  Result<std::vector<Incident>> incidents() override {
    MUSTER_TRY(std::vector<Incident> found, store::all_incidents(*db_));
    std::ranges::reverse(found);
    return found;
  }
  Result<std::vector<Incident>> incidents_before(IncidentNumber number, int limit) override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    MUSTER_TRY(const auto numbers, store::numbers_before(*db_, number, limit));
    return folded(numbers);
  }
  Result<std::vector<Incident>> search(const std::vector<std::string>& words, int limit) override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    MUSTER_TRY(const auto numbers, store::search_rows(*db_, words, limit));
    return folded(numbers);
  }
  Result<std::vector<Person>> people() override { return store::people(*db_); }
  Result<std::vector<OutboxRow>> outbox(bool unsettled_only) override {
    return store::outbox_rows(*db_, unsettled_only);
  }
  Result<std::string> done_since(const std::string& prefix, Time since) override {
    return store::done_key(*db_, prefix, since);
  }
  Result<std::vector<ChatRoomRow>> chat_rooms() override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    return store::chat_room_rows(*db_);
  }
  Result<std::vector<ChatRoomRow>> chat_rooms_of(const std::vector<IncidentNumber>& incidents) override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    return store::chat_room_rows_of(*db_, incidents);
  }
  Result<std::optional<ChatRoomRow>> chat_room(const std::string& id) override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    return store::chat_room_row(*db_, id);
  }
  Result<std::string> chat_room_called(const std::string& wanted) override {
    return store::chat_room_called(*db_, wanted);
  }
  Result<std::vector<ChatMessageRow>> chat_messages(const std::string& room, const std::string& before,
                                                    int limit) override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    return store::chat_message_rows(*db_, room, before, limit);
  }
  Result<std::optional<ChatMessageRow>> chat_message(const std::string& room,
                                                     const std::string& message) override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    return store::chat_message_row(*db_, room, message);
  }
  Result<std::vector<SessionOpened>> sessions() override { return store::session_rows(*db_); }
  Result<report::Rows> report_rows(const report::Query& query) override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    return store::report_rows(*db_, query);
  }
  Result<VerifyReport> verify() override {
    MUSTER_TRY(const auto moment, Snapshotted::of(*db_));
    return store::verify(*db_);
  }

 private:
  Result<std::vector<Incident>> folded(const std::vector<IncidentNumber>& numbers) {
    std::vector<Incident> found;
    for (const IncidentNumber number : numbers) {
      MUSTER_TRY(auto incident, store::one_incident(*db_, number));
      if (incident) found.push_back(*std::move(incident));
    }
    return found;
  }

  std::unique_ptr<store::Connection> db_;
};

}  // namespace

Result<std::unique_ptr<Reader>> open_reader(const std::filesystem::path& data_dir) {
  const auto file = store::database_file(data_dir);
  std::error_code code;
  if (!std::filesystem::exists(file, code)) {
    return fail(ErrorKind::not_found, "there is no muster database in " + data_dir.string() +
                                          ": start muster there first, or give the right --data");
  }
  MUSTER_TRY(auto db, store::Connection::open(file, store::Access::read_only));
  MUSTER_CHECK(store::require_newest_schema(*db));
  return std::make_unique<SqliteReader>(std::move(db));
}

}  // namespace muster
