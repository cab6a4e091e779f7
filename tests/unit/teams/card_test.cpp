#include "integrations/teams/card_codec.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

People people_on_cards() {
  People people;
  people.put({PersonId{"ann"}, "Ann", "", {{"teams", "aad-ann"}}});
  return people;
}

CardStyle style() {
  return {.nonce = "n1", .opens_dialog = [](std::string_view command) { return command == "declare"; }};
}

Json card(const Message& message, const CardStyle& how = style()) {
  Json json = adaptive_card(message, people_on_cards(), how);
  EXPECT_LE(net::dump_json(json).size(), kCardBytes);
  EXPECT_EQ(json["type"], "AdaptiveCard");
  EXPECT_EQ(json["version"], "1.5");
  EXPECT_EQ(json["msteams"]["width"], "Full");
  EXPECT_FALSE(json["body"].empty());
  EXPECT_FALSE(json["fallbackText"].get<std::string>().empty());
  return json;
}

Message buttons(std::vector<Button> row) {
  return Message{{Buttons{std::move(row)}}};
}

// Every string of the card that a client shows.
void shown(const Json& node, std::string& all) {
  if (node.is_object()) {
    for (const char* key : {"text", "title", "value", "fallbackText"}) {
      if (node.contains(key) && node[key].is_string()) all += node[key].get<std::string>() + "\n";
    }
  }
  if (node.is_structured()) {
    for (const Json& child : node) shown(child, all);
  }
}

TEST(TeamsCard, EveryKindOfBlockHasItsElement) {
  const Message message{
      {Heading{"INC-1: db & <x>"},
       Paragraph{{{Plain{"first"}}, {PersonMention{PersonId{"ann"}, "Ann"}, Plain{" leads"}}}},
       Facts{{{"Severity", {Plain{"SEV1"}}}, {"Lead", {PersonMention{PersonId{"ann"}, "Ann"}}}}}, Rule{},
       Aside{{Plain{"small print"}}}, Buttons{{{.label = "Ack", .command = "INC-1 ack P1"}}}}};
  const Json json = card(message);
  const Json& body = json["body"];
  ASSERT_EQ(body.size(), 5U);
  EXPECT_EQ(body[0]["style"], "heading");
  EXPECT_EQ(body[0]["weight"], "Bolder");
  EXPECT_EQ(body[0]["wrap"], true);
  EXPECT_EQ(body[1]["text"], "first\n\n<at>Ann</at> leads");
  EXPECT_EQ(body[2]["type"], "FactSet");
  EXPECT_EQ(body[2]["facts"],
            Json::parse(R"([{"title":"Severity","value":"SEV1"},{"title":"Lead","value":"<at>Ann</at>"}])"));
  EXPECT_FALSE(body[2].contains("separator"));
  EXPECT_EQ(body[3]["separator"], true);
  EXPECT_EQ(body[3]["isSubtle"], true);
  EXPECT_EQ(body[4]["type"], "ActionSet");
  EXPECT_EQ(
      json["msteams"]["entities"],
      Json::parse(R"([{"type":"mention","text":"<at>Ann</at>","mentioned":{"id":"aad-ann","name":"Ann"}}])"));
  EXPECT_EQ(
      json["fallbackText"],
      "INC-1: db & <\xE2\x81\xA0x>\n\nfirst\n\nAnn leads\n\nSeverity: SEV1\n\nLead: Ann\n\nsmall print");
  EXPECT_FALSE(json.contains("refresh"));
}

TEST(TeamsCard, AButtonExecutesAndOldClientsSubmitTheSame) {
  const Json json =
      card(buttons({{.label = "Ack", .command = "INC-1 ack P1", .style = ButtonStyle::primary}}));
  const Json& action = json["body"][0]["actions"][0];
  EXPECT_EQ(action["type"], "Action.Execute");
  EXPECT_EQ(action["verb"], "command");
  EXPECT_EQ(action["style"], "positive");
  EXPECT_EQ(action["data"], Json::parse(R"({"muster":{"command":"INC-1 ack P1","nonce":"n1"}})"));
  EXPECT_EQ(action["fallback"]["type"], "Action.Submit");
  EXPECT_EQ(action["fallback"]["data"], action["data"]);
}

