// Numbers of a postmortem's text against the record.
#include "bot/domain/fact_lint.hpp"

#include <gmock/gmock.h>

namespace muster {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class FactLint : public testing::Test {
 protected:
  FactLint() {
    figures.ttd = {95, Absent::no};
    figures.tta = {130, Absent::no};
    figures.ttr_impact = {3 * 3600 + 300, Absent::no};
    figures.anchors.impact_ended_at = Time{std::chrono::hours{1}};
    figures.impact_union_s = 41 * 60 + 20;
    incident.facts.push_back({"orders_failed", "1842", {}, 1});
  }
  std::vector<std::string> doubts(const std::string& text) {
    std::vector<std::string> words;
    for (const LintFinding& finding : lint_facts(text, incident, figures)) {
      EXPECT_EQ(finding.rule, "FACT");
      EXPECT_FALSE(finding.blocks);
      words.push_back(finding.words);
    }
    return words;
  }

  Incident incident;
  IncidentFigures figures;
};

TEST_F(FactLint, ALengthIsComparedWithWhatItsSentenceSpeaksOf) {
  EXPECT_THAT(doubts("Checkout was down for 42 min."), ElementsAre("42 min"));
  EXPECT_THAT(lint_facts("Checkout was down for 42 min.", incident, figures)[0].advice,
              HasSubstr("41 min 20 s of impact"));
  EXPECT_THAT(doubts("It was detected after 2 minutes. Resolved after 2 h."), ElementsAre("2 h"));
  EXPECT_THAT(doubts("Nobody acknowledged the page for 5 minutes"), ElementsAre("5 minutes"));
  EXPECT_THAT(doubts("It was restored after 3 hours and 10 minutes"), ElementsAre("3 hours 10 minutes"));
}

TEST_F(FactLint, WhatIsWrittenIsAsExactAsItsSmallestUnit) {
  EXPECT_THAT(doubts("Checkout was down for 41 min"), IsEmpty());
  EXPECT_THAT(doubts("Checkout was down for 41 min 20 s"), IsEmpty());
  EXPECT_THAT(doubts("Checkout was down for 41 min 21 s"), SizeIs(1));
  EXPECT_THAT(doubts("It was restored after 3 hours"), IsEmpty());
  EXPECT_THAT(doubts("It was restored after 3 h 5 min"), IsEmpty());
}

TEST_F(FactLint, AFactsKeyNamesItsNumber) {
  EXPECT_THAT(doubts("In that time 1,900 orders failed"), ElementsAre("1900"));
  EXPECT_THAT(doubts("In that time 1,842 orders failed"), IsEmpty());
  EXPECT_THAT(doubts("In that time 1842 orders failed, 12 of them for good"), IsEmpty());
  EXPECT_THAT(doubts("1900 mails were late"), IsEmpty()) << "of something else";
}

TEST_F(FactLint, OnlyWhatPeopleTellIsRead) {
  EXPECT_THAT(doubts("## Timeline\nIt was down for 9 min\n\n## Impact\n| down | 9 min |\n> down for 9 min\n"),
              IsEmpty());
  EXPECT_THAT(doubts("The cache holds entries for 9 min"), IsEmpty()) << "no word of the record in it";
  EXPECT_THAT(doubts("## Impact\nIt was down for 9 min\n"), ElementsAre("9 min"));
}

}  // namespace

}  // namespace muster
