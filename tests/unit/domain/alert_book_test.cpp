#include "bot/domain/alert_book.hpp"

#include <gtest/gtest.h>

#include "bot/domain/routing.hpp"

namespace muster {

namespace {

AlertBook::Key key(int n) {
  return {"prometheus", "k" + std::to_string(n)};
}

TEST(AlertBook, CopiesShareAndDoNotSeeEachOthersChanges) {
  AlertBook first;
  for (int n = 0; n < 1000; ++n) first.edit(key(n)).repeats = n;
  AlertBook second = first;
  const AlertBook third = second;
  second.edit(key(7)).repeats = 70;
  first.edit(key(8)).repeats = 80;
  first.edit(key(1000)).repeats = 1;
  EXPECT_EQ(first.find(key(7))->repeats, 7);
  EXPECT_EQ(second.find(key(7))->repeats, 70);
  EXPECT_EQ(second.find(key(8))->repeats, 8);
  EXPECT_EQ(third.find(key(7))->repeats, 7);
  EXPECT_EQ(first.size(), 1001U);
  EXPECT_EQ(second.size(), 1000U);
  EXPECT_FALSE(second == third);
  second.edit(key(7)).repeats = 7;
  EXPECT_TRUE(second == third);
  AlertBook moved = std::move(second);
  moved = third;
  moved.edit(key(9)).repeats = 90;
  EXPECT_EQ(third.find(key(9))->repeats, 9);
}

TEST(AlertBook, ForgetsWhatClearedLongAgo) {
  AlertBook book;
  const Time now{std::chrono::hours{1000}};
  book.edit(key(1)).cleared_at = now - std::chrono::hours{50};
  book.edit(key(2)).cleared_at = now - std::chrono::hours{1};
  static_cast<void>(book.edit(key(3)));
  book.forget_cleared_before(now - std::chrono::hours{48});
  EXPECT_EQ(book.find(key(1)), nullptr);
  EXPECT_NE(book.find(key(2)), nullptr);
  EXPECT_EQ(book.all().size(), 2U);
}

AlertReported alert(const std::string& severity) {
  AlertReported report;
  report.source = "prometheus";
  report.service = "db";
  report.title = "Disk full";
  report.severity = severity;
  report.labels = {{"env", "prod"}, {"cluster", "eu"}};
  return report;
}

TEST(Routing, TheFirstRouteThatMatchesDecides) {
  Policy policy = default_policy();
  AlertRoute staging;
  staging.id = "staging";
  staging.match.labels = {{"env", "staging|dev"}};
  AlertRoute night;
  night.id = "night";
  night.match.hours = Hours::off;
  AlertRoute bad;
  bad.id = "bad";
  bad.match.severities = {"critical"};
  bad.group_by = {"cluster", "missing"};
  policy.routes = {staging, night, bad};
  const Time noon = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12};
  EXPECT_EQ(route_of(alert("Critical"), noon, policy)->id, "bad");
  EXPECT_EQ(route_of(alert("Critical"), noon + std::chrono::hours{12}, policy)->id, "night");
  EXPECT_EQ(route_of(alert("info"), noon, policy), nullptr);
  AlertReported dev = alert("critical");
  dev.labels["env"] = "dev";
  EXPECT_EQ(route_of(dev, noon, policy)->id, "staging");
  EXPECT_EQ(group_key(alert("critical"), &policy.routes[2]), "prometheus/db/cluster=eu,missing=");
  EXPECT_EQ(group_key(alert("critical"), nullptr), "prometheus/db/Disk full");
}

TEST(Routing, WhatSourcesCallTheirSeverities) {
  const Policy policy = default_policy();
  const auto level = [&](const std::string& word) { return severity_of(alert(word), nullptr, policy); };
  EXPECT_EQ(level("critical"), Severity{1});
  EXPECT_EQ(level("SEV2"), Severity{2});
  EXPECT_EQ(level("p1"), Severity{1});
  EXPECT_EQ(level("warning"), Severity{3});
  EXPECT_EQ(level("info"), Severity{4});
  EXPECT_EQ(level("whatever"), std::nullopt);
  EXPECT_EQ(level(""), std::nullopt);
}

TEST(Routing, WeeklyWindowsMayCrossMidnight) {
  MaintenanceWindow window;
  window.weekly = {{{7}, std::chrono::hours{22}, std::chrono::hours{2}}};  // Sundays
  const Time sunday = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
  EXPECT_FALSE(holds(window, sunday + std::chrono::hours{1}));
  EXPECT_TRUE(holds(window, sunday + std::chrono::hours{22}));
  EXPECT_TRUE(holds(window, sunday + std::chrono::hours{25}));
  EXPECT_FALSE(holds(window, sunday + std::chrono::hours{26}));
  window.until = sunday;
  EXPECT_FALSE(holds(window, sunday + std::chrono::hours{22}));
  EXPECT_FALSE(holds(MaintenanceWindow{}, sunday));
}

TEST(Routing, ServicesThatNeedEachOther) {
  Policy policy = default_policy();
  const auto add = [&](const std::string& id, std::vector<std::string> needs) {
    Service service;
    service.id = id;
    service.depends_on = std::move(needs);
    policy.services.push_back(std::move(service));
  };
  add("db", {});
  add("api", {"db"});
  add("web", {"api"});
  add("mail", {});
  EXPECT_TRUE(related("web", "db", policy));
  EXPECT_TRUE(related("db", "web", policy));
  EXPECT_FALSE(related("mail", "db", policy));
  EXPECT_FALSE(related("", "", policy));
}

}  // namespace

}  // namespace muster
