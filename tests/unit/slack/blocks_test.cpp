#include "integrations/slack/blocks_codec.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/mrkdwn.hpp"
#include "integrations/slack/spans.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

People some_people() {
  People people;
  people.put({PersonId{"ann"}, "Ann *Archer*", "", {{"slack", "U0ANN"}}});
  people.put({PersonId{"dan"}, "Dan <!channel>", "", {}});
  return people;
}

Message paragraph(Line line) {
  return Message{{Paragraph{{std::move(line)}}}};
}
std::string first_text(const Json& rendered) {
  return rendered.at(0).at("text").at("text").get<std::string>();
}

// Every text object and id within Slack's limits.
void expect_within_limits(const Json& rendered, std::size_t most_blocks) {
  ASSERT_TRUE(rendered.is_array());
  EXPECT_GE(rendered.size(), 1U);
  EXPECT_LE(rendered.size(), most_blocks);
  std::set<std::string> block_ids;
  std::set<std::string> action_ids;
  std::size_t text = 0;
  for (const Json& block : rendered) {
    EXPECT_TRUE(block_ids.insert(block.at("block_id").get<std::string>()).second);
    const std::string type = block.at("type");
    const auto length = [&](const Json& object, std::size_t most) {
      const std::size_t units = utf16_units(object.at("text").get<std::string>());
      EXPECT_GE(units, 1U);
      EXPECT_LE(units, most) << type;
      text += units;
    };
    if (type == "header") length(block.at("text"), 150);
    if (type == "section" && block.contains("text")) length(block.at("text"), 3000);
    if (type == "section" && block.contains("fields")) {
      EXPECT_LE(block.at("fields").size(), 10U);
      for (const Json& field : block.at("fields")) length(field, 2000);
    }
    if (type == "context") length(block.at("elements").at(0), 2000);
    if (type == "actions") {
      EXPECT_LE(block.at("elements").size(), 25U);
      for (const Json& button : block.at("elements")) {
        EXPECT_TRUE(action_ids.insert(button.at("action_id").get<std::string>()).second);
        length(button.at("text"), 75);
        if (button.contains("value")) {
          EXPECT_LE(utf16_units(button.at("value").get<std::string>()), 2000U);
        }
      }
    }
  }
  EXPECT_LE(text, 13000U);
}

TEST(SlackBlocks, SpansMentionLinkAndDateOnlyWhenTyped) {
  const Time at{std::chrono::seconds{1392734382}};
  const Line line{Plain{"<!channel> "},
                  Plain{.text = "bold ", .bold = true},
                  PersonMention{PersonId{"ann"}, "Ann"},
                  Plain{" "},
                  PersonMention{PersonId{"dan"}, ""},
                  Plain{" "},
                  RoomMention{{"slack", "C0123ABCD", "", ""}, "inc"},
                  Hyperlink{"https://x", "run<book"},
                  Hyperlink{"javascript:alert(1)", "no"},
                  Moment{at, "18 Feb 14:39 UTC"}};
  const std::string text = first_text(blocks(paragraph(line), some_people()));
  EXPECT_EQ(text,
            "&lt;!channel&gt; *bold* <@U0ANN> Dan &lt;!channel&gt; <#C0123ABCD><https://x|run&lt;book>no"
            "<!date^1392734382^{date_short_pretty} {time}|18 Feb 14:39 UTC>");
}

TEST(SlackBlocks, LinksAreHttpsOrLoopback) {
  EXPECT_TRUE(is_safe_link("https://wiki.example/x"));
  EXPECT_TRUE(is_safe_link("http://127.0.0.1:8080/i/1"));
  EXPECT_FALSE(is_safe_link("http://wiki.example/x"));
  EXPECT_FALSE(is_safe_link("javascript:alert(1)"));
  EXPECT_FALSE(is_safe_link("wss://x"));
  EXPECT_FALSE(is_safe_link("https://x/" + std::string(5000, 'a')));
}