TEST(TeamsCard, AButtonThatAsksOrOpensADialogFetchesIt) {
  const Json json = card(buttons(
      {{.label = "Declare", .command = "declare"},
       {.label = "Resolve", .command = "INC-1 resolve", .style = ButtonStyle::danger, .confirm = "Really?"},
       {.label = "Open", .url = "https://console.example/1"},
       {.label = "Bad", .url = "file:///etc/passwd"},
       {.label = " ", .command = "x"}}));
  const Json& actions = json["body"][0]["actions"];
  ASSERT_EQ(actions.size(), 3U);
  EXPECT_EQ(actions[0]["type"], "Action.Submit");
  EXPECT_EQ(actions[0]["data"]["msteams"]["type"], "task/fetch");
  EXPECT_FALSE(actions[0]["data"]["muster"].contains("confirm"));
  EXPECT_EQ(actions[1]["data"]["msteams"]["type"], "task/fetch");
  EXPECT_EQ(actions[1]["data"]["muster"]["confirm"], "Really?");
  EXPECT_EQ(actions[1]["style"], "destructive");
  EXPECT_EQ(actions[2]["type"], "Action.OpenUrl");
  EXPECT_EQ(actions[2]["url"], "https://console.example/1");
}

TEST(TeamsCard, ACommandTooLongForAButtonIsNotCut) {
  const Json json =
      card(buttons({{.label = "Long", .command = std::string(2001, 'x')}, {.label = "Ok", .command = "ok"}}));
  ASSERT_EQ(json["body"][0]["actions"].size(), 1U);
  EXPECT_EQ(json["body"][0]["actions"][0]["data"]["muster"]["command"], "ok");
}

TEST(TeamsCard, MoreThanSixButtonsStandBehindTheDots) {
  std::vector<Button> row(8, {.label = "Go", .command = "go"});
  const Json json = card(buttons(std::move(row)));
  const Json& actions = json["body"][0]["actions"];
  ASSERT_EQ(actions.size(), 8U);
  EXPECT_FALSE(actions[5].contains("mode"));
  EXPECT_EQ(actions[6]["mode"], "secondary");
}

TEST(TeamsCard, ACardIsRefreshedByHandOnly) {
  CardStyle how = style();
  how.card = "room";
  how.incident = IncidentNumber{42};
  const Json refresh = card(Message{{Heading{"x"}}}, how)["refresh"];
  EXPECT_EQ(refresh["userIds"], Json::array());
  EXPECT_EQ(refresh["action"]["type"], "Action.Execute");
  EXPECT_EQ(refresh["action"]["verb"], "refresh");
  EXPECT_EQ(refresh["action"]["data"]["muster"], Json::parse(R"({"card":"room","incident":42})"));
}

TEST(TeamsCard, TooMuchIsLeftOutAndSaysSoButButtonsStay) {
  for (const char* letter : {"<", "\"", "漢", "*", "a "}) {
    Message message;
    for (int i = 0; i < 100; ++i) {
      std::string text;
      for (int k = 0; k < 400; ++k) text += letter;
      message.blocks.push_back(Paragraph{{{Plain{std::move(text)}}}});
      message.blocks.push_back(Facts{{{"Label", {Plain{"value"}}}}});
    }
    message.blocks.push_back(Buttons{{{.label = "Resolve", .command = "resolve"}}});
    const Json json = card(message);
    EXPECT_GT(net::dump_json(json).size(), kCardBytes - 500) << letter;  // the room is used
    const Json& body = json["body"];
    EXPECT_EQ(body[body.size() - 2]["type"], "ActionSet");
    EXPECT_EQ(body[body.size() - 1]["text"], "Shortened for Teams: not all of it fits here.");
  }
}

TEST(TeamsCard, ManyMentionsFitToo) {
  People people;
  Message message;
  for (int i = 0; i < 500; ++i) {
    const std::string id = "p" + std::to_string(i);
    people.put({PersonId{id}, "Person " + id, "", {{"teams", "0000-aad-" + id}}});
    message.blocks.push_back(Paragraph{{{PersonMention{PersonId{id}, ""}}}});
  }
  const Json json = adaptive_card(message, people, style());
  EXPECT_LE(net::dump_json(json).size(), kCardBytes);
  std::string all;
  shown(json["body"], all);
  ASSERT_GT(json["msteams"]["entities"].size(), 50U);
  for (const Json& entity : json["msteams"]["entities"])
    EXPECT_NE(all.find(entity["text"].get<std::string>()), std::string::npos);
  EXPECT_NE(all.find("Shortened"), std::string::npos);
}

