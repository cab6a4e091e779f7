#include "bot/runtime/engine.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

#include "bot/base/log.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/net/digest.hpp"
#include "bot/runtime/decision_change.hpp"

namespace muster {

// What the batch has decided so far; becomes the engine's state when it is committed.
struct Engine::Batch {
  HeldIncidents incidents;
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

Engine::Engine(Store& store, EngineSetup setup)
    : store_{store}, setup_{std::move(setup)}, incidents_{store} {}
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
  for (const Timer& timer : snapshot.timers) timers_.set(timer);
  Change change;
  change.now = now;
  // A policy that changed meanwhile may want others, or other times; it does not reach what is at rest.
  const Batch nothing_yet;
  renew_timers(nothing_yet, change, kOperations, wanted_timers(*operations_, setup_.policy));
  for (Incident& incident : snapshot.incidents) {
    renew_timers(nothing_yet, change, incident.number, wanted_timers(incident, setup_.policy));
    auto kept = std::make_shared<const Incident>(std::move(incident));
    incidents_.take_in(kept);
    all.incidents.push_back(std::move(kept));
  }
  MUSTER_CHECK(measure(snapshot.unmeasured, change));
  all.outbox = std::move(snapshot.outbox);
  MUSTER_CHECK(keep_what_the_start_found(change));
  for (const std::string& key : change.timers_dropped) timers_.drop(key);
  for (const Timer& timer : change.timers_set) timers_.set(timer);
  return all;
}

Result<Done> Engine::measure(const std::vector<IncidentNumber>& numbers, Change& change) {
  const auto kept = [this](IncidentNumber number) { return incidents_.find(number); };
  for (const IncidentNumber number : numbers) {
    if (const Incident* incident = kept(number))
      change.figures.push_back(
          figures(*incident, family_of(*incident, kept), setup_.policy, *people_, change.now));
    incidents_.end_batch();
  }
  return incidents_.all_was_read();
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
    incidents_.end_batch();
    return result;
  }
  settle(batch);
  incidents_.end_batch();
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

  const SeenIncidents view{incidents_,
                           batch.incidents,
                           setup_.policy.auditors,
                           {answer.asker, inbound.place, sees_everything(inbound)}};
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
  renew_incident_timers(batch, made.change);
  if (made.operations)
    renew_timers(batch, made.change, kOperations, wanted_timers(batch.log(), setup_.policy));
  auto kept = incidents_.all_was_read();
  if (kept) kept = keep(batch, made.change, job);
  if (!kept) {
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

void Engine::renew_incident_timers(const Batch& batch, Change& change) const {
  for (const auto& [after, is_new, before, only_marks] : change.incidents) {
    if (only_marks && after->reminded == before->reminded) continue;  // of the marks, timers look at these
    renew_timers(batch, change, after->number, wanted_timers(*after, setup_.policy));
  }
}

// Brings the timers of one timeline in step: what is wanted now, against what is kept.
void Engine::renew_timers(const Batch& batch, Change& change, IncidentNumber number,
                          std::vector<Timer> wanted) const {
  std::set<std::string> keys;
  for (Timer& timer : wanted) {
    const std::string key = timer.key();
    keys.insert(key);
    const bool kept = (timers_.all().contains(key) || batch.timers_set.contains(key)) &&
                      !batch.timers_dropped.contains(key);
    if (!kept) change.timers_set.push_back(std::move(timer));
  }
  const std::string prefix = timer_prefix(number);
  const auto drop_unwanted = [&](const std::map<std::string, Timer>& all) {
    for (auto timer = all.lower_bound(prefix); timer != all.end() && timer->first.starts_with(prefix);
         ++timer) {
      if (!keys.contains(timer->first)) change.timers_dropped.push_back(timer->first);
    }
  };
  drop_unwanted(timers_.all());
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
  for (const std::string& key : batch.timers_dropped) timers_.drop(key);
  for (const Timer& timer : batch.timers_set | std::views::values) timers_.set(timer);
  for (auto& incident : batch.incidents | std::views::values) {
    if (auto rested = incidents_.take_in(incident)) batch.changes.woken.push_back(std::move(rested));
    batch.changes.incidents.push_back(std::move(incident));
  }
}

std::vector<Job> Engine::due(Time now) const {
  std::vector<Job> jobs;
  for (const Timer* timer : timers_.due(now)) {
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
  return timers_.next_due();
}

std::size_t Engine::timer_count() const {
  return timers_.all().size();
}

}  // namespace muster
