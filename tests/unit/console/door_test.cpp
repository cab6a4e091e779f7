// Who comes in: sign-in links, names of newcomers, limits.
#include <gtest/gtest.h>

#include <set>

#include "bot/console/newcomer.hpp"
#include "bot/console/rate_limit.hpp"
#include "bot/console/signin_links.hpp"

namespace muster::console {
namespace {

using std::chrono::hours;

const Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

TEST(SigninLinks, WorkOnce) {
  SigninLinks links;
  const std::string token = links.make({PersonId{"ann"}, "Ann"}, kNow);
  const auto guest = links.find(token, kNow);
  ASSERT_TRUE(guest.has_value());
  EXPECT_EQ(guest->person, PersonId{"ann"});
  links.use(token);
  EXPECT_FALSE(links.find(token, kNow).has_value());
}

TEST(SigninLinks, WorkForADayAndNoLonger) {
  SigninLinks links;
  const std::string token = links.make({}, kNow);
  EXPECT_TRUE(links.find(token, kNow + hours{24} - std::chrono::seconds{1}).has_value());
  EXPECT_FALSE(links.find(token, kNow + hours{24}).has_value());
}

TEST(SigninLinks, OthersDoNotWork) {
  SigninLinks links;
  const std::string token = links.make({}, kNow);
  EXPECT_FALSE(links.find("", kNow).has_value());
  EXPECT_FALSE(links.find(token + "x", kNow).has_value());
  EXPECT_FALSE(links.find(token.substr(1), kNow).has_value());
}

TEST(SigninLinks, OneGivenBackWorksAgain) {
  SigninLinks links;
  const std::string token = links.make({std::nullopt, "Ben"}, kNow);
  links.use(token);
  links.give_back(token, {std::nullopt, "Ben"}, kNow);
  ASSERT_TRUE(links.find(token, kNow).has_value());
  EXPECT_EQ(links.find(token, kNow)->name, "Ben");
}

struct Door : testing::Test {
  Policy policy = default_policy();
  People people;
  std::set<std::string> taken;

  Door() {
    policy.people = {{PersonId{"cho"}, "Cho Park", "", {{"slack", "U1"}}}};
    for (const Person& person : policy.people) people.put(person);
  }
  Result<Identity> enter(const std::string& name) {
    return newcomer(name, policy, people, [this](const std::string& user) { return taken.contains(user); });
  }
};

TEST_F(Door, ANewcomerGetsTheSlugOfTheirName) {
  const auto ann = enter("  Ann  Smith ");
  ASSERT_TRUE(ann.has_value());
  EXPECT_EQ(ann->platform, "console");
  EXPECT_EQ(ann->user, "ann-smith");
  EXPECT_FALSE(ann->outsider);
}

TEST_F(Door, TheSecondOfThatNameGetsANumber) {
  taken = {"ann", "ann-2"};
  EXPECT_EQ(enter("Ann")->user, "ann-3");
}

TEST_F(Door, ANameWithoutLatinLettersGetsAnIdToo) {
  const auto guest = enter("李");
  ASSERT_TRUE(guest.has_value());
  EXPECT_EQ(guest->user, "guest");
  EXPECT_EQ(guest->name, "李");
}

TEST_F(Door, TheNameOfAConfiguredPersonIsTaken) {
  for (const char* name : {"cho", "Cho", "CHO PARK", "cho park", "Cho-Park"}) {
    const auto refused = enter(name);
    ASSERT_FALSE(refused.has_value()) << name;
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict) << name;
  }
}

TEST_F(Door, NoNameIsRefused) {
  for (const char* name : {"", "   ", "\x01\x02", "\xE2\x80\xAE"})
    EXPECT_FALSE(enter(name).has_value()) << name;
}

TEST_F(Door, PersonAndUserFindEachOther) {
  const Identity stranger{"console", "ann", "Ann", false};
  const PersonId id = person_of(stranger, people);
  EXPECT_EQ(id, people.meet(stranger).id) << "the id must be the one the engine will give";
  EXPECT_EQ(user_of(id, people), "ann");
  people.put({PersonId{"cho"}, "Cho Park", "", {{"console", "cho"}}});
  EXPECT_EQ(person_of({"console", "cho", "", false}, people), PersonId{"cho"});
  EXPECT_EQ(user_of(PersonId{"cho"}, people), "cho");
}

TEST(RateLimit, LetsABurstThroughAndFillsUpAgain) {
  RateLimit limit{1, 3};
  const auto start = steady_now();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("ann", start)) << i;
  EXPECT_FALSE(limit.take("ann", start));
  EXPECT_FALSE(limit.allows("ann", start));
  EXPECT_TRUE(limit.take("ben", start)) << "one does not slow another";
  EXPECT_TRUE(limit.take("ann", start + std::chrono::seconds{1}));
  EXPECT_FALSE(limit.take("ann", start + std::chrono::seconds{1}));
}

}  // namespace
}  // namespace muster::console
