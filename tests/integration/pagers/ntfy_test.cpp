#include "integrations/ntfy/ntfy.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "tests/integration/pagers/house.hpp"

namespace muster::testing {
namespace {

using net::run;

const std::string kToken = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2";

std::unique_ptr<Integration> make(const std::string& url, House& house) {
  auto made = ntfy::make_ntfy({url, Secret{kToken}}, house.deps());
  EXPECT_TRUE(made.has_value()) << made.error().say;
  return *std::move(made);
}

// Keeps what was published and gives it out again when polled, as ntfy's cache does.
struct FakeNtfy {
  std::vector<std::string> lines;
  Says operator()(const Asked& asked) {
    if (asked.headers.at("authorization") != "Bearer " + kToken)
      return {401, R"({"code":40101,"http":401,"error":"unauthorized"})"};
    if (asked.method == "GET") {
      std::string all;
      for (const std::string& line : lines) all += line + "\n";
      return {200, all, "application/x-ndjson"};
    }
    const auto push = net::parse_json(asked.body);
    if (!push)
      return {400,
              R"({"code":40017,"http":400,"error":"invalid request: request body must be message JSON"})"};
    lines.push_back(net::dump_json({{"id", "m" + std::to_string(lines.size() + 1)},
                                    {"time", 1795514400},
                                    {"event", "message"},
                                    {"topic", net::text(*push, "topic")},
                                    {"message", net::text(*push, "message")}}));
    return {200, lines.back()};
  }
};

TEST(Ntfy, PublishesWithPriorityAndButtons) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeNtfy{}};
    const auto integration = make(fake.url(), house);
    const auto sent = co_await integration->pager()->send(first_try(), notice_to_ann("push", "oncall-ann"));
    EXPECT_TRUE(sent.has_value());
    if (!sent) co_return;
    EXPECT_EQ(sent->state, SendState::accepted);
    EXPECT_EQ(sent->ref, "m1");
    const auto push = *net::parse_json(fake.asked.at(0).body);
    EXPECT_EQ(net::text(push, "topic"), "oncall-ann");
    EXPECT_EQ(net::text(push, "title"), "SEV1 INC-42: Checkout is down & out");
    EXPECT_EQ(net::integer(push, "priority"), 5);
    EXPECT_EQ(net::member(push, "actions").size(), 2U);
  });
}

TEST(Ntfy, LooksBeforeItPushesTwice) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeNtfy{}};
    const auto integration = make(fake.url(), house);
    const PageNotice notice = notice_to_ann("push", "oncall-ann");
    fake.lose_answer();
    EXPECT_FALSE(co_await integration->pager()->send(first_try(), notice));
    const auto sent = co_await integration->pager()->send(second_try(), notice);
    EXPECT_EQ(sent.value().ref, "m1");
    EXPECT_EQ(std::ranges::count(fake.asked, "POST", &Asked::method), 1);
  });
}

TEST(Ntfy, FailsInTheUsualWays) {
  expect_usual_failures({FakeNtfy{}, make, notice_to_ann("push", "oncall-ann"), {kToken}});
}

TEST(Ntfy, RefusesATopicThatIsNone) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeNtfy{}};
    const auto integration = make(fake.url(), house);
    const auto sent = co_await integration->pager()->send(first_try(), notice_to_ann("push", "../admin"));
    EXPECT_EQ(sent.error().kind, ErrorKind::invalid);
    EXPECT_TRUE(fake.asked.empty());
  });
}

}  // namespace
}  // namespace muster::testing
