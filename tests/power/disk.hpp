// Disk: what a machine that loses power may have kept. A model of the files below one directory: what was
// synced is kept; of what was not, anything may be there: nothing, all, a beginning, any part, in pieces of
// 512 bytes. Names are told apart from contents: a new name is kept for certain when its directory is synced.
//
// Reports come from the watched VFS (writes) and from the system calls this program puts itself before
// (system_calls.cpp: fsync, rename, link, unlink), so that the store's own calls count as they are.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/names.hpp"

namespace muster::power {

// What becomes of writes that were not synced.
enum class Fate : std::uint8_t {
  none,             // all lost
  all,              // all kept
  beginning,        // of each file, those up to a moment
  some,             // any of them: lost here, kept there, as a disk that reorders
  torn,             // any of their pieces of 512 bytes
  names_unordered,  // as some, and of new, moved and removed names any, instead of those up to a moment
};

class Disk {
 public:
  explicit Disk(std::filesystem::path root) : root_{std::move(root)} {}

  // A file that was there before, all of it on disk. Its directory too.
  void adopt(const std::filesystem::path& file);

  void wrote(const std::string& path, std::int64_t offset, std::string_view bytes);
  void truncated(const std::string& path, std::int64_t size);
  // A file or a directory.
  void synced(const std::string& path);
  void created(const std::string& path);
  void renamed(const std::string& from, const std::string& to);
  void linked(const std::string& from, const std::string& to);
  void removed(const std::string& path);
  // Registers files that came by ways nobody reported, with what is in them now, unsynced.
  void look_around();

  [[nodiscard]] bool watches(const std::string& path) const { return path.starts_with(root_.string() + "/"); }
  [[nodiscard]] std::size_t unsynced() const;  // writes and names that a crash now may lose

  // Makes the files as a crash now may leave them, below `target`, which must not exist.
  void leave(const std::filesystem::path& target, Fate fate, std::mt19937_64& chance) const;

 private:
  struct Write {
    std::int64_t offset;
    std::string bytes;
  };
  struct Cut {
    std::int64_t size;
  };
  using Change = std::variant<Write, Cut>;
  struct File {
    std::string kept;
    std::vector<Change> unsynced;
  };
  // A name that leads to a file, or (none) to nothing any more.
  struct Naming {
    std::string directory;
    std::vector<std::pair<std::string, int>> changes;  // together: a rename is two
  };
  static constexpr int kNone = -1;

  File& file_at(const std::string& path);
  void name(const std::string& path, std::vector<std::pair<std::string, int>> changes);
  [[nodiscard]] static std::string content(const File& file, Fate fate, std::mt19937_64& chance);
  [[nodiscard]] std::map<std::string, int> names_left(Fate fate, std::mt19937_64& chance) const;

  std::filesystem::path root_;
  std::vector<File> files_;
  std::map<std::string, int> now_;   // path -> file
  std::map<std::string, int> kept_;  // the same, of names that are on disk for certain
  std::vector<Naming> unsynced_names_;
};

}  // namespace muster::power

namespace muster {
template <>
struct EnumNames<power::Fate> {
  static constexpr std::array<std::string_view, 6> kNames = {"none", "all",  "beginning",
                                                             "some", "torn", "names-unordered"};
};
}  // namespace muster
