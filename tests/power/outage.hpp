// Outage: plays a flow and, at each moment something is about to be synced and after each step, loses power
// in many ways; each directory that is left is opened by the real store and must hold what was acknowledged:
// the state after the last step that was done, or after the one under way, and nothing between.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/power/disk.hpp"
#include "tests/power/house.hpp"
#include "tests/power/raw.hpp"
#include "tests/power/system_calls.hpp"
#include "tests/power/watched_vfs.hpp"

namespace muster::power {

// One image, by the moment and the number of the way to lose power then.
struct ImageId {
  int moment = 0;
  int way = 0;
};

struct Plan {
  std::uint64_t seed = 1;
  int ways = 3;                 // images at each moment
  int go_on_each = 8;           // every so many images muster also goes on working
  std::optional<ImageId> only;  // makes this image alone, and keeps it
  std::size_t enough = 5;       // broken images, then no more are looked for
};

struct Losses {
  int moments = 0;
  int images = 0;
  std::map<Fate, int> fates;
  int went_on = 0;
  std::int64_t unsynced = 0;  // writes and names that could be lost, over all moments
  std::vector<std::string> violations;
};

class Outage final : public Watcher {
 public:
  Outage(Plan plan, const Flow& flow, std::filesystem::path below);
  ~Outage() override;

  Losses run();

  void opened(const std::string& path) override;
  void wrote(const std::string& path, std::int64_t offset, std::string_view bytes) override;
  void truncated(const std::string& path, std::int64_t size) override;

 private:
  // An image that was found whole; which state it is can be said when the step is over.
  struct Open {
    ImageId id;
    Fate fate;
    std::string fingerprint;
  };
  void see();
  void lose_power();
  void lose_power(ImageId id);
  void judge(const std::string& step);
  void violated(ImageId id, Fate fate, const std::string& what);
  [[nodiscard]] std::string look_at_backup(const std::filesystem::path& image) const;
  [[nodiscard]] std::filesystem::path data_dir() const { return below_ / "world" / "data"; }

  Plan plan_;
  const Flow& flow_;
  std::filesystem::path below_;
  Disk disk_;
  SystemCalls calls_;
  bool looks_away_ = false;  // what happens now is the test's own doing
  std::string before_;       // fingerprint of what is certain
  std::string backed_up_;    // of the state that the backup is of; empty: none was begun
  std::vector<Open> open_;
  std::string step_;
  Losses losses_;
};

}  // namespace muster::power
