// Socket Mode under recycling, dead sockets and outages.
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "integrations/slack/socket_mode.hpp"
#include "tests/integration/net/harness.hpp"
#include "tests/integration/slack/world.hpp"

namespace muster::slack::testing {
namespace {

TEST(SlackConnection, RecycledSocketsLoseNothing) {
  World world;
  world.intake.decide([](const Inbound&) { return Result<Answer>{answer_with("ok")}; });
  world.start();
  std::set<std::string> sent;
  for (int round = 0; round < 4; ++round) {
    world.fake.post("socket/disconnect",
                    {{"reason", round % 2 == 0 ? "refresh_requested" : "warning"}, {"close_after_ms", 1500}});
    for (int i = 0; i < 5; ++i) {
      const std::string text = "note " + std::to_string(round) + "-" + std::to_string(i);
      const Json answer = world.fake.post("command", {{"user", "ann"},
                                                      {"channel", "incidents"},
                                                      {"command", "/inc"},
                                                      {"text", text},
                                                      {"wait_ms", 5000}});
      EXPECT_EQ(answer["ack"]["text"], "ok") << text << " " << answer.dump();
      sent.insert(text);
    }
  }
  std::set<std::string> kept;
  for (const Inbound& inbound : world.intake.wait(sent.size(), is_command))
    kept.insert(std::get<CommandTyped>(inbound.what).text);
  EXPECT_EQ(kept, sent);
}

TEST(SlackConnection, TheOldSocketIsReadUntilItCloses) {
  World world;
  world.start();
  world.fake.post("socket/disconnect", {{"reason", "warning"}, {"socket", 1}, {"close_after_ms", 60000}});
  world.fake.wait("sockets&at_least=2");
  const Json sockets = world.fake.get("sockets")["sockets"];
  EXPECT_GE(sockets.size(), 2U) << "the old one was dropped before the new one was usable";
}

TEST(SlackConnection, AKilledSocketIsReplaced) {
  World world;
  world.start();
  world.fake.post("socket/kill");
  world.fake.wait("sockets&count=2");
  world.intake.decide([](const Inbound&) { return Result<Answer>{answer_with("alive")}; });
  const Json answer = world.fake.post(
      "command",
      {{"user", "ann"}, {"channel", "incidents"}, {"command", "/inc"}, {"text", "list"}, {"wait_ms", 5000}});
  EXPECT_EQ(answer["ack"]["text"], "alive");
}

TEST(SlackConnection, WhatWasSaidDuringAnOutageIsReadAfterIt) {
  World world;
  world.has_incident(IncidentNumber{1}, "C0INCIDENTS");
  world.fake.post("config",
                  {{"retry_delays_ms", Json::array()}});  // Slack's own redelivery would hide the repair
  world.start();
  world.fake.wait("quiet");
  world.fake.post("fail", {{"method", "socket.open"}, {"status", 503}, {"count", 4}});
  world.fake.post("socket/kill");
  world.fake.wait("sockets&count=0");
  const std::string said = world.fake.post(
      "message", {{"user", "ann"}, {"channel", "incidents"}, {"text", "node 7 is on fire"}})["ts"];
  const std::string reply = world.fake.post(
      "message",
      {{"user", "bob"}, {"channel", "incidents"}, {"text", "confirmed"}, {"thread_ts", said}})["ts"];
  world.fake.post("reaction", {{"user", "bob"}, {"channel", "incidents"}, {"ts", said}, {"name", "pushpin"}});
  const auto came = world.intake.wait(3, [&](const Inbound& inbound) {
    return inbound.place.message == said || inbound.place.message == reply;
  });
  std::set<std::string> keys;
  for (const Inbound& inbound : came) keys.insert(inbound.origin_key);
  EXPECT_TRUE(keys.contains("slack/msg/T0TEAM/C0INCIDENTS/" + said));
  EXPECT_TRUE(keys.contains("slack/msg/T0TEAM/C0INCIDENTS/" + reply));
  EXPECT_TRUE(keys.contains("slack/past/T0TEAM/C0INCIDENTS/" + said + "/U0BOB/pushpin"));
}

// The rules ask about it then (handlers/missed.hpp).
TEST(SlackConnection, AnOldCommandIsHandedInWithTheTimeItWasTyped) {
  World world;
  world.has_incident(IncidentNumber{1}, "C0INCIDENTS");
  world.fake.post("config", {{"retry_delays_ms", Json::array()}});
  const std::string typed = world.fake.post(
      "mention", {{"user", "ann"}, {"channel", "incidents"}, {"text", "resolve all good"}})["ts"];
  const Time then = world.clock.now();
  world.clock.advance(std::chrono::hours{3});
  world.start();
  const auto came = world.intake.wait(1, is_command);
  ASSERT_EQ(came.size(), 1U);
  EXPECT_EQ(came[0].place.message, typed);
  EXPECT_EQ(std::get<CommandTyped>(came[0].what).text, "resolve all good");
  EXPECT_LE(came[0].occurred_at, then);
}

// A message that was pinned and whose entry was withdrawn, with the pin still on it.
TEST(SlackConnection, AWithdrawnPinDoesNotComeBackWithTheHistory) {
  World world;
  world.fake.post("config", {{"retry_delays_ms", Json::array()}});
  const auto pinned = [&](const std::string& text) {
    const std::string ts =
        world.fake.post("message", {{"user", "ann"}, {"channel", "incidents"}, {"text", text}})["ts"];
    world.fake.post("reaction", {{"user", "bob"}, {"channel", "incidents"}, {"ts", ts}, {"name", "pushpin"}});
    return ts;
  };
  const std::string withdrawn = pinned("wrong room, sorry");
  const std::string wanted = pinned("node 7 is on fire");
  world.has_incident(IncidentNumber{1}, "C0INCIDENTS");
  auto incident = std::make_shared<Incident>(*world.board.find({1}));
  incident->withdrawn[{"slack", "C0INCIDENTS", withdrawn, ""}] = 7;
  world.board.incidents[{1}] = incident;
  world.start();
  const auto is_pin = [](const Inbound& inbound) {
    return std::holds_alternative<ReactionChanged>(inbound.what);
  };
  const auto pins = world.intake.wait(1, is_pin);  // the later one comes last
  ASSERT_EQ(pins.size(), 1U);
  EXPECT_EQ(pins[0].place.message, wanted);
}

TEST(SlackConnection, WhatSlackDroppedIsReadWhenTheMinuteIsOver) {
  World world;
  world.has_incident(IncidentNumber{1}, "C0INCIDENTS");
  world.start();
  world.fake.wait("quiet");
  world.fake.post("config", {{"events", Json::array()}});
  const std::string said = world.fake.post(
      "message", {{"user", "ann"}, {"channel", "incidents"}, {"text", "node 7 is on fire"}})["ts"];
  const auto minute = std::chrono::floor<std::chrono::seconds>(world.clock.now()) - std::chrono::minutes{2};
  const Json frame = {{"envelope_id", "e-limited"},
                      {"type", "events_api"},
                      {"accepts_response_payload", false},
                      {"payload",
                       {{"type", "app_rate_limited"},
                        {"team_id", "T0TEAM"},
                        {"minute_rate_limited", minute.time_since_epoch().count()},
                        {"api_app_id", "A0APP"}}}};
  world.fake.post("socket/frame", {{"text", frame.dump()}, {"socket", 1}});
  const auto came =
      world.intake.wait(1, [&](const Inbound& inbound) { return inbound.place.message == said; });
  ASSERT_EQ(came.size(), 1U);
}

TEST(SlackConnection, HealthSaysWhatIsWrong) {
  World world;
  EXPECT_FALSE(world.slack->health().ready);
  world.start();
  const auto health = [&] { return world.on_io([&] { return world.slack->health(); }); };
  EXPECT_TRUE(health().ready);
  // Slack counts a socket before muster has read its greeting.
  EXPECT_TRUE(world.run(net::eventually([&] { return world.slack->health().reason == "2 sockets"; })));
  world.stop();
  EXPECT_EQ(world.fake.wait("sockets&count=0")["sockets"].size(), 0U);
}

// SocketMode alone, with limits short enough for a test.
struct ShortLived {
  explicit ShortLived(World& w) : world{w} {
    const auto trust = net::make_tls_client().value();
    api = std::make_shared<WebApi>(std::make_shared<net::HttpClient>(trust), w.fake.ready("api_url"),
                                   Secret{"xapp-fake-app"});
    SocketModeOptions options;
    options.lines = 1;
    options.ping_every = std::chrono::milliseconds{200};
    options.silent_limit = std::chrono::milliseconds{1200};
    sockets = std::make_shared<SocketMode>(w.io().get_executor(), api, trust, w.clock, options);
    asio::post(w.io(), [this] {
      sockets->start({}, {.arrived = [](Arrival, SendAck) -> asio::awaitable<void> { co_return; },
                          .hole = [this](Time since) { since == Time{} ? ++starts : ++holes; }});
    });
    world.fake.wait("sockets&count=1");
  }
  ~ShortLived() { world.run(sockets->stop(steady_now() + std::chrono::seconds{3})); }

  World& world;
  std::shared_ptr<WebApi> api;
  std::shared_ptr<SocketMode> sockets;
  std::atomic<int> starts{0};
  std::atomic<int> holes{0};
};

TEST(SlackConnection, APongIsLifeEnough) {
  World world;
  const ShortLived line{world};
  EXPECT_FALSE(world.fake.comes_true("sockets&count=0", 3000)) << "a quiet but living socket was dropped";
  EXPECT_EQ(world.fake.get("sockets")["sockets"][0]["id"], 1);
}

TEST(SlackConnection, ADeafSocketIsFoundAndReplaced) {
  World world;
  const ShortLived line{world};
  world.fake.post("socket/deafen");
  const Json calls = world.fake.wait("call&method=apps.connections.open&count=2");
  EXPECT_EQ(calls["calls"].size(), 2U);
  const auto deadline = steady_now() + std::chrono::seconds{10};
  while (line.holes == 0 && steady_now() < deadline) world.fake.comes_true("sockets&count=99", 50);
  EXPECT_EQ(line.holes, 1);
}

}  // namespace
}  // namespace muster::slack::testing
