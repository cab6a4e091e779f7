// What people do in Slack, from their click to the acknowledgement, over real sockets.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/integration/slack/world.hpp"

namespace muster::slack::testing {
namespace {

struct SlackIntake : ::testing::Test {
  SlackIntake() { world.has_incident(IncidentNumber{1}, "C0INCIDENTS"); }

  World world;
  FakeProcess& fake = world.fake;
  RecordingIntake& intake = world.intake;
};

Error store_down() {
  return {ErrorKind::unavailable, "The disk is full.", "SQLITE_FULL", 0};
}

TEST_F(SlackIntake, ACommandIsAcknowledgedWithItsAnswerAfterItIsKept) {
  intake.decide([](const Inbound&) { return Result<Answer>{answer_with("INC-1 is declared & <open>")}; });
  intake.hold(true);
  world.start();
  const Json sent = fake.post(
      "command", {{"user", "ann"}, {"channel", "incidents"}, {"command", "/inc"}, {"text", "declare db"}});
  const std::string envelope = sent["envelope_id"];
  const auto came = intake.wait(1, is_command);
  ASSERT_EQ(came.size(), 1U);
  EXPECT_EQ(std::get<CommandTyped>(came[0].what).text, "declare db");
  EXPECT_FALSE(fake.comes_true("ack&envelope_id=" + envelope, 300)) << "acknowledged before it was kept";
  intake.hold(false);
  const Json ack = fake.wait("ack&envelope_id=" + envelope);
  EXPECT_EQ(ack["ack"]["response_type"], "ephemeral");
  EXPECT_EQ(ack["ack"]["text"], "INC-1 is declared &amp; &lt;open&gt;");
}

TEST_F(SlackIntake, ACommandWorksWhereTheBotIsNoMember) {
  intake.decide([](const Inbound&) { return Result<Answer>{answer_with("hello")}; });
  world.start();
  const Json sent = fake.post(
      "command",
      {{"user", "ann"}, {"channel", "general"}, {"command", "/inc"}, {"text", "help"}, {"wait_ms", 5000}});
  EXPECT_EQ(sent["ack"]["text"], "hello");
}

TEST_F(SlackIntake, AnEventThatCouldNotBeKeptIsDeliveredAgain) {
  fake.post("config", {{"ack_deadline_ms", 300}, {"retry_delays_ms", {0, 100, 100}}});
  int calls = 0;
  intake.decide([&calls](const Inbound&) -> Result<Answer> {
    if (++calls == 1) return std::unexpected(store_down());
    return Answer{};
  });
  world.start();
  const Json sent =
      fake.post("message", {{"user", "ann"}, {"channel", "incidents"}, {"text", "restarting node 7"}});
  const auto posted = [](const Inbound& inbound) {
    return std::holds_alternative<MessagePosted>(inbound.what);
  };
  const auto came = intake.wait(2, posted);
  EXPECT_EQ(came[0].origin_key, came[1].origin_key);
  EXPECT_EQ(came[0].origin_key, "slack/msg/T0TEAM/C0INCIDENTS/" + sent["ts"].get<std::string>());
  fake.wait("quiet");
  EXPECT_EQ(intake.wait(2, posted).size(), 2U);
}

TEST_F(SlackIntake, AtACommandThatCouldNotBeKeptThePersonHearsIt) {
  intake.decide([](const Inbound&) -> Result<Answer> { return std::unexpected(store_down()); });
  world.start();
  const Json sent = fake.post("command", {{"user", "ann"},
                                          {"channel", "incidents"},
                                          {"command", "/inc"},
                                          {"text", "resolve"},
                                          {"wait_ms", 5000}});
  const std::string text = sent["ack"]["text"];
  EXPECT_TRUE(text.starts_with("Nothing was recorded: The disk is full.")) << text;
  EXPECT_NE(text.find("(E-"), std::string::npos) << text;
}

TEST_F(SlackIntake, AMentionArrivesTwiceAndIsAnsweredOnce) {
  intake.decide([](const Inbound&) { return Result<Answer>{answer_with("two incidents are open")}; });
  world.start();
  fake.post("mention", {{"user", "ann"}, {"channel", "incidents"}, {"text", "list"}});
  const auto came = intake.wait(2, is_command);
  EXPECT_EQ(came[0].origin_key, came[1].origin_key);
  EXPECT_EQ(std::get<CommandTyped>(came[0].what).text, "list");
  EXPECT_EQ(came[0].from->name, "ann");
  fake.wait("message&channel=incidents&ephemeral=true&text=two%20incidents");
  fake.wait("quiet");
  EXPECT_EQ(fake.get("messages?channel=C0INCIDENTS&ephemeral=true")["messages"].size(), 1U);
}

TEST_F(SlackIntake, AButtonAnswersOnlyWhoPressedIt) {
  world.start();
  const Message card{
      {Paragraph{{{Plain{"INC-1"}}}}, Buttons{{{.label = "Acknowledge", .command = "INC-1 ack P1"}}}}};
  const auto at = world.run(world.slack->post({"INC-1/1/0", IncidentNumber{1}, false},
                                              {"slack", "C0INCIDENTS", "", ""}, card, world.board.people));
  ASSERT_TRUE(at) << at.error().detail;
  intake.decide([](const Inbound&) { return Result<Answer>{answer_with("You acknowledged P1")}; });
  fake.post("click",
            {{"user", "bob"}, {"channel", "incidents"}, {"ts", at->message}, {"text", "Acknowledge"}});
  const auto came = intake.wait(1, is_command);
  EXPECT_EQ(std::get<CommandTyped>(came[0].what).text, "INC-1 ack P1");
  EXPECT_EQ(came[0].place.message, at->message);
  fake.wait("message&channel=incidents&ephemeral=true&text=You%20acknowledged");
  EXPECT_EQ(fake.get("messages?channel=C0INCIDENTS")["messages"].size(), 1U)
      << "the card is still there, alone";
}

Dialog declare_form() {
  Dialog dialog;
  dialog.name = "declare";
  dialog.title = "Declare";
  dialog.submit = "Declare";
  dialog.fields = {{.id = "text", .label = "What is broken?", .required = true}};
  return dialog;
}

TEST_F(SlackIntake, AShortcutOpensAFormThatCanBeRefusedChangedAndTaken) {
  intake.decide([](const Inbound& inbound) -> Result<Answer> {
    Answer answer;
    const auto* form = std::get_if<DialogSubmitted>(&inbound.what);
    if (form == nullptr) {
      answer.dialog = declare_form();
    } else if (form->fields.at("text") == "bad") {
      answer.refused = true;
      answer.refused_field = "text";
      answer.refused_say = "Say what is broken";
    } else if (form->dialog == "declare") {
      answer.dialog = declare_form();
      answer.dialog->name = "update_preview";
      answer.dialog->title = "Check it";
    } else {
      answer.message = words("INC-1 is declared");
    }
    return answer;
  });
  world.start();
  fake.post("shortcut", {{"user", "ann"}, {"callback_id", "declare_incident"}});
  fake.wait("view&user=ann&callback_id=declare");
  const Json refused = fake.post("submit", {{"user", "ann"}, {"values", {{"text", {{"value", "bad"}}}}}});
  EXPECT_EQ(refused["result"], "errors") << refused.dump();
  EXPECT_EQ(refused["errors"]["text"], "Say what is broken");
  const Json updated =
      fake.post("submit", {{"user", "ann"}, {"values", {{"text", {{"value", "db is down"}}}}}});
  EXPECT_EQ(updated["result"], "updated") << updated.dump();
  fake.wait("view&user=ann&callback_id=update_preview");
  const Json closed =
      fake.post("submit", {{"user", "ann"}, {"values", {{"text", {{"value", "db is down"}}}}}});
  EXPECT_EQ(closed["result"], "closed") << closed.dump();
  fake.wait(
      "message&text=INC-1%20is%20declared&channel=" +
      fake.wait("call&method=chat.postMessage&error=none")["call"]["result"]["channel"].get<std::string>());
}

TEST_F(SlackIntake, ACommandCanOpenAForm) {
  intake.decide([](const Inbound&) -> Result<Answer> {
    Answer answer;
    answer.dialog = declare_form();
    return answer;
  });
  world.start();
  const Json sent = fake.post(
      "command",
      {{"user", "ann"}, {"channel", "general"}, {"command", "/inc"}, {"text", ""}, {"wait_ms", 5000}});
  EXPECT_EQ(sent["ack"], Json::object());
  fake.wait("view&user=ann&callback_id=declare");
}

TEST_F(SlackIntake, WhenTheFormDoesNotOpenTheCommandSaysSo) {
  intake.decide([](const Inbound&) -> Result<Answer> {
    Answer answer;
    answer.dialog = declare_form();
    return answer;
  });
  world.start();
  fake.post("fail", {{"method", "views.open"}, {"error", "expired_trigger_id"}});
  const Json sent = fake.post(
      "command",
      {{"user", "ann"}, {"channel", "general"}, {"command", "/inc"}, {"text", ""}, {"wait_ms", 5000}});
  EXPECT_TRUE(sent["ack"]["text"].get<std::string>().starts_with("Slack did not open the form."))
      << sent.dump();
}

TEST_F(SlackIntake, AMessageShortcutBringsTheMessageAlong) {
  world.start();
  const std::string ts = fake.post(
      "message", {{"user", "bob"}, {"channel", "incidents"}, {"text", "I see 500s <@U0ANN>"}})["ts"];
  fake.post("shortcut",
            {{"user", "ann"}, {"callback_id", "add_to_timeline"}, {"channel", "incidents"}, {"ts", ts}});
  const auto came = intake.wait(1, is_command);
  const auto& typed = std::get<CommandTyped>(came[0].what);
  EXPECT_EQ(typed.text, "note");
  EXPECT_EQ(typed.on.text, "I see 500s @Ann Archer");
  EXPECT_EQ(typed.on.author->user, "U0BOB");
  EXPECT_EQ(came[0].place.message, ts);
}

TEST_F(SlackIntake, WhatHappensOutsideIncidentsRoomsIsLetGo) {
  world.start();
  fake.post("join", {{"user", "U0BOT"}, {"channel", "general"}});
  const std::string ts =
      fake.post("message", {{"user", "ann"}, {"channel", "general"}, {"text", "lunch?"}})["ts"];
  fake.post("reaction", {{"user", "bob"}, {"channel", "general"}, {"ts", ts}, {"name", "pushpin"}});
  fake.post("edit", {{"channel", "general"}, {"ts", ts}, {"text", "lunch at one?"}});
  fake.post("delete", {{"channel", "general"}, {"ts", ts}});
  fake.wait("envelope&event_type=message&count=3");
  fake.wait("quiet");
  EXPECT_TRUE(intake.all().empty());
  EXPECT_TRUE(fake.get("ledger?kind=call&method=users.info")["entries"].empty())
      << "nobody needs to know who said it";
}

TEST_F(SlackIntake, WhatIsSaidInARoomThatWasJustMadeIsHeard) {
  world.start();
  const auto room = world.run(world.slack->open_room({"INC-2/2/0", {2}}, "inc-2-db", false));
  ASSERT_TRUE(room) << room.error().detail;
  fake.post("message", {{"user", "ann"}, {"channel", room->place.room}, {"text", "I am here"}});
  const auto came = intake.wait(
      1, [](const Inbound& inbound) { return std::holds_alternative<MessagePosted>(inbound.what); });
  EXPECT_EQ(came.at(0).place.room, room->place.room);
}

// Each pair arrives the wrong way round.
TEST_F(SlackIntake, OfEditsAndPinsTheOneThatHappenedLaterCounts) {
  world.start();
  const std::string ts =
      fake.post("message", {{"user", "ann"}, {"channel", "incidents"}, {"text", "first"}})["ts"];
  const std::int64_t said = std::stoll(ts);
  const auto at = [&](int seconds) { return std::to_string(said + seconds) + ".000100"; };
  const auto happens = [&](Json event, int seconds) {
    event["event_ts"] = at(seconds);
    fake.post("event", {{"event", event}, {"wait_ms", 5000}});
  };
  const auto edited = [&](const std::string& text, int seconds) {
    happens({{"type", "message"},
             {"subtype", "message_changed"},
             {"channel", "C0INCIDENTS"},
             {"message", {{"user", "U0ANN"}, {"ts", ts}, {"text", text}}},
             {"previous_message", {{"user", "U0ANN"}, {"ts", ts}, {"text", "first"}}}},
            seconds);
  };
  const auto pinned = [&](const std::string& type, const std::string& user, int seconds) {
    happens({{"type", type},
             {"user", user},
             {"reaction", "pushpin"},
             {"item", {{"type", "message"}, {"channel", "C0INCIDENTS"}, {"ts", ts}}}},
            seconds);
  };
  edited("third", 20);
  edited("second", 10);
  pinned("reaction_removed", "U0BOB", 40);
  pinned("reaction_added", "U0BOB", 30);
  pinned("reaction_added", "U0ANN", 35);
  edited("fourth", 50);
  std::vector<std::string> came;
  for (const Inbound& inbound : intake.all()) {
    if (const auto* edit = std::get_if<MessageEdited>(&inbound.what)) came.push_back(edit->text);
    if (const auto* reaction = std::get_if<ReactionChanged>(&inbound.what))
      came.push_back(inbound.from->user + (reaction->added ? " pinned" : " took the pin away"));
  }
  std::ranges::sort(came);
  EXPECT_EQ(came, (std::vector<std::string>{"U0ANN pinned", "U0BOB took the pin away", "fourth", "third"}));
}

TEST_F(SlackIntake, ReactionsEditsAndDeletionsComeIn) {
  world.start();
  const std::string ts =
      fake.post("message", {{"user", "ann"}, {"channel", "incidents"}, {"text", "rolled back"}})["ts"];
  fake.post("reaction", {{"user", "bob"}, {"channel", "incidents"}, {"ts", ts}, {"name", "pushpin"}});
  fake.post("edit", {{"channel", "incidents"}, {"ts", ts}, {"text", "rolled back v2"}});
  fake.post("delete", {{"channel", "incidents"}, {"ts", ts}});
  const auto came = intake.wait(4, [&](const Inbound& inbound) { return inbound.place.message == ts; });
  ASSERT_EQ(came.size(), 4U);
  std::size_t kinds = 0;
  for (const Inbound& inbound : came) {
    if (const auto* reaction = std::get_if<ReactionChanged>(&inbound.what))
      kinds += reaction->emoji == "pushpin";
    if (const auto* edited = std::get_if<MessageEdited>(&inbound.what))
      kinds += edited->text == "rolled back v2";
    kinds += std::holds_alternative<MessageDeleted>(inbound.what) +
             std::holds_alternative<MessagePosted>(inbound.what);
  }
  EXPECT_EQ(kinds, 4U);
}

}  // namespace
}  // namespace muster::slack::testing
