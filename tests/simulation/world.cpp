#include "tests/simulation/world.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "bot/base/contains.hpp"
#include "bot/net/digest.hpp"
#include "bot/store/sqlite.hpp"
#include "handlers/catalog.hpp"
#include "tests/simulation/cast.hpp"
#include "tests/simulation/deeds.hpp"

namespace muster::simulation {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kBusyAtMost = 5;

// Most incidents are over at once, some take their course, a few go on and on.
int deeds_of_a_life(Dice& dice) {
  const std::size_t kind = dice.below(100);
  if (kind < 55) return 0;
  if (kind < 85) return static_cast<int>(dice.between(1, 3));
  if (kind < 98) return static_cast<int>(dice.between(4, 8));
  return static_cast<int>(dice.between(20, 60));
}

// Worlds begin at different times of the year, so that clocks change in some of them.
Time beginning(Dice& dice) {
  return Time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + hours{dice.between(0, 365 * 24)};
}

}  // namespace

World::World(Plan plan) : plan_{std::move(plan)}, dice_{plan_.seed}, policy_{cast_policy()} {
  cast_ = cast_identities(policy_);
  if (dice_.chance(70)) platforms_ = {dice_.chance(50) ? "console" : "slack"};
  now_ = beginning(dice_);
  const auto below = plan_.below.empty() ? std::filesystem::temp_directory_path() : plan_.below;
  std::string pattern = (below / "muster-world-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) dir_ = pattern;
}

World::~World() {
  engine_.reset();
  reader_.reset();
  store_.reset();
  std::error_code ignored;
  if (!dir_.empty()) std::filesystem::remove_all(dir_, ignored);
}

Tally World::run() {
  restart();
  const auto goes_on = [&] { return tally_.violated.empty(); };
  while (goes_on() && static_cast<int>(incidents_.size()) < plan_.incidents) step();
  for (int i = 0; goes_on() && i < 10; ++i) {
    pass_time();
    settle_some(to_settle_.size());
  }
  if (goes_on()) checkpoint();
  hash_trace();
  tally_.incidents = static_cast<std::int64_t>(incidents_.size());
  for (const auto& [number, incident] : incidents_) tally_.events += incident->last_seq;
  tally_.events += operations_->last_seq;
  return tally_;
}

void World::step() {
  pass_time();
  const auto any = [&] {
    return IncidentNumber{dice_.between(1, static_cast<std::int64_t>(incidents_.size()))};
  };
  const auto busy = [&] {
    auto one = busy_.begin();
    std::advance(one, static_cast<std::ptrdiff_t>(dice_.below(busy_.size())));
    return one->first;
  };
  const std::size_t what = dice_.below(100);
  if (busy_.empty() || (busy_.size() < kBusyAtMost && what < 45)) {
    declare();
  } else if (what < 84) {
    act(busy());
  } else if (what < 88) {
    outside();
  } else if (what < 91) {
    chatter(busy());
  } else if (what < 92) {
    write_up(any());
  } else if (what < 95) {
    repeat();
  } else if (what < 98) {
    act(any());
  } else {
    stranger();
  }
  settle_some(dice_.below(32));
  if (dice_.below(1500) == 0) restart();
  if (dice_.below(300) == 0) {
    const auto tidied = store_->tidy(now_);
    expect(tidied.has_value(), "tidying works");
    past_.clear();
    past_keys_.clear();
  }
}

// Mostly moments, sometimes days; in between everything that is due happens, in time or late.
void World::pass_time() {
  const std::size_t kind = dice_.below(100);
  Duration by = seconds{dice_.between(1, 60)};
  if (kind >= 85) by = minutes{dice_.between(1, 20)};
  if (kind >= 97) by = hours{dice_.between(1, 6)};
  if (kind >= 99 && dice_.chance(30)) by = hours{dice_.between(24, 120)};
  fire_until(now_ + by + Duration{dice_.between(0, 999999)}, dice_.chance(20));
}

void World::fire_until(Time until, bool late) {
  if (late) now_ = until;
  for (auto due = engine_->next_due(); due && *due <= until; due = engine_->next_due()) {
    now_ = std::max(now_, *due);
    std::vector<Job> jobs = engine_->due(now_);
    for (const Job& job : jobs) {
      const auto& fired = std::get<TimerFired>(std::get<Submit>(job).inbound.what);
      expect(fired.due <= now_, "no timer fires before it is due: " + fired.key);
    }
    tally_.timers += static_cast<std::int64_t>(jobs.size());
    submit(std::move(jobs));
    if (!tally_.violated.empty()) return;
    expect(engine_->due(now_).empty(), "a timer that fired is not due any more");
  }
  now_ = until;
}

PersonId World::person_of(const Identity& identity) const {
  return people_->known(identity).value_or(PersonId{identity.platform + ":" + identity.user});
}

const Identity& World::somebody() {
  return dice_.pick(cast_);
}

void World::type(const Identity& who, const std::string& text, const std::string& room) {
  Inbound inbound;
  inbound.origin_key = who.platform + "/" + std::to_string(++count_);
  inbound.occurred_at = now_;
  inbound.from = who;
  if (who.outsider && dice_.chance(30)) inbound.from->zone = dice_.pick(zones());
  inbound.place = {who.platform, room.empty() ? "lobby" : room, "", ""};
  const bool pressed = dice_.chance(8);  // a button under a message of muster
  if (pressed) inbound.place.message = "M" + std::to_string(dice_.below(9));
  inbound.what = CommandTyped{text, {}, pressed};
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{inbound, {}});
  if (dice_.chance(2)) jobs.emplace_back(Submit{inbound, {}});  // twice in one batch
  submit(std::move(jobs));
}

