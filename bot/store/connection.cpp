#include "bot/store/connection.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <type_traits>
#include <utility>

#include "bot/base/log.hpp"

namespace muster::store {

namespace {

// Longer than any commit of our own takes, shorter than a chat platform waits for an answer.
constexpr int kBusyTimeoutMs = 1000;

std::string technical(int code, int system_errno, std::string_view message) {
  std::string text = "sqlite " + std::to_string(code) + ": " + std::string{message};
  if (system_errno != 0) text += " (" + std::string{std::strerror(system_errno)} + ")";
  return text;
}

bool means_full(int code, int system_errno) {
  return (code & 0xff) == SQLITE_FULL || system_errno == ENOSPC || system_errno == EDQUOT ||
         system_errno == EFBIG;
}

bool means_read_only(int code, int system_errno) {
  return (code & 0xff) == SQLITE_READONLY || system_errno == EROFS || system_errno == EACCES ||
         system_errno == EPERM;
}

// errno behind a failed commit: SQLite 3.40 does not pass it on, but the log's file remembers it.
int errno_of_log(sqlite3* db) {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  int number = 0;
  if (log != nullptr && log->pMethods != nullptr)
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
  return number;
}

}  // namespace

Error sqlite_error(int extended_code, int system_errno, const std::filesystem::path& file,
                   std::string_view message) {
  const std::string path = file.string();
  const auto made = [&](ErrorKind kind, std::string say) {
    return Error{kind, std::move(say), technical(extended_code, system_errno, message), 0};
  };
  const int code = extended_code & 0xff;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    return made(ErrorKind::corrupt,
                path + (code == SQLITE_NOTADB ? " is not a muster database" : " is damaged") +
                    ": stop muster, keep a copy of the file, and put the last backup in its place with "
                    "muster restore");
  }
  if (code == SQLITE_CONSTRAINT) {
    return made(ErrorKind::conflict, "the database refused a row that does not fit what it holds");
  }
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    return made(ErrorKind::unavailable, path + " is locked by another process: end it; nothing was lost");
  }
  if (code == SQLITE_NOMEM) {
    return made(ErrorKind::unavailable, "muster is out of memory: end other programs; nothing was lost");
  }
  const bool storage =
      code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_FULL || code == SQLITE_READONLY;
  if (storage && means_full(extended_code, system_errno)) {
    return made(ErrorKind::unavailable, "disk full on " + path + ": free space, nothing was lost");
  }
  if (storage && means_read_only(extended_code, system_errno)) {
    return made(ErrorKind::unavailable,
                path + " cannot be written: make the file system and the file writable for this user");
  }
  if (storage) {
    return made(ErrorKind::unavailable,
                path + " cannot be read or written: check the disk; nothing was lost");
  }
  return made(ErrorKind::internal, "the database refused a statement: this is a mistake in muster");
}

void CloseStatement::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Rows::~Rows() {
  if (statement_) db_->give_back(sql_, std::move(statement_));
}

Result<bool> Rows::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return std::unexpected(db_->error(code));
}

int Rows::columns() const {
  return sqlite3_column_count(statement_.get());
}

