// Guests of the organisation: what there is, is not for them.
#include "tests/integration/teams/clicks.hpp"

namespace muster::teams::testing {
namespace {

struct TeamsGuests : Clicks {
  TeamsGuests() { fake.post("users", {{"name", "gus"}, {"guest", true}, {"in_team", true}}); }

  Json refresh(const std::string& user, const std::string& id) {
    return fake.post("refresh", {{"user", user}, {"channel", "incidents"}, {"id", id}, {"wait_ms", 10000}});
  }
  void install(const std::string& user) {
    fake.post("install", {{"user", user}, {"personal", true}, {"wait_ms", 10000}});
  }
};

TEST_F(TeamsGuests, ACardIsNotRenewedForThem) {
  const std::string id = card("INC-1 ack P1", "room");
  EXPECT_EQ(refresh("bob", id)["result"], "card");
  const Json refused = refresh("gus", id);
  EXPECT_EQ(refused["result"], "error") << refused;
  EXPECT_TRUE(refused["message"].get<std::string>().contains("members of the organisation")) << refused;
}

TEST_F(TeamsGuests, TheWelcomePageIsNotForThem) {
  install("gus");
  install("bob");
  fake.wait("message&from=muster&user=bob&personal=true&text=Open%20incidents");
  fake.wait("quiet");
  EXPECT_EQ(world.said_to("gus").size(), 0U);
}

}  // namespace
}  // namespace muster::teams::testing
