// The database seen from outside muster: all that is in it, and whether it is whole.
#pragma once

#include <filesystem>
#include <string>

struct sqlite3;

namespace muster::power {

class Raw {
 public:
  explicit Raw(const std::filesystem::path& file);
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  ~Raw();

  void run(const std::string& sql);                        // throws std::runtime_error with SQLite's words
  [[nodiscard]] std::string rows(const std::string& sql);  // all of them, as text that can be compared
  void close();

 private:
  sqlite3* db_ = nullptr;
};

// SHA-256 over schema and rows of all tables: the same for the same content, however it lies in the file.
[[nodiscard]] std::string fingerprint(Raw& db);

// The same of a database that is in use: of a copy. Empty: there is none.
[[nodiscard]] std::string fingerprint_of(const std::filesystem::path& data_dir,
                                         const std::filesystem::path& scratch);

// What is found when muster starts on a directory that a crash left.
struct Found {
  std::string wrong;        // empty: it opened and is whole
  std::string fingerprint;  // once its schema is of today
};
// go_on: also takes up the work, adds to it and looks again.
[[nodiscard]] Found look_at(const std::filesystem::path& data_dir, bool go_on);

}  // namespace muster::power
