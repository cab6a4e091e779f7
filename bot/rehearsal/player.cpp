#include "bot/rehearsal/player.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/catalog.hpp"

namespace muster {

namespace {

constexpr std::string_view kChat = "rehearsal";
constexpr auto kTolerance = std::chrono::seconds{5};

}  // namespace

Player::Player(Store& store, Policy policy)
    : store_{store}, policy_{std::move(policy)}, steps_{board_, {std::string{kChat}, "lobby", "", ""}} {
  // Every audience listens in a room of the rehearsal's chat.
  for (AudienceRule& audience : policy_.audiences) audience.rooms[std::string{kChat}] = {audience.id};
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
  for (const auto& incident : changes.incidents) board_.incidents[incident->number] = incident;
  if (changes.operations) board_.operations = changes.operations;
  if (changes.people) board_.people = *changes.people;
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
      if (const auto incident = board_.find(row.incident)) done.rendered_at = incident->last_seq;
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
    const IncidentNumber number = number_of(step.script, step.incident);
    const bool acted = number.exists() && std::ranges::any_of(sent_, [&](const Sent& sent) {
                         return sent.incident == number && sent.at >= step.at - kTolerance &&
                                sent.at <= step.at + kTolerance;
                       });
    if (!acted) miss(step, "muster did nothing by itself: " + step.field("what"));
    return Done{};
  }
  Result<JobAnswer> answer = JobAnswer{};
  for (HandedIn& handed : steps_.of(step)) {
    if (const auto* said = std::get_if<MessagePosted>(&handed.inbound.what))
      said_[handed.inbound.place.message] = {said->text, handed.inbound.from, {}, "", now_};
    answer = submit(std::move(handed.inbound));
    if (!answer) return std::unexpected(std::move(answer).error());
  }
  judge(step, *answer);
  if (!answer->refusal) steps_.done(step);
  MUSTER_CHECK(deliver());
  return answer->refusal ? Done{} : tie(step);
}

Result<Done> Player::tie(const Step& step) {
  for (HandedIn& link : steps_.ties(step)) {
    MUSTER_TRY(const JobAnswer answer, submit(std::move(link.inbound)));
    if (answer.refusal) miss(step, "could not tie what belongs to it: " + answer.refusal->say);
  }
  return deliver();
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
  for (const auto& [local, number] : steps_.numbers()) {
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

}  // namespace muster
