// legal-hold: what is set stays until somebody who may lifts it, also on an incident that has ended.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(LegalHold, IsSetWithItsReasonAndSeenOnTheIncident) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  EXPECT_THAT(stage.type("bob", "INC-1 legal-hold on the insurer asks").reply.say,
              HasSubstr("INC-1 is under legal hold"));
  EXPECT_THAT(stage.bodies<LegalHoldSet>(), ElementsAre(LegalHoldSet{true, "the insurer asks"}));
  ASSERT_TRUE(stage.incident().legal_hold);
  EXPECT_EQ(stage.incident().legal_hold->reason, "the insurer asks");
  stage.restart();
  EXPECT_TRUE(stage.incident().legal_hold);
}

TEST(LegalHold, IsForIncidentsThatHaveEndedToo) {
  Stage stage;
  stage.type("ann", "declare sev3 Checkout is down");
  stage.type("ann", "INC-1 cancel a false alarm");
  stage.type("ann", "INC-1 legal-hold on a customer sues");
  EXPECT_TRUE(stage.incident().legal_hold);
  stage.type("ann", "INC-1 legal-hold off settled");
  EXPECT_FALSE(stage.incident().legal_hold);
}

TEST(LegalHold, WantsAReasonBothWays) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  for (const char* typed : {"legal-hold", "legal-hold on", "legal-hold off", "legal-hold maybe not"}) {
    const JobAnswer answer = stage.type("ann", std::string{"INC-1 "} + typed);
    ASSERT_TRUE(answer.refusal) << typed;
    EXPECT_EQ(answer.refusal->code, "bad_legal_hold") << typed;
  }
  const JobAnswer answer = stage.type("ann", "INC-1 legal-hold off it is settled");
  ASSERT_TRUE(answer.refusal);
  EXPECT_EQ(answer.refusal->code, "not_on_legal_hold");
}

TEST(LegalHold, IsLiftedByAuditorsWhereThereAreAny) {
  Policy policy = default_policy();
  policy.people = {{PersonId{"ida"}, "Ida", "", {{"slack", "ida"}}, {}, {}}};
  policy.auditors = {PersonId{"ida"}};
  Stage stage{policy};
  stage.type("ann", "declare sev2 Checkout is down");
  stage.type("ann", "INC-1 legal-hold on a customer sues");
  const JobAnswer answer = stage.type("ann", "INC-1 legal-hold off settled");
  ASSERT_TRUE(answer.refusal);
  EXPECT_EQ(answer.refusal->code, "auditors_only");
  EXPECT_THAT(answer.refusal->say, HasSubstr("@{ida}"));
  EXPECT_TRUE(stage.incident().legal_hold);
  EXPECT_EQ(stage.bodies<CommandRefused>().size(), 1U) << "that somebody tried is on record";
  stage.type("ida", "INC-1 legal-hold off settled");
  EXPECT_FALSE(stage.incident().legal_hold);
}

}  // namespace
}  // namespace muster
