// Plays a script through the real rules, engine and store, with a virtual clock and a chat that lives in
// memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/ports/store.hpp"
#include "bot/rehearsal/script.hpp"
#include "bot/runtime/engine.hpp"

namespace muster {

// What went out: which wording, about which incident and when.
struct Sent {
  IncidentNumber incident;
  std::string wording;
  Seq about = 0;
  Time at{};
};

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
  [[nodiscard]] IncidentNumber number_of(const std::string& script, const std::string& local) const;
  // Script's own ids of pages, updates, messages and action items.
  [[nodiscard]] const std::map<std::string, std::string>& ids() const { return ids_; }
  [[nodiscard]] std::string script_update(IncidentNumber incident, Seq seq) const;
  [[nodiscard]] const std::vector<Sent>& sent() const { return sent_; }
  [[nodiscard]] const OperationsLog& operations() const { return *operations_; }
  [[nodiscard]] const Policy& policy() const { return policy_; }
  [[nodiscard]] Time now() const { return now_; }

 private:
  struct Said;
  Result<JobAnswer> submit(Inbound inbound);
  Result<Done> deliver();
  Result<Done> run_due(Time until);
  Result<Done> play_command(const Step& step);
  Result<JobAnswer> type(const Step& step, const std::string& text);
  Result<Done> play_outside(const Step& step);
  Result<Done> play_message(const Step& step);
  Result<Done> tie_pending(const Step& step);
  void take(const Changes& changes);
  void judge(const Step& step, const JobAnswer& answer);
  void miss(const Step& step, const std::string& what);
  [[nodiscard]] std::string text_of(const Step& step) const;
  [[nodiscard]] std::string key(const Step& step, const std::string& id) const {
    return step.script + "/" + id;
  }
  void remember(const Step& step, IncidentNumber number, std::size_t pages_before);

  Store& store_;
  Policy policy_;
  std::unique_ptr<Engine> engine_;
  Time now_{};
  int count_ = 0;
  std::map<IncidentNumber, std::shared_ptr<const Incident>> incidents_;
  std::shared_ptr<const OperationsLog> operations_ = std::make_shared<const OperationsLog>();
  std::vector<OutboxRow> waiting_;
  std::map<std::string, MessageSnapshot> said_;  // message id -> what was said
  std::map<std::string, std::string> ids_;       // "S03/P1" -> "PG-1"
  std::map<std::pair<IncidentNumber, Seq>, std::string> updates_;
  std::map<std::string, IncidentNumber> numbers_;  // "S03/I1"
  std::multimap<std::string, std::pair<std::string, std::string>>
      pending_;  // "S03/I1" -> what to link, as what
  std::vector<Sent> sent_;
  std::vector<std::string> mismatches_;
};

}  // namespace muster
