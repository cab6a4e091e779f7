// What people do in Teams, from their keyboard to Intake, and where they read the answer. The fake posts real
// activities with real tokens to a real port.
#include <gtest/gtest.h>

#include "tests/integration/teams/world.hpp"

namespace muster::teams::testing {
namespace {

constexpr std::size_t kKilobyte = 1024;

struct TeamsInbound : ::testing::Test {
  TeamsInbound() { world.start(); }

  Inbound only(const std::function<bool(const Inbound&)>& matches) {
    const auto all = intake.wait(1, matches);
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? Inbound{} : all.front();
  }
  // Commands are answered with this.
  void answers(const std::string& text, bool shareable) {
    intake.decide([=](const Inbound& in) {
      return Result<Answer>{is<CommandTyped>(in) ? answer_with(text, shareable) : Answer{}};
    });
  }
  Json mention(const std::string& text) {
    return fake.post("mention",
                     {{"user", "ann"}, {"channel", "incidents"}, {"text", text}, {"wait_ms", 10000}});
  }
  std::string posted(const Place& room = room_place()) {
    return world.run(world.chat().post({"INC-1/2/0", {1}}, room, words("a card"), world.board.people))
        .value()
        .message;
  }
  static Place room_place() { return {"teams", kIncidents, "", ""}; }

