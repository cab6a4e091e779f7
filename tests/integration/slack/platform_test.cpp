// What muster does in Slack: each call of ChatPlatform, also after an attempt whose outcome is unknown.
#include <gtest/gtest.h>

#include "bot/base/ascii.hpp"
#include "tests/integration/slack/world.hpp"

namespace muster::slack::testing {
namespace {

const Place kIncidents{"slack", "C0INCIDENTS", "", ""};
const Place kGeneral{"slack", "C0GENERAL", "", ""};

// Each call starts the integration's knowledge of itself, as the wiring does.
struct SlackPlatform : ::testing::Test {
  SlackPlatform() { world.start(); }

  Delivery delivery(bool uncertain = false) { return {"INC-1/2/0", IncidentNumber{1}, uncertain}; }
  Result<Place> post(bool uncertain, const std::string& text = "hello", Place to = kIncidents) {
    return world.run(world.slack->post(delivery(uncertain), to, words(text), world.board.people));
  }
  std::size_t messages(const std::string& channel = "C0INCIDENTS") {
    return fake.get("messages?channel=" + channel)["messages"].size();
  }
  Person person(const std::string& name, const std::string& user) {
    return {PersonId{name}, name, "", {{"slack", user}}};
  }

  World world;
  FakeProcess& fake = world.fake;
};

TEST_F(SlackPlatform, PostsWithAKeyEditsAndPins) {
  const auto at = post(false, "down <!channel>");
  ASSERT_TRUE(at) << at.error().detail;
  const Json message = fake.get("messages?channel=C0INCIDENTS")["messages"][0];
  EXPECT_EQ(message["metadata"]["event_type"], "muster_effect");
  EXPECT_EQ(message["metadata"]["event_payload"]["key"], "INC-1/2/0");
  const Json call = fake.wait("call&method=chat.postMessage")["call"];
  EXPECT_EQ(call["mentions"], Json::array());
  ASSERT_TRUE(world.run(world.slack->edit(delivery(), *at, words("up again"), world.board.people)));
  const Json edited = fake.wait("message&channel=incidents&text=up%20again")["message"];
  EXPECT_EQ(edited["metadata"]["event_payload"]["key"], "INC-1/2/0") << "an edit keeps the key";
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(world.run(world.slack->pin(delivery(), *at)));
  fake.wait("channel&name=incidents&pins=1");
}

TEST_F(SlackPlatform, AnUncertainPostIsLookedUp) {
  fake.post("fail", {{"method", "chat.postMessage"}, {"mode", "accept_then_drop"}});
  const auto lost = post(false);
  ASSERT_FALSE(lost);
  EXPECT_TRUE(outcome_unknown(lost.error().kind));
  EXPECT_EQ(messages(), 1U);
  const auto found = post(true);
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(messages(), 1U) << "said twice";
  EXPECT_EQ(found->message, fake.get("messages?channel=C0INCIDENTS")["messages"][0]["ts"].get<std::string>());
}

TEST_F(SlackPlatform, AnUncertainPostThatNeverHappenedIsSent) {
  fake.post("fail", {{"method", "chat.postMessage"}, {"mode", "drop"}});
  ASSERT_FALSE(post(false));
  EXPECT_EQ(messages(), 0U);
  ASSERT_TRUE(post(true));
  EXPECT_EQ(messages(), 1U);
}

TEST_F(SlackPlatform, WhereItCannotLookItDoesNotRepeat) {
  const auto unsure = post(true, "hello", kGeneral);  // the bot is not in #general
  ASSERT_FALSE(unsure);
  EXPECT_EQ(unsure.error().kind, ErrorKind::rejected);
  EXPECT_EQ(messages("C0GENERAL"), 0U);
  EXPECT_TRUE(post(false, "hello", kGeneral));
}

TEST_F(SlackPlatform, ADirectMessageIsFoundAgainToo) {
  fake.post("fail", {{"method", "chat.postMessage"}, {"mode", "accept_then_drop"}});
  const auto send = [&](bool uncertain) {
    return world.run(world.slack->post_direct(delivery(uncertain), person("bob", "U0BOB"),
                                              words("you are paged"), world.board.people));
  };
  ASSERT_FALSE(send(false));
  const auto found = send(true);
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(messages(found->room), 1U);
  const auto nobody = world.run(
      world.slack->post_direct(delivery(), {PersonId{"dan"}, "Dan", "", {}}, words("x"), world.board.people));
  EXPECT_EQ(nobody.error().kind, ErrorKind::not_found);
}

TEST_F(SlackPlatform, ALimitedChannelWaitsAndTheOthersDoNot) {
  fake.post(
      "fail",
      {{"method", "chat.postMessage"}, {"channel", "C0INCIDENTS"}, {"status", 429}, {"retry_after", 1}});
  const auto limited = post(false);
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().kind, ErrorKind::rate_limited);
  EXPECT_EQ(limited.error().retry_after_s, 1);
  const auto before = steady_now();
  ASSERT_TRUE(post(false, "elsewhere", kGeneral));
  EXPECT_LT(steady_now() - before, std::chrono::milliseconds{700}) << "another channel waited";
  ASSERT_TRUE(post(false, "later"));
  EXPECT_GE(steady_now() - before, std::chrono::milliseconds{600}) << "did not wait for Retry-After";
  const Json calls = fake.wait("call&method=chat.postMessage&channel=C0INCIDENTS&count=2")["calls"];
  EXPECT_GE(calls[1]["at_ms"].get<std::int64_t>() - calls[0]["at_ms"].get<std::int64_t>(), 950);
}

TEST_F(SlackPlatform, ALongPauseIsAnswerNotWait) {
  fake.post("fail", {{"method", "pins.add"}, {"status", 429}, {"retry_after", 60}});
  const auto at = post(false);
  ASSERT_TRUE(at);
  ASSERT_FALSE(world.run(world.slack->pin(delivery(), *at)));
  const auto again = world.run(world.slack->pin(delivery(), *at));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::rate_limited);
  EXPECT_GE(again.error().retry_after_s, 55);
  EXPECT_EQ(fake.get("ledger?kind=call&method=pins.add")["entries"].size(), 1U)
      << "asked again during the pause";
}

