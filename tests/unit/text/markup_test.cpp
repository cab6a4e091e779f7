#include "bot/text/markup.hpp"

#include <gtest/gtest.h>

namespace muster {

namespace {

template <class T>
const T& block(const Message& message, std::size_t at) {
  return std::get<T>(message.blocks.at(at));
}

TEST(Markup, BlocksAreReadLineByLine) {
  const Message message = parse_markup(
      "# Head **line**\n"
      "first\n"
      "second\n"
      "\n"
      "| Severity | **SEV1** |\n"
      "| Empty |  |\n"
      "| State | open\n"
      "> small\n"
      "---\n"
      "last\n");
  ASSERT_EQ(message.blocks.size(), 6U);
  EXPECT_EQ(block<Heading>(message, 0).text, "Head line");
  EXPECT_EQ(block<Paragraph>(message, 1).lines, (std::vector<Line>{{Plain{"first"}}, {Plain{"second"}}}));
  const Facts& facts = block<Facts>(message, 2);
  ASSERT_EQ(facts.facts.size(), 2U) << "a fact without a value is left out";
  EXPECT_EQ(facts.facts[0], (Fact{"Severity", {Plain{"SEV1", true}}}));
  EXPECT_EQ(facts.facts[1], (Fact{"State", {Plain{"open"}}}));
  EXPECT_EQ(block<Aside>(message, 3).line, (Line{Plain{"small"}}));
  EXPECT_TRUE(std::holds_alternative<Rule>(message.blocks[4]));
}

TEST(Markup, ButtonsOfNeighbouringLinesStandTogether) {
  const Message message = parse_markup(
      "![Update](command: INC-7 update) [Console](https://c.example/7)\n"
      "!![Resolve](command: INC-7 resolve)(confirm: Is it over?)\n"
      "[Bad](ftp://x) [](command: a) [b](command: )\n");
  ASSERT_EQ(message.blocks.size(), 1U);
  EXPECT_EQ(block<Buttons>(message, 0).buttons,
            (std::vector<Button>{{"Update", "INC-7 update", "", ButtonStyle::primary, ""},
                                 {"Console", "", "https://c.example/7", ButtonStyle::plain, ""},
                                 {"Resolve", "INC-7 resolve", "", ButtonStyle::danger, "Is it over?"}}));
}

TEST(Markup, InlinePieces) {
  const auto lines = parse_inline(
      "a **b** _c_ `d_e` snake_case [site](https://s.example) <@person:ann;Ann \\> Lee> "
      "<#room:slack;C1;inc-7> "
      "<time:1770818700000000;14:05 UTC> <time:1770818700000000>");
  ASSERT_EQ(lines.size(), 1U);
  const Time at{std::chrono::microseconds{1770818700000000}};
  EXPECT_EQ(lines[0], (Line{Plain{"a "}, Plain{"b", true}, Plain{" "}, Plain{"c", false, true}, Plain{" "},
                            Plain{"d_e", false, false, true}, Plain{" snake_case "},
                            Hyperlink{"https://s.example", "site"}, Plain{" "},
                            PersonMention{PersonId{"ann"}, "Ann > Lee"}, Plain{" "},
                            RoomMention{Place{"slack", "C1", "", ""}, "inc-7"}, Plain{" "},
                            Moment{at, "14:05 UTC"}, Plain{" "}, Moment{at, "14:05 UTC"}}));
}

TEST(Markup, WhatIsNotMarkupIsText) {
  for (const char* text : {"<@person:>", "<@person:ann", "see [a](javascript:x)", "[a] (https://b.example)",
                           "<time:x>", "<time:99999999999999999999>", "<#room:slack>", "#heading", ">quote",
                           "! [a](command: b)", "[a](command: b) and more", "\\", "a\\", "\\q"}) {
    const Message message = parse_markup(text);
    ASSERT_EQ(message.blocks.size(), 1U) << text;
    EXPECT_EQ(plain_text(message), text);
    EXPECT_TRUE(std::holds_alternative<Paragraph>(message.blocks[0])) << text;
  }
}

TEST(Markup, AnEscapedValueReadsAsItself) {
  for (const std::string value :
       {"# heading", "| a | b |", "> quote", "---", "[Label](command: INC-1 resolve)",
        "![x](https://e.example)", "**bold** _it_ `code`", "<@person:ann;Ann>", "<#room:slack;C1;x>",
        "<time:1;x>", "back\\slash\\", "{{title}}", "a\\nb", "@{ann} <!channel> <@U1>", "ünï—cödé 🔥", "!!",
        "\\"}) {
    const Message message = parse_markup(markup::escape(value));
    ASSERT_EQ(message.blocks.size(), 1U) << value;
    const auto& paragraph = block<Paragraph>(message, 0);
    EXPECT_EQ(paragraph.lines, (std::vector<Line>{{Plain{value}}})) << value;
  }
}

TEST(Markup, LineBreaksOfAValueStayInItsParagraph) {
  const Message message = parse_markup("Said: " + markup::escape("one\n\n# two\n| a | b |") + "\nnext");
  ASSERT_EQ(message.blocks.size(), 1U);
  EXPECT_EQ(plain_text(message), "Said: one\n\n# two\n| a | b |\nnext");
  const Message named = parse_markup("| By <@person:ann;Ann> | <@person:bob;a\\|b> |");
  EXPECT_EQ(block<Facts>(named, 0).facts,
            (std::vector<Fact>{{"By Ann", {PersonMention{PersonId{"bob"}, "a|b"}}}}));
  const Message fact = parse_markup("| Note | " + markup::escape("one\ntwo | three\\") + " |");
  EXPECT_EQ(block<Facts>(fact, 0).facts,
            (std::vector<Fact>{{"Note", {Plain{"one"}, Plain{" "}, Plain{"two | three\\"}}}}));
}

TEST(Markup, AFactWithoutAValueIsLeftOut) {
  for (const char* text : {"|a|", "| a |", "||", "| a | |", "| a |  |\n| b |"}) {
    EXPECT_TRUE(parse_markup(text).blocks.empty()) << text;
  }
}

TEST(Markup, OnlySafeAddressesAreLinked) {
  for (const char* good : {"https://a.example", "https://a.example:8443/x?y=(z)#t", "http://localhost:8080/x",
                           "http://127.0.0.1", "http://[::1]:9/x"}) {
    EXPECT_TRUE(may_link(good)) << good;
  }
  for (const char* bad :
       {"", "https://", "https:///x", "https://:80", "http://a.example", "http://localhost.evil.example",
        "http://localhost:1@evil.example", "https://bank.example@evil.example/", "javascript:alert(1)",
        "https://a b", "https://a\n.example", "https://a\"b", "https://a<b", "https://a\\b", "HTTPS://A"}) {
    EXPECT_FALSE(may_link(bad)) << bad;
  }
  EXPECT_EQ(parse_inline(markup::link("javascript:x", "**click**"))[0], (Line{Plain{"**click**"}}));
  EXPECT_EQ(parse_inline(markup::link("https://a.example/x_(y)", "a](b)"))[0],
            (Line{Hyperlink{"https://a.example/x_(y)", "a](b)"}}));
}

}  // namespace

}  // namespace muster