  World world;
  FakeProcess& fake = world.fake;
  RecordingIntake& intake = world.intake;
};

TEST_F(TeamsInbound, AMentionIsACommandInItsChannel) {
  const Json sent = mention("severity sev1 all regions");
  EXPECT_EQ(sent["answer"]["status"], 200);
  const Inbound typed = only(is<CommandTyped>);
  EXPECT_EQ(std::get<CommandTyped>(typed.what).text, "severity sev1 all regions");
  EXPECT_FALSE(std::get<CommandTyped>(typed.what).pressed);
  EXPECT_EQ(typed.place, (Place{"teams", kIncidents, sent["id"], ""}));
  ASSERT_TRUE(typed.from);
  EXPECT_EQ(typed.from->user, world.user("ann"));
  EXPECT_EQ(typed.from->zone, "Europe/Berlin");
  EXPECT_FALSE(typed.from->outsider);
  EXPECT_EQ(std::get<MessagePosted>(only(is<MessagePosted>).what).text, "severity sev1 all regions");
}

TEST_F(TeamsInbound, WhoIsMentionedIsNamedByTheirObjectId) {
  fake.post("mention", {{"user", "ann"},
                        {"channel", "incidents"},
                        {"text", "page @bob db down"},
                        {"mentions", {"bob"}},
                        {"wait_ms", 10000}});
  EXPECT_EQ(std::get<CommandTyped>(only(is<CommandTyped>).what).text,
            "page <@" + world.user("bob") + "> db down");
  EXPECT_EQ(std::get<MessagePosted>(only(is<MessagePosted>).what).text, "page @bob db down");
}

// Teams waits fifteen seconds for the answer, and each question may take one.
TEST_F(TeamsInbound, WhenNobodyCanSayWhoIsMentionedItIsAskedOnce) {
  auto policy = *world.board.policy;
  policy.people.push_back(world.person("ann"));
  world.on_io([&] { world.board.policy = std::make_shared<const Policy>(policy); });
  fake.post("fail", {{"method", "member"}, {"status", 503}, {"count", 10}});
  fake.post("mention", {{"user", "ann"},
                        {"channel", "incidents"},
                        {"text", "page @bob @cat @dan"},
                        {"mentions", {"bob", "cat", "dan"}},
                        {"wait_ms", 10000}});
  EXPECT_EQ(std::get<CommandTyped>(only(is<CommandTyped>).what).text,
            "page <@29:1bob> <@29:1cat> <@29:1dan>");
  EXPECT_LE(world.calls("member"), 5U) << "once for the mentions, twice for each of the two that ann made";
}

TEST_F(TeamsInbound, APersonalMessageIsACommandAndNothingElse) {
  const Json sent =
      fake.post("message", {{"user", "ann"}, {"personal", true}, {"text", "list"}, {"wait_ms", 10000}});
  const Inbound typed = only(is<CommandTyped>);
  EXPECT_EQ(std::get<CommandTyped>(typed.what).text, "list");
  EXPECT_EQ(typed.place.room, sent["conversation"].get<std::string>());
  EXPECT_EQ(intake.all().size(), 1U);
}

TEST_F(TeamsInbound, WhatIsSaidChangedAndTakenBackKeepsItsPlace) {
  fake.post("config", {{"rsc_messages", true}});
  const std::string root = mention("list")["id"];
  const Json said = fake.post("message", {{"user", "bob"},
                                          {"channel", "incidents"},
                                          {"thread", root},
                                          {"text", "restarting node 7 &amp; 8"},
                                          {"wait_ms", 10000}});
  const std::string id = said["id"];
  const auto is_bobs = [&](const Inbound& in) { return in.place.message == id; };
  const Inbound posted = only(is_bobs);
  EXPECT_EQ(std::get<MessagePosted>(posted.what).text, "restarting node 7 & 8");
  EXPECT_EQ(posted.place, (Place{"teams", kIncidents, id, root}));
  fake.post("edit",
            {{"channel", "incidents"}, {"id", id}, {"text", "restarting node 9"}, {"wait_ms", 10000}});
  const Inbound edited = only(is<MessageEdited>);
  EXPECT_EQ(std::get<MessageEdited>(edited.what).text, "restarting node 9");
  EXPECT_EQ(edited.place, posted.place);
  fake.post("delete", {{"channel", "incidents"}, {"id", id}, {"wait_ms", 10000}});
  EXPECT_EQ(only(is<MessageDeleted>).place, posted.place);
  EXPECT_EQ(intake.wait(3, is_bobs).size(), 3U) << "each once, and no command";
}

// With its permission to read Teams tells muster all that is said in the team.
TEST_F(TeamsInbound, WhatHappensOutsideIncidentsRoomsIsLetGo) {
  fake.post("config", {{"rsc_messages", true}});
  const Json said =
      fake.post("message", {{"user", "ann"}, {"channel", "General"}, {"text", "lunch?"}, {"wait_ms", 10000}});
  const auto status = [&](const std::string& what, const std::string& id, Json more) {
    more.update({{"channel", "General"}, {"id", id}, {"wait_ms", 10000}});
    return fake.post(what, more)["answer"]["status"];
  };
  EXPECT_EQ(said["answer"]["status"], 200);
  EXPECT_EQ(status("edit", said["id"], {{"text", "lunch at one?"}}), 200);
  EXPECT_EQ(status("delete", said["id"], Json::object()), 200);
  // Teams tells of reactions on the bot's own messages alone.
  const std::string ours = posted({"teams", "19:general@thread.tacv2", "", ""});
  EXPECT_EQ(status("reaction", ours, {{"user", "bob"}, {"name", "1f4cc_pushpin"}}), 200);
  EXPECT_TRUE(intake.all().empty());
  EXPECT_EQ(world.calls("member"), 0U) << "nobody needs to know who said it";
}

TEST_F(TeamsInbound, ACommandOutsideIncidentsRoomsIsNothingButACommand) {
  fake.post("mention", {{"user", "ann"}, {"channel", "General"}, {"text", "list"}, {"wait_ms", 10000}});
  EXPECT_EQ(std::get<CommandTyped>(only(is<CommandTyped>).what).text, "list");
  EXPECT_EQ(intake.all().size(), 1U);
}

// The board learns of a room when its receipt was kept; somebody may be faster.
TEST_F(TeamsInbound, WhatIsSaidInARoomThatWasJustMadeIsHeard) {
  fake.post("config", {{"rsc_messages", true}});
  const auto room = world.run(world.chat().open_room({"INC-2/2/0", {2}}, "inc-2-db", false));
  ASSERT_TRUE(room) << room.error().detail;
  fake.post("message",
            {{"user", "ann"}, {"channel", room->place.room}, {"text", "I am here"}, {"wait_ms", 10000}});
  EXPECT_EQ(only(is<MessagePosted>).place.room, room->place.room);
}

TEST_F(TeamsInbound, AReactionOnAMessageOfOursNamesIt) {
  const std::string id = posted();
  for (const bool remove : {false, true}) {
    fake.post("reaction", {{"user", "bob"},
                           {"channel", "incidents"},
                           {"id", id},
                           {"name", "1f4cc_pushpin"},
                           {"remove", remove},
                           {"wait_ms", 10000}});
  }
  const auto changes = intake.wait(2, is<ReactionChanged>);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].place, (Place{"teams", kIncidents, id, ""}));
  EXPECT_EQ(changes[0].from->user, world.user("bob"));
  EXPECT_EQ(std::get<ReactionChanged>(changes[0].what).emoji, "pushpin");
  EXPECT_TRUE(std::get<ReactionChanged>(changes[0].what).added);
  EXPECT_FALSE(std::get<ReactionChanged>(changes[1].what).added);
}

