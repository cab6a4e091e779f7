#include "bot/rehearsal/player.hpp"

#include <algorithm>

#include "bot/domain/grammar.hpp"
#include "bot/rehearsal/typed.hpp"
#include "handlers/catalog.hpp"

namespace muster {

namespace {

constexpr std::string_view kChat = "rehearsal";
constexpr auto kTolerance = std::chrono::seconds{5};

}  // namespace

Player::Player(Store& store, Policy policy) : store_{store}, policy_{std::move(policy)} {
  // Every audience listens in a room of the rehearsal's chat.
  for (AudienceRule& audience : policy_.audiences) audience.rooms[std::string{kChat}] = audience.id;
  policy_.announce_rooms[std::string{kChat}] = "incidents";
}

Result<Done> Player::start(Time at) {
  now_ = at;
  engine_ = std::make_unique<Engine>(store_, EngineSetup{policy_, {std::string{kChat}}, decide});
  MUSTER_TRY(const Changes loaded, engine_->load(now_));
  take(loaded);
  return Done{};
}

void Player::take(const Changes& changes) {
  for (const auto& incident : changes.incidents) incidents_[incident->number] = incident;
  if (changes.operations) operations_ = changes.operations;
  for (const OutboxRow& row : changes.outbox) waiting_.push_back(row);
}

Result<JobAnswer> Player::submit(Inbound inbound) {
  if (inbound.origin_key.empty()) inbound.origin_key = "rehearsal/" + std::to_string(++count_);
  inbound.occurred_at = now_;
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{std::move(inbound), {}});
  auto result = engine_->run(std::move(jobs), now_);
  take(result.changes);
  return std::move(result.answers.front());
}

// The chat answers at once: rooms open, messages appear, messages asked for are found.
Result<Done> Player::deliver() {
  while (!waiting_.empty()) {
    const std::vector<OutboxRow> rows = std::exchange(waiting_, {});
    for (const OutboxRow& row : rows) {
      if (const auto* post = std::get_if<PostMessage>(&row.effect.body))
        sent_.push_back({row.incident, post->wording, post->about, now_});
      EffectDelivered done{row.key, row.incident, row.effect.body, row.effect.platform, {}, "", "", {}, 0};
      done.at = {row.effect.platform, "room-" + std::to_string(row.incident.value), "", ""};
      if (!std::holds_alternative<OpenRoom>(row.effect.body)) done.at.message = row.key;
      if (const auto incident = incidents_.find(row.incident); incident != incidents_.end())
        done.rendered_at = incident->second->last_seq;
      if (const auto* fetch = std::get_if<FetchMessage>(&row.effect.body))
        done.fetched = said_[fetch->message.message];
      Inbound inbound;
      inbound.origin_key = "outbox/" + row.key;
      inbound.what = std::move(done);
      MUSTER_TRY(const JobAnswer answer, submit(std::move(inbound)));
      static_cast<void>(answer);
    }
  }
  return Done{};
}

Result<Done> Player::run_due(Time until) {
  for (auto due = engine_->next_due(); due && *due <= until; due = engine_->next_due()) {
    now_ = std::max(now_, *due);
    auto result = engine_->run(engine_->due(now_), now_);
    for (const JobResult& answer : result.answers) MUSTER_CHECK(answer);
    take(result.changes);
    MUSTER_CHECK(deliver());
  }
  return Done{};
}

Result<Done> Player::pass_to(Time at) {
  MUSTER_CHECK(run_due(at));
  now_ = std::max(now_, at);
  return Done{};
}

Result<Done> Player::play(const Step& step) {
  MUSTER_CHECK(pass_to(step.at));
  if (step.by_system) {
    MUSTER_CHECK(pass_to(step.at + kTolerance));
    const auto incident = incidents_.find(number_of(step.script, step.incident));
    const bool acted = incident != incidents_.end() && std::ranges::any_of(sent_, [&](const Sent& sent) {
                         return sent.incident == incident->first && sent.at >= step.at - kTolerance &&
                                sent.at <= step.at + kTolerance;
                       });
    if (!acted) miss(step, "muster did nothing by itself: " + step.field("what"));
    return Done{};
  }
  if (step.kind == "command") {
    MUSTER_CHECK(play_command(step));
  } else if (step.kind == "message" || step.kind == "reaction") {
    MUSTER_CHECK(play_message(step));
  } else {
    MUSTER_CHECK(play_outside(step));
  }
  return deliver();
}

