#include "tests/unit/handlers/stage.hpp"

#include <unistd.h>

#include "handlers/catalog.hpp"

namespace muster::test {

namespace {

const Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9}};

}  // namespace

Stage::Stage(Policy policy, std::vector<std::string> platforms)
    : clock{kStart}, policy_{std::move(policy)}, platforms_{std::move(platforms)} {
  std::string pattern = (std::filesystem::temp_directory_path() / "muster-stage-XXXXXX").string();
  dir_ = ::mkdtemp(pattern.data());
  start();
}

Stage::~Stage() {
  engine_.reset();
  store_.reset();
  std::filesystem::remove_all(dir_);
}

void Stage::start() {
  auto store = open_store(dir_);
  EXPECT_TRUE(store) << store.error().say;
  store_ = *std::move(store);
  engine_ = std::make_unique<Engine>(*store_, EngineSetup{policy_, platforms_, decide});
  auto loaded = engine_->load(clock.now());
  EXPECT_TRUE(loaded) << loaded.error().say << loaded.error().detail;
  waiting_ = std::move(loaded->outbox);
  taken_up_.clear();
  for (const auto& incident : loaded->incidents) taken_up_.push_back(incident->number);
}

void Stage::restart() {
  engine_.reset();
  store_.reset();
  start();
}

JobResult Stage::submit(Inbound inbound) {
  if (inbound.origin_key.empty()) inbound.origin_key = "test/" + std::to_string(++key_);
  if (inbound.occurred_at == Time{}) inbound.occurred_at = clock.now();
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{std::move(inbound), {}});
  auto result = engine_->run(std::move(jobs), clock.now());
  for (const OutboxRow& row : result.changes.outbox) {
    waiting_.push_back(row);
    unseen_.push_back(row);
  }
  return std::move(result.answers.front());
}

namespace {

JobAnswer kept(JobResult result) {
  EXPECT_TRUE(result) << result.error().say << " " << result.error().detail;
  return result ? *std::move(result) : JobAnswer{};
}

}  // namespace

JobAnswer Stage::type(const std::string& person, const std::string& text, const std::string& room) {
  Inbound inbound;
  inbound.from = Identity{"slack", person, person};
  inbound.place = {"slack", room, "", ""};
  inbound.what = CommandTyped{text, {}};
  return kept(submit(std::move(inbound)));
}

JobAnswer Stage::dialog(const std::string& person, const std::string& name,
                        std::map<std::string, std::string> fields, IncidentNumber incident) {
  Inbound inbound;
  inbound.from = Identity{"slack", person, person};
  inbound.place = {"slack", "", "", ""};
  inbound.what = DialogSubmitted{name, incident, std::move(fields), {}};
  return kept(submit(std::move(inbound)));
}

void Stage::deliver_all() {
  while (!waiting_.empty()) {
    std::vector<OutboxRow> rows = std::move(waiting_);
    waiting_.clear();
    for (const OutboxRow& row : rows) {
      Inbound inbound;
      inbound.origin_key = "outbox/" + row.key;
      EffectDelivered delivered{row.key, row.incident, row.effect.body, row.effect.platform, {}, "", "", {},
                                0};
      delivered.at = {row.effect.platform, "room-" + std::to_string(row.incident.value), "", ""};
      if (!std::holds_alternative<OpenRoom>(row.effect.body)) delivered.at.message = row.key;
      delivered.rendered_at = incident(static_cast<int>(row.incident.value)).last_seq;
      if (const auto* fetch = std::get_if<FetchMessage>(&row.effect.body)) {
        delivered.fetched = {
            "text of " + fetch->message.message, Identity{"slack", "bob", "bob"}, {}, "", clock.now()};
      }
      inbound.what = std::move(delivered);
      EXPECT_TRUE(submit(std::move(inbound)));
    }
  }
}

void Stage::pass(Duration time) {
  clock.advance(time);
  auto result = engine_->run(engine_->due(clock.now()), clock.now());
  for (const JobResult& answer : result.answers) EXPECT_TRUE(answer);
  for (const OutboxRow& row : result.changes.outbox) {
    waiting_.push_back(row);
    unseen_.push_back(row);
  }
}

std::vector<Event> Stage::events(int number) const {
  auto reader = open_reader(dir_);
  EXPECT_TRUE(reader) << reader.error().say;
  auto events = (*reader)->events({number});
  EXPECT_TRUE(events);
  return events ? *events : std::vector<Event>{};
}

Incident Stage::incident(int number) const {
  return fold(events(number));
}

std::vector<OutboxRow> Stage::take_effects() {
  return std::exchange(unseen_, {});
}

std::vector<std::string> Stage::posted_wordings() {
  std::vector<std::string> wordings;
  for (const OutboxRow& row : take_effects()) {
    const auto* post = std::get_if<PostMessage>(&row.effect.body);
    if (post == nullptr || row.effect.platform != "slack") continue;
    std::string to{name_of(post->to.to)};
    if (!post->to.id.empty()) to += ":" + post->to.id;
    wordings.push_back(to + "/" + post->wording);
  }
  return wordings;
}

}  // namespace muster::test