TEST_F(TeamsInbound, ARenamedChannelIsFoundByItsNewName) {
  ASSERT_TRUE(world.run(world.chat().find_room("incidents")));
  fake.post("channel_renamed", {{"channel", "incidents"}, {"name", "outages"}, {"wait_ms", 10000}});
  const Inbound renamed = only(is<RoomRenamed>);
  EXPECT_EQ(renamed.place.room, kIncidents);
  EXPECT_EQ(std::get<RoomRenamed>(renamed.what).name, "outages");
  EXPECT_EQ(world.run(world.chat().find_room("outages"))->room, kIncidents);
  EXPECT_FALSE(world.run(world.chat().find_room("incidents")));
}

TEST_F(TeamsInbound, WhatEverybodyMayReadIsAnsweredInTheThread) {
  answers("two incidents are open", true);
  const std::string id = mention("list")["id"];
  fake.wait("message&from=muster&channel=incidents&text=two%20incidents%20are%20open&thread=" + id);
  fake.wait("quiet");
  EXPECT_EQ(world.said_to("ann").size(), 0U);
}

TEST_F(TeamsInbound, WhatIsForOnePersonIsAnsweredInTheirChat) {
  answers("INC-7 is private", false);
  mention("list");
  fake.wait("message&from=muster&user=ann&personal=true&text=INC-7%20is%20private");
  fake.wait("quiet");
  EXPECT_EQ(world.said_in("incidents").size(), 0U) << "told to everybody";
}

TEST_F(TeamsInbound, WhatWasNotKeptIsSaidOnceAndWorksWhenItComesAgain) {
  std::atomic<int> refusals = 2;
  intake.decide([&](const Inbound& in) -> Result<Answer> {
    if (!is<CommandTyped>(in)) return Answer{};
    if (refusals-- > 0) return std::unexpected(store_down());
    return answer_with("INC-1 is declared", true);
  });
  const Json sent =
      fake.post("mention", {{"user", "ann"}, {"channel", "incidents"}, {"text", "declare db is down"}});
  const std::string activity = sent["activities"][0]["activity_id"];
  const Json told =
      fake.wait("message&from=muster&channel=incidents&text=Nothing%20was%20recorded")["message"];
  EXPECT_TRUE(told["text"].get<std::string>().contains("The disk is full.")) << told["text"];
  EXPECT_TRUE(told["text"].get<std::string>().contains("(E-")) << told["text"];
  for (std::size_t attempt = 2; attempt <= 3; ++attempt) {
    // One that comes while the last is being asked about is put off.
    intake.wait(attempt - 1, is<CommandTyped>);
    fake.post("clock", {{"advance_ms", 15000}});
    fake.wait("activity&activity_id=" + activity + "&attempt=" + std::to_string(attempt));
  }
  fake.wait("message&from=muster&channel=incidents&text=INC-1%20is%20declared");
  EXPECT_EQ(fake.wait("answer&activity_id=" + activity)["status"], 200);
  const auto typed = intake.wait(3, is<CommandTyped>);
  for (const Inbound& each : typed) EXPECT_EQ(each.origin_key, typed[0].origin_key);
  fake.wait("quiet");
  EXPECT_EQ(world.said_in("incidents").size(), 2U) << "one sentence and one answer";
}