void World::declare() {
  static const std::vector<std::string> kTitles = {"Payments fail",    "Search is slow",
                                                   "Mail queue grows", "Certificate expired",
                                                   "Disk is full",     "Nobody can sign in"};
  const IncidentNumber next{static_cast<std::int64_t>(incidents_.size()) + 1};
  type(somebody(), declaration(dice_, dice_.pick(kTitles) + " " + canary(next), now_));
  if (find(next) == nullptr) return;
  busy_[next] = deeds_of_a_life(dice_);
}

void World::act(IncidentNumber number) {
  const Incident* incident = find(number);
  if (incident == nullptr) return;
  static const std::vector<std::string> kPeople = {"ann", "bob", "cem",  "dia", "eva",
                                                   "fin", "gus", "hana", "me",  "nobdy"};
  const Identity* who = &somebody();
  for (int tries = 0; tries < 5 && (who->outsider || !sees(person_of(*who), *incident)); ++tries)
    who = &somebody();
  std::vector<IncidentNumber> others;
  for (const auto& [one, left] : busy_) others.push_back(one);
  const Scenery scenery{
      *incident, canary(number), now_, kPeople, others, static_cast<int>(operations_->changes.size()), 3};
  const auto busy = busy_.find(number);
  const bool ends = busy != busy_.end() && --busy->second < 0;
  const std::string text = ends ? ending(dice_, scenery) : answer_of(*incident, who, scenery);
  if (ends) busy_.erase(busy);
  const std::string room = room_of(number, who->platform);
  if (!room.empty() && dice_.chance(80)) {
    type(*who, text, room);
  } else {
    type(*who, to_string(number) + " " + text);
  }
}

// Whoever was asked to take over or paged often answers; otherwise anything happens.
std::string World::answer_of(const Incident& incident, const Identity*& who, const Scenery& scenery) {
  const auto speaks = [&](const PersonId& person) {
    const auto found =
        std::ranges::find_if(cast_, [&](const Identity& one) { return person_of(one) == person; });
    if (found != cast_.end()) who = &*found;
    return found != cast_.end();
  };
  if (incident.is_open() && incident.handoff && dice_.chance(40) && speaks(incident.handoff->to))
    return dice_.chance(75) ? "accept" : "decline";
  if (!incident.pages.empty() && dice_.chance(25)) {
    const PageRecord& page = incident.pages.back();
    if (!page.acknowledged_at && !page.people.empty() && speaks(page.people.front())) return "ack " + page.id;
  }
  return deed(dice_, scenery);
}

