#include "integrations/slack/mrkdwn.hpp"

#include <gtest/gtest.h>

namespace muster::slack {
namespace {

const std::string kJoiner = "\xE2\x81\xA0";

TEST(Mrkdwn, EscapesExactlyThreeCharacters) {
  EXPECT_EQ(escape("a & b < c > d \"'"), "a &amp; b &lt; c &gt; d \"'");
}

TEST(Mrkdwn, ForeignTextCannotMentionAnybody) {
  for (const char* hostile : {"<!channel>", "<!here|x>", "<@U0ANN>", "<!subteam^S1>", "<https://evil|ok>"}) {
    EXPECT_EQ(foreign(hostile).find('<'), std::string::npos) << hostile;
  }
}

TEST(Mrkdwn, ForeignTextCannotFormat) {
  EXPECT_EQ(foreign("*bold*"), kJoiner + "*" + kJoiner + "bold" + kJoiner + "*" + kJoiner);
  EXPECT_EQ(foreign("~x~").find("~x"), std::string::npos);
  EXPECT_EQ(foreign("`rm -rf`").find('`'), std::string::npos);
  EXPECT_EQ(foreign("> quote"), kJoiner + "&gt; quote");
  EXPECT_EQ(foreign("a\n> quote"), "a\n" + kJoiner + "&gt; quote");
}

TEST(Mrkdwn, HostNamesAndArithmeticStayCopyable) {
  EXPECT_EQ(foreign("db_primary_1 is 2*3"), "db_primary_1 is 2*3");
  EXPECT_EQ(foreign("SELECT * FROM t"), "SELECT * FROM t");
}

TEST(Mrkdwn, ABareUrlIsShownAndNoLink) {
  EXPECT_EQ(foreign("see https://evil.example/a?b=1&c now"), "see `https://evil.example/a?b=1&amp;c` now");
  EXPECT_EQ(foreign("https://"), "https://");
}

TEST(Mrkdwn, CodeCannotBeLeft) {
  EXPECT_EQ(code("a`b\nc<d"),
            "`a\xCB\x8B"
            "b c&lt;d`");
  EXPECT_EQ(code(" "), " ");
}

TEST(Mrkdwn, LinksCannotBeBroken) {
  EXPECT_EQ(link("https://x/a|b>c&d", "la|bel>"), "<https://x/a%7Cb%3Ec&amp;d|la/bel&gt;>");
  EXPECT_EQ(link("https://x", ""), "<https://x>");
  EXPECT_EQ(link("https://x", "https://x"), "<https://x|https://x>");
}

struct Read {
  const char* raw;
  const char* meant;
};

class ReadMrkdwn : public testing::TestWithParam<Read> {};

TEST_P(ReadMrkdwn, SaysWhatAPersonMeant) {
  EXPECT_EQ(read_mrkdwn(GetParam().raw), GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(All, ReadMrkdwn,
                         testing::Values(Read{"a &amp;&lt;b&gt; c", "a &<b> c"}, Read{"<@U1>", "<@U1>"},
                                         Read{"<@U1|ann> hi", "<@U1> hi"}, Read{"<#C1|general>", "#general"},
                                         Read{"<#C1|>", "<#C1>"}, Read{"<https://a/b>", "https://a/b"},
                                         Read{"<https://a/b|a/b>", "https://a/b"},
                                         Read{"<https://a|runbook>", "runbook (https://a)"},
                                         Read{"<mailto:a@b.c|a@b.c>", "a@b.c"}, Read{"<!here>", "@here"},
                                         Read{"<!subteam^S1|@sre>", "@sre"},
                                         Read{"<!date^1^{time}|noon>", "noon"}, Read{"1 < 2", "1 < 2"},
                                         Read{"a <b", "a <b"}, Read{"<", "<"}, Read{"<>", "<>"},
                                         Read{"<https://a?x=1&amp;y=2>", "https://a?x=1&y=2"}));

}  // namespace
}  // namespace muster::slack
