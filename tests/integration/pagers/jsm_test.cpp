#include "integrations/jsm/jsm.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "tests/integration/pagers/house.hpp"

namespace muster::testing {
namespace {

using net::run;

const std::string kKey = "eb243592-faa2-4ba2-a551q-1afdf565c889";
const std::string kToken = "jsm-webhook-token";

std::unique_ptr<Integration> make(const std::string& url, House& house) {
  jsm::JsmConfig config;
  config.targets = {{"checkout", "4513b7ea-3b91-438f-b7e4-e3e54af9147c", "team"}};
  config.api_key = Secret{kKey};
  config.webhook_token = Secret{kToken};
  config.api_url = url + "/v2";
  config.first_look = std::chrono::milliseconds{1};
  auto made = jsm::make_jsm(std::move(config), house.deps());
  EXPECT_TRUE(made.has_value()) << made.error().say;
  return *std::move(made);
}

PageNotice notice() {
  PageNotice notice = notice_to_ann("jsm:checkout", "checkout");
  notice.person = {};
  return notice;
}

// Takes everything with 202 first, as the vendor does, and knows the outcome when asked for the second time.
struct FakeJsm {
  bool success = true;
  std::map<std::string, int> looks;
  Says operator()(const Asked& asked) {
    if (asked.headers.at("authorization") != "GenieKey " + kKey)
      return {401, R"({"message":"Could not authenticate","took":0.001,"requestId":"r"})"};
    if (asked.method == "POST")
      return {
          202,
          R"({"result":"Request will be processed","took":0.302,"requestId":"43a29c5c-3dbf-4fa4-9c26-f4f71023e120"})"};
    if (++looks[asked.target] < 2)
      return {404, R"({"message":"Request not found. It might not be processed, yet.","requestId":"r"})"};
    return {200, net::dump_json({{"data",
                                  {{"isSuccess", success},
                                   {"status", success ? "Created alert" : "Responder not found"},
                                   {"alertId", "A-1"}}}})};
  }
};

TEST(Jsm, CreatesAnAlertAndAsksWhetherItWasMade) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeJsm{}};
    const auto integration = make(fake.url(), house);
    const auto sent = co_await integration->pager()->send(first_try(), notice());
    EXPECT_EQ(sent.value().ref, "A-1");
    EXPECT_EQ(sent.value().detail, "Created alert");
    EXPECT_EQ(fake.asked.size(), 3U);
    const auto body = *net::parse_json(fake.asked.at(0).body);
    EXPECT_EQ(net::text(body, "alias"), "muster/INC-42/P1/checkout");
    EXPECT_EQ(net::text(body, "priority"), "P1");
    EXPECT_EQ(net::text(net::element(net::member(body, "responders"), 0), "id"),
              "4513b7ea-3b91-438f-b7e4-e3e54af9147c");
    EXPECT_TRUE(
        (co_await integration->pager()->settle(first_try(), notice(), PageSettlement::over, "")).has_value());
    EXPECT_EQ(fake.asked.back().target,
              "/v2/alerts/muster%2FINC-42%2FP1%2Fcheckout/close?identifierType=alias");
  });
}

// 202 is no success.
TEST(Jsm, BelievesTheOutcomeNotThe202) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeJsm{.success = false}};
    const auto integration = make(fake.url(), house);
    const auto sent = co_await integration->pager()->send(first_try(), notice());
    EXPECT_EQ(sent.error().kind, ErrorKind::rejected);
    EXPECT_TRUE(sent.error().say.contains("Responder not found"));
  });
}

TEST(Jsm, TheAcceptanceStandsWhenTheOutcomeIsNotTold) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{
        io, [](const Asked& asked) { return asked.method == "GET" ? Says{404, "{}"} : FakeJsm{}(asked); }};
    const auto integration = make(fake.url(), house);
    const auto sent = co_await integration->pager()->send(first_try(), notice());
    EXPECT_EQ(sent.value().state, SendState::accepted);
    EXPECT_EQ(sent.value().detail, "taken in, not confirmed");
  });
}

TEST(Jsm, FailsInTheUsualWays) {
  expect_usual_failures(
      {FakeJsm{}, make, notice(), {kKey}, true, false, R"({"message":"bad","requestId":"r"})"});
}

HookCall told(const std::string& action, const std::string& source = "web",
              const std::string& token = kToken) {
  HookCall call;
  call.method = "POST";
  call.path = "/hooks/jsm";
  call.headers["authorization"] = "Bearer " + token;
  call.body =
      R"({"action":")" + action +
      R"(","alert":{"alertId":"A-1","alias":"muster/INC-42/P1/checkout","updatedAt":1479129614634000000,"username":"ann@example.org"},"source":{"name":"","type":")" +
      source + R"("}})";
  return call;
}

TEST(JsmWebhooks, AcknowledgingThereAcknowledgesHere) {
  run([]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    const auto it = make("http://127.0.0.1:1", house);
    for (const char* action : {"Acknowledge", "Close", "EscalateNext", "AddNote"})
      EXPECT_EQ((co_await call_hook(*it, told(action))).status, 202);
    EXPECT_EQ((co_await call_hook(*it, told("Acknowledge", "API"))).status, 202);  // our own
    const auto answers = house.desk.all<PageAnswered>();
    EXPECT_EQ(answers.size(), 2U);
    if (answers.size() != 2) co_return;
    EXPECT_EQ(answers[0].page, "P1");
    EXPECT_EQ(answers[0].method, "jsm:checkout");
    EXPECT_EQ(answers[1].answer, PageAnswer::resolve);
    EXPECT_EQ(house.desk.got[0].from, (Identity{"email", "ann@example.org", "ann@example.org"}));
    EXPECT_EQ(house.desk.got[0].origin_key, "jsm/A-1/Acknowledge/1479129614634000000");
    EXPECT_EQ(house.desk.all<PageProgressed>().size(), 1U);
  });
}

TEST(JsmWebhooks, ForgeriesAreRefused) {
  run([]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    const auto it = make("http://127.0.0.1:1", house);
    EXPECT_EQ((co_await call_hook(*it, told("Acknowledge", "web", "wrong"))).status, 401);
    HookCall nonsense = told("Acknowledge");
    nonsense.body = "<xml/>";
    EXPECT_EQ((co_await call_hook(*it, nonsense)).status, 400);
    EXPECT_TRUE(house.desk.got.empty());
  });
}

}  // namespace
}  // namespace muster::testing
