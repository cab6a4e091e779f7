#include "integrations/teams/markdown.hpp"

#include <gtest/gtest.h>

#include <random>

#include "bot/base/utf8.hpp"
#include "integrations/teams/ids.hpp"
#include "integrations/teams/spans.hpp"

namespace muster::teams {
namespace {

// Shows the invisible joiner.
std::string seen(std::string text) {
  const std::string joiner = "\xE2\x81\xA0";
  for (std::size_t at = text.find(joiner); at != std::string::npos; at = text.find(joiner))
    text.replace(at, joiner.size(), "¦");
  return text;
}

struct Written {
  const char* raw;
  const char* wanted;
};

class Foreign : public testing::TestWithParam<Written> {};

TEST_P(Foreign, IsInert) {
  EXPECT_EQ(seen(foreign(GetParam().raw)), GetParam().wanted);
}

INSTANTIATE_TEST_SUITE_P(Marks, Foreign,
                         testing::Values(Written{"**bold** and _it_", R"(\*\*bold\*\* and \_it\_)"},
                                         Written{"a*b*c", R"(a\*b\*c)"},
                                         Written{"db_primary_1", "db_primary_1"},
                                         Written{"a__b__c", R"(a\_\_b\_\_c)"},
                                         Written{"SELECT * FROM t", "SELECT * FROM t"},
                                         Written{"`rm -rf`", "ˋrm -rfˋ"}, Written{"~~gone~~", "¦~¦~gone~¦~¦"},
                                         Written{"[ok](https://evil)", R"(\[ok\](https://evil))"},
                                         Written{"![x](y)", R"(!\[x\](y))"}));
INSTANTIATE_TEST_SUITE_P(Blocks, Foreign,
                         testing::Values(Written{"# h", "¦# h"}, Written{"> q", "¦> q"},
                                         Written{"- a\n- b", "¦- a\n\n¦- b"}, Written{"+ a", "¦+ a"},
                                         Written{"* a", R"(\* a)"}, Written{"1. a", "¦1. a"},
                                         Written{"12) a", "¦12) a"}, Written{"2026 was", "2026 was"},
                                         Written{"---", "¦---"}, Written{"===", "¦==="},
                                         Written{"~~~", "¦~¦~¦~¦"}, Written{"    code", "¦    code"},
                                         Written{"  # h", "¦  # h"}, Written{"| a |", "¦| a |"},
                                         Written{"(a)- b", "(a)¦- b"}, Written{"(a)1. b", "(a)¦1. b"}));
INSTANTIATE_TEST_SUITE_P(Mentions, Foreign,
                         testing::Values(Written{"<at>Bob</at>", "<¦at>Bob<¦/at>"},
                                         Written{"<https://evil>", "<¦https://evil>"},
                                         Written{"<!-- x", "<¦!-- x"}, Written{"a < b > c", "a < b > c"},
                                         Written{"x <", "x <¦"}));
INSTANTIATE_TEST_SUITE_P(
    Functions, Foreign,
    testing::Values(Written{"{{DATE(2026-01-01T00:00:00Z)}}", "{¦{DATE(2026-01-01T00:00:00Z)}}"},
                    Written{"${x} $5 {", "$¦{x} $5 {¦"}, Written{"&lt;at&gt;", "&¦lt;at&¦gt;"},
                    Written{"&#60;", "&¦#60;"}, Written{"a & b", "a & b"}, Written{"a=1&b=2 c", "a=1&b=2 c"},
                    Written{"AT&T", "AT&¦T"}));
INSTANTIATE_TEST_SUITE_P(Backslashes, Foreign,
                         testing::Values(Written{R"(C:\temp)", R"(C:\temp)"},
                                         Written{R"(\*x\*)", R"(\¦\*x\¦\*)"},
                                         Written{R"(\\server)", R"(\¦\server)"}, Written{"end\\", R"(end\¦)"},
                                         Written{"a\\\nb", "a\\¦\n\nb"}));
INSTANTIATE_TEST_SUITE_P(Lines, Foreign,
                         testing::Values(Written{"a\nb", "a\n\nb"}, Written{"a\r\n\r\n\n  b", "a\n\nb"},
                                         Written{"", ""}, Written{" ", " "}, Written{"a\n", "a\n\n"}));

TEST(LinkTarget, CannotBeLeft) {
  EXPECT_EQ(link_target("https://x/a(b)c[d]*e\\f"), "https://x/a%28b%29c%5Bd%5D%2Ae%5Cf");
  EXPECT_EQ(link_target("https://x/a_b/_c_"), "https://x/a_b/%5Fc%5F");
  EXPECT_EQ(link_target("https://x/?a=1&lt;=2&b=3"), "https://x/?a=1%26lt;=2&b=3");
  EXPECT_EQ(link_target("https://x/?a=1&b"), "https://x/?a=1&b");
}

People people_with_marks() {
  People people;
  people.put({PersonId{"ann"}, "Ann *Archer*", "", {{"teams", "aad-ann"}}});
  people.put({PersonId{"ann2"}, "Ann <Archer>", "", {{"teams", "aad-ann2"}}});
  people.put({PersonId{"dan"}, "Dan <at>x</at>", "", {}});
  return people;
}

class Spans : public testing::Test {
 protected:
  People people = people_with_marks();
  SpanWriter writer{people, "tenant", "group"};
  bool cut = false;

