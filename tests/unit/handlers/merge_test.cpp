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

}  // namespace
}  // namespace muster