// Somebody who should not: a guest, or a person who is not on it, presses buttons and guesses numbers.
void World::stranger() {
  const IncidentNumber number{dice_.between(1, static_cast<std::int64_t>(incidents_.size()) + 2)};
  static const std::vector<std::string> kTries = {"ack P1",
                                                  "join",
                                                  "catchup",
                                                  "timeline",
                                                  "status monitoring",
                                                  "accept",
                                                  "done T1",
                                                  "public",
                                                  "private --remove @ann",
                                                  "follow",
                                                  "claim"};
  const Identity& who = dice_.chance(50) ? cast_[cast_.size() - 1 - dice_.below(3)] : somebody();
  type(who, to_string(number) + " " + dice_.pick(kTries));
}

void World::repeat() {
  if (past_.empty()) return;
  const Past past = past_.at(dice_.pick(past_keys_));
  if (past.at < now_ - hours{23}) return;
  ++tally_.duplicates;
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{past.inbound, {}});
  submit(std::move(jobs));
}

void World::restart() {
  if (engine_) ++tally_.restarts;
  const bool crash = engine_ && dice_.chance(50);
  const auto before = dir_;
  if (crash) {  // what a kill leaves behind: the files as they are, with the log not folded in
    dir_ += dice_.chance(50) ? "a" : "b";
    std::filesystem::copy(before, dir_, std::filesystem::copy_options::recursive);
  }
  engine_.reset();
  reader_.reset();
  store_.reset();
  if (crash) std::filesystem::remove_all(before);
  auto opened = open_store(dir_);
  expect(opened.has_value(), "the store opens: " + (opened ? "" : opened.error().say));
  if (!opened) return;
  store_ = *std::move(opened);
  auto reader = open_reader(dir_);
  expect(reader.has_value(), "the store can be read");
  if (!reader) return;
  reader_ = *std::move(reader);
  engine_ = std::make_unique<Engine>(*store_, EngineSetup{policy_, platforms_, decide});
  const auto loaded = engine_->load(now_);
  expect(loaded.has_value(), "the engine takes up what is stored");
  if (!loaded) return;
  std::set<std::string> kept;
  for (const OutboxRow& row : loaded->outbox) kept.insert(row.key);
  for (const auto& [key, row] : waiting_) expect(kept.contains(key), "a promise survives a restart: " + key);
  expect(kept.size() == waiting_.size(), "nothing is promised anew by a restart");
  std::set<IncidentNumber> held;
  for (const auto& incident : loaded->incidents) {
    held.insert(incident->number);
    expect(*incident == *incidents_.at(incident->number),
           to_string(incident->number) + " is the same after a restart");
  }
  for (const auto& [number, incident] : incidents_) {
    const bool may_rest = !incident->is_open() && wanted_timers(*incident, policy_).empty();
    expect(may_rest || held.contains(number),
           to_string(number) + " is not left on disk while it owes something");
  }
  people_ = loaded->people;
  note("restart " + std::to_string(loaded->incidents.size()));
}

const Incident* World::find(IncidentNumber number) const {
  const auto found = incidents_.find(number);
  return found == incidents_.end() ? nullptr : found->second.get();
}

std::string World::canary(IncidentNumber number) const {
  return std::string{kCanaryBegin} + std::to_string(number.value) + "qz";
}

std::string World::room_of(IncidentNumber number, const std::string& platform) const {
  const Incident* incident = find(number);
  const auto room = incident->rooms.find(platform);
  return room == incident->rooms.end() ? std::string{} : room->second.place.room;
}

bool World::sees(const PersonId& person, const Incident& incident) const {
  return incident.visibility == Visibility::public_ || contains(incident.members, person) ||
         person.value == "hana";
}

void World::expect(bool holds, const std::string& rule) {
  if (!holds && tally_.violated.empty())
    tally_.violated = "input " + std::to_string(tally_.inputs) + ": " + rule;
}

void World::hash_trace() {
  tally_.trace = net::sha256_hex(tally_.trace + untraced_);
  untraced_.clear();
}

void World::note(const std::string& line) {
  constexpr std::size_t kAtOnce = 4096;
  untraced_ += line + "\n";
  if (untraced_.size() > kAtOnce) hash_trace();
  if (plan_.tell) std::printf("%s %s\n", iso_seconds(now_).c_str(), line.c_str());
}

}  // namespace muster::simulation
