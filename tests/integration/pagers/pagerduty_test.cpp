#include "integrations/pagerduty/pagerduty.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"
#include "integrations/pagerduty/webhook_wire.hpp"
#include "tests/integration/pagers/fake_pagerduty.hpp"
#include "tests/integration/pagers/house.hpp"

namespace muster::testing {
namespace {

using net::run;

const std::string kRoutingKey = FakePagerDuty::kRoutingKey;
const std::string kApiToken = FakePagerDuty::kApiToken;
const std::string kSecret = "pd-webhook-secret-1";
const std::string kPrevious = "pd-webhook-secret-0";

std::unique_ptr<Integration> make(const std::string& url, House& house) {
  pagerduty::PagerDutyConfig config;
  config.targets = {{"checkout", Secret{kRoutingKey}, "", {}}, {"core", Secret{}, "PSVC", {PersonId{"ann"}}}};
  config.api_token = Secret{kApiToken};
  config.from = "bot@example.org";
  config.webhook_secret = Secret{kSecret};
  config.previous_webhook_secret = Secret{kPrevious};
  config.events_url = url + "/v2";
  config.api_url = url;
  auto made = pagerduty::make_pagerduty(std::move(config), house.deps());
  EXPECT_TRUE(made.has_value()) << made.error().say;
  return *std::move(made);
}

PageNotice notice_to(const std::string& target) {
  PageNotice notice = notice_to_ann("pagerduty:" + target, target);
  notice.person = {};
  return notice;
}

TEST(PagerDuty, TriggersAcknowledgesAndResolvesOneAlert) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakePagerDuty{}};
    const auto integration = make(fake.url(), house);
    Pager& pager = *integration->pager();
    fake.lose_answer();
    EXPECT_EQ((co_await pager.send(first_try(), notice_to("checkout"))).error().kind, ErrorKind::timeout);
    const auto sent = co_await pager.send(second_try(), notice_to("checkout"));
    EXPECT_EQ(sent.value().ref, "muster/INC-42/P1/checkout");
    EXPECT_TRUE(
        (co_await pager.settle(first_try(), notice_to("checkout"), PageSettlement::acknowledged, sent->ref))
            .has_value());
    EXPECT_TRUE((co_await pager.settle(first_try(), notice_to("checkout"), PageSettlement::over, sent->ref))
                    .has_value());
    std::vector<std::string> actions;
    for (const Asked& asked : fake.asked) {
      const auto body = *net::parse_json(asked.body);
      EXPECT_EQ(net::text(body, "dedup_key"), "muster/INC-42/P1/checkout");
      actions.push_back(net::text(body, "event_action"));
    }
    EXPECT_EQ(actions, (std::vector<std::string>{"trigger", "trigger", "acknowledge", "resolve"}));
    const auto body = *net::parse_json(fake.asked[0].body);
    EXPECT_EQ(net::text(net::member(body, "payload"), "severity"), "critical");
  });
}

TEST(PagerDuty, KeepsToTheRateOfAKey) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakePagerDuty{}};
    const auto integration = make(fake.url(), house);
    Result<PageReceipt> sent = PageReceipt{};
    for (int i = 0; i < 110; ++i) {
      sent = co_await integration->pager()->send(first_try(), notice_to("checkout"));
      EXPECT_TRUE(sent.has_value());
    }
    sent = co_await integration->pager()->send(first_try(), notice_to("checkout"));
    EXPECT_EQ(sent.error().kind, ErrorKind::rate_limited);
    EXPECT_GT(sent.error().retry_after_s, 0);
    EXPECT_EQ(fake.asked.size(), 110U);
  });
}

TEST(PagerDuty, FailsInTheUsualWays) {
  for (const std::string target : {"checkout", "core"}) {
    expect_usual_failures(
        {FakePagerDuty{},
         make,
         notice_to(target),
         {kRoutingKey, kApiToken},
         target == "checkout",
         false,
         R"({"status":"invalid event","message":"Event object is invalid","errors":["bad"]})"});
  }
}

