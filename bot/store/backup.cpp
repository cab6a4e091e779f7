#include <fcntl.h>
#include <stdio.h>  // NOLINT(modernize-deprecated-headers): renameat2 is Linux's

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "bot/base/crash_point.hpp"
#include "bot/store/connection.hpp"
#include "bot/store/directory.hpp"
#include "bot/store/migrations.hpp"
#include "bot/store/page_check.hpp"
#include "bot/store/sqlite.hpp"
#include "bot/store/unfinished.hpp"
#include "bot/store/verify.hpp"

namespace muster {

namespace {

namespace fs = std::filesystem;
using store::Access;
using store::Connection;
using store::Unfinished;

Result<Done> check_copy(Connection& db) {
  return store::check_pages(db, "use an older backup; nothing was changed");
}

Result<Done> check_schema(Connection& db) {
  MUSTER_TRY(const int version, store::schema_of(db));
  if (version != 0) return Done{};
  return fail(ErrorKind::corrupt, db.file().string() + " is not a muster database");
}

// Whole, and on disk when this returns.
Result<Done> settle_copy(const fs::path& file) {
  MUSTER_TRY(auto copy, Connection::open(file, Access::read_only));
  MUSTER_CHECK(check_schema(*copy));
  MUSTER_CHECK(check_copy(*copy));
  return store::sync_to_disk(file);
}

// The copy as one file that needs no log beside it.
Result<Done> copy_database(Connection& source, const fs::path& target) {
  MUSTER_CHECK(check_schema(source));
  MUSTER_CHECK(store::make_private_file(target));
  {
    MUSTER_TRY(auto copy, Connection::open(target, Access::read_write));
    MUSTER_CHECK(source.copy_to(*copy));
    crash_point("copy_written");
    MUSTER_CHECK(copy->run("PRAGMA journal_mode = DELETE"));
  }
  return settle_copy(target);
}

Result<Done> rename_to_new(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return Done{};
  if (errno == EEXIST) {
    return fail(ErrorKind::conflict, to.string() + " exists and is not overwritten: choose another name");
  }
  return std::unexpected(store::file_error(errno, to, "rename"));
}

fs::path parent_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

Result<std::unique_ptr<Connection>> open_existing(const fs::path& file) {
  std::error_code code;
  if (!fs::exists(file, code)) {
    return fail(ErrorKind::not_found, "there is no database " + file.string() + ": check the path");
  }
  return Connection::open(file, Access::read_only);
}

// Where a backup goes, others may look; the data directory is for this user alone, as the database is.
Result<Done> copy_encrypted(Connection& source, const fs::path& data_dir, const fs::path& target,
                            const Conversion& encrypt) {
  MUSTER_TRY(const store::DirectoryLock alone, store::DirectoryLock::take_for_backup(data_dir));
  const Unfinished plain{store::backup_copy(data_dir)};
  MUSTER_CHECK(copy_database(source, plain.file()));
  crash_point("backup_copied");
  return encrypt(plain.file(), target);
}

Result<Done> copy_decrypted(const fs::path& source, const fs::path& target, const Conversion& decrypt) {
  MUSTER_CHECK(decrypt(source, target));
  crash_point("restore_decrypted");
  return settle_copy(target);
}

// A copy of a backup, made fit to go on with: brought up to date, verified, and with its outbox in doubt,
// because what it had still to send may have been sent after it was made.
Result<Done> make_fit(const fs::path& file) {
  MUSTER_TRY(auto db, Connection::open(file, Access::read_write));
  MUSTER_CHECK(store::migrate(*db));
  MUSTER_TRY(const VerifyReport report, store::verify(*db));
  if (report.problems.empty()) return db->run("UPDATE outbox SET state = 'running' WHERE state = 'waiting'");
  return fail(ErrorKind::corrupt, "the backup is not whole (" + report.problems.front() +
                                      "): use another one; nothing was changed");
}

// Looks without touching: not even the log beside it.
bool is_sound(const fs::path& file) {
  const auto db = Connection::open(file, Access::read_only);
  return db && store::schema_of(**db) && check_copy(**db);
}

// A log that lay beside the new database would be played into it. So the old database takes its own in first;
// when it is too damaged for that, the log is kept under the kept database's name.
Result<Done> settle_old_log(const fs::path& database, const fs::path& kept) {
  if (is_sound(database)) {
    MUSTER_TRY(auto old, Connection::open(database, Access::read_write));
    MUSTER_CHECK(old->checkpoint());
  }
  crash_point("restore_old_settled");
  const fs::path log = database.string() + "-wal";
  std::error_code code;
  if (fs::exists(log, code)) fs::rename(log, kept.string() + "-wal", code);
  if (code) return std::unexpected(store::file_error(code.value(), log, "rename"));
  fs::remove(database.string() + "-shm", code);
  return Done{};
}

// Beside the old name under a second one, so that there is a database at every moment.
Result<Done> keep_old_database(const fs::path& database, const fs::path& kept) {
  std::error_code code;
  if (!fs::exists(database, code)) return Done{};
  MUSTER_CHECK(settle_old_log(database, kept));
  fs::create_hard_link(database, kept, code);
  if (code) fs::copy_file(database, kept, code);
  if (code) return std::unexpected(store::file_error(code.value(), kept, "keep"));
  return store::sync_to_disk(kept);
}

// A restore that died and is done again in the same second finds what it kept before.
fs::path free_name(const fs::path& wanted) {
  std::error_code code;
  fs::path name = wanted;
  for (int number = 2; fs::exists(name, code); ++number)
    name = wanted.string() + "-" + std::to_string(number);
  return name;
}

std::string stamp(Time now) {
  std::string text = iso_seconds(now);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

}  // namespace

Result<Done> backup(const fs::path& data_dir, const fs::path& target_file, const Conversion& encrypt) {
  std::error_code code;
  if (fs::exists(target_file, code)) {
    return fail(ErrorKind::conflict,
                target_file.string() + " exists and is not overwritten: choose another name");
  }
  MUSTER_TRY(auto source, open_existing(store::database_file(data_dir)));
  const Unfinished made{target_file.string() + ".partial"};
  if (encrypt) {
    MUSTER_CHECK(copy_encrypted(*source, data_dir, made.file(), encrypt));
  } else {
    MUSTER_CHECK(copy_database(*source, made.file()));
  }
  crash_point("backup_complete");
  MUSTER_CHECK(rename_to_new(made.file(), target_file));
  crash_point("backup_named");
  return store::sync_to_disk(parent_of(target_file));
}

Result<Done> restore(const fs::path& source_file, const fs::path& data_dir, Time now,
                     const Conversion& decrypt) {
  MUSTER_CHECK(store::make_data_dir(data_dir));
  MUSTER_TRY(const store::DirectoryLock lock, store::DirectoryLock::take(data_dir));
  const fs::path database = store::database_file(data_dir);
  const Unfinished copy{store::restored_copy(data_dir)};
  if (decrypt) {
    MUSTER_CHECK(copy_decrypted(source_file, copy.file(), decrypt));
  } else {
    MUSTER_TRY(auto source, open_existing(source_file));
    MUSTER_CHECK(copy_database(*source, copy.file()));
  }
  MUSTER_CHECK(make_fit(copy.file()));
  MUSTER_CHECK(store::sync_to_disk(copy.file()));
  crash_point("restore_ready");
  MUSTER_CHECK(keep_old_database(database, free_name(database.string() + ".replaced-" + stamp(now))));
  crash_point("restore_old_kept");
  // That the old log is gone must last first: beside the new database it would be played into that.
  MUSTER_CHECK(store::sync_to_disk(data_dir));
  std::error_code code;
  fs::rename(copy.file(), database, code);
  crash_point("restore_replaced");
  if (code) return std::unexpected(store::file_error(code.value(), database, "replace"));
  return store::sync_to_disk(data_dir);
}

}  // namespace muster