  std::string write(const Line& line) { return seen(writer.write({line}, 10000, cut)); }
};

TEST_F(Spans, MentionAPersonByIdAndOnce) {
  const PersonMention ann{PersonId{"ann"}, ""};
  EXPECT_EQ(write({ann, Plain{" and "}, ann}), "<at>Ann Archer</at> and <at>Ann Archer</at>");
  ASSERT_EQ(writer.mentioned().size(), 1U);
  EXPECT_EQ(writer.mentioned()[0].text, "<at>Ann Archer</at>");
  EXPECT_EQ(writer.mentioned()[0].id, "aad-ann");
  EXPECT_EQ(writer.mentioned()[0].name, "Ann *Archer*");
  // Somebody else of that name cannot share the text.
  EXPECT_EQ(write({PersonMention{PersonId{"ann2"}, ""}}), "<at>Ann Archer 2</at>");
}

TEST_F(Spans, NameWhomTeamsDoesNotKnow) {
  EXPECT_EQ(write({PersonMention{PersonId{"dan"}, ""}}), "**Dan <¦at>x<¦/at>¦**");
  EXPECT_TRUE(writer.mentioned().empty());
}

TEST_F(Spans, LinkToAChannelOfTeamsOnly) {
  EXPECT_EQ(
      write({RoomMention{{"teams", "19:abc@thread.tacv2;messageid=1", "", ""}, "inc-1 [db]"}}),
      R"([#inc-1 \[db\]](https://teams.microsoft.com/l/channel/19%3Aabc%40thread.tacv2/inc-1%20%5Bdb%5D?groupId=group&tenantId=tenant))");
  EXPECT_EQ(write({RoomMention{{"slack", "C1", "", ""}, "inc-1"}}), "¦#inc-1");
  SpanWriter unknown{people, "", ""};
  EXPECT_EQ(unknown.write({{Plain{"in "}, RoomMention{{"teams", "19:abc", "", ""}, "inc-1"}}}, 1000, cut),
            "in #inc-1");
}

TEST_F(Spans, LinkOnlyWhereLinksMayLead) {
  EXPECT_EQ(write({Hyperlink{"https://x/a", "run\n[book]"}}), R"([run \[book\]](https://x/a))");
  EXPECT_EQ(write({Hyperlink{"https://x/a", ""}}), "[https://x/a](https://x/a)");
  EXPECT_EQ(write({Hyperlink{"javascript:alert(1)", "no"}}), "no");
  EXPECT_EQ(write({Hyperlink{"http://wiki/x", "*no*"}}), R"(\*no\*)");
}

TEST_F(Spans, MarksHoldTheirText) {
  EXPECT_EQ(write({Plain{.text = "a", .bold = true}, Plain{.text = "b", .bold = true}}), "**a**¦**b**");
  EXPECT_EQ(write({Plain{.text = " (a) ", .bold = true}, Plain{.text = "c", .italic = true}}),
            "**¦(a)¦** _c_");
  EXPECT_EQ(write({Plain{.text = "**", .bold = true}}), R"(**¦\*\*¦**)");
  EXPECT_EQ(write({Plain{.text = "a\nb", .bold = true}}), "**a**\n\n**b**");
  EXPECT_EQ(write({Plain{.text = "    a\n    b", .bold = true}}), "**a**\n\n**b**");
  EXPECT_EQ(write({Plain{"x"}, Plain{.text = " a", .bold = true}}), "x **a**");
  EXPECT_EQ(write({Plain{.text = "a`b", .code = true}}), "aˋb");
}

TEST_F(Spans, NothingComesToLifeBetweenTwoPieces) {
  EXPECT_EQ(write({Plain{"<"}, Plain{"at>Bob</at>"}}), "<¦at>Bob<¦/at>");
  EXPECT_EQ(write({Plain{"{"}, Plain{"{DATE(x)}}"}}), "{¦{DATE(x)}}");
  EXPECT_EQ(write({Plain{"&l"}, Plain{"t;"}}), "&¦lt;");
  EXPECT_EQ(write({Plain{"\\"}, Plain{"*x*"}}), R"(\¦\*x\*)");
  EXPECT_EQ(write({Hyperlink{"https://x", "l"}, Plain{"- x"}}), "[l](https://x)¦- x");
}

// Whatever bytes: valid UTF-8 that starts no block and opens no mention, within its room.
TEST_F(Spans, OddBytesStayText) {
  const std::vector<std::string> bits{"\xFF", "\xC0\x80",           "\xED\xA0\x80", "\xF0\x9F",
                                      "😀",   "\xE2\x80\xAE",       "\xEF\xBB\xBF", "\xE2\x81\xA0",
                                      "\0",   "e\xCC\x81",          "\r\n",         "\n",
                                      "    ", "<at>Ann</at>",       "**",           "\\",
                                      "- ",   std::string(1, '\0'), "[a](b)",       "漢"};
  std::mt19937 chance{7};
  for (int i = 0; i < 3000; ++i) {
    Line line;
    for (auto pieces = 1 + chance() % 4; pieces > 0; --pieces) {
      Plain plain;
      for (auto count = 1 + chance() % 6; count > 0; --count) plain.text += bits[chance() % bits.size()];
      plain.bold = chance() % 3 == 0;
      line.push_back(std::move(plain));
    }
    const std::size_t most = 10 + chance() % 200;
    const std::string text = writer.write({line}, most, cut);
    EXPECT_LE(json_bytes(text), most);
    EXPECT_TRUE(is_valid_utf8(text));
    EXPECT_EQ(text.find("<at>"), std::string::npos);
    EXPECT_EQ(("\n" + text).find("\n- "), std::string::npos) << text;
    EXPECT_EQ(("\n" + text).find("\n    "), std::string::npos) << text;
    EXPECT_EQ(text.find('\0'), std::string::npos);
  }
}

TEST_F(Spans, LinesStandApart) {
  EXPECT_EQ(writer.write({{Plain{"a"}}, {}, {Plain{"b\n"}}, {Plain{"\nc"}}}, 1000, cut), "a\n\nb\n\nc");
  EXPECT_FALSE(cut);
}

TEST_F(Spans, TextIsCutBetweenWordsAndMentionsAreNot) {
  EXPECT_EQ(writer.write({{Plain{"one two three four five"}}}, 22, cut), "one two…");
  EXPECT_TRUE(cut);
  EXPECT_EQ(writer.write({{PersonMention{PersonId{"ann"}, ""}}}, 60, cut), "");
  EXPECT_TRUE(writer.mentioned().empty());
}

}  // namespace
}  // namespace muster::teams
