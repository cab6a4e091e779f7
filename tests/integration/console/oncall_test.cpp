// Who is on call, over the console's API and as a calendar feed.
#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct OncallPages : testing::Test {
  House house;
  Browser otto{house};

  OncallPages() {
    Policy policy = *house.board.policy;
    Schedule schedule;
    schedule.id = "primary";
    schedule.name = "Primary";
    RotationLayer layer;
    layer.people = {PersonId{"otto"}, PersonId{""}};
    layer.starts = {2026, 11, 23, 9h};
    schedule.layers = {layer};
    policy.schedules = {schedule};
    house.board.policy = std::make_shared<const Policy>(policy);
    house.configure("otto", "Otto");
    house.run([this]() -> Async<void> { co_await otto.sign_in("otto", true); });
  }
};

TEST_F(OncallPages, ShiftsAndGapsOfTwoWeeks) {
  house.run([&]() -> Async<void> {
    const std::string got = (co_await otto.get("/api/v1/oncall")).body;
    EXPECT_EQ(at(got, "/schedules/0/on_call/0/name"), "Otto");
    EXPECT_EQ(at(got, "/schedules/0/shifts/0/from"), "2026-11-24T05:00:00Z");
    EXPECT_EQ(at(got, "/schedules/0/shifts/0/until"), "2026-11-30T09:00:00Z");
    EXPECT_EQ(at(got, "/schedules/0/gaps/0/from"), "2026-11-30T09:00:00Z");
    EXPECT_EQ(at(got, "/schedules/0/next_at"), "2026-11-30T09:00:00Z");
    for (const char* wrong : {"?from=tomorrow", "?from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z",
                              "?from=2026-11-24T00:00:00Z&to=2028-11-23T00:00:00Z"})
      EXPECT_EQ((co_await otto.get(std::string{"/api/v1/oncall"} + wrong)).status, 400) << wrong;
    Browser stranger{house};
    EXPECT_EQ((co_await stranger.get("/api/v1/oncall")).status, 401);
  });
}

TEST_F(OncallPages, TheFeedIsForWhoeverHasItsAddressOnly) {
  house.run([&]() -> Async<void> {
    const std::string feed = at((co_await otto.get("/api/v1/oncall")).body, "/schedules/0/feed");
    EXPECT_TRUE(feed.starts_with(house.url("/oncall/primary.ics?person=otto&token="))) << feed;
    if (feed.empty()) co_return;
    Browser calendar{house};  // has no session
    const std::string path = feed.substr(house.url("").size());
    const auto read = co_await calendar.get(path);
    EXPECT_EQ(read.status, 200);
    EXPECT_THAT(std::string{read.headers.get("Content-Type")}, HasSubstr("text/calendar"));
    EXPECT_THAT(read.body, AllOf(HasSubstr("BEGIN:VCALENDAR"), HasSubstr("SUMMARY:Otto on call: Primary")));
    for (const std::string& wrong :
         {std::string{"/oncall/primary.ics"}, std::string{"/oncall/primary.ics?person=otto&token="},
          path + "0", "/oncall/other.ics" + path.substr(path.find('?'))})
      EXPECT_EQ((co_await calendar.get(wrong)).status, 404) << wrong;
  });
}

}  // namespace
}  // namespace muster::console
