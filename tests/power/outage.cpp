#include "tests/power/outage.hpp"

#include <utility>

namespace muster::power {

namespace {

namespace fs = std::filesystem;

// The ways in turn; a moment's first are those that find most.
constexpr std::array kWays = {Fate::none,
                              Fate::torn,
                              Fate::some,
                              Fate::beginning,
                              Fate::all,
                              Fate::some,
                              Fate::names_unordered,
                              Fate::torn,
                              Fate::some,
                              Fate::beginning,
                              Fate::names_unordered,
                              Fate::torn};

std::mt19937_64 chance_of(std::uint64_t seed, ImageId id) {
  std::seed_seq mixed{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                      static_cast<std::uint32_t>(id.moment), static_cast<std::uint32_t>(id.way)};
  return std::mt19937_64{mixed};
}

bool lasts(const std::string& path) {
  return !path.ends_with("-shm") && !path.ends_with(".lock") && !path.ends_with(".reserve");
}

}  // namespace

Outage::Outage(Plan plan, const Flow& flow, fs::path below)
    : plan_{plan}, flow_{flow}, below_{std::move(below)}, disk_{below_ / "world"} {
  const auto in_time = [this](const std::string& path) { return !looks_away_ && disk_.watches(path); };
  calls_.before_sync = [this, in_time](const std::string& path) {
    if (in_time(path) && lasts(path)) lose_power();
  };
  calls_.synced = [this, in_time](const std::string& path) {
    if (in_time(path)) disk_.synced(path);
  };
  calls_.renamed = [this, in_time](const std::string& from, const std::string& to) {
    if (in_time(to)) disk_.renamed(from, to);
  };
  calls_.linked = [this, in_time](const std::string& from, const std::string& to) {
    if (in_time(to)) disk_.linked(from, to);
  };
  calls_.removed = [this, in_time](const std::string& path) {
    if (in_time(path)) disk_.removed(path);
  };
}

Outage::~Outage() {
  watch(nullptr);
  see_system_calls(nullptr);
}

void Outage::opened(const std::string& path) {
  if (!looks_away_ && disk_.watches(path) && lasts(path)) disk_.created(path);
}

void Outage::wrote(const std::string& path, std::int64_t offset, std::string_view bytes) {
  if (!looks_away_ && disk_.watches(path)) disk_.wrote(path, offset, bytes);
}

void Outage::truncated(const std::string& path, std::int64_t size) {
  if (!looks_away_ && disk_.watches(path)) disk_.truncated(path, size);
}

void Outage::see() {
  for (const auto& entry : fs::recursive_directory_iterator(below_ / "world")) {
    if (entry.is_regular_file() && lasts(entry.path())) disk_.adopt(entry.path());
  }
  watch(this);
  see_system_calls(&calls_);
}

Losses Outage::run() {
  seed_vfs(plan_.seed);
  fs::create_directories(below_ / "world");
  if (flow_.before) flow_.before(data_dir());
  before_ = flow_.before ? fingerprint_of(data_dir(), below_ / "scratch")
                         : look_at(below_ / "scratch" / "fresh", false).fingerprint;
  House house{data_dir()};
  if (fs::exists(house.backup_file())) {
    Raw made{house.backup_file()};
    backed_up_ = fingerprint(made);
  }
  see();
  house.now = beginning();
  for (const Step& step : flow_.steps) {
    house.now += step.later;
    step_ = step.name;
    if (step.name == "backup") backed_up_ = before_;
    if (const auto done = step.act(house); !done) {
      losses_.violations.push_back(flow_.name + ": step '" + step.name + "' failed: " + done.error().say +
                                   " / " + done.error().detail);
      break;
    }
    // Now it is acknowledged; and at that moment the power fails.
    judge(step.name);
    lose_power();
    if (losses_.violations.size() >= plan_.enough) break;
  }
  judge("the end");
  looks_away_ = true;
  house.close();
  return losses_;
}

void Outage::lose_power() {
  ++losses_.moments;
  const std::size_t unsynced = disk_.unsynced();
  if (unsynced == 0 || losses_.violations.size() >= plan_.enough) return;
  losses_.unsynced += static_cast<std::int64_t>(unsynced);
  looks_away_ = true;
  for (int way = 0; way < plan_.ways; ++way) lose_power({losses_.moments, way});
  looks_away_ = false;
}

void Outage::lose_power(ImageId id) {
  if (plan_.only && (plan_.only->moment != id.moment || plan_.only->way != id.way)) return;
  // Each moment begins elsewhere, so that a short run has all of them.
  const std::size_t turn = static_cast<std::size_t>(id.way) +
                           (id.way == 0 ? 0 : static_cast<std::size_t>(id.moment) % (kWays.size() - 1));
  const Fate fate = kWays.at(turn % kWays.size());
  std::mt19937_64 chance = chance_of(plan_.seed, id);
  const fs::path image = below_ / (plan_.only ? "kept-image" : "image");
  fs::remove_all(image);
  disk_.leave(image, fate, chance);
  if (plan_.only) {
    fs::remove_all(below_ / "image");
    fs::copy(image, below_ / "image", fs::copy_options::recursive);
  }
  ++losses_.images;
  ++losses_.fates[fate];
  std::string wrong = look_at_backup(below_ / "image");
  const bool go_on = plan_.go_on_each > 0 && losses_.images % plan_.go_on_each == 0;
  if (go_on) ++losses_.went_on;
  const Found found = look_at(below_ / "image" / "data", go_on);
  if (wrong.empty()) wrong = found.wrong;
  if (wrong.empty())
    open_.push_back({id, fate, found.fingerprint});
  else
    violated(id, fate, wrong);
}

// Under its name it is whole, or it is not there.
std::string Outage::look_at_backup(const fs::path& image) const {
  const fs::path file = image / "backup.sqlite";
  if (!fs::exists(file)) return "";
  try {
    Raw db{file};
    return fingerprint(db) == backed_up_ ? "" : "the backup holds something else";
  } catch (const std::exception& error) {
    return std::string{"the backup: "} + error.what();
  }
}

void Outage::judge(const std::string& step) {
  looks_away_ = true;
  const std::string after = fingerprint_of(data_dir(), below_ / "scratch");
  looks_away_ = false;
  for (const Open& image : open_) {
    if (image.fingerprint == before_ || image.fingerprint == after) continue;
    violated(image.id, image.fate, "what was acknowledged before '" + step + "' is not there");
  }
  open_.clear();
  before_ = after;
}

void Outage::violated(ImageId id, Fate fate, const std::string& what) {
  losses_.violations.push_back(flow_.name + " at '" + step_ + "', " + std::string{name_of(fate)} + ": " +
                               what + "\n  again: muster-power --seed " + std::to_string(plan_.seed) +
                               " --flow " + flow_.name + " --image " + std::to_string(id.moment) + "." +
                               std::to_string(id.way));
}

}  // namespace muster::power
