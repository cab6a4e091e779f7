// The language of postmortems, action items and the quality of the whole.
#include "bot/domain/lint.hpp"

#include <gmock/gmock.h>

#include "bot/domain/action_lint.hpp"
#include "bot/domain/quality.hpp"

namespace muster {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> kPeople = {"Ann Lee", "Ann", "bob"};

std::vector<std::string> rules_hit(const std::string& markdown, bool full_outage = true) {
  std::vector<std::string> hit;
  for (const LintFinding& finding : lint(markdown, kPeople, full_outage, default_lint_rules()))
    hit.push_back(finding.rule);
  return hit;
}

TEST(Lint, SentencesThatBlameAreFound) {
  EXPECT_THAT(rules_hit("Ann forgot to renew the certificate."), ElementsAre("BL01"));
  EXPECT_THAT(rules_hit("@bob didn't check the replica"), ElementsAre("BL01"));
  EXPECT_THAT(rules_hit("The engineer failed to notice it"), ElementsAre("BL01"));
  EXPECT_THAT(rules_hit("It was human error"), ElementsAre("BL02"));
  EXPECT_THAT(rules_hit("We should have tested it"), ElementsAre("BL03"));
  EXPECT_THAT(rules_hit("The fix was obviously wrong"), ElementsAre("BL04"));
  EXPECT_THAT(rules_hit("The root cause was DNS"), ElementsAre("BL05"));
  EXPECT_THAT(rules_hit("It was down briefly for some users"), ElementsAre("BL06"));
  EXPECT_THAT(rules_hit("Why did Ann restart it?"), ElementsAre("BL08"));
  EXPECT_THAT(rules_hit("Remind the team to be more careful"), ElementsAre("BL11"));
  EXPECT_THAT(rules_hit("Ann saved the day"), ElementsAre("BL12"));
}

TEST(Lint, WhatTellsWhatHappenedIsLeftAlone) {
  EXPECT_THAT(rules_hit("The check covered 23 of 24 nodes because the list was typed by hand."), IsEmpty());
  EXPECT_THAT(rules_hit("A responder rolled the zone back at 10:31 UTC."), IsEmpty());
  EXPECT_THAT(rules_hit("Anna's dashboard shows 1,842 failed orders."), IsEmpty())
      << "Ann is no part of Anna";
}

TEST(Lint, QuotationsCodeTablesAndCommentsAreSomebodyElses) {
  EXPECT_THAT(rules_hit("> Ann forgot it"), IsEmpty());
  EXPECT_THAT(rules_hit("The page said \"many users are affected\" and `if only`."), IsEmpty());
  EXPECT_THAT(rules_hit("```\nAnn forgot it\n```"), IsEmpty());
  EXPECT_THAT(rules_hit("| 10:31 | Ann forgot it |"), IsEmpty());
  EXPECT_THAT(rules_hit("<!-- many -->"), IsEmpty());
}

TEST(Lint, PartsOfTheDocumentHaveTheirOwnRules) {
  EXPECT_THAT(rules_hit("## Contributing factors\n- Ann runs the deploys alone"), ElementsAre("BL10"));
  EXPECT_THAT(rules_hit("## Contributing factors\n- Probably the cache"), ElementsAre("BL09"));
  EXPECT_THAT(rules_hit("## Response\nAnn took command."), IsEmpty());
  EXPECT_THAT(rules_hit("## Timeline\n- 10:31 many nodes failed, there was no alert"), ElementsAre("BL13"));
}

TEST(Lint, AnOutageIsOneOnlyWhenItWasFull) {
  EXPECT_THAT(rules_hit("The outage lasted 42 min", true), IsEmpty());
  EXPECT_THAT(rules_hit("The outage lasted 42 min", false), ElementsAre("BL07"));
}

TEST(Lint, AFindingSaysWhereAndWhetherItBlocks) {
  const auto found = lint("# Title\n\nAnn forgot it", kPeople, true, default_lint_rules());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].line, 3);
  EXPECT_EQ(found[0].words, "Ann forgot");
  EXPECT_TRUE(found[0].blocks);
}

TEST(Lint, PatternsAreCheckedBeforeTheyAreUsed) {
  EXPECT_TRUE(check_lint_pattern("quick fix|NAME broke"));
  EXPECT_FALSE(check_lint_pattern("(unclosed"));
}

ActionItem item(const std::string& title) {
  ActionItem action;
  action.id = "AI-1";
  action.title = title;
  return action;
}

std::vector<std::string> doubts(const ActionItem& action) {
  std::vector<std::string> rules;
  for (const ActionFinding& finding : lint_action(action, default_policy())) rules.push_back(finding.rule);
  return rules;
}

TEST(ActionLint, AnItemThatCanBeFinishedHasNoFinding) {
  ActionItem action = item("Block deploys without a tested rollback");
  action.owner = {"ann"};
  action.priority = "P1";
  action.added_at = Time{std::chrono::hours{1}};
  action.due = action.added_at + std::chrono::days{20};
  EXPECT_THAT(doubts(action), IsEmpty());
  action.due = action.added_at + std::chrono::days{31};
  EXPECT_THAT(doubts(action), ElementsAre("AI06"));
}

TEST(ActionLint, WhatIsMissingIsNamed) {
  EXPECT_THAT(doubts(item("Investigate the cache")), ElementsAre("AI01", "AI02", "AI03", "AI04", "AI07"));
  EXPECT_THAT(lint_actions(std::vector<ActionItem>(11, item("Add an alert")), default_policy()).back().rule,
              "AI09");
}

TEST(Quality, TheWeightsMakeAHundred) {
  const Quality nothing = postmortem_quality(Incident{}, IncidentFigures{}, "", default_policy(), People{});
  int sum = 0;
  for (const QualityItem& each : nothing.items) sum += each.weight;
  EXPECT_EQ(sum, 100);
  EXPECT_LT(nothing.score, 50);
}

TEST(Quality, EachPointIsEarnedByWhatTheRecordOrTheTextSays) {
  Incident incident;
  incident.peak_severity = Severity{1};
  IncidentFigures figures;
  figures.detection_source = "declared";
  const auto holds = [&](const std::string& id, const std::string& text) {
    const Quality quality = postmortem_quality(incident, figures, text, default_policy(), People{});
    return std::ranges::find(quality.items, id, &QualityItem::id)->holds;
  };
  EXPECT_FALSE(holds("factors", "## Contributing factors\n- one\n- Unknown: more. Ask: what?\n"));
  EXPECT_TRUE(holds("factors", "## Contributing factors\n- one\n- two\n"));
  EXPECT_FALSE(holds("unknown", "Unknown: who"));
  EXPECT_TRUE(holds("unknown", ""));
  EXPECT_FALSE(holds("blameless", "It was human error"));
  EXPECT_FALSE(holds("numbers", ""));
  incident.facts.push_back({"orders_failed", "1842", {}, 1});
  EXPECT_TRUE(holds("numbers", ""));
  EXPECT_FALSE(holds("detection", ""));
  figures.detection_source = "monitoring";
  EXPECT_TRUE(holds("detection", ""));
  EXPECT_FALSE(holds("customers", ""));
  StatusUpdate update;
  update.audiences = {"public"};
  incident.updates.push_back(update);
  EXPECT_TRUE(holds("customers", ""));
}

}  // namespace

}  // namespace muster
