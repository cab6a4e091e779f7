// Plays a script through the real rules, engine and store, with a virtual clock and a chat that lives in
// memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/ports/board.hpp"
#include "bot/ports/store.hpp"
#include "bot/rehearsal/played.hpp"
#include "bot/rehearsal/script.hpp"
#include "bot/rehearsal/step_inbound.hpp"
#include "bot/runtime/engine.hpp"

namespace muster {

class Player {
 public:
  // policy: of all scripts played together.
  Player(Store& store, Policy policy);

  Result<Done> start(Time at);
  // Moves the clock to the step, lets what is due happen, and plays it.
  Result<Done> play(const Step& step);
  // Lets everything due until then happen.
  Result<Done> pass_to(Time at);

  [[nodiscard]] const std::vector<std::string>& mismatches() const { return mismatches_; }
  [[nodiscard]] Played played() const { return {steps_, sent_, policy_, now_}; }

 private:
  [[nodiscard]] IncidentNumber number_of(const std::string& script, const std::string& local) const {
    return steps_.number_of(script, local);
  }
  Result<JobAnswer> submit(Inbound inbound);
  Result<Done> deliver();
  Result<Done> run_due(Time until);
  Result<Done> tie(const Step& step);
  void take(const Changes& changes);
  void judge(const Step& step, const JobAnswer& answer);
  void miss(const Step& step, const std::string& what);

  Store& store_;
  Policy policy_;
  std::unique_ptr<Engine> engine_;
  Time now_{};
  int count_ = 0;
  Board board_;
  StepInbound steps_;
  std::vector<OutboxRow> waiting_;
  std::map<std::string, MessageSnapshot> said_;  // message id -> what was said
  std::vector<Sent> sent_;
  std::vector<std::string> mismatches_;
};

}  // namespace muster
