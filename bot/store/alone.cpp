#include "bot/store/alone.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "bot/base/crash_point.hpp"
#include "bot/store/event_codec.hpp"
#include "bot/store/migrations.hpp"
#include "bot/store/page_check.hpp"
#include "bot/store/unfinished.hpp"

namespace muster::store {

Result<Alone> open_alone(const std::filesystem::path& data_dir) {
  const auto file = database_file(data_dir);
  std::error_code code;
  if (!std::filesystem::exists(file, code)) {
    return fail(ErrorKind::not_found,
                "there is no muster database in " + data_dir.string() + ": give the right --data");
  }
  MUSTER_TRY(DirectoryLock lock, DirectoryLock::take(data_dir));
  remove_unfinished(data_dir);
  const bool crashed = identity_of(file.string() + "-wal").size > 0;
  MUSTER_TRY(auto db, Connection::open(file, Access::read_write));
  MUSTER_TRY([[maybe_unused]] const int version, schema_of(*db));
  if (crashed) MUSTER_CHECK(check_after_crash(*db));
  MUSTER_CHECK(migrate(*db));
  MUSTER_CHECK(db->run("PRAGMA secure_delete = ON"));
  return Alone{std::move(lock), std::move(db)};
}

// FTS5 keeps the words of what was deleted until it merges its parts.
Result<Done> renew_search(Connection& db) {
  return db.run("INSERT INTO incident_search (incident_search) VALUES ('rebuild')");
}

Result<Done> empty_log(Connection& db) {
  MUSTER_TRY(Rows rows, db.query("PRAGMA wal_checkpoint(TRUNCATE)"));
  MUSTER_TRY(const bool answered, rows.next());
  if (answered && rows.integer(0) == 0) return Done{};
  return fail(
      ErrorKind::conflict,
      "a program keeps " + db.file().string() +
          " open for reading, so that its log still has what was taken out: end it and do this again");
}

Result<Done> scrub(Connection& db) {
  MUSTER_CHECK(empty_log(db));
  crash_point("scrub_log_emptied");
  MUSTER_CHECK(db.run("VACUUM"));
  return empty_log(db);
}

Result<std::map<IncidentNumber, std::string>> legal_holds(Connection& db) {
  std::map<IncidentNumber, std::string> holds;
  MUSTER_TRY(Rows rows, db.query("SELECT incident, type, body FROM event WHERE type = 'legal_hold' "
                                 "ORDER BY incident, seq"));
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return holds;
    MUSTER_TRY(const EventBody body, event_body(rows.text(1), rows.text(2)));
    const auto& hold = std::get<LegalHoldSet>(body);
    if (hold.on)
      holds[{rows.integer(0)}] = hold.reason;
    else
      holds.erase({rows.integer(0)});
  }
}

std::vector<std::filesystem::path> other_files(const std::filesystem::path& data_dir) {
  std::vector<std::filesystem::path> found;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator{data_dir, code}) {
    const std::string name = entry.path().filename().string();
    const bool own = name == "muster.sqlite" || name == "muster.sqlite-wal" || name == "muster.sqlite-shm" ||
                     name.ends_with(".lock") || name == "muster.reserve" || name == "page.key";
    if (!own && entry.is_regular_file(code)) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace muster::store
