// The simulated database seen from outside, as a report sees it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

struct sqlite3;

namespace muster::simulation {

class Sql {
 public:
  explicit Sql(const std::filesystem::path& file);
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;
  ~Sql();

  // Every row as its columns; NULL is "-". One row that begins with "error:" when the question is wrong.
  [[nodiscard]] std::vector<std::vector<std::string>> rows(const std::string& sql);

 private:
  sqlite3* db_ = nullptr;
};

}  // namespace muster::simulation
