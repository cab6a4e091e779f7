// Guests of the organisation: what there is, is not for them.
#include "tests/integration/teams/clicks.hpp"

namespace muster::teams::testing {
namespace {

struct TeamsGuests : Clicks {
  // What the card in #incidents asks for by itself, sent by a client of that person.
  Json refresh(const Json& user, const std::string& id) {
    const Json from{{"id", user["id"]}, {"name", user["name"]}, {"aadObjectId", user["aadObjectId"]}};
    const Json action = world.said_in("incidents").at(0)["cards"][0]["refresh"]["action"];
    return hand_made({{"type", "invoke"},
                      {"name", "adaptiveCard/action"},
                      {"from", from},
                      {"conversation", {{"id", kIncidents}, {"conversationType", "channel"}}},
                      {"replyToId", id},
                      {"value", {{"action", action}, {"trigger", "automatic"}}}})["body"];
  }
  void install(const std::string& user) {
    fake.post("install", {{"user", user}, {"personal", true}, {"wait_ms", 10000}});
  }

  Json guest = fake.post("users", {{"name", "gus"}, {"guest", true}, {"in_team", true}})["user"];
};

TEST_F(TeamsGuests, ACardIsNotRenewedForThem) {
  const std::string id = card("INC-1 ack P1", "room");
  const Json staff = fake.post("users", {{"name", "sue"}, {"in_team", true}})["user"];
  EXPECT_EQ(refresh(staff, id)["statusCode"], 200);
  const Json refused = refresh(guest, id);
  EXPECT_EQ(refused["statusCode"], 403) << refused;
  EXPECT_FALSE(refused.dump().contains("INC-1")) << refused;
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
