#include "tests/power/house.hpp"

#include <algorithm>
#include <iterator>

#include "handlers/catalog.hpp"

namespace muster::power {

namespace {

Inbound typed(const std::string& key, const std::string& who, const std::string& text) {
  Inbound inbound;
  inbound.origin_key = "slack/" + key;
  inbound.from = Identity{"slack", who, who};
  inbound.place = {"slack", "", "", ""};
  inbound.what = CommandTyped{text, {}};
  return inbound;
}

}  // namespace

Time beginning() {
  return Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9}};
}

Result<Done> House::open() {
  MUSTER_TRY(store_, open_store(dir_));
  return Done{};
}

Result<Done> House::load() {
  engine_ = std::make_unique<Engine>(*store_, EngineSetup{default_policy(), {"slack", "console"}, decide});
  MUSTER_TRY(Changes all, engine_->load(now));
  waiting_ = std::move(all.outbox);
  return Done{};
}

void House::close() {
  engine_.reset();
  store_.reset();
}

Result<Done> House::run(std::vector<Job> jobs) {
  auto result = engine_->run(std::move(jobs), now);
  for (JobResult& answer : result.answers) {
    if (!answer) return std::unexpected(std::move(answer).error());
    if (answer->refusal)
      return fail(ErrorKind::internal, "the rules refused a step of the test: " + answer->refusal->say);
  }
  std::ranges::move(result.changes.outbox, std::back_inserter(waiting_));
  return Done{};
}

Result<Done> House::type(const std::string& key, const std::string& who, const std::string& text) {
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{typed(key, who, text), {}});
  return run(std::move(jobs));
}

Result<Done> House::type_all(const std::string& key, const std::vector<std::string>& texts) {
  std::vector<Job> jobs;
  for (const std::string& text : texts)
    jobs.emplace_back(Submit{typed(key + "/" + std::to_string(jobs.size()), "ann", text), {}});
  return run(std::move(jobs));
}

Result<Done> House::claim() {
  std::vector<Job> jobs;
  for (const OutboxRow& row : waiting_)
    jobs.emplace_back(UpdateOutbox{{row.key, OutboxState::running, row.attempt + 1, now, ""}});
  MUSTER_CHECK(run(std::move(jobs)));
  for (OutboxRow& row : waiting_) ++row.attempt;  // what is claimed again is claimed by the next number
  return Done{};
}

Result<Done> House::deliver() {
  std::vector<Job> jobs;
  for (const OutboxRow& row : waiting_) {
    Inbound inbound;
    inbound.origin_key = "outbox/" + row.key;
    EffectDelivered delivered{row.key, row.incident, row.effect.body, row.effect.platform, {}, "", "", {}, 0};
    delivered.at = {row.effect.platform, "room-" + std::to_string(row.incident.value), "", ""};
    if (!std::holds_alternative<OpenRoom>(row.effect.body)) delivered.at.message = row.key;
    inbound.what = std::move(delivered);
    jobs.emplace_back(Submit{std::move(inbound), {}});
  }
  const std::size_t sent = waiting_.size();
  MUSTER_CHECK(run(std::move(jobs)));
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
  return Done{};
}

Result<Done> House::fire() {
  return run(engine_->due(now));
}

Result<Done> House::tidy() {
  return store_->tidy(now);
}

}  // namespace muster::power
