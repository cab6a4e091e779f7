// disk_limits: what the disk and SQLite allow, in a folder on the same disk. Prints one JSON object.
//
//   disk_limits FOLDER [rounds]
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "tests/emulators/common/json.hpp"

namespace {

using muster::fake::Json;
using Clock = std::chrono::steady_clock;

const std::string kBody(1200, 'x');
constexpr int kBatch = 256;

Json percentiles(std::vector<double> values) {
  std::ranges::sort(values);
  return {{"p50", values[values.size() / 2]}, {"p99", values[values.size() * 99 / 100]}};
}

double microseconds_of(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

// Appending so many bytes and making them durable, one after the other.
Json appends(const std::filesystem::path& file, int rounds) {
  const int fd = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) return nullptr;
  std::vector<double> took;
  for (int i = 0; i < rounds; ++i) {
    took.push_back(microseconds_of([&] {
      if (::write(fd, kBody.data(), kBody.size()) < 0 || ::fdatasync(fd) != 0) std::exit(1);
    }));
  }
  ::close(fd);
  std::filesystem::remove(file);
  return percentiles(std::move(took));
}

void must(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return;
  std::cerr << sqlite3_errmsg(db) << " in " << sql << "\n";
  std::exit(1);
}

// Rows a second, so many in a transaction.
double inserts(const std::filesystem::path& folder, int batches, int rows_each) {
  const std::filesystem::path file = folder / "limits.sqlite";
  sqlite3* db = nullptr;
  sqlite3_open(file.c_str(), &db);
  must(db, "PRAGMA journal_mode = WAL");
  must(db, "PRAGMA synchronous = FULL");
  must(db, "CREATE TABLE envelope (id INTEGER PRIMARY KEY, key TEXT UNIQUE, payload TEXT)");
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO envelope (key, payload) VALUES (?, ?)", -1, &insert, nullptr);
  std::int64_t number = 0;
  const double took = microseconds_of([&] {
    for (int batch = 0; batch < batches; ++batch) {
      must(db, "BEGIN");
      for (int row = 0; row < rows_each; ++row) {
        const std::string key = "slack/trigger/" + std::to_string(++number * 2654435761 % 1000000007);
        sqlite3_bind_text(insert, 1, key.c_str(), -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 2, kBody.c_str(), -1, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) std::exit(1);
        sqlite3_reset(insert);
      }
      must(db, "COMMIT");
    }
  });
  sqlite3_finalize(insert);
  sqlite3_close(db);
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + ending);
  return 1e6 * batches * rows_each / took;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::filesystem::path folder = argv[1];
  const int rounds = argc > 2 ? std::max(10, std::atoi(argv[2])) : 500;
  std::cout << Json{{"append_fdatasync_us", appends(folder / "limits.log", rounds)},
                    {"sqlite_rows_per_s", inserts(folder, rounds, 1)},
                    {"sqlite_batched_rows_per_s", inserts(folder, std::max(10, rounds / 5), kBatch)}}
                   .dump()
            << "\n";
}