std::string Player::text_of(const Step& step) const {
  return typed_text(step,
                    {[&](const std::string& id) {
                       const auto found = ids_.find(key(step, id));
                       return found == ids_.end() ? id : found->second;
                     },
                     [&](const std::string& local) { return to_string(number_of(step.script, local)); }});
}

Result<JobAnswer> Player::type(const Step& step, const std::string& text) {
  Inbound inbound;
  inbound.from = Identity{std::string{kChat}, step.by, step.by, false};
  inbound.place = {std::string{kChat}, "lobby", "", ""};
  const IncidentNumber number = number_of(step.script, step.incident);
  const bool about = number.exists() && step.verb != "declare" && step.verb != "merge";
  inbound.what = CommandTyped{about ? to_string(number) + " " + text : text, {}};
  return submit(std::move(inbound));
}

// Finds what the step made and remembers the script's name for it.
void Player::remember(const Step& step, IncidentNumber number, std::size_t pages_before) {
  const std::string id = step.arg("id");
  const auto incident = incidents_.find(number);
  if (step.verb == "page" && !id.empty()) {
    const bool alone = operations_->pages.size() > pages_before;
    if (alone) {
      ids_[key(step, id)] = operations_->pages.back().id;
      pending_.emplace(key(step, step.incident), std::pair{operations_->pages.back().id, std::string{}});
    } else if (incident != incidents_.end() && !incident->second->pages.empty()) {
      ids_[key(step, id)] = incident->second->pages.back().id;
    }
  }
  if (incident == incidents_.end()) return;
  if (step.verb == "update" && !incident->second->updates.empty())
    updates_[{number, incident->second->updates.back().seq}] = id;
  if (step.verb == "action_add" && !incident->second->actions.empty())
    ids_[key(step, id)] = incident->second->actions.back().id;
}

Result<Done> Player::play_command(const Step& step) {
  const IncidentNumber newest = incidents_.empty() ? IncidentNumber{0} : incidents_.rbegin()->first;
  const std::size_t pages_before = operations_->pages.size();
  // Scripts publish what they never drafted; muster publishes nothing that is not written.
  const auto incident = incidents_.find(number_of(step.script, step.incident));
  const bool unwritten =
      incident != incidents_.end() && incident->second->postmortem == PostmortemState::none;
  if (step.verb == "postmortem" && unwritten && step.arg("op") != "draft" && step.arg("op") != "waive") {
    MUSTER_TRY(const JobAnswer drafted, type(step, "postmortem draft"));
    static_cast<void>(drafted);
  }
  MUSTER_TRY(const JobAnswer answer, type(step, text_of(step)));
  judge(step, answer);
  if (answer.refusal) return Done{};
  if (step.verb == "declare" && incidents_.rbegin()->first > newest)
    numbers_[key(step, step.incident)] = incidents_.rbegin()->first;
  remember(step, number_of(step.script, step.incident), pages_before);
  if (step.verb != "declare") return Done{};
  MUSTER_CHECK(deliver());
  return tie_pending(step);
}

// Alerts, reports and pages that the script says belong to the incident, where muster did not tie them by
// itself.
Result<Done> Player::tie_pending(const Step& step) {
  const auto [first, last] = pending_.equal_range(key(step, step.incident));
  const IncidentNumber number = number_of(step.script, step.incident);
  for (auto one = first; one != last; ++one) {
    const auto& [ref, relation] = one->second;
    const Incident& incident = *incidents_.at(number);
    const bool tied = incident.page(ref) != nullptr ||
                      std::ranges::find(incident.alerts, ref, &IncidentAlert::alert) != incident.alerts.end();
    if (tied) continue;
    MUSTER_TRY(const JobAnswer answer, type(step, "link " + ref + " " + relation));
    if (answer.refusal) miss(step, "could not tie " + ref + ": " + answer.refusal->say);
  }
  pending_.erase(first, last);
  return Done{};
}

