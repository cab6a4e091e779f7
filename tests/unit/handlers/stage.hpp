// Stage: the real engine, rules and SQLite store in a temporary directory, with a clock the test moves. What
// a test says goes the way everything goes; only the chats are missing: effects are read off instead of sent.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/store/sqlite.hpp"

namespace muster::test {

class Stage {
 public:
  explicit Stage(Policy policy = default_policy(), std::vector<std::string> platforms = {"slack", "console"});
  ~Stage();

  // Somebody types a command in a room ("" is a room that belongs to nothing).
  JobAnswer type(const std::string& person, const std::string& text, const std::string& room = "");
  JobAnswer dialog(const std::string& person, const std::string& name,
                   std::map<std::string, std::string> fields, IncidentNumber incident = {});
  // Anything else that comes in; gets a fresh origin key unless it has one.
  JobResult submit(Inbound inbound);
  // What the chats would answer: opens the rooms and posts the cards that wait, on every platform.
  void deliver_all();
  // Moves the clock and lets due timers fire.
  void pass(Duration time);
  [[nodiscard]] std::size_t due() const { return engine_->due(clock.now()).size(); }  // timers

  [[nodiscard]] Incident incident(int number = 1) const;
  [[nodiscard]] std::vector<Event> events(int number = 1) const;
  template <class Body>
  [[nodiscard]] std::vector<Body> bodies(int number = 1) const {
    std::vector<Body> found;
    for (const Event& event : events(number)) {
      if (const auto* body = std::get_if<Body>(&event.body)) found.push_back(*body);
    }
    return found;
  }
  // Effects promised since the last call of this kind of function.
  std::vector<OutboxRow> take_effects();
  [[nodiscard]] std::vector<std::string> posted_wordings();  // of those: "to/wording", in order

  // The file, to look at it from outside.
  [[nodiscard]] std::filesystem::path database() const { return dir_ / "muster.sqlite"; }

  // Ends the engine as a crash would and starts another on the same store.
  void restart();
  // Incidents that were taken into memory by the last start, by number.
  [[nodiscard]] const std::vector<IncidentNumber>& taken_up() const { return taken_up_; }

  ManualClock clock;
  [[nodiscard]] std::string room(int number = 1) const { return "room-" + std::to_string(number); }

 private:
  void start();

  Policy policy_;
  std::vector<std::string> platforms_;
  std::filesystem::path dir_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Engine> engine_;
  std::vector<OutboxRow> waiting_;
  std::vector<OutboxRow> unseen_;
  std::vector<IncidentNumber> taken_up_;
  int key_ = 0;
};

}  // namespace muster::test