bool Rows::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Rows::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Rows::text(int column) const {
  // Text as it lies in the page: sqlite3_column_text() copies it for a terminating zero, and without memory
  // for that a value would read as nothing.
  const bool is_text = sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT;
  const void* bytes =
      is_text ? sqlite3_column_blob(statement_.get(), column) : sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::optional<Time> Rows::maybe_time(int column) const {
  if (is_null(column)) return std::nullopt;
  return time(column);
}

Result<std::unique_ptr<Connection>> Connection::open_with(const std::filesystem::path& file, int flags) {
  // Nobody asks SQLite how much memory it uses, and counting takes a lock at each allocation. Refused, and of
  // no consequence, once it runs.
  static const int kUncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(kUncounted);
  sqlite3* db = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<Connection> connection{new Connection{db, file}};  // closes db on every path
  if (code != SQLITE_OK) {
    return std::unexpected(db == nullptr ? sqlite_error(code, 0, file, sqlite3_errstr(code))
                                         : connection->error(code));
  }
  return connection;
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access) {
  const bool writes = access == Access::read_write;
  MUSTER_TRY(auto connection, open_with(file, writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY));
  MUSTER_CHECK(connection->configure(access));
  return connection;
}

Result<std::unique_ptr<Connection>> Connection::in_memory() {
  MUSTER_TRY(auto connection, open_with(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  MUSTER_CHECK(connection->configure(Access::read_write));
  return connection;
}

Result<Done> Connection::configure(Access access) {
  sqlite3_busy_timeout(db_, kBusyTimeoutMs);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  MUSTER_CHECK(run("PRAGMA foreign_keys = ON"));
  MUSTER_CHECK(
      run("PRAGMA recursive_triggers = ON"));  // else REPLACE would delete without asking the triggers
  MUSTER_CHECK(run("PRAGMA cell_size_check = ON"));
  MUSTER_CHECK(run("PRAGMA temp_store = MEMORY"));
  if (access == Access::read_only) {
    sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return run("PRAGMA query_only = ON");
  }
  MUSTER_CHECK(run("PRAGMA synchronous = FULL"));
  // SQLite before 3.51.3 can corrupt a WAL when two connections checkpoint; ours is the only one, and it
  // decides when.
  MUSTER_CHECK(run("PRAGMA wal_autocheckpoint = 0"));
  MUSTER_CHECK(run("PRAGMA journal_size_limit = 67108864"));
  sqlite3_wal_hook(
      db_,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  return Done{};
}

Connection::~Connection() {
  idle_.clear();
  sqlite3_close(db_);
}

Error Connection::error(int code) const {
  int number = sqlite3_system_errno(db_);
  if (number == 0 && (code & 0xff) == SQLITE_IOERR) number = errno_of_log(db_);
  return sqlite_error(code, number, file_, sqlite3_errmsg(db_));
}

Result<StatementPtr> Connection::prepare(std::string_view sql) {
  if (const auto found = idle_.find(sql.data()); found != idle_.end() && !found->second.empty()) {
    StatementPtr statement = std::move(found->second.back());
    found->second.pop_back();
    return statement;
  }
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return StatementPtr{raw};
}

void Connection::give_back(std::string_view sql, StatementPtr statement) {
  sqlite3_reset(statement.get());
  sqlite3_clear_bindings(statement.get());
  idle_[sql.data()].push_back(std::move(statement));
}

Result<Rows> Connection::start(std::string_view sql, std::initializer_list<Value> values) {
  MUSTER_TRY(StatementPtr statement, prepare(sql));
  sqlite3_stmt* raw = statement.get();
  Rows rows{*this, sql, std::move(statement)};
  int index = 0;
  for (const Value& value : values) {
    ++index;
    const int code = std::visit(
        [&](const auto& v) {
          using T = std::remove_cvref_t<decltype(v)>;
          if constexpr (std::is_same_v<T, std::monostate>) {
            return sqlite3_bind_null(raw, index);
          } else if constexpr (std::is_same_v<T, std::int64_t>) {
            return sqlite3_bind_int64(raw, index, v);
          } else if constexpr (std::is_same_v<T, double>) {
            return sqlite3_bind_double(raw, index, v);
          } else {
            // A null pointer would bind NULL; an empty text is not NULL.
            return sqlite3_bind_text64(raw, index, v.empty() ? "" : v.data(), v.size(), SQLITE_TRANSIENT,
                                       SQLITE_UTF8);
          }
        },
        value);
    if (code != SQLITE_OK) return std::unexpected(error(code));
  }
  return rows;
}

Result<Done> Connection::finish(std::string_view sql, std::initializer_list<Value> values) {
  MUSTER_TRY(Rows rows, start(sql, values));
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return Done{};
  }
}

Result<std::optional<std::int64_t>> Connection::first_integer(std::string_view sql,
                                                              std::initializer_list<Value> values) {
  MUSTER_TRY(Rows rows, start(sql, values));
  MUSTER_TRY(const bool found, rows.next());
  if (!found || rows.is_null(0)) return std::optional<std::int64_t>{};
  return std::optional{rows.integer(0)};
}

Result<Done> Connection::define(const char* name, int arguments, TextFunction function) {
  const int code = sqlite3_create_function_v2(
      db_, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
      new TextFunction{std::move(function)},
      [](sqlite3_context* context, int count, sqlite3_value** given) {
        std::vector<std::string> values;
        for (const std::span all{given, static_cast<std::size_t>(count)}; sqlite3_value * one : all) {
          const void* bytes = sqlite3_value_blob(one);
          const auto size = static_cast<std::size_t>(sqlite3_value_bytes(one));
          values.emplace_back(bytes == nullptr ? "" : static_cast<const char*>(bytes), size);
        }
        const std::string made = (*static_cast<TextFunction*>(sqlite3_user_data(context)))(values);
        sqlite3_result_text64(context, made.data(), made.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      },
      nullptr, nullptr, [](void* made) { delete static_cast<TextFunction*>(made); });
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return Done{};
}

Result<Done> Connection::run_script(Sql sql) {
  const char* rest = sql.text.data();
  const char* end = rest + sql.text.size();
  while (rest < end) {
    sqlite3_stmt* raw = nullptr;
    int code = sqlite3_prepare_v2(db_, rest, static_cast<int>(end - rest), &raw, &rest);
    const StatementPtr statement{raw};
    if (code != SQLITE_OK) return std::unexpected(error(code));
    if (!statement) continue;  // white space or a comment
    do {
      code = sqlite3_step(raw);
    } while (code == SQLITE_ROW);
    if (code != SQLITE_DONE) return std::unexpected(error(code));
  }
  return Done{};
}

std::int64_t Connection::last_insert_id() const {
  return sqlite3_last_insert_rowid(db_);
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(db_) == 0;
}

void Connection::roll_back() {
  if (!in_transaction()) return;
  if (const auto done = run("ROLLBACK"); !done)
    log_error("rollback failed", {{"detail", done.error().detail}});
}

Result<Done> Connection::checkpoint() {
  int frames = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &moved);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) return std::unexpected(error(code));
  if (frames == moved) wal_pages_ = 0;
  return Done{};
}

Result<Done> Connection::copy_to(Connection& target) {
  sqlite3_backup* copy = sqlite3_backup_init(target.db_, "main", db_, "main");
  if (copy == nullptr) return std::unexpected(target.error(sqlite3_extended_errcode(target.db_)));
  sqlite3_backup_step(copy, -1);
  const int code = sqlite3_backup_finish(copy);
  if (code != SQLITE_OK) return std::unexpected(target.error(code));
  return Done{};
}

}  // namespace muster::store