Result<Done> Player::play_outside(const Step& step) {
  Inbound inbound;
  const IncidentNumber number = number_of(step.script, step.incident);
  if (step.kind == "change") {
    inbound.from = Identity{std::string{kChat}, step.by, step.by, false};
    ChangeReported report;
    report.change = step.field("id");
    report.op = step.field("op") == "complete" ? ChangeOp::complete : ChangeOp::start;
    report.type = named<ChangeType>(step.field("type")).value_or(ChangeType::standard);
    report.service = step.field("service");
    report.title = step.field("title");
    report.risk = step.field("risk");
    report.result = step.field("result");
    report.incident = number;
    inbound.what = ChangeReceived{std::move(report)};
  } else if (step.kind == "report") {
    inbound.what = ReportArrived{{step.field("id"), step.field("source"), step.field("service"),
                                  step.field("text"), step.field("relation")},
                                 number};
    if (!number.exists() && !step.incident.empty())
      pending_.emplace(key(step, step.incident), std::pair{step.field("id"), std::string{"evidence"}});
  } else {
    AlertReported report;
    report.alert = step.field("id");
    report.op = step.field("op") == "resolve" ? AlertOp::resolve : AlertOp::fire;
    report.source = step.field("source");
    report.service = step.field("service");
    report.dedup_key = step.field("dedup_key");
    report.title = step.field("title");
    report.severity = step.field("severity");
    report.role = named<AlertRole>(step.field("role")).value_or(AlertRole::signal);
    if (!number.exists() && !step.incident.empty() && report.op == AlertOp::fire)
      pending_.emplace(key(step, step.incident), std::pair{report.alert, std::string{"alert"}});
    const int count = std::max(1, std::atoi(step.field("count").c_str()));
    for (int i = 1; i < count; ++i) {
      Inbound again;
      again.what = AlertReceived{report, number};
      MUSTER_TRY(const JobAnswer answer, submit(std::move(again)));
      static_cast<void>(answer);
    }
    inbound.what = AlertReceived{std::move(report), number};
  }
  MUSTER_TRY(const JobAnswer answer, submit(std::move(inbound)));
  judge(step, answer);
  return Done{};
}

Result<Done> Player::play_message(const Step& step) {
  const std::string id = step.kind == "message" ? step.field("id") : step.field("message");
  const std::string message = key(step, id);
  Inbound inbound;
  inbound.from = Identity{std::string{kChat}, step.by, step.by, false};
  if (step.kind == "message") {
    said_[message] = {step.field("text"), inbound.from, {}, "", now_};
    const IncidentNumber number = number_of(step.script, step.incident);
    inbound.place = {std::string{kChat}, "room-" + std::to_string(number.value), message, ""};
    ids_[message] = inbound.place.room;
    inbound.what = MessagePosted{step.field("text"), {}};
  } else {
    inbound.place = {std::string{kChat}, ids_[message], message, ""};
    inbound.what = ReactionChanged{step.field("emoji"), step.field("op") != "remove"};
  }
  MUSTER_TRY(const JobAnswer answer, submit(std::move(inbound)));
  judge(step, answer);
  return Done{};
}

void Player::judge(const Step& step, const JobAnswer& answer) {
  std::string code = answer.refusal ? answer.refusal->code : answer.reply.refused;
  const std::string say = answer.refusal ? answer.refusal->say : answer.reply.say;
  const std::string& wanted = step.expect.result;
  const bool refused = !code.empty();
  const bool unknown = code == "unknown_incident" || code == "no_incident";
  if (wanted == "ok" || wanted == "allowed") {
    if (refused) return miss(step, "expected " + wanted + ", got refused " + code + ": " + say);
  } else if (wanted == "not_found") {
    if (!unknown) return miss(step, "expected not_found, got " + (refused ? code : std::string{"ok"}));
  } else if (!refused) {
    return miss(step, "expected refused " + step.expect.code + ", got ok: " + say);
  }
  if (!step.expect.code.empty() && code != step.expect.code)
    miss(step, "expected code " + step.expect.code + ", got " + code + ": " + say);
  std::string contains = step.expect.reason_contains;
  // Scripts name incidents by their local names, muster by its own.
  for (const auto& [local, number] : numbers_) {
    const std::string name = local.substr(local.find('/') + 1);
    if (local.starts_with(step.script + "/")) {
      for (auto at = contains.find(name); at != std::string::npos; at = contains.find(name, at + 1))
        contains.replace(at, name.size(), to_string(number));
    }
  }
  if (!contains.empty() && lower(say).find(lower(contains)) == std::string::npos)
    miss(step, "expected a reason with \"" + contains + "\", got: " + say);
}

void Player::miss(const Step& step, const std::string& what) {
  mismatches_.push_back(step.script + " step " + std::to_string(step.number) + ": " + what);
}

IncidentNumber Player::number_of(const std::string& script, const std::string& local) const {
  const auto found = numbers_.find(script + "/" + local);
  return found == numbers_.end() ? IncidentNumber{0} : found->second;
}

std::string Player::script_update(IncidentNumber incident, Seq seq) const {
  const auto found = updates_.find({incident, seq});
  return found == updates_.end() ? "#" + std::to_string(seq) : found->second;
}

}  // namespace muster
