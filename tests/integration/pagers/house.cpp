#include "tests/integration/pagers/house.hpp"

#include <gtest/gtest.h>

namespace muster::testing {

using net::run;

House::House(boost::asio::any_io_executor executor)
    : io{executor}, reader{executor, []() -> Result<std::unique_ptr<Reader>> {
                             return fail(ErrorKind::unavailable, "no store here");
                           }} {
  board.people.put({PersonId{"ann"},
                    "Ann Archer",
                    "",
                    {{"phone", "+4915100000001"}, {"pagerduty", "PANN"}, {"email", "ann@example.org"}}});
  board.people.put({PersonId{"bob"}, "Bob Baker", "", {{"phone", "+4915100000002"}}});
  board.policy = std::make_shared<const Policy>();
}

IntegrationDeps House::deps() {
  return {io, clock, desk, board, reader, [](const PersonId&) { return Result<Message>{Message{}}; }};
}

PageNotice notice_to_ann(std::string method, std::string address) {
  PageNotice notice;
  notice.incident = IncidentNumber{42};
  notice.page = "P2";
  notice.name = "INC-42/P2";
  notice.person = {PersonId{"ann"}, "Ann Archer", "", {}};
  notice.method = std::move(method);
  notice.address = std::move(address);
  notice.title = "SEV1 INC-42: Checkout is down & out";
  notice.text = "nobody answered P1";
  notice.severity = 1;
  notice.service = "checkout";
  notice.link = "https://muster.example.org/incidents/42";
  notice.ack_link = "https://muster.example.org/p/ack";
  notice.decline_link = "https://muster.example.org/p/decline";
  notice.first_page = "INC-42/P1";
  notice.sent_at = kNow - std::chrono::seconds{5};
  return notice;
}

Delivery first_try() {
  return {"INC-42/17/0", IncidentNumber{42}, false};
}

Delivery second_try() {
  return {"INC-42/17/0", IncidentNumber{42}, true};
}

Async<HookAnswer> call_hook(Integration& integration, HookCall call) {
  if (call.target.empty()) call.target = call.path;
  for (const Hook& hook : integration.hooks()) {
    if (call.path.starts_with(hook.path)) co_return co_await hook.serve(std::move(call));
  }
  ADD_FAILURE() << "nobody serves " << call.path;
  co_return HookAnswer{404};
}

namespace {

class Trial {
 public:
  explicit Trial(const Provider& provider) : provider_{provider} {}

  void fails(const char* what, const std::function<void(FakeService&)>& misbehave, ErrorKind kind,
             Delivery d = first_try(), std::int64_t retry_after_s = 0) {
    SCOPED_TRACE(what);
    run([&]() -> Async<void> {
      const auto io = co_await boost::asio::this_coro::executor;
      House house{io};
      FakeService fake{io, provider_.vendor};
      const auto integration = provider_.make(fake.url(), house);
      misbehave(fake);
      const auto sent = co_await integration->pager()->send(d, provider_.notice);
      EXPECT_FALSE(sent.has_value());
      if (sent) co_return;
      EXPECT_EQ(to_string(sent.error().kind), to_string(kind))
          << sent.error().say << " | " << sent.error().detail;
      EXPECT_EQ(sent.error().retry_after_s, retry_after_s);
      EXPECT_FALSE(sent.error().say.empty());
      for (const std::string& secret : provider_.secrets) {
        EXPECT_FALSE(sent.error().say.contains(secret)) << sent.error().say;
        EXPECT_FALSE(sent.error().detail.contains(secret)) << sent.error().detail;
        EXPECT_FALSE(integration->pager()->health().reason.contains(secret));
      }
    });
  }

 private:
  const Provider& provider_;
};

}  // namespace

void expect_usual_failures(const Provider& provider) {
  Trial trial{provider};
  // What a provider says no with repeats what it was asked, secrets and all.
  std::string echo = provider.refusal;
  std::string all;
  for (const std::string& secret : provider.secrets) all += secret + " ";
  if (const auto at = echo.find("bad"); at != std::string::npos) echo.replace(at, 3, all);
  const auto says = [echo](int status, std::map<std::string, std::string> headers = {}) {
    return [=](FakeService& fake) { fake.next({status, echo, "application/json", headers}); };
  };
  trial.fails("429 with seconds", says(429, {{"Retry-After", "7"}}), ErrorKind::rate_limited, first_try(), 7);
  trial.fails("429 for an hour", says(429, {{"Retry-After", "3600"}}), ErrorKind::rejected);
  trial.fails("500", says(500), ErrorKind::unavailable);
  trial.fails(
      "503 as HTML", [](FakeService& fake) { fake.next({503, "<html>down</html>", "text/html"}); },
      ErrorKind::unavailable);
  trial.fails("401", says(401), ErrorKind::forbidden);
  trial.fails("400", says(400), ErrorKind::rejected);
  trial.fails("a redirect", says(302, {{"Location", "http://127.0.0.1:1/"}}), ErrorKind::rejected);
  trial.fails("a lost answer", [](FakeService& fake) { fake.lose_answer(); }, ErrorKind::timeout);
  if (!provider.speaks_json) return;
  const auto html = [](FakeService& fake) {
    for (int i = 0; i < 3; ++i) fake.next({200, "<html>Sign in to the Wi-Fi</html>", "text/html"});
  };
  trial.fails("200 and HTML", html, ErrorKind::unavailable);
  if (!provider.looks_first) trial.fails("200 and HTML again", html, ErrorKind::corrupt, second_try());
  trial.fails(
      "200 and nothing of it", [](FakeService& fake) { fake.next({200, "{}"}); }, ErrorKind::unavailable);
  trial.fails("a cut answer", [](FakeService& fake) { fake.cut_answer(); }, ErrorKind::unavailable);
}

}  // namespace muster::testing
