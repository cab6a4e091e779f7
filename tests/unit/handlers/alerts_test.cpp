// Alerts of a source: grouped, routed, attached, counted, silenced.
#include <gmock/gmock.h>

#include <map>

#include "tests/unit/handlers/stage.hpp"

namespace muster::test {

namespace {

using testing::Contains;
using testing::Each;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr int kLog = 0;

AlertReceived alert(const std::string& key, const std::string& title, const std::string& service,
                    AlertOp op = AlertOp::fire, std::optional<Time> at = std::nullopt) {
  AlertReported report;
  report.alert = report.dedup_key = key;
  report.op = op;
  report.source = "prometheus";
  report.service = service;
  report.title = title;
  report.severity = "critical";
  report.labels = {{"alertname", title}, {"instance", key}};
  report.summary = title + " on " + key;
  return {report, {}, at};
}

Policy policy_that(AlertAct act) {
  Policy policy = default_policy();
  for (const auto& [id, needs] :
       std::map<std::string, std::vector<std::string>>{{"db", {}}, {"api", {"db"}}, {"mail", {}}}) {
    Service service;
    service.id = service.name = id;
    service.owner = "core";
    service.depends_on = needs;
    policy.services.push_back(service);
  }
  Team team;
  team.id = team.name = "core";
  team.members = {PersonId{"ann"}};
  team.on_call = PersonId{"ann"};
  policy.teams = {team};
  for (const char* id : {"ann", "bob"}) {
    Person person;
    person.id = PersonId{id};
    person.name = id;
    person.identities = {{"slack", id}};
    policy.people.push_back(person);
  }
  AlertRoute route;
  route.id = "all";
  route.act = act;
  policy.routes = {route};
  return policy;
}

class Alerts : public testing::Test {
 protected:
  void use(Policy policy) { stage = std::make_unique<Stage>(std::move(policy)); }
  void tell(std::vector<AlertReceived> alerts, std::int64_t cut = 0) {
    Inbound inbound;
    inbound.rule = "prometheus";
    inbound.what = AlertsReceived{std::move(alerts), cut};
    ASSERT_TRUE(stage->submit(std::move(inbound)));
  }
  [[nodiscard]] OperationsLog log() const {
    OperationsLog folded;
    for (const Event& event : stage->events(kLog)) evolve(folded, event);
    return folded;
  }
  [[nodiscard]] std::vector<std::string> cards(const char* type) const {
    std::vector<std::string> names;
    for (const OutboxRow& row : stage->take_effects()) {
      if (row.effect.platform != "slack" || type_of(row.effect.body) != type) continue;
      if (const auto* card = std::get_if<PostCard>(&row.effect.body)) names.push_back(card->card);
      if (const auto* card = std::get_if<RefreshCard>(&row.effect.body)) names.push_back(card->card);
    }
    return names;
  }