TEST_F(SlackPlatform, ATakenNameGetsASuffix) {
  fake.post("channels", {{"name", "inc-1-db"}, {"is_archived", true}});
  const auto room = world.run(world.slack->open_room(delivery(), "inc-1-DB", false));
  ASSERT_TRUE(room) << room.error().detail;
  EXPECT_EQ(room->name, "inc-1-db-2");
  EXPECT_NE(room->link.find("/archives/" + room->place.room), std::string::npos);
}

TEST_F(SlackPlatform, AnUncertainRoomIsFoundAgain) {
  fake.post("fail", {{"method", "conversations.create"}, {"mode", "accept_then_drop"}});
  ASSERT_FALSE(world.run(world.slack->open_room(delivery(), "inc-1-db", true)));
  const auto room = world.run(world.slack->open_room(delivery(true), "inc-1-db", true));
  ASSERT_TRUE(room) << room.error().detail;
  EXPECT_EQ(room->name, "inc-1-db");
  EXPECT_FALSE(fake.comes_true("channel&name=inc-1-db-2", 100));
}

TEST_F(SlackPlatform, ARoomOfAnotherIncidentIsNotTakenForOurs) {
  const auto first = world.run(world.slack->open_room(delivery(), "inc-1-db", false));
  ASSERT_TRUE(first);
  world.on_io([&] { world.has_incident(IncidentNumber{7}, first->place.room); });
  const auto second = world.run(world.slack->open_room(delivery(true), "inc-1-db", false));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->name, "inc-1-db-2");
}

TEST_F(SlackPlatform, InvitesWhoCanBeAndNamesTheRest) {
  const auto room = world.run(world.slack->open_room(delivery(), "inc-1-db", false));
  ASSERT_TRUE(room);
  EXPECT_TRUE(world.run(world.slack->invite(delivery(), room->place, {person("ann", "U0ANN")})));
  EXPECT_TRUE(world.run(world.slack->invite(delivery(), room->place, {person("ann", "U0ANN")})))
      << "already in";
  const auto some = world.run(world.slack->invite(
      delivery(), room->place,
      {person("Zoe", "U0NOBODY"), person("bob", "U0BOB"), {PersonId{"dan"}, "Dan", "", {}}}));
  ASSERT_FALSE(some);
  EXPECT_NE(some.error().say.find("Zoe"), std::string::npos) << some.error().say;
  EXPECT_NE(some.error().say.find("Dan"), std::string::npos) << some.error().say;
  EXPECT_EQ(some.error().say.find("bob"), std::string::npos) << some.error().say;
  fake.wait("channel&name=inc-1-db&member=U0BOB");
}

