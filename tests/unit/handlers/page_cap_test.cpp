// One person pages again and again: capped and told, whoever commands may go on.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster::test {

namespace {

using std::chrono::minutes;
using testing::HasSubstr;

class PageCap : public testing::Test {
 protected:
  PageCap() : stage{policy()} {
    const JobAnswer declared = stage.type("dan", "declare sev1 Checkout is down", stage.room());
    EXPECT_FALSE(declared.refusal);
    stage.deliver_all();
  }
  static Policy policy() {
    Policy policy = default_policy();
    policy.people = {{{"dan"}, "Dan Orr", "", {{"slack", "dan"}}},
                     {{"eve"}, "Eve Poe", "", {{"slack", "eve"}}}};
    policy.pages_per_person = 5;
    return policy;
  }
  JobAnswer page(const std::string& by, const std::string& room) {
    return stage.type(by, "page @dan look at this", room);
  }
  std::size_t pages() const { return stage.incident().pages.size(); }

  Stage stage;
};

}  // namespace

TEST_F(PageCap, FiveHundredPagesAreCappedAndTold) {
  for (int i = 0; i < 500; ++i) page("eve", stage.room());
  EXPECT_EQ(pages(), 5U);
  const JobAnswer told = page("eve", stage.room());
  ASSERT_TRUE(told.refusal);
  EXPECT_EQ(told.refusal->code, "too_many_pages");
  EXPECT_THAT(told.refusal->say, HasSubstr("5 pages in ten minutes"));
  EXPECT_THAT(told.refusal->say, HasSubstr("again in 10 min"));
}

TEST_F(PageCap, ThoseSentOutsideIncidentsCountAsWell) {
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(page("eve", "lobby").refusal);
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(page("eve", stage.room()).refusal);
  EXPECT_TRUE(page("eve", "lobby").refusal);
  EXPECT_TRUE(page("eve", stage.room()).refusal);
}

TEST_F(PageCap, WhoCommandsPagesOn) {
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(page("dan", stage.room()).refusal);
  EXPECT_TRUE(page("dan", "lobby").refusal);  // commands nothing there
}

TEST_F(PageCap, ItEndsWhenTheFirstOfThemAreTenMinutesOld) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(page("eve", stage.room()).refusal);
    stage.pass(minutes{1});
  }
  EXPECT_THAT(page("eve", stage.room()).refusal->say, HasSubstr("again in 5 min"));
  stage.pass(minutes{5});
  EXPECT_FALSE(page("eve", stage.room()).refusal);
  EXPECT_TRUE(page("eve", stage.room()).refusal);
}

}  // namespace muster::test