TEST(PagerDuty, OpensAnIncidentOnceAndAsksResponders) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakePagerDuty{}};
    const auto integration = make(fake.url(), house);
    Pager& pager = *integration->pager();
    fake.lose_answer();
    EXPECT_FALSE(co_await pager.send(first_try(), notice_to("core")));
    const auto sent = co_await pager.send(second_try(), notice_to("core"));
    EXPECT_EQ(sent.value().ref, "PINC1");
    EXPECT_EQ(fake.asked.back().target, "/incidents/PINC1/responder_requests");
    EXPECT_TRUE(fake.asked.back().body.contains(R"("requester_id":"PSELF")")) << fake.asked.back().body;
    EXPECT_TRUE(fake.asked.back().body.contains(R"("id":"PANN")")) << fake.asked.back().body;
    EXPECT_TRUE((co_await pager.settle(first_try(), notice_to("core"), PageSettlement::acknowledged, "PINC1"))
                    .has_value());
    EXPECT_EQ(fake.asked.at(fake.asked.size() - 2).target, "/incidents/PINC1/notes");
    EXPECT_TRUE(fake.asked.back().body.contains(R"("status":"acknowledged")"));
    fake.next({200, "{}"});
    fake.next({400, R"({"error":{"message":"Incident Already Resolved","code":1001}})"});
    EXPECT_TRUE(
        (co_await pager.settle(first_try(), notice_to("core"), PageSettlement::over, "PINC1")).has_value());
    EXPECT_EQ(fake.asked.at(fake.asked.size() - 2).target, "/incidents/PINC1/status_updates");
  });
}

TEST(PagerDuty, ReadsShiftsAndSaysWhomItDoesNotKnow) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    Policy policy;
    policy.schedules = {{.id = "core", .source = ShiftSource::pagerduty, .from = "PSCHED"}};
    house.board.policy = std::make_shared<const Policy>(policy);
    FakeService fake{io, FakePagerDuty{}};
    const auto integration = make(fake.url(), house);
    integration->start();
    const bool came = co_await net::eventually([&] { return !house.desk.got.empty(); });
    co_await integration->stop(steady_now());
    EXPECT_TRUE(came);
    if (!came) co_return;
    EXPECT_TRUE(fake.asked.at(0).target.contains("schedule_ids%5B%5D=PSCHED"));
    const auto read = house.desk.all<ShiftsRead>().at(0).shifts;
    const Time day = std::chrono::floor<std::chrono::days>(kNow);
    EXPECT_EQ(read.schedule, "core");
    EXPECT_EQ(read.from, day);
    EXPECT_EQ(read.shifts, (std::vector<Shift>{{PersonId{"ann"}, day + std::chrono::hours{9},
                                                day + std::chrono::hours{7 * 24 + 9}}}));
    EXPECT_EQ(read.unknown, std::vector<std::string>{"Eve"});
    EXPECT_EQ(house.desk.got[0].rule, "pagerduty");
  });
}

HookCall told(const std::string& body, const std::string& secret = kSecret, const std::string& id = "wh-1") {
  HookCall call;
  call.method = "POST";
  call.path = "/hooks/pagerduty";
  call.body = body;
  call.headers["x-pagerduty-signature"] = "v1=00,v1=" + net::hmac_sha256_hex(Secret{secret}, body);
  call.headers["x-webhook-id"] = id;
  return call;
}

std::string event(const std::string& type,
                  const std::string& agent = R"({"id":"PANN","type":"user_reference","summary":"Ann"})",
                  const std::string& key = "muster/INC-42/P1/checkout") {
  return R"({"event":{"id":"E1","event_type":")" + type + R"(","resource_type":"incident","agent":)" + agent +
         R"(,"data":{"id":"PINC1","type":"incident","incident_key":")" + key +
         R"(","assignees":[{"id":"PBOB","type":"user_reference","summary":"Bob"}]}}})";
}

void with_pagerduty(std::function<Async<void>(House&, Integration&)> test) {
  run([test]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    const auto integration = make("http://127.0.0.1:1", house);
    co_await test(house, *integration);
  });
}

