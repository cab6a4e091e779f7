// Forms: opened by a button or a message's menu, sent, refused, sent again, forged.
#include <set>

#include "tests/integration/teams/clicks.hpp"

namespace muster::teams::testing {
namespace {

Dialog note_form() {
  Dialog dialog{"note", IncidentNumber{1}, "Add a note", "Add", {}, {}, {}};
  dialog.fields.push_back({.id = "text", .label = "What happened", .required = true});
  return dialog;
}

struct TeamsForms : Clicks {
  // Commands open the form; what comes of it is kept, so that it is known when it comes again.
  void answers_with_a_form() {
    intake.decide([this](const Inbound& in) {
      if (!is<DialogSubmitted>(in)) return Result<Answer>{Answer{.dialog = note_form()}};
      world.keep(in);
      return Result<Answer>{answer_with("Noted.")};
    });
  }
  // What a client sends when the opened form is filled in so.
  Json filled_in(const Json& opened, const std::string& text) {
    EXPECT_EQ(opened["result"], "dialog") << opened;
    Json data = opened["dialog"]["card"]["actions"][0]["data"];
    data["text"] = text;
    return data;
  }
  Json send(const Json& data) {
    return hand_made({{"type", "invoke"}, {"name", "task/submit"}, {"value", {{"data", data}}}})["body"];
  }
};

TEST_F(TeamsForms, AnIncidentIsDeclaredFromAMessageByAForm) {
  intake.decide([](const Inbound& in) {
    Answer answer = answer_with("INC-1 is declared.");
    if (is<CommandTyped>(in)) answer = {.dialog = note_form()};
    return Result<Answer>{answer};
  });
  const std::string id =
      fake.post("message", {{"user", "bob"}, {"channel", "incidents"}, {"text", "db is down"}})["id"];
  const Json opened = fake.post(
      "extension",
      {{"user", "ann"}, {"command_id", "declare_from_message"}, {"channel", "incidents"}, {"id", id}});
  ASSERT_EQ(opened["result"], "dialog") << opened;
  const Json sent = fake.post("submit", {{"user", "ann"}, {"values", {{"text", "disk full"}}}});
  EXPECT_EQ(sent["result"], "message") << sent;
  const Inbound submitted = intake.wait(1, is<DialogSubmitted>).at(0);
  const auto& form = std::get<DialogSubmitted>(submitted.what);
  EXPECT_EQ(form.fields.at("text"), "disk full");
  EXPECT_EQ(form.on.text, "db is down");
  EXPECT_EQ(submitted.place.message, id);
}

TEST_F(TeamsForms, ARefusedFormComesBackWithWhatWasTyped) {
  intake.decide([](const Inbound& in) {
    Answer answer{.dialog = note_form()};
    if (is<DialogSubmitted>(in))
      answer = {
          .refused = true, .refused_code = "invalid", .refused_field = "text", .refused_say = "Say more."};
    return Result<Answer>{answer};
  });
  ASSERT_EQ(click("ann", card("INC-1 note"))["result"], "dialog");
  const Json sent = fake.post("submit", {{"user", "ann"}, {"values", {{"text", "disk"}}}});
  EXPECT_EQ(sent["result"], "continued") << sent;
  EXPECT_TRUE(sent["dialog"].dump().contains("Say more."));
  EXPECT_TRUE(sent["dialog"].dump().contains("\"disk\""));
}

TEST_F(TeamsForms, SentAgainItIsTheSameAndWithOtherWordsAnotherOne) {
  answers_with_a_form();
  const Json opened = click("ann", card("INC-1 note"));
  for (const char* text : {"disk full", "disk full", "disk full, and the log with it"})
    EXPECT_EQ(send(filled_in(opened, text))["task"]["value"], "Noted.");
  const auto came = intake.wait(3, is<DialogSubmitted>);
  EXPECT_EQ(came.at(0).origin_key, came.at(1).origin_key);
  EXPECT_NE(came.at(0).origin_key, came.at(2).origin_key) << "within the same minute";
}

// The inbox would answer a repetition with the words it kept, and those hold no form.
TEST_F(TeamsForms, AnOpeningThatIsRepeatedOpensItAgain) {
  answers_with_a_form();
  const std::string first = click("ann", card("INC-1 note"))["activities"][0]["activity_id"];
  for (const bool new_id : {false, true}) {
    const Json again =
        fake.post("redeliver", {{"activity_id", first}, {"new_id", new_id}, {"wait_ms", 10000}});
    EXPECT_EQ(again["answer"]["body"]["task"]["type"], "continue") << again;
  }
  std::set<std::string> keys;
  for (const Inbound& each : intake.wait(3, is<CommandTyped>)) keys.insert(each.origin_key);
  EXPECT_EQ(keys.size(), 3U);
}

TEST_F(TeamsForms, WhatSaysThatItWasOpenedElsewhereIsRefused) {
  answers_with_a_form();
  const Json data = filled_in(click("ann", card("INC-1 note")), "disk full");
  Json forged = data;
  forged["muster"]["origin"]["room"] = "19:secret@thread.tacv2";
  const Json refused = send(forged)["task"];
  EXPECT_EQ(refused["type"], "message");
  EXPECT_TRUE(refused["value"].get<std::string>().contains("Open it again.")) << refused;
  EXPECT_EQ(hand_made({{"type", "message"}, {"value", forged}})["status"], 200) << "of an old client";
  fake.wait("message&from=muster&user=ann&personal=true&text=Open%20it%20again");
  EXPECT_TRUE(std::ranges::none_of(intake.all(), is<DialogSubmitted>));
  send(data);
  EXPECT_EQ(intake.wait(1, is<DialogSubmitted>).at(0).place.room, kIncidents);
}

}  // namespace
}  // namespace muster::teams::testing
