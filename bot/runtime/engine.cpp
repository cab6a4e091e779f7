#include "bot/runtime/engine.hpp"

#include <algorithm>
#include <ranges>

#include "bot/base/log.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/net/digest.hpp"
#include "bot/runtime/decision_change.hpp"

namespace muster {

// What the batch has decided so far; becomes the engine's state when it is committed.
struct Engine::Batch {
  std::map<IncidentNumber, std::shared_ptr<const Incident>> incidents;
  std::map<std::string, Timer> timers_set;
  std::set<std::string> timers_dropped;
  std::shared_ptr<const OperationsLog> operations;  // as it was before
  std::shared_ptr<OperationsLog> folded;            // the batch's own, once there is something to fold in
  std::vector<Event> operations_events;             // that were kept
  std::shared_ptr<const People> people;
  IncidentNumber last_number;
  Changes changes;

  [[nodiscard]] const OperationsLog& log() const { return folded ? *folded : *operations; }
  [[nodiscard]] OperationsLog& own_log() {
    if (!folded) folded = std::make_shared<OperationsLog>(*operations);
    return *folded;
  }
};

// The incidents as one asker may see them: the batch's over the engine's.
class Engine::View final : public Incidents {
 public:
  View(const Engine& engine, const Batch& batch, PersonId viewer, const Place& place, bool sees_all)
      : engine_{engine}, batch_{batch}, viewer_{std::move(viewer)}, place_{place}, sees_all_{sees_all} {}

  [[nodiscard]] const Incident* find(IncidentNumber number) const override { return seen(current(number)); }

  [[nodiscard]] const Incident* in_room(const Place& place) const override {
    for (const auto& incident : batch_.incidents | std::views::values) {
      if (is_its_room(*incident, place)) return seen(incident.get());
    }
    const auto found = engine_.rooms_.find({place.platform, place.room});
    if (found == engine_.rooms_.end()) return nullptr;
    // A room it had before is nobody's.
    const Incident* incident = current(found->second);
    return incident != nullptr && is_its_room(*incident, place) ? seen(incident) : nullptr;
  }

  [[nodiscard]] std::vector<const Incident*> all() const override {
    std::set<IncidentNumber, std::greater<>> numbers;
    for (const auto& number : engine_.incidents_ | std::views::keys) numbers.insert(number);
    for (const auto& number : batch_.incidents | std::views::keys) numbers.insert(number);
    std::vector<const Incident*> list;
    for (const IncidentNumber number : numbers) {
      if (const Incident* incident = find(number)) list.push_back(incident);
    }
    return list;
  }

  [[nodiscard]] std::vector<const Incident*> open() const override {
    std::set<IncidentNumber, std::greater<>> numbers{engine_.open_.begin(), engine_.open_.end()};
    for (const auto& number : batch_.incidents | std::views::keys) numbers.insert(number);
    std::vector<const Incident*> list;
    for (const IncidentNumber number : numbers) {
      const Incident* incident = find(number);
      if (incident != nullptr && incident->is_open()) list.push_back(incident);
    }
    return list;
  }

  // Whoever asks: what follows from a decision does not depend on who made it.
  [[nodiscard]] const Incident* current(IncidentNumber number) const {
    if (const auto changed = batch_.incidents.find(number); changed != batch_.incidents.end()) {
      return changed->second.get();
    }
    const auto kept = engine_.incidents_.find(number);
    return kept == engine_.incidents_.end() ? nullptr : kept->second.get();
  }

 private:
  [[nodiscard]] const Incident* seen(const Incident* incident) const {
    if (incident == nullptr || sees_all_) return incident;
    const bool shown =
        is_its_room(*incident, place_) || may_see(*incident, viewer_, engine_.setup_.policy.auditors);
    return shown ? incident : nullptr;
  }