TEST(PagerDutyWebhooks, AreSignedAsThoseOfTheVendor) {
  const std::string body = R"({"hello":"wörld","n":1})";
  const std::string header =
      "v1=06041b0fe9d5f3fe657ebc0ec34447b7cca70f71d5f458344fc43688f0b86689,v1="
      "27507f10546aabec0f95789833db386320ac173c01320a9932b6d6d1a923706c";
  EXPECT_TRUE(pagerduty::is_signed({Secret{"pdsecret"}}, body, header));
  EXPECT_FALSE(pagerduty::is_signed({Secret{"other"}}, body, header));
  EXPECT_FALSE(pagerduty::is_signed({Secret{}}, body, header));
}

TEST(PagerDutyWebhooks, AcknowledgingThereAcknowledgesHere) {
  with_pagerduty([](House& house, Integration& it) -> Async<void> {
    EXPECT_EQ((co_await call_hook(it, told(event("incident.acknowledged")))).status, 202);
    EXPECT_EQ((co_await call_hook(it, told(event("incident.resolved"), kPrevious, "wh-2"))).status, 202);
    EXPECT_EQ((co_await call_hook(it, told(event("incident.escalated"), kSecret, "wh-3"))).status, 202);
    const auto answers = house.desk.all<PageAnswered>();
    EXPECT_EQ(answers.size(), 2U);
    if (answers.size() != 2) co_return;
    EXPECT_EQ(answers[0].incident, IncidentNumber{42});
    EXPECT_EQ(answers[0].page, "P1");
    EXPECT_EQ(answers[0].method, "pagerduty:checkout");
    EXPECT_EQ(answers[0].answer, PageAnswer::acknowledge);
    EXPECT_EQ(answers[1].answer, PageAnswer::resolve);
    EXPECT_EQ(house.desk.got[0].from, (Identity{"pagerduty", "PANN", "Ann"}));
    EXPECT_EQ(house.desk.got[0].origin_key, "pagerduty/wh-1");
    const auto progress = house.desk.all<PageProgressed>();
    EXPECT_EQ(progress.at(0).detail, "escalated, to Bob");
  });
}

TEST(PagerDutyWebhooks, WhatIsNotOursOrNotAPersonsIsLeftAlone) {
  with_pagerduty([](House& house, Integration& it) -> Async<void> {
    const std::string service = R"({"id":"PX","type":"events_api_v2_inbound_integration_reference"})";
    for (const std::string& body :
         {event("incident.acknowledged", service), event("incident.acknowledged", "null"),
          event("pagey.ping"), event("incident.annotated"),
          event("incident.acknowledged", R"({"id":"PANN","type":"user_reference"})", "somebody-elses")})
      EXPECT_EQ((co_await call_hook(it, told(body))).status, 202) << body;
    EXPECT_TRUE(house.desk.got.empty());
  });
}

TEST(PagerDutyWebhooks, OurOwnChangesDoNotComeBack) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakePagerDuty{}};
    const auto integration = make(fake.url(), house);
    EXPECT_TRUE((co_await integration->pager()->settle(first_try(), notice_to("core"),
                                                       PageSettlement::acknowledged, "PINC1"))
                    .has_value());
    const std::string body =
        event("incident.acknowledged", R"({"id":"PSELF","type":"user_reference"})", "muster/INC-42/P1/core");
    (void)co_await call_hook(*integration, told(body));
    EXPECT_TRUE(house.desk.got.empty());
    (void)co_await call_hook(*integration, told(body, kSecret, "wh-2"));  // by hand, later
    EXPECT_EQ(house.desk.got.size(), 1U);
  });
}

TEST(PagerDutyWebhooks, ForgeriesAreRefused) {
  with_pagerduty([](House& house, Integration& it) -> Async<void> {
    const std::string body = event("incident.acknowledged");
    EXPECT_EQ((co_await call_hook(it, told(body, "wrong"))).status, 401);
    HookCall bare = told(body);
    bare.headers.clear();
    EXPECT_EQ((co_await call_hook(it, bare)).status, 401);
    HookCall altered = told(body);
    altered.body += " ";
    EXPECT_EQ((co_await call_hook(it, altered)).status, 401);
    EXPECT_EQ((co_await call_hook(it, told("[]"))).status, 400);
    EXPECT_TRUE(house.desk.got.empty());
    house.desk.answer = fail(ErrorKind::unavailable, "full");
    EXPECT_EQ((co_await call_hook(it, told(body))).status, 503);
  });
}

}  // namespace
}  // namespace muster::testing