TEST(SlackBlocks, EveryKindOfBlockHasItsRendering) {
  const Message message{{Heading{"INC-1: db & <x>"}, Facts{{{"Severity", {Plain{"SEV1"}}}, {"Empty", {}}}},
                         Rule{}, Aside{{Plain{"small print"}}},
                         Buttons{{{.label = "Ack", .command = "INC-1 ack P1", .style = ButtonStyle::primary},
                                  {.label = "Resolve",
                                   .command = "INC-1 resolve",
                                   .style = ButtonStyle::danger,
                                   .confirm = "Really?"},
                                  {.label = "Open", .url = "https://console.example/1"},
                                  {.label = "Bad", .url = "file:///etc/passwd"}}}}};
  const Json rendered = blocks(message, some_people());
  expect_within_limits(rendered, 50);
  ASSERT_EQ(rendered.size(), 5U);
  EXPECT_EQ(rendered[0]["text"]["text"], "INC-1: db & <x>");  // plain_text is not markup
  EXPECT_EQ(rendered[1]["fields"][0]["text"], "*Severity*\nSEV1");
  const Json& buttons = rendered[4]["elements"];
  ASSERT_EQ(buttons.size(), 3U);
  EXPECT_EQ(buttons[0]["value"], "INC-1 ack P1");
  EXPECT_EQ(buttons[0]["style"], "primary");
  EXPECT_EQ(buttons[1]["confirm"]["text"]["text"], "Really?");
  EXPECT_EQ(buttons[2]["url"], "https://console.example/1");
}

TEST(SlackBlocks, ACommandTooLongForAButtonIsNotCut) {
  const Message message{
      {Buttons{{{.label = "Long", .command = std::string(2001, 'x')}, {.label = "Ok", .command = "ok"}}}}};
  const Json rendered = blocks(message, some_people());
  ASSERT_EQ(rendered[0]["elements"].size(), 1U);
  EXPECT_EQ(rendered[0]["elements"][0]["value"], "ok");
}

TEST(SlackBlocks, LongTextIsSplitWithoutLosingAWord) {
  std::string words;
  for (int i = 0; i < 900; ++i) words += "w" + std::to_string(i) + "& ";
  const Json rendered = blocks(paragraph({Plain{words}}), some_people());
  expect_within_limits(rendered, 50);
  EXPECT_GT(rendered.size(), 2U);
  std::string back;
  for (const Json& block : rendered) back += read_mrkdwn(block["text"]["text"].get<std::string>()) + " ";
  EXPECT_EQ(back, words);
}

TEST(SlackBlocks, TooMuchIsLeftOutAndSaysSoButButtonsStay) {
  Message message;
  for (int i = 0; i < 200; ++i) message.blocks.push_back(Paragraph{{{Plain{std::string(400, '<')}}}});
  message.blocks.push_back(Buttons{{{.label = "Resolve", .command = "resolve"}}});
  const Json rendered = blocks(message, some_people());
  expect_within_limits(rendered, 50);
  const std::string text = net::dump_json(rendered);
  EXPECT_NE(text.find("Shortened for Slack"), std::string::npos);
  EXPECT_NE(text.find("\"value\":\"resolve\""), std::string::npos);
}

TEST(SlackBlocks, HostileTextStaysWithinLimits) {
  const std::string all = "<>&*_~`|\"\\ \n😀\xFF\xC0";
  for (const std::size_t times : {1UL, 50UL, 400UL, 1500UL}) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += all;
    Buttons many;
    for (int i = 0; i < 80; ++i) many.buttons.push_back({.label = text, .command = "x"});
    const Message message{{Heading{text}, Paragraph{{{Plain{text}, Plain{.text = text, .bold = true}}}},
                           Facts{{{text, {Plain{text}}}}}, Aside{{Plain{.text = text, .code = true}}}, many}};
    expect_within_limits(net::parse_json(blocks_text(message, some_people())).value(), 50);
    EXPECT_LE(utf16_units(fallback_text(message, some_people())), 4000U);
  }
}

TEST(SlackBlocks, AnEmptyMessageStillHasAText) {
  EXPECT_EQ(blocks({}, some_people()).size(), 1U);
  EXPECT_FALSE(fallback_text({}, some_people()).empty());
  EXPECT_EQ(blocks(Message{{Heading{" "}, Paragraph{{{Plain{"\n"}}}}, Buttons{}}}, some_people()).size(), 1U);
}

TEST(SlackBlocks, TheFallbackIsForeignTextToo) {
  const Message message{
      {Heading{"<!here> down"}, Paragraph{{{Plain{"see https://evil"}}}}, Facts{{{"A", {Plain{"b"}}}}}}};
  EXPECT_EQ(fallback_text(message, some_people()), "&lt;!here&gt; down\nsee `https://evil`\nA: b");
}

TEST(SlackBlocks, ALongFallbackIsCutBeforeSlackRefusesIt) {
  const std::string text = fallback_text(paragraph({Plain{std::string(9000, '&')}}), some_people());
  EXPECT_LE(utf16_units(text), 4000U);
  EXPECT_GT(utf16_units(text), 3000U);
  EXPECT_TRUE(text.ends_with("…"));
}

}  // namespace
}  // namespace muster::slack