TEST_F(SlackPlatform, PutsPeopleOutAndNamesWhoStays) {
  const auto room = world.run(world.slack->open_room(delivery(), "inc-1-db", true));
  ASSERT_TRUE(room);
  ASSERT_TRUE(world.run(
      world.slack->invite(delivery(), room->place, {person("ann", "U0ANN"), person("bob", "U0BOB")})));
  const auto put_out = [&](std::vector<Person> people) {
    return world.run(world.slack->remove(delivery(), room->place, std::move(people)));
  };
  const Person dan{PersonId{"dan"}, "Dan", "", {}};  // without a Slack account: never was in it
  for (int times = 0; times < 2; ++times) EXPECT_TRUE(put_out({person("bob", "U0BOB"), dan})) << times;
  const Json channel = fake.wait("channel&name=inc-1-db")["channel"];
  EXPECT_EQ(channel["members"].dump().find("U0BOB"), std::string::npos) << channel["members"];
  fake.post("fail", {{"method", "conversations.kick"}, {"error", "restricted_action"}});
  const auto refused = put_out({person("Ann", "U0ANN")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
  EXPECT_NE(refused.error().say.find("Ann"), std::string::npos) << refused.error().say;
}

TEST_F(SlackPlatform, TopicsBookmarksAndReactions) {
  EXPECT_TRUE(world.run(world.slack->set_topic(delivery(), kIncidents, "SEV1 " + std::string(400, 'x'))));
  fake.wait("channel&name=incidents&topic=SEV1");
  fake.post("fail", {{"method", "bookmarks.add"}, {"mode", "accept_then_drop"}});
  EXPECT_FALSE(
      world.run(world.slack->bookmark(delivery(), kIncidents, "Runbook", "https://wiki.example/db")));
  EXPECT_TRUE(
      world.run(world.slack->bookmark(delivery(true), kIncidents, "Runbook", "https://wiki.example/db")));
  const Json channel = fake.wait("channel&name=incidents&bookmark=Runbook")["channel"];
  EXPECT_EQ(channel["bookmarks"].size(), 1U);
  const auto at = post(false);
  for (const bool add : {true, true, false, false}) {
    EXPECT_TRUE(world.run(world.slack->react(delivery(), *at, "white_check_mark", add))) << add;
  }
}

TEST_F(SlackPlatform, FetchesAMessageAndAReply) {
  const std::string parent =
      fake.post("message", {{"user", "ann"},
                            {"channel", "incidents"},
                            {"text", "graph <@U0BOB> &amp; co"},
                            {"files", {{{"name", "cpu.txt"}, {"content", "99"}}}}})["ts"];
  const std::string reply =
      fake.post("message",
                {{"user", "bob"}, {"channel", "incidents"}, {"text", "thanks"}, {"thread_ts", parent}})["ts"];
  const auto message = world.run(world.slack->fetch(delivery(), {"slack", "C0INCIDENTS", parent, ""}));
  ASSERT_TRUE(message) << message.error().detail;
  EXPECT_EQ(message->text, "graph @Bob Baker & co");
  EXPECT_EQ(message->author->user, "U0ANN");
  EXPECT_EQ(message->author->name, "ann");
  ASSERT_EQ(message->files.size(), 1U);
  EXPECT_EQ(message->files[0].name, "cpu.txt");
  EXPECT_FALSE(message->link.empty());
  const auto in_thread = world.run(world.slack->fetch(delivery(), {"slack", "C0INCIDENTS", reply, parent}));
  ASSERT_TRUE(in_thread) << in_thread.error().detail;
  EXPECT_EQ(in_thread->text, "thanks");
  EXPECT_EQ(world.run(world.slack->fetch(delivery(), {"slack", "C0INCIDENTS", "1.000001", ""})).error().kind,
            ErrorKind::not_found);
}

TEST_F(SlackPlatform, SharesEachFileOnce) {
  const auto share = [&](const std::string& key, bool uncertain) {
    return world.run(world.slack->share_file({key, IncidentNumber{1}, uncertain}, kIncidents, "INC-1.md",
                                             "Postmortem", "# What happened\n"));
  };
  const auto shared = [&] { return fake.get("ledger?kind=upload")["entries"].size(); };
  fake.post("fail", {{"method", "files.completeUploadExternal"}, {"mode", "accept_then_drop"}});
  EXPECT_FALSE(share("INC-1/2/0", false));
  const Json file = fake.wait("file&channel=incidents")["file"];
  EXPECT_EQ(file["content"], "# What happened\n");
  EXPECT_TRUE(file["name"].get<std::string>().starts_with("INC-1-")) << file["name"];
  EXPECT_TRUE(file["name"].get<std::string>().ends_with(".md")) << file["name"];
  EXPECT_TRUE(share("INC-1/2/0", true));
  EXPECT_EQ(shared(), 1U) << "shared twice";
  EXPECT_TRUE(share("INC-1/9/0", true));
  EXPECT_EQ(shared(), 2U) << "the next version was taken for the first";
}

TEST_F(SlackPlatform, FindsRoomsAndKeepsOutOfSharedOnes) {
  EXPECT_EQ(world.run(world.slack->find_room("#incidents"))->room, "C0INCIDENTS");
  EXPECT_EQ(world.run(world.slack->find_room("general"))->room, "C0GENERAL");
  EXPECT_EQ(world.run(world.slack->find_room("C0GENERAL"))->room, "C0GENERAL");
  EXPECT_EQ(world.run(world.slack->find_room("#nowhere")).error().kind, ErrorKind::not_found);
  fake.post("channels", {{"name", "partners"}, {"id", "C0PARTNERS"}, {"is_ext_shared", true}});
  EXPECT_EQ(world.run(world.slack->find_room("#partners")).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(world.run(world.slack->find_room("C0PARTNERS")).error().kind, ErrorKind::forbidden);
}

TEST_F(SlackPlatform, ManyRoomsAreFoundWithOneList) {
  const auto ids = {"C0ROOM01", "C0ROOM02", "C0ROOM03"};
  for (const char* id : ids) fake.post("channels", {{"name", lower(id)}, {"id", id}, {"members", {"U0BOT"}}});
  const auto asked = [&](const std::string& method) {
    return fake.get("ledger?kind=call&method=" + method)["entries"].size();
  };
  const std::size_t before = asked("users.conversations");
  for (const char* id : ids) EXPECT_TRUE(world.run(world.slack->find_room(id)));
  EXPECT_EQ(asked("users.conversations"), before + 1);
  EXPECT_EQ(asked("conversations.info"), 0U);
  world.clock.advance(std::chrono::minutes{2});
  fake.post("channels", {{"name", "c0room01"}, {"id", "C0ROOM01"}, {"is_ext_shared", true}});
  EXPECT_FALSE(world.run(world.slack->find_room("C0ROOM01"))) << "it is looked at again";
}

TEST_F(SlackPlatform, CheckNamesWhatIsMissingAndTheFix) {
  for (const Finding& finding : world.run(world.slack->check())) EXPECT_TRUE(finding.ok) << finding.what;
  fake.post("config", {{"scopes", {"chat:write", "commands"}}});
  bool found = false;
  for (const Finding& finding : world.run(world.slack->check())) {
    found = found || (!finding.ok && finding.what.find("channels:manage") != std::string::npos &&
                      finding.fix.find("reinstall") != std::string::npos);
  }
  EXPECT_TRUE(found);
}

TEST(SlackConfiguration, RefusesTokensOfTheWrongKind) {
  World world;
  const auto create = [&](std::string app, std::string bot, std::string url) {
    return Slack::create(
        world.io().get_executor(),
        {.app_token = Secret{std::move(app)}, .bot_token = Secret{std::move(bot)}, .api_url = std::move(url)},
        world.intake, world.board, world.clock, {});
  };
  EXPECT_FALSE(create("xoxb-1", "xoxb-1", "https://slack.com/api/"));
  EXPECT_FALSE(create("xapp-1", "xoxp-1", "https://slack.com/api/"));
  EXPECT_FALSE(create("xapp-1", "xoxb-1", "http://slack.com/api/"));
  EXPECT_TRUE(create("xapp-1", "xoxb-1", "https://slack.com/api"));
}

}  // namespace
}  // namespace muster::slack::testing
