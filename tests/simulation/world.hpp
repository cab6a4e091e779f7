// World: one organisation's muster, played by chance. The real engine, rules and SQLite store on a virtual
// clock; people, chats and outside systems are the dice. Everything that is true of muster at all times is
// looked at after each step.
//
// The same seed gives the same world to the last byte: its trace is a SHA-256 over all that came in and was
// recorded.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/ports/reader.hpp"
#include "bot/runtime/engine.hpp"
#include "tests/simulation/dice.hpp"

namespace muster::simulation {

class Sql;
struct Scenery;

// How the word begins that stands in everything said about an incident, followed by its number.
inline constexpr std::string_view kCanaryBegin = "zq";

struct Plan {
  std::uint64_t seed = 1;
  int incidents = 400;
  bool deep = true;   // look at everything at checkpoints: hashes made again, projections folded anew
  bool tell = false;  // print every step
  std::filesystem::path below;  // where the throwaway database lies
};

// What a world counted, and what was wrong in it.
struct Tally {
  std::int64_t incidents = 0;
  std::int64_t events = 0;
  std::int64_t inputs = 0;
  std::int64_t refusals = 0;
  std::int64_t duplicates = 0;
  std::int64_t timers = 0;
  std::int64_t receipts = 0;
  std::int64_t restarts = 0;
  std::map<std::string, std::int64_t> verbs;  // how often each verb was typed, and with "!" in front refused
  std::string trace;                          // SHA-256
  std::string violated;                       // the first rule that did not hold; empty: all held
};

class World {
 public:
  explicit World(Plan plan);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Tally run();

 private:
  struct Waiting {
    OutboxRow row;
    bool running = false;
  };
  // What was said to an input, for when it comes again.
  struct Past {
    Inbound inbound;
    Time at{};
    std::string reply;
    std::string refused;
  };

  // One thing that happens next (world.cpp).
  void step();
  void declare();
  void act(IncidentNumber number);
  [[nodiscard]] std::string answer_of(const Incident& incident, const Identity*& who, const Scenery& scenery);
  void outside();  // alerts, changes, reports
  void chatter(IncidentNumber number);
  void write_up(IncidentNumber number);  // somebody saves the postmortem's text
  void repeat();
  void stranger();
  void pass_time();
  void fire_until(Time until, bool late);
  void settle_some(std::size_t most);
  [[nodiscard]] Inbound receipt(const OutboxRow& row);
  void restart();

  // Submits as one batch and looks at what came of it (checks.cpp).
  void submit(std::vector<Job> batch);
  void type(const Identity& who, const std::string& text, const std::string& room = "");
  void take(const Changes& changes);
  void look_at(const Inbound& inbound, const JobAnswer& answer);
  void look_at_single(const Inbound& inbound, const JobAnswer& answer, const Changes& changes);
  void look_at_effects(const Changes& changes);
  void look_at_words(const PersonId& asker, const Place& place, const JobAnswer& answer);
  // False when it need not or must not be said any more, as the deliverer would find.
  bool look_at_message(const OutboxRow& row);
  void checkpoint();
  void check_fold(const Snapshot& snapshot);
  void check_timers(const Snapshot& snapshot);
  void check_outbox(const Snapshot& snapshot);
  void check_figures();
  void check_public_words(Sql& sql);
  void expect(bool holds, const std::string& rule);
  void note(const std::string& line);
  void hash_trace();

  [[nodiscard]] const Incident* find(IncidentNumber number) const;
  [[nodiscard]] std::string canary(IncidentNumber number) const;
  [[nodiscard]] bool sees(const PersonId& person, const Incident& incident) const;
  [[nodiscard]] PersonId person_of(const Identity& identity) const;
  [[nodiscard]] const Identity& somebody();
  [[nodiscard]] std::string room_of(IncidentNumber number, const std::string& platform) const;

  Plan plan_;
  Dice dice_;
  Policy policy_;
  std::vector<Identity> cast_;
  std::vector<std::string> platforms_{"slack", "console"};
  std::filesystem::path dir_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Reader> reader_;
  Time now_{};

  std::map<IncidentNumber, std::shared_ptr<const Incident>> incidents_;
  std::shared_ptr<const OperationsLog> operations_ = std::make_shared<const OperationsLog>();
  std::shared_ptr<const People> people_ = std::make_shared<const People>();
  std::map<IncidentNumber, std::vector<PersonId>> hidden_from_;  // private as they stand -> who is on them
  // Of those that the last batch changed: who was on them before; none: it was public.
  std::map<IncidentNumber, std::optional<std::vector<PersonId>>> before_;
  std::map<IncidentNumber, int> busy_;      // incidents somebody works on -> deeds left
  std::map<std::string, Waiting> waiting_;  // outbox rows not settled, by key
  std::deque<std::string> to_settle_;       // their keys, in order
  std::set<std::string> effect_keys_;
  std::set<std::string> fired_;
  std::map<std::string, Past> past_;   // by origin key
  std::deque<std::string> past_keys_;  // the same, oldest first
  std::string untraced_;               // lines not yet in the trace's hash
  int count_ = 0;
  Tally tally_;
};

}  // namespace muster::simulation
