// Engine: decides everything that comes in, one after the other, and makes it durable in one transaction a
// batch.
//
// The synchronous heart without a thread or a clock of its own: EngineThread drives it in production, tests
// and rehearsals call run() directly and bring the time. Single-threaded: one thread owns it and its Store.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/domain/timers.hpp"
#include "bot/ports/store.hpp"
#include "bot/runtime/incident_book.hpp"
#include "bot/runtime/timer_book.hpp"

namespace muster {

// How rules answer; handlers/catalog.hpp has the one.
using Decide = Outcome (*)(const Inbound&, const Context&);

// One thing to do in a batch.
struct Submit {
  Inbound inbound;
  std::vector<ConsoleWrite> console;  // kept together with the decision
  int claim = 0;  // of a receipt: the claim of the outbox row it settles; 0: nobody claimed it (rehearsals)
};
struct WriteConsole {
  std::vector<ConsoleWrite> writes;
};
struct UpdateOutbox {
  OutboxUpdate update;
};
using Job = std::variant<Submit, WriteConsole, UpdateOutbox>;

struct JobAnswer {
  Reply reply;
  std::optional<Refusal> refusal;
  bool repeated = false;  // the origin key was seen before: reply or refusal say what was said then
  PersonId asker;
  std::string error_id;
};
using JobResult = Result<JobAnswer>;  // an error: nothing of this job was kept

// What a batch changed, for the io thread. Values.
struct Changes {
  std::vector<std::shared_ptr<const Incident>> incidents;
  std::vector<std::shared_ptr<const Incident>> woken;  // of these, as they were, those that were at rest
  std::shared_ptr<const OperationsLog> operations;     // null: unchanged
  std::shared_ptr<const People> people;                // null: nobody new
  std::vector<OutboxRow> outbox;                       // new rows, in order
  std::vector<ConsoleWrite> console;
};

struct EngineSetup {
  Policy policy;
  std::vector<std::string> platforms;
  Decide decide = nullptr;
};

class Engine {
 public:
  Engine(Store& store, EngineSetup setup);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Takes up what the store holds and brings the timers in step with the policy of today. The first Changes
  // carry everything: the incidents that are not at rest, people and the outbox's unsettled rows.
  Result<Changes> load(Time now);

  struct BatchResult {
    std::vector<JobResult> answers;  // one a job, in order
    Changes changes;
  };
  BatchResult run(std::vector<Job> jobs, Time now);

  // The timers due at `now`, as jobs.
  [[nodiscard]] std::vector<Job> due(Time now) const;
  [[nodiscard]] std::optional<Time> next_due() const;
  [[nodiscard]] std::size_t timer_count() const;

 private:
  struct Batch;
  JobResult run_one(Batch& batch, Job& job, Time now);
  JobResult submit(Batch& batch, Submit& job, Time now);
  JobResult again(Batch& batch, JobAnswer answer, const PriorAnswer& before, const Inbound& inbound);
  void renew_incident_timers(const Batch& batch, Change& change) const;
  void renew_timers(const Batch& batch, Change& change, IncidentNumber number,
                    std::vector<Timer> wanted) const;
  Result<Done> keep(Batch& batch, Change& change, const Submit& job);
  Result<Done> measure(const std::vector<IncidentNumber>& numbers, Change& change);
  Result<Done> keep_what_the_start_found(Change& change);
  static void undo_operations(Batch& batch);
  void settle(Batch& batch);

  Store& store_;
  EngineSetup setup_;
  IncidentBook incidents_;
  std::shared_ptr<const OperationsLog> operations_ = std::make_shared<const OperationsLog>();
  std::shared_ptr<const People> people_;
  TimerBook timers_;
  IncidentNumber last_number_;
};

}  // namespace muster
