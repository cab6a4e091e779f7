// The JSON the browser gets, value by value, as docs/console-api.md says it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/console/answer_codec.hpp"
#include "bot/console/chat_codec.hpp"
#include "bot/console/console.hpp"
#include "bot/console/incident_codec.hpp"
#include "bot/text/message_codec.hpp"

namespace muster::console {
namespace {

using nlohmann::json;

const Time kNoon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + std::chrono::hours{12}};

People people() {
  People all;
  all.put({PersonId{"ann"}, "Ann", "", {}});
  return all;
}

TEST(MessageCodec, EveryBlockAndSpanHasItsShape) {
  Message message;
  message.blocks = {Heading{"INC-7"},
                    Paragraph{{{Plain{"<b>", true, false, true}, PersonMention{PersonId{"ann"}, "A."}},
                               {RoomMention{{"console", "inc-7", "", ""}, "inc-7"},
                                Hyperlink{"https://a.example", "a"}, Moment{kNoon, "12:00 UTC"}}}},
                    Facts{{{"State", {Plain{"Fixing"}}}}},
                    Aside{{Plain{"small"}}},
                    Rule{},
                    Buttons{{{"Go", "INC-7 join", "", ButtonStyle::primary, "Sure?"}}}};
  const json blocks = json::parse(R"([
    {"type":"heading","text":"INC-7"},
    {"type":"paragraph","lines":[
      [{"t":"plain","text":"<b>","bold":true,"italic":false,"code":true},{"t":"person","id":"ann","name":"Ann"}],
      [{"t":"room","room":"inc-7","name":"inc-7"},{"t":"link","url":"https://a.example","label":"a"},
       {"t":"moment","at":"2026-11-24T12:00:00Z","fallback":"12:00 UTC"}]]},
    {"type":"facts","facts":[{"label":"State","value":[{"t":"plain","text":"Fixing","bold":false,"italic":false,"code":false}]}]},
    {"type":"aside","line":[{"t":"plain","text":"small","bold":false,"italic":false,"code":false}]},
    {"type":"rule"},
    {"type":"buttons","buttons":[{"label":"Go","command":"INC-7 join","url":"","style":"primary","confirm":"Sure?"}]}])");
  EXPECT_EQ(message_json(message, people()).at("blocks"), blocks);
  EXPECT_EQ(message_json(message, people()).at("text"), plain_text(message));
}

TEST(MessageCodec, ContentKeepsItsWords) {
  EXPECT_EQ(chat_content_text(chat_content(std::string{"a \"quote\"\nand ✓"})), "a \"quote\"\nand ✓");
  const Message message{{Heading{"Hello"}}};
  EXPECT_EQ(chat_content_text(chat_content(message, people())), plain_text(message));
  EXPECT_EQ(chat_content_text("not json"), "");
  EXPECT_EQ(chat_content_text("[1]"), "");
}

TEST(ChatCodec, APersonsMessageHasTextMustersHasBlocks) {
  ChatMessageRow row{
      "m1", "", PersonId{"ann"}, kNoon, std::nullopt, false, false, chat_content(std::string{"hi"}), {}};
  row.reactions = {{"eyes", {PersonId{"ben"}}}, {"gone", {}}};
  const json spoken = json::parse(message_frame("inc-7", row, people()));
  EXPECT_EQ(spoken.at("type"), "message");
  EXPECT_EQ(spoken.at("message"),
            json::parse(R"({"id":"m1","room":"inc-7","thread":"","author":{"id":"ann","name":"Ann"},
    "at":"2026-11-24T12:00:00Z","edited_at":null,"deleted":false,"pinned":false,"text":"hi",
    "reactions":[{"emoji":"eyes","people":["ben"]}]})"));

  row.author = {};
  row.content = chat_content(Message{{Heading{"Card"}}}, people());
  const json card = json::parse(message_frame("inc-7", row, people())).at("message");
  EXPECT_TRUE(card.at("author").is_null());
  EXPECT_FALSE(card.contains("text"));
  EXPECT_EQ(card.at("message").at("blocks").at(0).at("text"), "Card");
}

TEST(ChatCodec, ADeletedMessageHasNoWords) {
  const ChatMessageRow row{"m1", "", PersonId{"ann"}, kNoon, std::nullopt, true, false, "", {}};
  const json deleted = json::parse(messages_json("r", {row}, people())).at("messages").at(0);
  EXPECT_TRUE(deleted.at("deleted"));
  EXPECT_FALSE(deleted.contains("text"));
  EXPECT_FALSE(deleted.contains("message"));
}

TEST(AnswerCodec, ARefusedDialogNamesItsField) {
  Answer answer;
  answer.refused = true;
  answer.refused_field = "text";
  answer.refused_say = "Say what is broken.";
  EXPECT_EQ(json::parse(answer_json(answer, people())),
            json::parse(R"({"message":null,"dialog":null,"refused":true,"refused_field":"text",
                            "refused_say":"Say what is broken."})"));
}