  std::unique_ptr<Stage> stage = std::make_unique<Stage>(policy_that(AlertAct::declare));
};

TEST_F(Alerts, OneDeclaresPagesAndGetsACard) {
  tell({alert("a1", "Disk full", "db")});
  const Incident incident = stage->incident(1);
  EXPECT_EQ(incident.title, "Disk full");
  EXPECT_EQ(incident.services, std::vector<std::string>{"db"});
  EXPECT_EQ(incident.severity, Severity{1});
  EXPECT_EQ(incident.declared_by, (Actor{ActorKind::rule, "prometheus"}));
  ASSERT_THAT(incident.pages, SizeIs(1));
  EXPECT_EQ(incident.pages[0].people, std::vector{PersonId{"ann"}});
  ASSERT_THAT(incident.alerts, SizeIs(1));
  EXPECT_FALSE(incident.commander());
  EXPECT_THAT(cards("post_card"), Contains("alerts/1"));
}

TEST_F(Alerts, AStormIsOneIncidentOnePageAndExactCounts) {
  for (int call = 0; call < 30; ++call) {
    std::vector<AlertReceived> some;
    for (int i = 0; i < 50; ++i)
      some.push_back(alert("i" + std::to_string(call * 50 + i), "Disk full", "db"));
    tell(std::move(some));
  }
  tell({alert("x", "API slow", "api"), alert("i1", "Disk full", "db")});  // a neighbour, and a repeat
  EXPECT_TRUE(stage->events(2).empty());
  const Incident incident = stage->incident(1);
  EXPECT_THAT(incident.pages, SizeIs(1));
  EXPECT_THAT(incident.alerts, SizeIs(2));
  ASSERT_THAT(incident.alert_groups, SizeIs(2));
  const OperationsLog now = log();
  const AlertGroup* disks = now.group("prometheus/db/Disk full");
  ASSERT_NE(disks, nullptr);
  EXPECT_EQ(disks->total, 1500);
  EXPECT_EQ(disks->firing, 1500);
  EXPECT_EQ(disks->repeats, 1);
  EXPECT_EQ(disks->incident, IncidentNumber{1});
  std::vector<std::int64_t> counted;
  for (const AlertGroupCounted& each : stage->bodies<AlertGroupCounted>(1)) {
    if (each.group == disks->key) counted.push_back(each.total);
  }
  EXPECT_EQ(counted, (std::vector<std::int64_t>{50, 100, 1000}));
}

TEST_F(Alerts, AllQuietIsSaidAndResolvesNothing) {
  tell({alert("a1", "Disk full", "db"), alert("a2", "Disk full", "db")});
  stage->deliver_all();
  stage->take_effects();
  tell({alert("a1", "Disk full", "db", AlertOp::resolve)});
  EXPECT_THAT(stage->posted_wordings(), IsEmpty());
  EXPECT_TRUE(stage->incident(1).open_alert());
  tell({alert("a2", "Disk full", "db", AlertOp::resolve)});
  EXPECT_THAT(stage->posted_wordings(), testing::ElementsAre("incident_room/alerts_quiet"));
  const Incident incident = stage->incident(1);
  EXPECT_TRUE(incident.is_open());
  EXPECT_FALSE(incident.open_alert());
  EXPECT_EQ(incident.alert_groups.at(0).firing, 0);
  EXPECT_TRUE(log().group("AL-1")->quiet);
  // And when it begins again, the room hears of it; no second incident, no second page.
  tell({alert("a2", "Disk full", "db")});
  EXPECT_THAT(stage->posted_wordings(), testing::ElementsAre("incident_room/alert_joined"));
  EXPECT_TRUE(stage->events(2).empty());
}

TEST_F(Alerts, LateAndOutOfOrderCallsChangeNothing) {
  const Time t = stage->clock.now();
  using std::chrono::minutes;
  tell({alert("a1", "Disk full", "db", AlertOp::resolve, t - minutes{5})});  // never heard that it fired
  tell({alert("a1", "Disk full", "db", AlertOp::fire, t - minutes{9})});     // and that comes late
  EXPECT_TRUE(stage->events(1).empty());
  tell({alert("a1", "Disk full", "db", AlertOp::fire, t - minutes{1})});
  EXPECT_EQ(stage->incident(1).title, "Disk full");
  tell({alert("a1", "Disk full", "db", AlertOp::resolve, t - minutes{5})});  // the first resolve once more
  EXPECT_EQ(log().group("AL-1")->firing, 1);
}

TEST_F(Alerts, WhatTheSourceLeftOutDoesNotClearAndIsSaid) {
  tell({alert("a1", "Disk full", "db"), alert("a2", "Disk full", "db")});
  tell({alert("a1", "Disk full", "db")}, 7);
  const OperationsLog now = log();
  EXPECT_EQ(now.group("AL-1")->firing, 2);
  EXPECT_EQ(now.group("AL-1")->cut, 7);
}

TEST_F(Alerts, ASuggestionDeclaresInOneClick) {
  use(policy_that(AlertAct::suggest));
  tell({alert("a1", "Disk full", "db")});
  EXPECT_THAT(stage->posted_wordings(), testing::ElementsAre("announcements/alert_suggest"));
  tell({alert("a2", "Disk full", "db")});
  EXPECT_THAT(stage->posted_wordings(), IsEmpty()) << "one suggestion a group";
  EXPECT_FALSE(stage->type("bob", "declare --alert AL-1").refusal);
  const Incident incident = stage->incident(1);
  EXPECT_EQ(incident.title, "Disk full");
  EXPECT_EQ(incident.services, std::vector<std::string>{"db"});
  EXPECT_EQ(incident.severity, Severity{1});
  ASSERT_THAT(incident.alert_groups, SizeIs(1));
  EXPECT_EQ(incident.alert_groups[0].total, 2);
  const JobAnswer again = stage->type("ann", "declare --alert AL-1");
  ASSERT_TRUE(again.refusal);
  EXPECT_EQ(again.refusal->code, "alert_has_incident");
  EXPECT_EQ(stage->type("ann", "declare --alert AL-9").refusal->code, "unknown_alert");
}

TEST_F(Alerts, PagedWithoutAnIncident) {
  use(policy_that(AlertAct::page));
  tell({alert("a1", "Disk full", "db")});
  EXPECT_THAT(stage->posted_wordings(), Contains("person:ann/page_alone"));
  EXPECT_THAT(log().pages, SizeIs(1));
  tell({alert("a1", "Disk full", "db"), alert("a2", "Disk full", "db")});
  EXPECT_THAT(log().pages, SizeIs(1));
}

TEST_F(Alerts, IgnoredOnesAreKeptAndJoinNothing) {
  use(policy_that(AlertAct::ignore));
  tell({alert("a1", "Disk full", "db")});
  EXPECT_EQ(log().group("AL-1")->act, "ignore");
  stage->type("bob", "declare --service db The disk is full");
  EXPECT_THAT(stage->incident(1).alerts, IsEmpty());
}

TEST_F(Alerts, AnOpenIncidentOfTheServiceGetsThem) {
  use(policy_that(AlertAct::suggest));
  stage->type("bob", "declare --service api It is slow");
  tell({alert("m", "Mail queue", "mail"), alert("d", "Disk full", "db")});
  const Incident incident = stage->incident(1);
  ASSERT_THAT(incident.alert_groups, SizeIs(1)) << "api needs db; mail has nothing to do with it";
  EXPECT_EQ(incident.alert_groups[0].title, "Disk full");
}

TEST_F(Alerts, ManyGroupsShareOneCard) {
  std::vector<AlertReceived> many;
  for (int i = 0; i < 60; ++i)
    many.push_back(alert("k" + std::to_string(i), "Alert " + std::to_string(i), "db"));
  tell(std::move(many));
  EXPECT_TRUE(stage->events(2).empty());
  const Incident incident = stage->incident(1);
  EXPECT_THAT(incident.alert_groups, SizeIs(21));
  std::int64_t firing = 0;
  for (const auto& [key, group] : log().groups) firing += group.firing;
  EXPECT_EQ(firing, 60);
}

TEST_F(Alerts, AStormOfDifferentAlertsDoesNotFillTheAnnounceRoom) {
  use(policy_that(AlertAct::suggest));
  for (int call = 0; call < 10; ++call) {
    std::vector<AlertReceived> some;
    for (int i = 0; i < 20; ++i) {
      const std::string n = std::to_string(call * 20 + i);
      some.push_back(alert("k" + n, "Alert " + n, "db"));
    }
    tell(std::move(some));
  }
  EXPECT_THAT(stage->posted_wordings(), SizeIs(51));
  EXPECT_EQ(log().group("others/prometheus")->total, 150);
  EXPECT_EQ(log().group("others/prometheus")->title, "Other alerts");
}

TEST_F(Alerts, SilencedUntilLifted) {
  EXPECT_EQ(stage->type("ann", "silence db").refusal->code, "bad_silence");
  EXPECT_THAT(stage->type("ann", "silence db disk for 2h being replaced").reply.say,
              testing::HasSubstr("SL-1"));
  tell({alert("a1", "Disk full", "db")});
  EXPECT_TRUE(stage->events(1).empty());
  EXPECT_EQ(log().group("AL-1")->act, "silenced");
  tell({alert("c1", "CPU hot", "db")});
  EXPECT_EQ(stage->incident(1).title, "CPU hot");
  const JobAnswer listed = stage->type("ann", "alerts");
  const auto* view = std::get_if<ShowAlerts>(&*listed.reply.view);
  ASSERT_NE(view, nullptr);
  EXPECT_THAT(view->groups, SizeIs(2));
  EXPECT_THAT(view->silences, SizeIs(1));
  EXPECT_FALSE(stage->type("ann", "unsilence sl-1").refusal);
  EXPECT_EQ(stage->type("ann", "unsilence SL-1").refusal->code, "unknown_silence");
  tell({alert("a1", "Disk full", "db")});  // its source says it again
  EXPECT_THAT(stage->incident(1).alert_groups, SizeIs(2));
}

TEST_F(Alerts, MaintenanceKeepsThemQuiet) {
  Policy policy = policy_that(AlertAct::declare);
  MaintenanceWindow window;
  window.id = "upgrade";
  window.match.services = {"db"};
  window.from = stage->clock.now() - std::chrono::hours{1};
  window.until = stage->clock.now() + std::chrono::hours{1};
  policy.maintenance = {window};
  use(std::move(policy));
  tell({alert("a1", "Disk full", "db")});
  EXPECT_TRUE(stage->events(1).empty());
  stage->pass(std::chrono::hours{2});
  tell({alert("a1", "Disk full", "db")});
  EXPECT_EQ(stage->incident(1).title, "Disk full") << "it still fires when the window is over";
}

TEST_F(Alerts, FlappingIsSaidOnceAndThenCounted) {
  for (int i = 0; i < 8; ++i) {
    tell({alert("a1", "Disk full", "db")});
    stage->pass(std::chrono::minutes{1});
    tell({alert("a1", "Disk full", "db", AlertOp::resolve)});
    stage->pass(std::chrono::minutes{1});
  }
  EXPECT_TRUE(stage->events(2).empty());
  std::vector<std::string> said = stage->posted_wordings();
  const auto quiet = std::ranges::count(said, "incident_room/alerts_quiet");
  EXPECT_LE(quiet, 3);
  EXPECT_FALSE(log().group("AL-1")->quiet);
  stage->pass(std::chrono::minutes{31});
  said = stage->posted_wordings();
  EXPECT_THAT(said, Contains("incident_room/alerts_quiet"));
  EXPECT_TRUE(log().group("AL-1")->quiet);
  EXPECT_FALSE(stage->incident(1).open_alert());
}

TEST_F(Alerts, OfAPrivateRouteOnlyThoseWhoAreCalledKnow) {
  Policy policy = policy_that(AlertAct::suggest);
  policy.routes[0].is_private = true;
  use(std::move(policy));
  tell({alert("a1", "Fraud", "db")});
  EXPECT_THAT(stage->posted_wordings(), testing::ElementsAre("person:ann/alert_suggest"));
  const JobAnswer listed = stage->type("bob", "alerts");
  EXPECT_THAT(std::get<ShowAlerts>(*listed.reply.view).groups, IsEmpty());
  EXPECT_EQ(stage->type("bob", "declare --alert AL-1").refusal->code, "unknown_alert");
  stage->type("bob", "declare --service db The database is slow");
  EXPECT_THAT(stage->incident(1).alerts, IsEmpty()) << "a public incident must not tell of it";
}

TEST_F(Alerts, StandAfterARestart) {
  tell({alert("a1", "Disk full", "db"), alert("a2", "Disk full", "db")});
  stage->restart();
  tell({alert("a1", "Disk full", "db", AlertOp::resolve), alert("a2", "Disk full", "db", AlertOp::resolve)});
  EXPECT_TRUE(log().group("AL-1")->quiet);
  EXPECT_TRUE(stage->incident(1).is_open());
}

}  // namespace

}  // namespace muster::test
