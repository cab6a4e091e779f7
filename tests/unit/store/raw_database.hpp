// The database file seen from outside muster: what an operator's sqlite3, or somebody who tampers with it,
// can do.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::test {

class RawDatabase {
 public:
  using Row = std::vector<std::optional<std::string>>;

  explicit RawDatabase(const std::filesystem::path& file) {
    EXPECT_EQ(sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK) << file;
  }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;
  ~RawDatabase() { sqlite3_close(db_); }

  // The message when it fails; empty when it worked.
  std::string run(const std::string& sql) {
    char* message = nullptr;
    sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message);
    std::string said = message == nullptr ? "" : message;
    sqlite3_free(message);
    return said;
  }

  std::vector<Row> rows(const std::string& sql) {
    std::vector<Row> found;
    columns.clear();
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      ADD_FAILURE() << sqlite3_errmsg(db_) << " in\n" << sql;
      return found;
    }
    const int count = sqlite3_column_count(statement);
    for (int i = 0; i < count; ++i) columns.emplace_back(sqlite3_column_name(statement, i));
    while (sqlite3_step(statement) == SQLITE_ROW) {
      Row& row = found.emplace_back();
      for (int i = 0; i < count; ++i) {
        const void* text = sqlite3_column_text(statement, i);
        row.push_back(text == nullptr ? std::nullopt
                                      : std::optional<std::string>{static_cast<const char*>(text)});
      }
    }
    EXPECT_EQ(sqlite3_finalize(statement), SQLITE_OK) << sqlite3_errmsg(db_);
    return found;
  }

  std::string value(const std::string& sql) {
    const auto found = rows(sql);
    return found.empty() || found[0].empty() ? "(none)" : found[0][0].value_or("(null)");
  }

  std::vector<std::string> columns;  // of the last rows()

 private:
  sqlite3* db_ = nullptr;
};

}  // namespace muster::test
