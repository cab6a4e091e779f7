// S06, a Teams incident, played through the fake Teams: people type in Teams what the script says, muster
// keeps a clock of the test's, and what was recorded is compared to the last number.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>

#include "bot/net/url.hpp"
#include "bot/rehearsal/recorded.hpp"
#include "bot/rehearsal/script.hpp"
#include "bot/rehearsal/step_inbound.hpp"
#include "bot/store/sqlite.hpp"
#include "bot/wiring.hpp"
#include "tests/integration/chat/fake_process.hpp"
#include "tests/integration/chat/io_thread.hpp"

namespace muster {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using testing::FakeProcess;
using testing::Json;

constexpr const char* kScript =
    SCRIPTS "/s06-payment-provider-failing-late-public-update-vendor-misses-its-sla.json";

// Moves only when told to.
class StageClock final : public Clock {
 public:
  explicit StageClock(Time start) : now_us_{start.time_since_epoch().count()} {}
  [[nodiscard]] Time now() const override { return Time{Duration{now_us_.load()}}; }
  void set(Time at) { now_us_ = at.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> now_us_;
};

class Stage : testing::IoThread {
 public:
  explicit Stage(Script script)
      : script_{std::move(script)}, clock_{script_.steps.front().at}, fake_{{FAKE_TEAMS, "--port", "0"}} {
    std::string pattern = (fs::temp_directory_path() / "muster-script-XXXXXX").string();
    data_ = mkdtemp(pattern.data());
    // Teams lives at the script's time, too.
    fake_.post("config", {{"token_clock", "fake"}, {"rsc_messages", true}});
    show_time();
    instance_ = Instance::create(io(), clock_, settings(), data_).value();
    steps_ = std::make_unique<StepInbound>(instance_->board(), Place{"console", "incidents", "", ""});
    launch();
    EXPECT_TRUE(run(instance_->start()));
    fake_.post("config", {{"bot_endpoint", instance_->address() + "api/messages"}});
  }
  ~Stage() {
    run(instance_->stop());
    join();
    instance_.reset();
    fs::remove_all(data_);
  }

  void play() {
    for (const Step& step : script_.steps) {
      pass_to(step.at);
      if (step.by_system) {
        pass_to(step.at + seconds{5});
        continue;
      }
      if (step.kind == "command" && is_person(step.by))
        say(step);
      else
        hand_in(step);
    }
  }

  std::vector<std::string> differences_found() {
    fake_.wait("quiet&quiet_ms=1000");
    const auto reader = open_reader(data_).value();
    const Played played{*steps_, sent_, *instance_->board().policy, clock_.now()};
    const auto recorded = recorded_json(script_, played, *reader);
    EXPECT_TRUE(recorded) << recorded.error().say;
    return differences(script_, recorded.value_or("{}"));
  }
  FakeProcess& fake() { return fake_; }

 private:
  Settings settings() {
    Settings made;
    made.policy = script_.policy;
    made.listen = "127.0.0.1:0";
    MicrosoftTeamsSettings& teams = made.microsoft_teams.emplace();
    teams.app_id = fake_.ready("app_id");
    teams.app_secret = Secret{fake_.ready("app_secret")};
    teams.tenant_id = fake_.ready("tenant");
    teams.team = fake_.ready("team");
    teams.service_url = fake_.ready("service_url");
    teams.login_url = fake_.ready("login_url");
    teams.graph_url = fake_.ready("graph_url");
    teams.openid_url = fake_.ready("openid_url");
    for (Person& person : made.policy.people) {
      const Json user = fake_.post("users", {{"name", person.id.value}, {"in_team", true}});
      person.identities["teams"] = user["user"]["aadObjectId"].get<std::string>();
    }
    // Every audience listens in a channel of the team.
    for (AudienceRule& audience : made.policy.audiences) {
      fake_.post("channels", {{"name", "updates-" + audience.id}});
      audience.rooms["teams"] = {"updates-" + audience.id};
    }
    return made;
  }

  [[nodiscard]] bool is_person(const std::string& id) const {
    return std::ranges::any_of(script_.policy.people,
                               [&](const Person& person) { return person.id.value == id; });
  }

