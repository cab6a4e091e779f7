#include "tests/integration/slack/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace muster::slack::testing {

using std::chrono::seconds;

asio::awaitable<Result<Answer>> RecordingIntake::submit(Inbound inbound) {
  {
    const std::lock_guard lock{mutex_};
    inbounds_.push_back(inbound);
    changed_.notify_all();
  }
  asio::steady_timer timer{co_await asio::this_coro::executor};
  for (;;) {
    {
      const std::lock_guard lock{mutex_};
      if (!held_) co_return decide_ ? decide_(inbound) : Result<Answer>{Answer{}};
    }
    timer.expires_after(std::chrono::milliseconds{5});
    co_await timer.async_wait(asio::use_awaitable);
  }
}

void RecordingIntake::decide(Decide decide) {
  const std::lock_guard lock{mutex_};
  decide_ = std::move(decide);
}

void RecordingIntake::hold(bool on) {
  const std::lock_guard lock{mutex_};
  held_ = on;
}

std::vector<Inbound> RecordingIntake::wait(std::size_t wanted,
                                           const std::function<bool(const Inbound&)>& matches) {
  std::unique_lock lock{mutex_};
  const auto enough = [&] {
    return std::ranges::count_if(inbounds_, matches) >= static_cast<std::ptrdiff_t>(wanted);
  };
  EXPECT_TRUE(changed_.wait_for(lock, seconds{15}, enough))
      << "only " << std::ranges::count_if(inbounds_, matches);
  std::vector<Inbound> found;
  std::ranges::copy_if(inbounds_, std::back_inserter(found), matches);
  return found;
}

std::vector<Inbound> RecordingIntake::all() const {
  const std::lock_guard lock{mutex_};
  return inbounds_;
}

World::World() {
  board.people.put({PersonId{"ann"}, "Ann Archer", "", {{"slack", "U0ANN"}}});
  board.people.put({PersonId{"bob"}, "Bob Baker", "", {{"slack", "U0BOB"}}});
  board.people.put({PersonId{"dan"}, "Dan Dee", "", {}});
  board.policy = std::make_shared<const Policy>();
  SlackConfig config{
      .app_token = Secret{"xapp-fake-app"}, .bot_token = Secret{"xoxb-fake-bot"}, .api_url = fake.api_url()};
  SlackHooks hooks{.home = [this](PersonId) { return Result<Message>{home}; }};
  auto created = Slack::create(io_.get_executor(), std::move(config), intake, board, clock, std::move(hooks));
  if (!created) throw std::runtime_error(created.error().say);
  slack = *std::move(created);
  thread_ = std::thread{[this] { io_.run(); }};
}

World::~World() {
  stop();
  work_.reset();
  io_.stop();
  thread_.join();
  slack.reset();
}

void World::start() {
  started_ = true;
  asio::post(io_, [this] { slack->start(); });
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
