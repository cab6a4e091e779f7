// Figures of a family follow its members in and out.
#include <gtest/gtest.h>

#include "tests/unit/handlers/stage.hpp"
#include "tests/unit/store/raw_database.hpp"

namespace muster {
namespace {

using std::chrono::minutes;

class Family : public testing::Test {
 protected:
  Family() {
    for (const char* title : {"Checkout is down", "Payments fail", "Mail is slow"}) {
      stage.type("ann", std::string{"declare sev2 --anyway "} + title);
      stage.clock.advance(minutes{10});
    }
  }
  // How long before its own declaration the family of an incident was declared.
  std::string earlier_s(int number) {
    return test::RawDatabase{stage.database()}.value(
        "SELECT i.declared_at / 1000000 - f.declared_at / 1000000 FROM incident i JOIN incident_figures f "
        "ON f.incident = i.number WHERE i.number = " +
        std::to_string(number));
  }
  test::Stage stage;
};

TEST_F(Family, OneTakenOutAgainTakesItsAnchorsWithIt) {
  stage.type("ann", "INC-1 merge INC-2");
  EXPECT_EQ(earlier_s(2), "600");
  stage.type("ann", "INC-1 reopen it was something else");
  EXPECT_EQ(earlier_s(2), "0");
}

TEST_F(Family, OneMergedElsewhereSinceCountsOnlyThere) {
  stage.type("ann", "INC-1 merge INC-2");
  stage.type("ann", "INC-1 reopen it was something else");
  stage.type("ann", "INC-1 merge INC-3");
  stage.type("ann", "INC-2 note anything that measures it again");
  EXPECT_EQ(earlier_s(3), "1200");
  EXPECT_EQ(earlier_s(2), "0");
}

TEST_F(Family, MembersOfMembersCount) {
  stage.type("ann", "INC-1 merge INC-2");
  stage.type("ann", "INC-2 merge INC-3");
  EXPECT_EQ(earlier_s(3), "1200");
  stage.type("ann", "INC-1 reopen it was something else");
  EXPECT_EQ(earlier_s(3), "600");
}

// What is measured does not depend on whether whoever changed it may see the whole family.
TEST_F(Family, ItIsMeasuredWholeForWhoeverAsks) {
  stage.type("ann", "declare sev2 --private --anyway Keys leaked");
  stage.clock.advance(minutes{5});
  stage.type("ann", "declare sev2 --private --anyway Passwords leaked");
  stage.type("ann", "INC-5 role scribe @bob");
  stage.type("bob", "declare sev4 --anyway So that bob is known");
  stage.type("ann", "INC-5 role scribe @bob");
  stage.type("ann", "INC-4 merge INC-5");
  EXPECT_EQ(earlier_s(5), "300");
  ASSERT_TRUE(stage.type("bob", "INC-4 catchup").refusal) << "bob is not on it";
  ASSERT_FALSE(stage.type("bob", "INC-5 note I saw them too").refusal);
  EXPECT_EQ(earlier_s(5), "300");
}

}  // namespace
}  // namespace muster
