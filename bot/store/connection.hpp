// One SQLite connection and its prepared statements. Inside bot/store only.
//
// SQL is always a constant of the program: Sql can only be made at compile time, so a statement built from
// input does not compile. Values are bound. A connection belongs to one thread at a time.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/names.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/vocabulary.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace muster::store {

struct Sql {
  template <std::convertible_to<std::string_view> T>
  consteval Sql(const T& constant) : text{constant} {}  // NOLINT(google-explicit-constructor)
  std::string_view text;
};

// What can be bound. std::monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, double>;

template <class E>
concept Named = requires { EnumNames<E>::kNames; };

[[nodiscard]] inline Value to_value(std::int64_t number) {
  return number;
}
[[nodiscard]] inline Value to_value(int number) {
  return std::int64_t{number};
}
[[nodiscard]] inline Value to_value(double number) {
  return number;
}
[[nodiscard]] inline Value to_value(bool flag) {
  return std::int64_t{flag};
}
[[nodiscard]] inline Value to_value(std::string_view text) {
  return text;
}
[[nodiscard]] inline Value to_value(const std::string& text) {
  return std::string_view{text};
}
[[nodiscard]] inline Value to_value(const char* text) {
  return std::string_view{text};
}
[[nodiscard]] inline Value to_value(const PersonId& person) {
  return std::string_view{person.value};
}
[[nodiscard]] inline Value to_value(Time t) {
  return std::int64_t{t.time_since_epoch().count()};
}
[[nodiscard]] inline Value to_value(Severity severity) {
  return std::int64_t{severity.level};
}
[[nodiscard]] inline Value to_value(IncidentNumber number) {
  return number.exists() ? Value{number.value} : Value{std::monostate{}};
}
template <Named E>
[[nodiscard]] Value to_value(E value) {
  return name_of(value);
}
template <class T>
[[nodiscard]] Value to_value(const std::optional<T>& value) {
  return value ? to_value(*value) : Value{std::monostate{}};
}

struct CloseStatement {
  void operator()(sqlite3_stmt* statement) const;
};
using StatementPtr = std::unique_ptr<sqlite3_stmt, CloseStatement>;

class Connection;

// The rows of one query. Columns count from 0; NULL reads as 0 or "". Must not outlive its connection.
class Rows {
 public:
  Rows(Connection& db, std::string_view sql, StatementPtr statement)
      : db_{&db}, sql_{sql}, statement_{std::move(statement)} {}
  Rows(Rows&&) = default;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  [[nodiscard]] Result<bool> next();  // true: there is a row
  [[nodiscard]] int columns() const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
  [[nodiscard]] Time time(int column) const { return Time{Duration{integer(column)}}; }
  [[nodiscard]] std::optional<Time> maybe_time(int column) const;
  // corrupt when the text is none of the enum's names.
  template <Named E>
  [[nodiscard]] Result<E> name(int column) const {
    if (const auto value = named<E>(text(column))) return *value;
    return fail(ErrorKind::corrupt, "the database holds an unknown word; run muster verify", text(column));
  }

 private:
  Connection* db_;
  std::string_view sql_;
  StatementPtr statement_;
};

enum class Access : std::uint8_t { read_write, read_only };

class Connection {
 public:
  // The file must exist. Sets what every connection needs (foreign keys, busy timeout, untrusted schema ...);
  // the journal mode is the file's own.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                                Access access);
  [[nodiscard]] static Result<std::unique_ptr<Connection>> in_memory();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  template <class... Args>
  [[nodiscard]] Result<Rows> query(Sql sql, const Args&... args) {
    return start(sql.text, {to_value(args)...});
  }
  // Runs to the end; rows are not wanted.
  template <class... Args>
  [[nodiscard]] Result<Done> run(Sql sql, const Args&... args) {
    return finish(sql.text, {to_value(args)...});
  }
  // The one integer a query answers; none when there is no row or it is NULL.
  template <class... Args>
  [[nodiscard]] Result<std::optional<std::int64_t>> integer(Sql sql, const Args&... args) {
    return first_integer(sql.text, {to_value(args)...});
  }
  // A function of texts that SQL may call from now on. It must not throw.
  using TextFunction = std::function<std::string(const std::vector<std::string>&)>;
  [[nodiscard]] Result<Done> define(const char* name, int arguments, TextFunction function);
  // Several statements, separated by semicolons.
  [[nodiscard]] Result<Done> run_script(Sql sql);

  [[nodiscard]] std::int64_t last_insert_id() const;
  [[nodiscard]] bool in_transaction() const;
  void roll_back();                                           // does nothing when SQLite has already done it
  [[nodiscard]] int wal_pages() const { return wal_pages_; }  // after the last commit
  [[nodiscard]] Result<Done> checkpoint();  // as much as readers allow, without waiting for them
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  // Copies everything into target (SQLite's online backup, as one read transaction).
  [[nodiscard]] Result<Done> copy_to(Connection& target);

 private:
  friend class Rows;
  Connection(sqlite3* db, std::filesystem::path file) : db_{db}, file_{std::move(file)} {}
  static Result<std::unique_ptr<Connection>> open_with(const std::filesystem::path& file, int flags);
  Result<Done> configure(Access access);
  Result<Rows> start(std::string_view sql, std::initializer_list<Value> values);
  Result<Done> finish(std::string_view sql, std::initializer_list<Value> values);
  Result<std::optional<std::int64_t>> first_integer(std::string_view sql,
                                                    std::initializer_list<Value> values);
  Result<StatementPtr> prepare(std::string_view sql);
  void give_back(std::string_view sql, StatementPtr statement);
  [[nodiscard]] Error error(int code) const;

  sqlite3* db_;
  std::filesystem::path file_;
  int wal_pages_ = 0;
  std::unordered_map<const char*, std::vector<StatementPtr>>
      idle_;  // prepared once, by the constant's address
};

// An SQLite result code as an Error a person can act on. system_errno: errno behind an I/O error, 0 when
// none.
[[nodiscard]] Error sqlite_error(int extended_code, int system_errno, const std::filesystem::path& file,
                                 std::string_view message);

}  // namespace muster::store
