// The report through the console: the asker's zone, the asker's filters, and only what the asker may see.
#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Reports : testing::Test {
  House house;
  Browser otto{house};  // ann declares, and so is on it
  Browser mel{house};

  Reports() {
    house.configure("otto", "Otto");
    house.configure("mel", "Mel");
    house.declare(7, "Checkout <b>is</b> down", Visibility::public_, {});
    house.declare(8, "Embezzlement", Visibility::private_, {PersonId{"mel"}});
    house.clock.advance(1h);
    house.run([this]() -> Async<void> {
      co_await otto.sign_in("otto", true);
      co_await mel.sign_in("mel", true);
    });
  }
};

TEST_F(Reports, FiguresAndPageAreOneAnswer) {
  house.run([&]() -> Async<void> {
    const auto made = (co_await otto.get("/api/v1/report?last=7d")).body;
    EXPECT_EQ(at(made, "/report/current/volume/declared/0"), "7");
    EXPECT_EQ(at(made, "/report/current/volume/declared/1"), "");
    EXPECT_EQ(at(made, "/report/includes_private"), "false");
    EXPECT_THAT(at(made, "/html"), AllOf(HasSubstr("href=\"/incidents/7\""), Not(HasSubstr("<script")),
                                         Not(HasSubstr("<b>is</b>")), Not(HasSubstr("Embezzlement"))));
  });
}

TEST_F(Reports, AMemberSeesThePrivateOneAndIsToldSo) {
  house.run([&]() -> Async<void> {
    const auto made = (co_await mel.get("/api/v1/report?layout=weekly")).body;
    EXPECT_EQ(at(made, "/report/current/volume/declared/1"), "8");
    EXPECT_EQ(at(made, "/report/includes_private"), "true");
    EXPECT_THAT(at(made, "/html"),
                AllOf(HasSubstr("Embezzlement"), HasSubstr("Private incidents are in these")));
  });
}

TEST_F(Reports, DaysAreOfTheBrowsersZone) {
  otto.more.set("X-Muster-Zone", "Asia/Tokyo");
  house.run([&]() -> Async<void> {
    const auto made = (co_await otto.get("/api/v1/report?from=2026-11-24")).body;
    EXPECT_EQ(at(made, "/report/current/period/zone"), "Asia/Tokyo");
    EXPECT_EQ(at(made, "/report/current/period/from"), "2026-11-23T15:00:00Z");
  });
}

TEST_F(Reports, WhatCannotBeMeantIsSaid) {
  house.run([&]() -> Async<void> {
    const auto reply = co_await otto.get("/api/v1/report?last=soon");
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(at(reply.body, "/error/say"), HasSubstr("\"soon\" is no period"));
    EXPECT_EQ((co_await otto.get("/api/v1/report?service=none")).status, 404);
  });
}

TEST_F(Reports, OnePageToPrintAndASpreadsheet) {
  house.run([&]() -> Async<void> {
    const auto page = co_await otto.get("/report.html?last=7d");
    EXPECT_THAT(page.body,
                AllOf(HasSubstr("<!doctype html>"), HasSubstr("/incidents/7"), HasSubstr("<style>")));
    EXPECT_THAT(page.headers.get("Content-Security-Policy"), HasSubstr("default-src 'none'"));
    const auto csv = co_await otto.get("/report.csv?last=7d");
    EXPECT_THAT(csv.body, HasSubstr("\"section\",\"table\",\"row\""));
    EXPECT_THAT(csv.headers.get("Content-Disposition"), HasSubstr("attachment"));
  });
}

}  // namespace
}  // namespace muster::console