TEST(TeamsCard, ButtonsLeaveTextItsHalf) {
  Buttons many;
  for (int i = 0; i < 80; ++i) many.buttons.push_back({.label = "Go", .command = std::string(1900, 'x')});
  const Json json = card(Message{{Paragraph{{{Plain{std::string(9000, 'a')}}}}, many}});
  ASSERT_EQ(json["body"].size(), 3U);
  EXPECT_EQ(json["body"][0]["text"].get<std::string>().size(), 9000U);
  EXPECT_GE(json["body"][1]["actions"].size(), 2U);
}

TEST(TeamsCard, HostileTextStaysDataAndWithinLimits) {
  const std::string all =
      "<at>Ann</at>[x](https://evil)**_~`|\"\\ \n# {{DATE(2026-01-01T00:00:00Z)}}${x}😀\xFF\xC0";
  for (const std::size_t times : {1UL, 50UL, 400UL}) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += all;
    const Message message{{Heading{text},
                           Paragraph{{{Plain{text}, Plain{.text = text, .bold = true}},
                                      {PersonMention{PersonId{"ann"}, text}}}},
                           Facts{{{text, {Plain{text}}}}}, Aside{{Plain{.text = text, .code = true}}},
                           Buttons{{{.label = text, .command = "x", .confirm = text}}}}};
    const Json json = card(message);
    std::string seen;
    for (const Json& element : json["body"]) {
      if (element["type"] != "ActionSet") shown(element, seen);
    }
    shown({{"fallbackText", json["fallbackText"]}}, seen);
    for (const char* alive : {"{{", "${", "`"}) EXPECT_EQ(seen.find(alive), std::string::npos) << alive;
    for (std::size_t at = seen.find("]("); at != std::string::npos; at = seen.find("](", at + 1))
      EXPECT_EQ(seen[at - 1], '\\');
    // The one typed mention, if it had room, and no other.
    const bool mentions = json["msteams"].contains("entities");
    const std::size_t first = seen.find("<at>");
    EXPECT_EQ(first != std::string::npos, mentions);
    if (mentions) EXPECT_EQ(seen.find("<at>", first + 1), std::string::npos);
  }
}

TEST(TeamsCard, AnEmptyMessageStillShowsSomething) {
  EXPECT_EQ(card({})["body"].size(), 1U);
  EXPECT_EQ(
      card(Message{{Heading{" "}, Paragraph{{{Plain{"\n"}}}}, Facts{{{"", {}}}}, Rule{}, Buttons{}}})["body"]
          .size(),
      1U);
}

TEST(TeamsCard, ANoticeIsForADialogWhichKnowsOnlySubmit) {
  CardStyle how = style();
  how.card = "room";
  const Json json =
      notice_card("Status",
                  Message{{Paragraph{{{Plain{"all well"}}}},
                           Buttons{{{.label = "Ack", .command = "ack"},
                                    {.label = "Declare", .command = "declare", .confirm = "Sure?"}}}}},
                  people_on_cards(), how);
  EXPECT_EQ(json["body"][0]["text"], "Status");
  const Json& actions = json["body"][2]["actions"];
  EXPECT_EQ(actions[0]["type"], "Action.Submit");
  EXPECT_FALSE(actions[1]["data"].contains("msteams"));
  EXPECT_EQ(actions[1]["data"]["muster"]["confirm"], "Sure?");
  EXPECT_FALSE(json.contains("refresh"));
}

TEST(TeamsCard, AConfirmationSubmitsTheCommand) {
  const Json json = confirm_card("Resolve *INC-1*?", "INC-1 resolve", "n7");
  EXPECT_EQ(json["body"][0]["text"], "Resolve \\*INC-1\\*?");
  const Json& yes = json["body"][1]["actions"][0];
  EXPECT_EQ(yes["type"], "Action.Submit");
  EXPECT_EQ(yes["title"], "Yes");
  EXPECT_EQ(yes["data"],
            Json::parse(R"({"muster":{"command":"INC-1 resolve","nonce":"n7","confirmed":true}})"));
}

}  // namespace
}  // namespace muster::teams