  const Engine& engine_;
  const Batch& batch_;
  PersonId viewer_;
  const Place& place_;
  bool sees_all_;
};

Engine::Engine(Store& store, EngineSetup setup) : store_{store}, setup_{std::move(setup)} {}
Engine::~Engine() = default;

Result<Changes> Engine::load(Time now) {
  MUSTER_TRY(Snapshot snapshot, store_.load());
  Changes all;
  last_number_ = snapshot.last_number;
  People people;
  for (Person& person : snapshot.people) people.put(std::move(person));
  // The configuration knows better than what was met in chat; accounts it does not name were found by mail.
  for (Person person : setup_.policy.people) {
    const Person* met = people.find(person.id);
    if (met != nullptr && person.identities.contains("email")) {
      for (const std::string& platform : setup_.platforms) {
        const auto account = met->identities.find(platform);
        if (account != met->identities.end()) person.identities.insert(*account);
      }
    }
    people.put(std::move(person));
  }
  all.operations = operations_ = std::make_shared<const OperationsLog>(std::move(snapshot.operations));
  all.people = people_ = std::make_shared<const People>(std::move(people));
  for (const Timer& timer : snapshot.timers) set_timer(timer);
  Change change;
  change.now = now;
  const auto stored = [&](IncidentNumber number) -> const Incident* {
    const auto found = std::ranges::lower_bound(snapshot.incidents, number, {}, &Incident::number);
    return found == snapshot.incidents.end() || found->number != number ? nullptr : &*found;
  };
  // Written by a muster that did not measure yet.
  for (const Incident& incident : snapshot.incidents) {
    if (!snapshot.measured.contains(incident.number))
      change.figures.push_back(figures(incident, family_of(incident, stored), setup_.policy, *people_, now));
  }
  // A policy that changed meanwhile may want others, or other times.
  const Batch nothing_yet;
  renew_timers(nothing_yet, change, kOperations, wanted_timers(*operations_, setup_.policy));
  for (Incident& incident : snapshot.incidents) {
    renew_timers(nothing_yet, change, incident.number, wanted_timers(incident, setup_.policy));
    auto kept = std::make_shared<const Incident>(std::move(incident));
    take_in(kept);
    all.incidents.push_back(std::move(kept));
  }
  all.outbox = std::move(snapshot.outbox);
  MUSTER_CHECK(keep_what_the_start_found(change));
  for (const std::string& key : change.timers_dropped) drop_timer(key);
  for (const Timer& timer : change.timers_set) set_timer(timer);
  return all;
}

// A disk that turns out to be full gives up its reserve at the first try; the second writes into that.
Result<Done> Engine::keep_what_the_start_found(Change& change) {
  if (change.figures.empty() && change.timers_set.empty() && change.timers_dropped.empty()) return Done{};
  const auto keep = [&]() -> Result<Done> {
    MUSTER_CHECK(store_.begin());
    if (auto kept = store_.append(change); !kept) {
      store_.rollback();
      return kept;
    }
    return store_.commit();
  };
  auto kept = keep();
  if (!kept && kept.error().kind == ErrorKind::unavailable) kept = keep();
  return kept;
}

Engine::BatchResult Engine::run(std::vector<Job> jobs, Time now) {
  BatchResult result;
  Batch batch;
  batch.operations = operations_;
  batch.people = people_;
  batch.last_number = last_number_;
  auto begun = store_.begin();
  for (Job& job : jobs) {
    if (begun)
      result.answers.push_back(run_one(batch, job, now));
    else
      result.answers.emplace_back(std::unexpected(begun.error()));
  }
  if (!begun) return result;
  if (auto committed = store_.commit(); !committed) {
    store_.rollback();
    log_error("the store could not commit; nothing of the batch was kept",
              {{"jobs", std::to_string(jobs.size())}, {"detail", committed.error().detail}});
    for (JobResult& answer : result.answers) answer = std::unexpected(committed.error());
    return result;
  }
  settle(batch);
  result.changes = std::move(batch.changes);
  return result;
}

JobResult Engine::run_one(Batch& batch, Job& job, Time now) {
  if (auto* submitted = std::get_if<Submit>(&job)) return submit(batch, *submitted, now);
  if (auto* update = std::get_if<UpdateOutbox>(&job)) {
    MUSTER_CHECK(store_.update_outbox(update->update));
    return JobAnswer{};
  }
  Change change;
  change.now = now;
  change.console = std::move(std::get<WriteConsole>(job).writes);
  MUSTER_CHECK(store_.append(change));
  std::ranges::move(change.console, std::back_inserter(batch.changes.console));
  return JobAnswer{};
}

namespace {

// Timers and receipts are muster's own; systems belong to whoever configured them. A provider that rings
// people by itself names who took a page: the page is looked up for the system, and the rule of the answer
// asks what that person may see.
bool sees_everything(const Inbound& inbound) {
  const auto* answered = std::get_if<PageAnswered>(&inbound.what);
  const bool by_provider = answered != nullptr && answered->person.empty() && !answered->page.empty();
  return !inbound.from || by_provider;
}

Actor actor_of(const Inbound& inbound, const PersonId& asker) {
  if (inbound.from) return actor(asker);
  return inbound.rule.empty() ? Actor{} : Actor{ActorKind::rule, inbound.rule};
}

std::string source_of(const Inbound& inbound) {
  if (inbound.from) return inbound.from->platform;
  return inbound.rule.empty() ? "muster" : inbound.rule;
}

std::string error_id_of(const Inbound& inbound) {
  return net::sha256_hex(inbound.origin_key).substr(0, 8);
}

OutboxUpdate settled_row(const std::string& key, OutboxState state, int claim, const std::string& error) {
  OutboxUpdate update;
  update.key = key;
  update.state = state;
  update.attempt = claim;
  update.error = error;
  return update;
}

}  // namespace

JobResult Engine::submit(Batch& batch, Submit& job, Time now) {
  const Inbound& inbound = job.inbound;
  MUSTER_TRY(const std::optional<PriorAnswer> before, store_.seen(inbound.origin_key));
  JobAnswer answer;
  answer.error_id = error_id_of(inbound);
  std::shared_ptr<const People> people = batch.people;
  bool learned = false;
  if (inbound.from) {
    if (auto id = people->known(*inbound.from)) {
      answer.asker = *std::move(id);
    } else {
      People more = *people;
      answer.asker = more.meet(*inbound.from).id;
      people = std::make_shared<const People>(std::move(more));
      learned = true;
    }
  }
  if (before) return again(batch, std::move(answer), *before, inbound);

  const View view{*this, batch, answer.asker, inbound.place, sees_everything(inbound)};
  const Context context{.now = now,
                        .actor = actor_of(inbound, answer.asker),
                        .place = inbound.place,
                        .source = source_of(inbound),
                        .incidents = view,
                        .operations = batch.log(),
                        .people = *people,
                        .policy = setup_.policy,
                        .next_number = {batch.last_number.value + 1},
                        .outsider = inbound.from && inbound.from->outsider,
                        .platforms = setup_.platforms};
  Outcome outcome = setup_.decide(inbound, context);
  Decision decision;
  if (outcome) {
    decision = *std::move(outcome);
  } else {
    answer.refusal = std::move(outcome).error();
    if (answer.refusal->on_record && answer.refusal->incident.exists()) {
      decision.events.push_back(
          {answer.refusal->incident,
           CommandRefused{answer.refusal->verb, answer.refusal->code, answer.refusal->say}, std::nullopt});
    }
  }
  answer.reply = decision.reply;

  const DecisionInput input{inbound, context, setup_.policy,
                            [&]() -> OperationsLog& { return batch.own_log(); }};
  DecisionChange made =
      to_change(std::move(decision), input, [&](IncidentNumber number) { return view.current(number); });
  made.change.console = std::move(job.console);
  made.change.reply = answer.refusal ? answer.refusal->say : answer.reply.say;
  made.change.refused = answer.refusal ? answer.refusal->code : answer.reply.refused;
  if (learned) made.change.people.push_back(*people->find(answer.asker));
  for (const auto& incident : made.incidents)
    renew_timers(batch, made.change, incident->number, wanted_timers(*incident, setup_.policy));
  if (made.operations)
    renew_timers(batch, made.change, kOperations, wanted_timers(batch.log(), setup_.policy));
  if (auto kept = keep(batch, made.change, job); !kept) {
    if (made.operations) undo_operations(batch);
    return std::unexpected(std::move(kept).error());
  }
  for (Event& event : made.change.events) {
    if (event.incident == kOperations) batch.operations_events.push_back(std::move(event));
  }
  batch.people = std::move(people);
  if (learned) batch.changes.people = batch.people;
  for (auto& incident : made.incidents) {
    batch.last_number = std::max(batch.last_number, incident->number);
    batch.incidents[incident->number] = std::move(incident);
  }
  return answer;
}

// Back to what was kept: the log as it was before the batch, and the events of the decisions that were kept.
void Engine::undo_operations(Batch& batch) {
  batch.folded.reset();
  for (const Event& event : batch.operations_events) evolve(batch.own_log(), event);
}

JobResult Engine::again(Batch& batch, JobAnswer answer, const PriorAnswer& before, const Inbound& inbound) {
  answer.repeated = true;
  if (before.refused.empty())
    answer.reply.say = before.reply;
  else
    answer.refusal = Refusal{before.refused, before.reply, "", std::nullopt};
  // A timer that was handled and is kept all the same would be due for ever.
  if (const auto* fired = std::get_if<TimerFired>(&inbound.what)) {
    Change change;
    change.timers_dropped = {fired->key};
    MUSTER_CHECK(store_.append(change));
    batch.timers_dropped.insert(fired->key);
    batch.timers_set.erase(fired->key);
  }
  return answer;
}

// Brings the timers of one timeline in step: what is wanted now, against what is kept.
void Engine::renew_timers(const Batch& batch, Change& change, IncidentNumber number,
                          std::vector<Timer> wanted) const {
  std::set<std::string> keys;
  for (Timer& timer : wanted) {
    const std::string key = timer.key();
    keys.insert(key);
    const bool kept =
        (timers_.contains(key) || batch.timers_set.contains(key)) && !batch.timers_dropped.contains(key);
    if (!kept) change.timers_set.push_back(std::move(timer));
  }
  const std::string prefix = timer_prefix(number);
  const auto drop_unwanted = [&](const std::map<std::string, Timer>& all) {
    for (auto timer = all.lower_bound(prefix); timer != all.end() && timer->first.starts_with(prefix);
         ++timer) {
      if (!keys.contains(timer->first)) change.timers_dropped.push_back(timer->first);
    }
  };
  drop_unwanted(timers_);
  drop_unwanted(batch.timers_set);
}

Result<Done> Engine::keep(Batch& batch, Change& change, const Submit& job) {
  const Inbound& inbound = job.inbound;
  const int claim = job.claim;
  if (const auto* fired = std::get_if<TimerFired>(&inbound.what)) change.timers_dropped.push_back(fired->key);
  if (const auto* delivered = std::get_if<EffectDelivered>(&inbound.what))
    change.settled = settled_row(delivered->key, OutboxState::delivered, claim, "");
  if (const auto* failed = std::get_if<EffectGivenUp>(&inbound.what))
    change.settled = settled_row(failed->key, OutboxState::failed, claim, failed->error);
  if (const auto* piled = std::get_if<MessagesPiledUp>(&inbound.what)) change.superseded = piled->keys;
  MUSTER_CHECK(store_.append(change));
  for (const std::string& key : change.timers_dropped) {
    batch.timers_dropped.insert(key);
    batch.timers_set.erase(key);
  }
  for (const Timer& timer : change.timers_set) {
    batch.timers_dropped.erase(timer.key());
    batch.timers_set.emplace(timer.key(), timer);
  }
  std::ranges::copy(change.outbox, std::back_inserter(batch.changes.outbox));
  std::ranges::copy(change.console, std::back_inserter(batch.changes.console));
  return Done{};
}

void Engine::settle(Batch& batch) {
  if (!batch.operations_events.empty()) batch.changes.operations = operations_ = std::move(batch.folded);
  people_ = std::move(batch.people);
  last_number_ = batch.last_number;
  for (const std::string& key : batch.timers_dropped) drop_timer(key);
  for (const Timer& timer : batch.timers_set | std::views::values) set_timer(timer);
  for (auto& incident : batch.incidents | std::views::values) {
    take_in(incident);
    batch.changes.incidents.push_back(std::move(incident));
  }
}

void Engine::take_in(const std::shared_ptr<const Incident>& incident) {
  for (const auto& [platform, room] : incident->rooms) rooms_[{platform, room.place.room}] = incident->number;
  if (incident->is_open())
    open_.insert(incident->number);
  else
    open_.erase(incident->number);
  incidents_[incident->number] = incident;
}

void Engine::set_timer(const Timer& timer) {
  const std::string key = timer.key();
  timers_[key] = timer;
  by_due_.emplace(timer.due, key);
}

void Engine::drop_timer(const std::string& key) {
  const auto found = timers_.find(key);
  if (found == timers_.end()) return;
  by_due_.erase({found->second.due, key});
  timers_.erase(found);
}

std::vector<Job> Engine::due(Time now) const {
  std::vector<const Timer*> ripe;
  for (const auto& [due, key] : by_due_) {
    if (due > now) break;
    ripe.push_back(&timers_.at(key));
  }
  std::ranges::sort(ripe, {},
                    [](const Timer* t) { return std::tuple{t->due, t->incident, t->what, t->subject}; });
  std::vector<Job> jobs;
  for (const Timer* timer : ripe) {
    const std::string key = timer->key();
    Inbound inbound;
    inbound.origin_key = "timer/" + key;
    inbound.occurred_at = timer->due;
    inbound.what = TimerFired{key, timer->incident, timer->what, timer->subject, timer->due};
    jobs.emplace_back(Submit{std::move(inbound), {}});
  }
  return jobs;
}

std::optional<Time> Engine::next_due() const {
  return by_due_.empty() ? std::nullopt : std::optional{by_due_.begin()->first};
}

std::size_t Engine::timer_count() const {
  return timers_.size();
}

}  // namespace muster
