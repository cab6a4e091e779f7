// What is done while the power may fail: the life of incidents, starts and ends, an old database brought up
// to date, a backup and its return.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include "bot/store/migrations.hpp"
#include "tests/power/house.hpp"
#include "tests/power/raw.hpp"

namespace muster::power {

namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Step typed(const std::string& text, Duration later = seconds{20}) {
  return {"type " + text, later, [text](House& house) {
            return house.type(std::to_string(house.now.time_since_epoch().count()), "ann", text);
          }};
}

Step opened() {
  return {"open", seconds{1}, [](House& house) { return house.open(); }};
}
Step loaded() {
  return {"load", seconds{0}, [](House& house) { return house.load(); }};
}
Step closed() {
  return {"close", seconds{1}, [](House& house) {
            house.close();
            return Result<Done>{Done{}};
          }};
}
Step claimed() {
  return {"claim", seconds{1}, [](House& house) { return house.claim(); }};
}
Step delivered() {
  return {"deliver", seconds{1}, [](House& house) { return house.deliver(); }};
}
Step fired(Duration later) {
  return {"fire", later, [](House& house) { return house.fire(); }};
}
Step tidied() {
  return {"tidy", seconds{1}, [](House& house) { return house.tidy(); }};
}
Step restored() {
  return {"restore", seconds{1},
          [](House& house) { return restore(house.backup_file(), house.data_dir(), house.now); }};
}
Step many(std::size_t count, std::mt19937_64& chance) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i)
    texts.push_back("INC-1 note " + std::string(20 + chance() % 3000, static_cast<char>('a' + i % 26)));
  return {"many", seconds{5}, [texts](House& house) {
            return house.type_all(std::to_string(house.now.time_since_epoch().count()), texts);
          }};
}

void must(const Result<Done>& done) {
  if (!done) throw std::runtime_error{done.error().say + " / " + done.error().detail};
}

void add(std::vector<Step>& steps, std::vector<Step> more) {
  std::ranges::move(more, std::back_inserter(steps));
}

// From the first start to the end of the incident.
Flow course(std::mt19937_64& chance) {
  Flow flow{"course", {}, {}};
  add(flow.steps, {opened(), loaded(), typed("declare sev2 Checkout is down"), claimed(), delivered()});
  std::vector<Step> middle = {
      typed("INC-1 severity sev1"),
      typed("INC-1 role comms @ann"),
      typed("INC-1 note rolled back"),
      typed("INC-1 status identified"),
      many(1 + chance() % 6, chance),
      tidied(),
      fired(minutes{40}),
      claimed(),
      delivered(),
  };
  std::ranges::shuffle(middle, chance);
  add(flow.steps, std::move(middle));
  add(flow.steps,
      {typed("INC-1 resolve all good"), claimed(), delivered(), fired(hours{30}), tidied(), closed()});
  return flow;
}

// The log is moved into the database and begun anew between commits of all sizes.
Flow checkpoints(std::mt19937_64& chance) {
  Flow flow{"checkpoints", {}, {}};
  add(flow.steps, {opened(), loaded(), typed("declare sev2 Checkout is down")});
  for (int round = 0; round < 4; ++round) {
    add(flow.steps, {many(1 + chance() % 12, chance), tidied(), typed("INC-1 note after the checkpoint")});
    if (chance() % 2 == 0) flow.steps.push_back(tidied());
  }
  return flow;
}

Flow restarts(std::mt19937_64& chance) {
  Flow flow{"restarts", {}, {}};
  add(flow.steps, {opened(), loaded(), typed("declare sev2 Checkout is down"), claimed()});
  for (int round = 0; round < 3; ++round)
    add(flow.steps, {closed(), opened(), loaded(), many(1 + chance() % 3, chance), delivered(), claimed()});
  flow.steps.push_back(closed());
  return flow;
}

// A directory as a kill leaves it, its log full: the power fails again while that is taken up.
void leave_a_log(const fs::path& data_dir) {
  const fs::path other = data_dir.string() + ".made";
  {
    House house{other};
    house.now = beginning() - hours{1};
    must(house.open());
    must(house.load());
    must(house.type("1", "ann", "declare sev2 Checkout is down"));
    must(house.type("2", "ann", "INC-1 note " + std::string(9000, 'n')));
    fs::create_directories(data_dir);
    for (const char* name : {"muster.sqlite", "muster.sqlite-wal"})
      fs::copy_file(other / name, data_dir / name);
    house.close();
  }
  fs::remove_all(other);
}