TEST_F(TeamsInbound, ACommandWhoseWordsWereNotKeptComesAgainToo) {
  std::atomic<int> refusals = 1;
  intake.decide([&](const Inbound& in) -> Result<Answer> {
    if (is<MessagePosted>(in) && refusals-- > 0) return std::unexpected(store_down());
    return is<CommandTyped>(in) ? answer_with("rolled back", true) : Answer{};
  });
  fake.post("mention", {{"user", "ann"}, {"channel", "incidents"}, {"text", "note rolled back"}});
  intake.wait(1, is<MessagePosted>);
  fake.wait("message&from=muster&channel=incidents");
  fake.post("clock", {{"advance_ms", 15000}});
  EXPECT_EQ(intake.wait(2, is<MessagePosted>).size(), 2U);
  fake.wait("message&from=muster&channel=incidents&text=rolled%20back");
  fake.wait("quiet");
  EXPECT_EQ(world.said_in("incidents").size(), 2U) << "that it failed, and the answer";
}

TEST_F(TeamsInbound, AMessageThatComesAgainIsAnsweredOnce) {
  answers("two incidents are open", true);
  const Json sent = mention("list");
  fake.post("redeliver", {{"activity_id", sent["activities"][0]["activity_id"]}, {"wait_ms", 10000}});
  fake.wait("quiet");
  EXPECT_EQ(intake.wait(2, is<CommandTyped>).size(), 2U);
  EXPECT_EQ(world.said_in("incidents").size(), 1U);
}

TEST_F(TeamsInbound, ALongMessageIsTakenAndAHugeOneIsNot) {
  const auto send = [&](std::size_t bytes) {
    return fake.post("activity",
                     {{"activity", {{"type", "message"}, {"text", "note " + std::string(bytes, 'x')}}},
                      {"no_retry", true},
                      {"wait_ms", 10000}})["answer"]["status"];
  };
  EXPECT_EQ(send(100 * kKilobyte), 200);
  EXPECT_GT(std::get<CommandTyped>(only(is<CommandTyped>).what).text.size(), 100 * kKilobyte);
  EXPECT_EQ(send(300 * kKilobyte), 400);
  EXPECT_EQ(intake.all().size(), 1U);
}

TEST_F(TeamsInbound, AClockThatIsTenMinutesWrongIsRefused) {
  const auto status = [&](const char* token) {
    return fake.post("activity", {{"activity", {{"type", "message"}, {"text", "list"}}},
                                  {"token", token},
                                  {"no_retry", true},
                                  {"wait_ms", 10000}})["answer"]["status"];
  };
  EXPECT_EQ(status("valid"), 200);
  EXPECT_EQ(status("just_expired"), 200) << "five minutes are forgiven";
  world.clock.is_wrong_by(std::chrono::minutes{10});
  EXPECT_EQ(status("just_expired"), 401);
  world.clock.is_wrong_by(-std::chrono::minutes{10});
  EXPECT_EQ(status("valid"), 401) << "of the future";
  EXPECT_EQ(intake.wait(2, is<CommandTyped>).size(), 2U);
}

}  // namespace
}  // namespace muster::teams::testing
