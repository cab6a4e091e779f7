#include "integrations/webhook/webhook.hpp"

#include <gtest/gtest.h>

#include "bot/net/json.hpp"
#include "tests/integration/pagers/house.hpp"

namespace muster::testing {
namespace {

using net::run;

const std::string kSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const std::string kPrevious = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

std::unique_ptr<Integration> make(const std::string& url, House& house,
                                  std::vector<Secret> secrets = {Secret{kSecret}}) {
  auto made = webhook::make_webhook({{{"team", url + "/in?k=v", std::move(secrets)}}}, house.deps());
  EXPECT_TRUE(made.has_value()) << made.error().say;
  return *std::move(made);
}

Says taken(const Asked& /*asked*/) {
  return {204, ""};
}

// The vector the reference libraries make.
TEST(Webhook, SignsAsTheReferenceDoes) {
  const auto signature =
      webhook::signature_of({Secret{kSecret}}, "msg_test_1", 1767225600, R"({"hello":"wörld","n":1})");
  ASSERT_TRUE(signature);
  EXPECT_EQ(*signature, "v1,wRUsiNOypLiqwd7khdbQe8OG5Xdx3DQbTtt4zc1H1AU=");
}

TEST(Webhook, KeepsItsIdOverRetriesAndSignsWithBothSecrets) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, taken};
    const auto integration = make(fake.url(), house, {Secret{kSecret}, Secret{kPrevious}});
    Pager& pager = *integration->pager();
    fake.lose_answer();
    const PageNotice notice = notice_to_ann("webhook", "team");
    EXPECT_FALSE(co_await pager.send(first_try(), notice));
    house.clock.advance(std::chrono::seconds{30});
    const auto sent = co_await pager.send(second_try(), notice);
    EXPECT_TRUE(sent.has_value());
    EXPECT_EQ(fake.asked.size(), 2U);
    if (!sent || fake.asked.size() != 2) co_return;
    const Asked& first = fake.asked[0];
    const Asked& second = fake.asked[1];
    EXPECT_EQ(first.target, "/in?k=v");
    EXPECT_EQ(first.headers.at("webhook-id"), second.headers.at("webhook-id"));
    EXPECT_EQ(sent->ref, second.headers.at("webhook-id"));
    EXPECT_EQ(second.headers.at("webhook-timestamp"), "1795514430");
    const auto expected = webhook::signature_of({Secret{kSecret}, Secret{kPrevious}},
                                                second.headers.at("webhook-id"), 1795514430, second.body);
    EXPECT_EQ(second.headers.at("webhook-signature"), *expected);
    EXPECT_TRUE(second.headers.at("webhook-signature").contains(" v1,"));
    EXPECT_TRUE(second.body.contains(R"("type":"page.sent")"));
    EXPECT_TRUE(second.body.contains(R"("page":"INC-42/P2")"));
  });
}

TEST(Webhook, IsDisabledAloudBy410) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, taken};
    const auto integration = make(fake.url(), house);
    Pager& pager = *integration->pager();
    fake.next({410, ""});
    const auto gone = co_await pager.send(first_try(), notice_to_ann("webhook", "team"));
    EXPECT_EQ(gone.error().kind, ErrorKind::not_found);
    const auto again = co_await pager.send(first_try(), notice_to_ann("webhook", "team"));
    EXPECT_EQ(again.error().kind, ErrorKind::rejected);
    EXPECT_EQ(fake.asked.size(), 1U);
    EXPECT_FALSE(pager.health().ready);
  });
}

TEST(Webhook, FailsInTheUsualWays) {
  expect_usual_failures({taken,
                         [](const std::string& url, House& house) { return make(url, house); },
                         notice_to_ann("webhook", "team"),
                         {kSecret},
                         false});
}

TEST(Webhook, RefusesASecretThatIsNone) {
  run([]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    const auto made =
        webhook::make_webhook({{{"team", "http://127.0.0.1:1", {Secret{"whsec_short"}}}}}, house.deps());
    EXPECT_FALSE(made.has_value());
    EXPECT_TRUE(made.error().say.contains("webhook.endpoints.team.secret"));
    EXPECT_FALSE(made.error().say.contains("whsec_short"));
    const auto plain =
        webhook::make_webhook({{{"team", "http://example.org", {Secret{kSecret}}}}}, house.deps());
    EXPECT_FALSE(plain.has_value());
  });
}

}  // namespace
}  // namespace muster::testing
