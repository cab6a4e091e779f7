#include "tests/simulation/sql.hpp"

#include <sqlite3.h>

namespace muster::simulation {

Sql::Sql(const std::filesystem::path& file) {
  sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READONLY, nullptr);
}

Sql::~Sql() {
  sqlite3_close(db_);
}

std::vector<std::vector<std::string>> Sql::rows(const std::string& sql) {
  std::vector<std::vector<std::string>> found;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    return {{"error: " + std::string{sqlite3_errmsg(db_)}}};
  const int columns = sqlite3_column_count(statement);
  int state = sqlite3_step(statement);
  for (; state == SQLITE_ROW; state = sqlite3_step(statement)) {
    std::vector<std::string>& row = found.emplace_back();
    for (int i = 0; i < columns; ++i) {
      const void* text = sqlite3_column_text(statement, i);
      row.emplace_back(text == nullptr ? "-" : static_cast<const char*>(text));
    }
  }
  sqlite3_finalize(statement);
  if (state != SQLITE_DONE) return {{"error: " + std::string{sqlite3_errmsg(db_)}}};
  return found;
}

}  // namespace muster::simulation
