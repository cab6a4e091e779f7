// Everything that happened, in order, in memory and as JSON lines in a file. The file survives a kill: the
// lines of one operation are written with one write() before its answer leaves.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/emulators/common/clock.hpp"
#include "tests/emulators/common/json.hpp"

namespace muster::fake {

class Ledger {
 public:
  explicit Ledger(Clock& clock) : clock_(clock) {}
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // Reads an existing file, giving every "state" line to `restore`, and goes on appending to it. A torn last
  // line (the process was killed while writing) is dropped. Empty path: memory only. False, with `problem`
  // said, if unusable.
  bool open(const std::string& path, const std::function<void(const Json&)>& restore, std::string& problem);

  // Adds an entry of that kind; its seq. Reaches the file with the next flush().
  std::int64_t add(const char* kind, Json entry);
  // A change of the state: in the file only.
  void add_state(Json entry);
  // Writes what was added and wakes whoever waits for something to happen.
  void flush();

  const std::vector<Json>& entries() const { return entries_; }
  std::int64_t last_seq() const { return seq_; }
  void on_change(std::function<void()> wake) { wake_ = std::move(wake); }

 private:
  Clock& clock_;
  std::vector<Json> entries_;
  std::string unwritten_;
  std::function<void()> wake_;
  std::int64_t seq_ = 0;
  int file_ = -1;
  bool changed_ = false;
};

}  // namespace muster::fake
