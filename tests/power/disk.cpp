#include "tests/power/disk.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace muster::power {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 512;

std::string bytes_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string directory_of(const std::string& path) {
  return fs::path{path}.parent_path().string();
}

bool coin(std::mt19937_64& chance) {
  return (chance() >> 20U & 1U) != 0;
}

std::size_t up_to(std::size_t most, std::mt19937_64& chance) {
  return chance() % (most + 1);
}

void put(std::string& content, std::size_t at, std::string_view bytes) {
  if (content.size() < at + bytes.size()) content.resize(at + bytes.size(), '\0');
  content.replace(at, bytes.size(), bytes);
}

// The write's pieces, each there or not.
void put_torn(std::string& content, std::size_t at, std::string_view bytes, std::mt19937_64& chance) {
  while (!bytes.empty()) {
    const std::size_t piece = std::min(bytes.size(), kPiece - at % kPiece);
    if (coin(chance)) put(content, at, bytes.substr(0, piece));
    bytes.remove_prefix(piece);
    at += piece;
  }
}

}  // namespace

Disk::File& Disk::file_at(const std::string& path) {
  if (!now_.contains(path)) created(path);
  return files_[static_cast<std::size_t>(now_.at(path))];
}

void Disk::name(const std::string& path, std::vector<std::pair<std::string, int>> changes) {
  for (const auto& [changed, file] : changes) {
    if (file == kNone)
      now_.erase(changed);
    else
      now_[changed] = file;
  }
  unsynced_names_.push_back({directory_of(path), std::move(changes)});
}

void Disk::adopt(const fs::path& file) {
  files_.push_back({bytes_of(file), {}});
  now_[file.string()] = kept_[file.string()] = static_cast<int>(files_.size()) - 1;
}

void Disk::created(const std::string& path) {
  if (now_.contains(path)) return;
  files_.emplace_back();
  name(path, {{path, static_cast<int>(files_.size()) - 1}});
}

void Disk::wrote(const std::string& path, std::int64_t offset, std::string_view bytes) {
  file_at(path).unsynced.emplace_back(Write{offset, std::string{bytes}});
}

void Disk::truncated(const std::string& path, std::int64_t size) {
  file_at(path).unsynced.emplace_back(Cut{size});
}

void Disk::renamed(const std::string& from, const std::string& to) {
  if (!now_.contains(from)) look_around();
  const int file = now_.contains(from) ? now_.at(from) : kNone;
  name(to, {{to, file}, {from, kNone}});
}

void Disk::linked(const std::string& from, const std::string& to) {
  file_at(from);
  name(to, {{to, now_.at(from)}});
}

void Disk::removed(const std::string& path) {
  if (now_.contains(path)) name(path, {{path, kNone}});
}

void Disk::look_around() {
  std::vector<std::string> found;
  std::error_code gone;
  for (const auto& entry : fs::recursive_directory_iterator(root_, gone)) {
    // The log's index lives in shared memory and is made anew; the lock says only who has it; the reserve is
    // empty.
    const std::string path = entry.path().string();
    const bool lasts = !path.ends_with("-shm") && !path.ends_with(".lock") && !path.ends_with(".reserve");
    if (entry.is_regular_file(gone) && lasts) found.push_back(path);
  }
  std::ranges::sort(found);
  for (const std::string& path : found) {
    if (now_.contains(path)) continue;
    created(path);
    if (std::string bytes = bytes_of(path); !bytes.empty()) wrote(path, 0, bytes);
  }
}

void Disk::synced(const std::string& path) {
  look_around();
  if (const auto file = now_.find(path); file != now_.end()) {
    std::mt19937_64 unused;
    File& of = files_[static_cast<std::size_t>(file->second)];
    of = {content(of, Fate::all, unused), {}};
    return;
  }
  std::erase_if(unsynced_names_, [&](const Naming& naming) {
    if (naming.directory != path) return false;
    for (const auto& [changed, to] : naming.changes) {
      if (to == kNone)
        kept_.erase(changed);
      else
        kept_[changed] = to;
    }
    return true;
  });
}

std::size_t Disk::unsynced() const {
  std::size_t count = unsynced_names_.size();
  for (const File& file : files_) count += file.unsynced.size();
  return count;
}

std::string Disk::content(const File& file, Fate fate, std::mt19937_64& chance) {
  std::string bytes = file.kept;
  std::size_t count = file.unsynced.size();
  if (fate == Fate::none) count = 0;
  if (fate == Fate::beginning) count = up_to(count, chance);
  for (std::size_t i = 0; i < count; ++i) {
    const Change& change = file.unsynced[i];
    if (fate == Fate::some || fate == Fate::names_unordered) {
      if (coin(chance)) continue;
    }
    if (const auto* cut = std::get_if<Cut>(&change)) {
      if (fate != Fate::torn || coin(chance)) bytes.resize(static_cast<std::size_t>(cut->size), '\0');
    } else {
      const auto& write = std::get<Write>(change);
      const auto at = static_cast<std::size_t>(write.offset);
      if (fate == Fate::torn)
        put_torn(bytes, at, write.bytes, chance);
      else
        put(bytes, at, write.bytes);
    }
  }
  return bytes;
}

std::map<std::string, int> Disk::names_left(Fate fate, std::mt19937_64& chance) const {
  std::map<std::string, int> names = kept_;
  std::size_t count = unsynced_names_.size();
  if (fate == Fate::none) count = 0;
  if (fate != Fate::all && fate != Fate::names_unordered) count = up_to(count, chance);
  for (std::size_t i = 0; i < count; ++i) {
    if (fate == Fate::names_unordered && coin(chance)) continue;
    for (const auto& [path, file] : unsynced_names_[i].changes) {
      if (file == kNone)
        names.erase(path);
      else
        names[path] = file;
    }
  }
  return names;
}

void Disk::leave(const fs::path& target, Fate fate, std::mt19937_64& chance) const {
  fs::create_directories(target);
  std::map<int, std::string> contents;  // a file with two names is one file
  for (const auto& [path, file] : names_left(fate, chance)) {
    if (!contents.contains(file)) {
      contents[file] = content(files_[static_cast<std::size_t>(file)], fate, chance);
    }
    const fs::path to = target / fs::path{path}.lexically_relative(root_);
    fs::create_directories(to.parent_path());
    std::ofstream{to, std::ios::binary} << contents[file];
  }
}

}  // namespace muster::power