  // Steps small enough for what is due by itself to happen at its time.
  void pass_to(Time at) {
    while (clock_.now() < at) {
      const bool is_far = at - clock_.now() > std::chrono::hours{12};
      const Duration step = is_far ? Duration{std::chrono::minutes{10}} : Duration{seconds{5}};
      clock_.set(std::min(at, clock_.now() + step));
      poke();
    }
    show_time();
  }
  void show_time() {
    fake_.post(
        "clock",
        {{"now_ms",
          std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now().time_since_epoch()).count()}});
  }
  // What is due is decided before the next write of the same thread.
  void poke() {
    testing::asio::post(io(), [this] { instance_->poke(); });
    EXPECT_TRUE(run(instance_->intake().write({})));
    EXPECT_TRUE(run(instance_->intake().write({})));
  }

  void hand_in(const Step& step) {
    std::vector<HandedIn> all = of(step);
    for (HandedIn& handed : all) submit(std::move(handed));
    done(step);
  }
  std::vector<HandedIn> of(const Step& step) {
    return on_io([&] { return steps_->of(step); });
  }
  void submit(HandedIn handed) {
    handed.inbound.origin_key = "script/" + std::to_string(++count_);
    handed.inbound.occurred_at = clock_.now();
    EXPECT_TRUE(run(instance_->intake().submit(std::move(handed.inbound), {})));
  }
  void done(const Step& step) {
    on_io([&] { steps_->done(step); });
    std::vector<HandedIn> ties = on_io([&] { return steps_->ties(step); });
    for (HandedIn& tie : ties) submit(std::move(tie));
  }
  // In the incident's channel when it has one, else in the person's own chat.
  void say(const Step& step) {
    const std::vector<HandedIn> as_typed = of(step);  // a postmortem that nobody drafted is drafted first
    for (std::size_t i = 0; i < as_typed.size(); ++i) {
      const bool is_last = i + 1 == as_typed.size();
      type(step, is_last ? on_io([&] { return steps_->text_of(step); }) : "postmortem draft", is_last);
    }
    if (step.expect.result == "ok" || step.expect.result == "allowed") done(step);
  }
  void type(const Step& step, const std::string& text, bool is_last) {
    const std::string room = on_io([&] {
      const auto incident = instance_->board().find(steps_->number_of(step.script, step.incident));
      const auto known = incident ? incident->rooms.find("teams") : decltype(incident->rooms.begin()){};
      return incident && known != incident->rooms.end() ? known->second.place.room : std::string{};
    });
    Json said{{"user", step.by}, {"text", text}, {"wait_ms", 15000}};
    std::string seen = "message&from=muster";
    if (room.empty()) {
      said["personal"] = true;
      seen += "&personal=true&user=" + step.by;
    } else {
      said["channel"] = room;
      seen += "&channel=" + net::percent_encode(room);
    }
    const Json answer = fake_.post(room.empty() ? "message" : "mention", said);
    ASSERT_EQ(answer["answer"]["status"], 200) << answer.dump();
    const std::string id = answer["id"].get<std::string>();
    if (!room.empty()) seen += "&thread=" + id;
    const Json reply = fake_.wait(seen + "&after=" + id);
    if (step.verb == "declare") fake_.wait("channel&prefix=inc-");
    if (!is_last || step.expect.reason_contains.empty()) return;
    EXPECT_NE(reply["message"]["text"].get<std::string>().find(step.expect.reason_contains),
              std::string::npos)
        << "step " << step.number << ": " << reply["message"]["text"];
  }

  Script script_;
  StageClock clock_;
  FakeProcess fake_;
  fs::path data_;
  std::unique_ptr<Instance> instance_;
  std::unique_ptr<StepInbound> steps_;
  std::vector<Sent> sent_;
  int count_ = 0;
};

TEST(TeamsScript, S06HoldsWhenItIsPlayedInTeams) {
  auto script = read_script(kScript, SCRIPTS "/definitions.json");
  ASSERT_TRUE(script) << script.error().say;
  Stage stage{*std::move(script)};
  stage.play();
  for (const std::string& difference : stage.differences_found()) ADD_FAILURE() << difference;
  for (const char* kind : {"invalid_answer", "card_error", "given_up"})
    EXPECT_EQ(stage.fake().get(std::string{"ledger?kind="} + kind)["entries"], Json::array()) << kind;
}

}  // namespace
}  // namespace muster