TEST(AnswerCodec, ADialogHasAllItsParts) {
  Dialog dialog{"update", IncidentNumber{7}, "Update", "Post", {Heading{"Before"}}, {}, {{"seen", "3"}}};
  dialog.fields = {{"who", "Who", FieldKind::person, true, "@ann", "a hint", {{"a", "A", "first"}}, 100}};
  Answer answer;
  answer.dialog = dialog;
  EXPECT_EQ(json::parse(answer_json(answer, people())).at("dialog"),
            json::parse(R"({"name":"update","incident":7,"title":"Update","submit":"Post",
      "intro":[{"type":"heading","text":"Before"}],"hidden":{"seen":"3"},
      "fields":[{"id":"who","label":"Who","kind":"person","required":true,"initial":"@ann","hint":"a hint",
                 "max_chars":100,"options":[{"id":"a","label":"A","description":"first"}]}]})"));
}

TEST(AnswerCodec, HealthIsReadyWhenEveryPartIs) {
  EXPECT_TRUE(json::parse(health_json({{"store", {true, ""}}})).at("ready"));
  const json health = json::parse(health_json({{"store", {true, ""}}, {"slack", {false, "no socket"}}}));
  EXPECT_FALSE(health.at("ready"));
  EXPECT_EQ(health.at("parts").at(1), json::parse(R"({"name":"slack","ready":false,"reason":"no socket"})"));
}

TEST(IncidentCodec, WhatIsNotKnownIsNull) {
  Incident incident;
  incident.number = {7};
  incident.title = "Checkout \"down\"";
  incident.declared_at = incident.state_since = kNoon;
  const json listed = json::parse(incidents_json({std::make_shared<const Incident>(incident)}, {},
                                                 default_policy(), people()))
                          .at("incidents")
                          .at(0);
  EXPECT_EQ(listed,
            json::parse(R"({"number":7,"title":"Checkout \"down\"","severity":null,"severity_level":null,
    "state":"triage","kind":"normal","private":false,"open":true,"declared_at":"2026-11-24T12:00:00Z",
    "began_at":"2026-11-24T12:00:00Z","state_since":"2026-11-24T12:00:00Z","resolved_at":null,
    "commander":null,"services":[],"room":"","next_update_due":null,"pages_waiting":[],
    "postmortem":"none"})"));
}

TEST(IncidentCodec, APageWaitsUntilSomebodyAcknowledgesIt) {
  Incident incident;
  incident.number = {7};
  PageRecord page;
  page.id = "P1";
  page.target = "ann";
  page.people = {PersonId{"ann"}};
  page.text = "the database is down";
  page.sent_at = kNoon;
  incident.pages = {page};
  const auto waiting = [&] {
    const std::vector<std::shared_ptr<const Incident>> all{std::make_shared<const Incident>(incident)};
    return json::parse(incidents_json(all, {}, default_policy(), people()))
        .at("incidents")
        .at(0)
        .at("pages_waiting");
  };
  EXPECT_EQ(waiting(), json::parse(R"([{"id":"P1","people":[{"id":"ann","name":"Ann"}],
    "text":"the database is down","sent_at":"2026-11-24T12:00:00Z"}])"));
  incident.pages.front().acknowledged_at = kNoon;
  EXPECT_TRUE(waiting().empty());
}

TEST(IncidentCodec, ThePageNamesEveryRole) {
  Incident incident;
  incident.number = {7};
  incident.severity = Severity{2};
  incident.roles[std::string{kIncidentCommander}] = PersonId{"ann"};
  incident.rooms["console"] = {{"console", "inc-7", "", ""}, "inc-7-x", ""};
  incident.tasks = {{"T1", "restart", PersonId{"ann"}, kNoon, kNoon, std::nullopt}};
  const auto policy = default_policy();
  const json page = json::parse(incident_page_json(incident, Message{}, policy, people()));
  EXPECT_EQ(page.at("severity"), "SEV2");
  EXPECT_EQ(page.at("severity_level"), 2);
  EXPECT_EQ(page.at("room"), "inc-7");
  EXPECT_EQ(page.at("commander"), json::parse(R"({"id":"ann","name":"Ann"})"));
  ASSERT_EQ(page.at("roles").size(), policy.roles.size());
  EXPECT_EQ(page.at("roles").at(0).at("person"), json::parse(R"({"id":"ann","name":"Ann"})"));
  EXPECT_TRUE(page.at("roles").at(1).at("person").is_null());
  EXPECT_EQ(page.at("tasks").at(0), json::parse(R"({"id":"T1","text":"restart","owner":"Ann",
    "due":"2026-11-24T12:00:00Z","done_at":null})"));
}

}  // namespace
}  // namespace muster::console
