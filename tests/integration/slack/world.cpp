#include "tests/integration/slack/world.hpp"

namespace muster::slack::testing {

using std::chrono::seconds;

World::World() {
  board.people.put({PersonId{"ann"}, "Ann Archer", "", {{"slack", "U0ANN"}}});
  board.people.put({PersonId{"bob"}, "Bob Baker", "", {{"slack", "U0BOB"}}});
  board.people.put({PersonId{"dan"}, "Dan Dee", "", {}});
  board.policy = std::make_shared<const Policy>();
  SlackConfig config{.app_token = Secret{"xapp-fake-app"},
                     .bot_token = Secret{"xoxb-fake-bot"},
                     .api_url = fake.ready("api_url")};
  SlackHooks hooks{.home = [this](PersonId) { return Result<Message>{home}; }};
  auto created =
      Slack::create(io().get_executor(), std::move(config), intake, board, clock, std::move(hooks));
  if (!created) throw std::runtime_error(created.error().say);
  slack = *std::move(created);
  launch();
}

World::~World() {
  stop();
  join();
  slack.reset();
}

void World::start() {
  started_ = true;
  asio::post(io(), [this] { slack->start(); });
  fake.wait("sockets&count=2");
}

void World::stop() {
  intake.hold(false);
  if (std::exchange(started_, false)) run(slack->stop(steady_now() + seconds{5}));
}

void World::has_incident(IncidentNumber number, const std::string& channel) {
  auto incident = std::make_shared<Incident>();
  incident->number = number;
  incident->rooms["slack"] = Room{{"slack", channel, "", ""}, channel, ""};
  board.incidents[number] = incident;
}

Message words(const std::string& text) {
  return Message{{Paragraph{{{Plain{text}}}}}};
}

Answer answer_with(const std::string& text) {
  Answer answer;
  answer.message = words(text);
  return answer;
}

bool is_command(const Inbound& inbound) {
  return std::holds_alternative<CommandTyped>(inbound.what);
}

}  // namespace muster::slack::testing
