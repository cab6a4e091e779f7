#include "bot/domain/people.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

Identity on_teams(const std::string& user, const std::string& email = {}) {
  Identity identity;
  identity.platform = "teams";
  identity.user = user;
  identity.name = "Ann A.";
  identity.email = email;
  return identity;
}

struct PeopleByMail : testing::Test {
  PeopleByMail() {
    people.put({PersonId{"ann"}, "Ann", "", {{"slack", "U1"}, {"email", "Ann@Example.com"}}});
  }
  People people;
};

TEST_F(PeopleByMail, WhoeverHasTheAddressIsThatPersonOnBothChats) {
  const auto met = people.meet(on_teams("guid", "ann@example.COM"));
  EXPECT_EQ(met.id.value, "ann");
  EXPECT_TRUE(met.changed);
  EXPECT_EQ(people.identity_of(PersonId{"ann"}, "teams"), "guid");
  EXPECT_EQ(people.identity_of(PersonId{"ann"}, "slack"), "U1");
  EXPECT_FALSE(people.meet(on_teams("guid", "ann@example.com")).changed);
}

TEST_F(PeopleByMail, AStrangerIsRecognisedOnceTheAddressIsTold) {
  EXPECT_EQ(people.meet(on_teams("guid")).id.value, "teams:guid");
  EXPECT_EQ(people.meet(on_teams("guid", "ann@example.com")).id.value, "ann");
}

TEST_F(PeopleByMail, NobodyTakesAnAccountThatIsTakenAndNoGuestIsStaff) {
  people.meet(on_teams("guid", "ann@example.com"));
  EXPECT_EQ(people.meet(on_teams("another", "ann@example.com")).id.value, "teams:another");
  People fresh;
  fresh.put({PersonId{"ann"}, "Ann", "", {{"email", "ann@example.com"}}});
  Identity guest = on_teams("guest", "ann@example.com");
  guest.outsider = true;
  EXPECT_EQ(fresh.meet(guest).id.value, "teams:guest");
}

}  // namespace
}  // namespace muster