Flow taken_up(std::mt19937_64& chance) {
  Flow flow{"taken-up", leave_a_log, {}};
  add(flow.steps, {opened(), loaded(), many(1 + chance() % 3, chance), tidied(), closed()});
  return flow;
}

// A database of the first release with a history, as its muster left it.
void leave_an_old_one(const fs::path& data_dir) {
  const fs::path other = data_dir.string() + ".made";
  {
    House house{other};
    house.now = beginning() - hours{1};
    must(house.open());
    must(house.load());
    must(house.type("1", "ann", "declare sev2 Checkout is down"));
    for (int i = 0; i < 30; ++i)
      must(house.type("n" + std::to_string(i), "ann", "INC-1 note " + std::string(400, 'n')));
    must(house.type("2", "ann", "INC-1 resolve all good"));
    house.close();
  }
  fs::create_directories(data_dir);
  std::ofstream{data_dir / "muster.sqlite"};
  Raw old{data_dir / "muster.sqlite"};
  old.run("PRAGMA journal_mode = WAL");
  for (const store::Migration& step : store::migrations().first(2)) old.run(std::string{step.sql.text});
  old.run("ATTACH '" + (other / "muster.sqlite").string() + "' AS now");
  old.run("INSERT INTO incident SELECT * FROM now.incident");
  old.run("INSERT INTO event SELECT * FROM now.event WHERE incident > 0 ORDER BY incident, seq");
  // Tables that still are as they were.
  for (const std::string name : {"outbox", "timer", "person", "person_identity", "role_term", "impact",
                                 "page", "status_update", "task"})
    old.run("INSERT INTO " + name + " SELECT * FROM now." + name);
  old.run("DETACH now");
  old.close();
  fs::remove_all(other);
}

Flow brought_up(std::mt19937_64& /*chance*/) {
  Flow flow{"brought-up", leave_an_old_one, {}};
  add(flow.steps, {opened(), loaded(), typed("declare sev2 --anyway Search is slow"), closed()});
  return flow;
}

Flow backups(std::mt19937_64& chance) {
  Flow flow{"backups", leave_a_log, {}};
  const Step backed_up = {"backup", seconds{1},
                          [](House& house) { return backup(house.data_dir(), house.backup_file()); }};
  add(flow.steps,
      {opened(), loaded(), typed("INC-1 note before the backup"), backed_up, many(1 + chance() % 3, chance),
       closed(), restored(), opened(), loaded(), typed("INC-1 note after the return"), closed()});
  return flow;
}

// A backup, and a database that has gone on since and whose process was killed: its log lies beside it.
void leave_a_log_and_a_backup(const fs::path& data_dir) {
  leave_a_log(data_dir);
  must(backup(data_dir, House{data_dir}.backup_file()));
  const fs::path copy = data_dir.string() + ".later";
  fs::copy(data_dir, copy);
  {
    House house{copy};
    house.now = beginning() - minutes{30};
    must(house.open());
    must(house.load());
    for (int i = 0; i < 8; ++i)
      must(house.type("l" + std::to_string(i), "ann", "INC-1 note " + std::string(6000, 'l')));
    // The log then holds some pages only: in another database it would do harm.
    must(house.tidy());
    must(house.type("last", "ann", "INC-1 note the last one"));
    for (const char* name : {"muster.sqlite", "muster.sqlite-wal"})
      fs::copy_file(copy / name, data_dir / name, fs::copy_options::overwrite_existing);
    house.close();
  }
  fs::remove_all(copy);
}

Flow returned(std::mt19937_64& /*chance*/) {
  Flow flow{"returned", leave_a_log_and_a_backup, {}};
  add(flow.steps, {restored(), opened(), loaded(), typed("INC-1 note after the return"), closed()});
  return flow;
}

}  // namespace

std::vector<Flow> flows(std::uint64_t seed) {
  std::mt19937_64 chance{seed};
  std::vector<Flow> all;
  for (auto* made : {course, checkpoints, restarts, taken_up, brought_up, backups, returned})
    all.push_back(made(chance));
  return all;
}

}  // namespace muster::power
