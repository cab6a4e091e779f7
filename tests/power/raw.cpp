#include "tests/power/raw.hpp"

#include <sqlite3.h>

#include <stdexcept>
#include <vector>

#include "bot/net/digest.hpp"
#include "bot/store/sqlite.hpp"
#include "tests/power/house.hpp"

namespace muster::power {

namespace {

namespace fs = std::filesystem;

std::string text_of(sqlite3_stmt* statement, int column) {
  const void* bytes = sqlite3_column_blob(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  const std::string kind = std::to_string(sqlite3_column_type(statement, column));
  return kind + ":" + std::to_string(size) + ":" +
         std::string{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

Result<Done> take_up(House& house) {
  MUSTER_CHECK(house.open());
  MUSTER_CHECK(house.load());
  MUSTER_CHECK(house.type("after", "ann", "declare sev3 --anyway After the lights came back"));
  return house.fire();
}

}  // namespace

Raw::Raw(const fs::path& file) {
  if (sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
    throw std::runtime_error{file.string() + ": " + sqlite3_errmsg(db_)};
}

Raw::~Raw() {
  close();
}

void Raw::close() {
  sqlite3_close(db_);
  db_ = nullptr;
}

void Raw::run(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error{sql + ": " + sqlite3_errmsg(db_)};
}

std::string Raw::rows(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  std::string found;
  if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK) {
    while (sqlite3_step(statement) == SQLITE_ROW) {
      for (int i = 0; i < sqlite3_column_count(statement); ++i) found += text_of(statement, i) + "|";
      found += "\n";
    }
  }
  if (sqlite3_finalize(statement) != SQLITE_OK || sqlite3_errcode(db_) != SQLITE_OK)
    throw std::runtime_error{sql + ": " + sqlite3_errmsg(db_)};
  return found;
}

std::string fingerprint(Raw& db) {
  std::string all = db.rows("PRAGMA user_version") +
                    db.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
  // How the full-text index lies in its own tables is its affair; what is found with it is in the table's
  // rows.
  const std::string tables = db.rows(
      "SELECT group_concat(name, ';') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND "
      "name NOT LIKE 'incident_search%' ORDER BY name)");
  std::string names = tables.substr(tables.find(':', 2) + 1);
  names.resize(names.size() - 2);
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = std::min(names.find(';', at), names.size());
    const std::string name = names.substr(at, end - at);
    all += name + "\n" + db.rows("SELECT * FROM \"" + name + "\"");
    at = end + 1;
  }
  all += db.rows("SELECT rowid, * FROM incident_search ORDER BY rowid");
  return net::sha256_hex(all);
}

std::string fingerprint_of(const fs::path& data_dir, const fs::path& scratch) {
  if (!fs::exists(data_dir / "muster.sqlite")) return "";
  fs::remove_all(scratch);
  fs::create_directories(scratch);
  for (const char* name : {"muster.sqlite", "muster.sqlite-wal"}) {
    if (fs::exists(data_dir / name)) fs::copy_file(data_dir / name, scratch / name);
  }
  return look_at(scratch, false).fingerprint;
}

Found look_at(const fs::path& data_dir, bool go_on) try {
  Found found;
  House house{data_dir};
  house.now = beginning() + std::chrono::days{9};
  const auto wrong = [&](const std::string& what) { return Found{what, found.fingerprint}; };
  if (const auto opened = house.open(); !opened)
    return wrong("does not open: " + opened.error().say + " / " + opened.error().detail);
  house.close();
  {
    Raw db{data_dir / "muster.sqlite"};
    const std::string pages = db.rows("PRAGMA integrity_check");
    if (pages != "3:2:ok|\n") return wrong("integrity_check says " + pages);
    if (!db.rows("PRAGMA foreign_key_check").empty()) return wrong("foreign keys lead nowhere");
    db.run("INSERT INTO incident_search (incident_search) VALUES ('integrity-check')");
    found.fingerprint = fingerprint(db);
  }
  if (go_on) {
    const auto went_on = take_up(house);
    if (!went_on) return wrong("does not go on: " + went_on.error().say + " / " + went_on.error().detail);
    house.close();
  }
  const auto reader = open_reader(data_dir);
  if (!reader) return wrong("cannot be read: " + reader.error().say);
  const auto verified = (*reader)->verify();
  if (!verified) return wrong("cannot be verified: " + verified.error().say);
  if (!verified->problems.empty()) return wrong("verify: " + verified->problems.front());
  return found;
} catch (const std::exception& error) {
  return {error.what(), ""};
}

}  // namespace muster::power
