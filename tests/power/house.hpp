// House: the real store and engine with the real rules, driven a step at a time. A step is one commit, and
// may be done again after it failed: its inputs have the same keys.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/store/sqlite.hpp"

namespace muster::power {

class House {
 public:
  explicit House(std::filesystem::path data_dir) : dir_{std::move(data_dir)} {}

  // The store alone, as far as its schema; then the engine takes up what it holds.
  Result<Done> open();
  Result<Done> load();
  void close();
  // key names the input.
  Result<Done> type(const std::string& key, const std::string& who, const std::string& text);
  // Several at once, as in a busy minute.
  Result<Done> type_all(const std::string& key, const std::vector<std::string>& texts);
  Result<Done> claim();    // what waits in the outbox is about to be sent
  Result<Done> deliver();  // and was: receipts of all of it
  Result<Done> fire();     // timers due now
  Result<Done> tidy();

  [[nodiscard]] const std::filesystem::path& data_dir() const { return dir_; }
  // Backups are made and looked for beside it.
  [[nodiscard]] std::filesystem::path backup_file() const { return dir_.parent_path() / "backup.sqlite"; }
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

  Time now{};

 private:
  Result<Done> run(std::vector<Job> jobs);

  std::filesystem::path dir_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Engine> engine_;
  std::vector<OutboxRow> waiting_;
};

struct Step {
  std::string name;
  Duration later{};  // how long after the step before
  std::function<Result<Done>(House&)> act;
};

struct Flow {
  std::string name;
  std::function<void(const std::filesystem::path& data_dir)> before;  // makes what is there at the beginning
  std::vector<Step> steps;
};

// The flows, all made of the seed.
[[nodiscard]] std::vector<Flow> flows(std::uint64_t seed);

[[nodiscard]] Time beginning();

}  // namespace muster::power
