#include "integrations/twilio/twilio.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "integrations/twilio/callback.hpp"
#include "integrations/twilio/words.hpp"
#include "tests/integration/pagers/house.hpp"

namespace muster::testing {
namespace {

using net::run;

const std::string kToken = "0123456789abcdef0123456789abcdef";
const std::string kPrevious = "fedcba9876543210fedcba9876543210";
const std::string kBase = "https://muster.example.org/base";
const std::string kAnn = "+4915100000001";

std::unique_ptr<Integration> make(const std::string& url, House& house) {
  twilio::TwilioConfig config;
  config.account_sid = "ACtest";
  config.auth_token = Secret{kToken};
  config.previous_auth_token = Secret{kPrevious};
  config.from = "+15005550006";
  config.hooks_url = kBase;
  config.api_url = url;
  auto made = twilio::make_twilio(std::move(config), house.deps());
  EXPECT_TRUE(made.has_value()) << made.error().say;
  return *std::move(made);
}

// Keeps messages and calls as an account does, and speaks Twilio's error words.
struct FakeTwilio {
  nlohmann::json messages = nlohmann::json::array();
  nlohmann::json calls = nlohmann::json::array();
  Says operator()(const Asked& asked) {
    if (asked.headers.at("authorization") != "Basic QUN0ZXN0OjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm")
      return {401, R"({"code":20003,"message":"Authenticate","more_info":"","status":401})"};
    const bool call = asked.target.contains("/Calls.json");
    nlohmann::json& all = call ? calls : messages;
    if (asked.method == "GET")
      return {200, net::dump_json({{call ? "calls" : "messages", all}, {"next_page_uri", nullptr}})};
    if (asked.field("To").starts_with("+0"))
      return {400, R"({"code":21211,"message":"Invalid 'To' Phone Number: +0","more_info":"","status":400})"};
    nlohmann::json made = {{"sid", (call ? "CA" : "SM") + std::to_string(all.size() + 1)},
                           {"status", "queued"},
                           {"date_created", "Tue, 24 Nov 2026 10:00:00 +0000"},
                           {"body", asked.field("Body")}};
    all.push_back(made);
    return {201, net::dump_json(made)};
  }
};

TEST(Twilio, SignsAsItsLibraryDoes) {
  const twilio::Form form{{"CallSid", "CA1"},
                          {"Caller", "+14158675309"},
                          {"Digits", "1"},
                          {"From", "+14158675309"},
                          {"To", "+18005551212"}};
  EXPECT_EQ(twilio::signature_of(Secret{"12345"}, "https://bot.example.com/twilio?inc=1", form),
            "fA7NiNJETaO4oTlrUo5lwjHxRiU=");
}

TEST(Twilio, SendsAMessageThatCanBeAnswered) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeTwilio{}};
    const auto integration = make(fake.url(), house);
    const auto sent = co_await integration->pager()->send(first_try(), notice_to_ann("sms", kAnn));
    EXPECT_EQ(sent.value().ref, "SM1");
    EXPECT_EQ(sent.value().detail, "queued");
    const Asked& asked = fake.asked.at(0);
    EXPECT_EQ(asked.target, "/2010-04-01/Accounts/ACtest/Messages.json");
    EXPECT_EQ(asked.field("To"), kAnn);
    EXPECT_EQ(asked.field("From"), "+15005550006");
    EXPECT_TRUE(asked.field("Body").contains("INC-42/P2\nReply 4 to acknowledge, 5 to decline"))
        << asked.field("Body");
    EXPECT_TRUE(asked.field("StatusCallback").starts_with(kBase + "/hooks/twilio/status?page="));
  });
}

TEST(Twilio, NeverRingsTwiceAfterALostAnswer) {
  for (const std::string method : {"sms", "voice"}) {
    run([method]() -> Async<void> {
      const auto io = co_await boost::asio::this_coro::executor;
      House house{io};
      FakeService fake{io, FakeTwilio{}};
      const auto integration = make(fake.url(), house);
      const PageNotice notice = notice_to_ann(method, kAnn);
      fake.lose_answer();
      EXPECT_FALSE(co_await integration->pager()->send(first_try(), notice));
      const auto sent = co_await integration->pager()->send(second_try(), notice);
      EXPECT_EQ(sent.value().ref, method == "sms" ? "SM1" : "CA1");
      EXPECT_EQ(std::ranges::count(fake.asked, "POST", &Asked::method), 1);
      EXPECT_TRUE(fake.asked.at(1).target.contains(method == "sms" ? "&DateSent%3E=2026-11-24"
                                                                   : "&StartTime%3E=2026-11-24"));
    });
  }
}

TEST(Twilio, SendsAgainWhatNeverArrivedAndSaysUnknownWhenItCannotLook) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeTwilio{}};
    const auto integration = make(fake.url(), house);
    const PageNotice notice = notice_to_ann("sms", kAnn);
    EXPECT_EQ((co_await integration->pager()->send(second_try(), notice)).value().ref, "SM1");
    fake.next({200, "<html></html>", "text/html"});
    const auto unknown = co_await integration->pager()->send(second_try(), notice);
    EXPECT_EQ(unknown.value().state, SendState::unknown);
    fake.next({500, "{}"});
    EXPECT_EQ((co_await integration->pager()->send(second_try(), notice)).error().kind,
              ErrorKind::unavailable);
  });
}

TEST(Twilio, CallsWithAKeyToPress) {
  PageNotice notice = notice_to_ann("voice", kAnn);
  const std::string twiml = twilio::call_twiml(notice, kBase + "/hooks/twilio/key?page=x&y");
  EXPECT_TRUE(twiml.contains("action=\"" + kBase + "/hooks/twilio/key?page=x&amp;y\"")) << twiml;
  EXPECT_TRUE(twiml.contains("Checkout is down &amp; out"));
  EXPECT_TRUE(twiml.contains("press 4"));
  notice.title = std::string(5000, '&');
  notice.text = std::string(5000, '<');
  EXPECT_LT(twilio::call_twiml(notice, kBase + "/hooks/twilio/key?page=" + std::string(300, 'x')).size(),
            4000U);
  EXPECT_LT(twilio::text_message(notice, true).size(), 1600U);
}

TEST(Twilio, FailsInTheUsualWays) {
  for (const std::string method : {"sms", "voice"}) {
    expect_usual_failures({FakeTwilio{},
                           make,
                           notice_to_ann(method, kAnn),
                           {kToken, kPrevious, "QUN0ZXN0OjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm"},
                           true,
                           true,
                           R"({"code":21211,"message":"bad","status":400})"});
  }
}

TEST(Twilio, SaysWhatIsWrongWithANumber) {
  run([]() -> Async<void> {
    const auto io = co_await boost::asio::this_coro::executor;
    House house{io};
    FakeService fake{io, FakeTwilio{}};
    const auto integration = make(fake.url(), house);
    const auto sent = co_await integration->pager()->send(first_try(), notice_to_ann("sms", "+0"));
    EXPECT_EQ(sent.error().kind, ErrorKind::rejected);
    EXPECT_TRUE(sent.error().say.contains("21211")) << sent.error().say;
  });
}

// What Twilio posts: signed for the public address, which is not the one the server sees.
HookCall callback(const std::string& target, const twilio::Form& form, const std::string& token = kToken) {
  HookCall call;
  call.method = "POST";
  call.path = target.substr(0, target.find('?'));
  call.target = target;
  const auto page = target.find("page=");
  if (page != std::string::npos) call.query["page"] = target.substr(page + 5);
  net::FormFields fields{form.begin(), form.end()};
  call.body = net::form_encode(fields);
  call.headers["x-twilio-signature"] = twilio::signature_of(Secret{token}, kBase + target, form);
  return call;
}

const std::string kPage =
    twilio::seal_page(Secret{kToken}, {{IncidentNumber{42}, "P2"}, PersonId{"ann"}, "voice"});

void with_twilio(std::function<Async<void>(House&, Integration&)> test) {
  run([test]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    const auto integration = make("http://127.0.0.1:1", house);
    co_await test(house, *integration);
  });
}

TEST(TwilioCallbacks, AKeyAnswersThePageOfItsCall) {
  with_twilio([](House& house, Integration& it) -> Async<void> {
    const std::string target = "/hooks/twilio/key?page=" + kPage;
    const HookAnswer taken = co_await call_hook(it, callback(target, {{"CallSid", "CA1"}, {"Digits", "4"}}));
    EXPECT_EQ(taken.status, 200);
    EXPECT_EQ(taken.content_type, "text/xml");
    EXPECT_TRUE(taken.body.contains("<Say>Acknowledged.")) << taken.body;
    (void)co_await call_hook(it, callback(target, {{"CallSid", "CA2"}, {"Digits", "5"}}));
    (void)co_await call_hook(it, callback(target, {{"CallSid", "CA2"}, {"Digits", "9"}}));
    const auto answers = house.desk.all<PageAnswered>();
    EXPECT_EQ(answers.size(), 2U);
    if (answers.size() != 2) co_return;
    EXPECT_EQ(answers[0].incident, IncidentNumber{42});
    EXPECT_EQ(answers[0].page, "P2");
    EXPECT_EQ(answers[0].person, PersonId{"ann"});
    EXPECT_EQ(answers[0].answer, PageAnswer::acknowledge);
    EXPECT_EQ(answers[0].method, "voice");
    EXPECT_EQ(answers[1].answer, PageAnswer::decline);
    EXPECT_EQ(house.desk.got[0].rule, "twilio");
  });
}

TEST(TwilioCallbacks, ATextIsAnAnswerOfWhoeverHasTheNumber) {
  with_twilio([](House& house, Integration& it) -> Async<void> {
    const auto text = [](const std::string& sid, const std::string& from, const std::string& body) {
      return callback("/hooks/twilio/sms", {{"MessageSid", sid}, {"From", from}, {"Body", body}});
    };
    (void)co_await call_hook(it, text("SM1", kAnn, " Ack inc-42/p2 "));
    (void)co_await call_hook(it, text("SM2", kAnn, "5"));
    EXPECT_TRUE((co_await call_hook(it, text("SM3", kAnn, "who is this"))).body.contains("Reply 4"));
    EXPECT_TRUE((co_await call_hook(it, text("SM4", "+1999", "4"))).body.contains("does not know"));
    const auto answers = house.desk.all<PageAnswered>();
    EXPECT_EQ(answers.size(), 2U);
    if (answers.size() != 2) co_return;
    EXPECT_EQ(answers[0].page, "P2");
    EXPECT_EQ(answers[1].page, "");
    EXPECT_EQ(answers[1].answer, PageAnswer::decline);
    EXPECT_EQ(house.desk.got[0].from, (Identity{"phone", kAnn, ""}));
    house.desk.answer = Answer{.refused = true, .refused_say = "No page waits for you."};
    EXPECT_TRUE((co_await call_hook(it, text("SM5", kAnn, "4"))).body.contains("No page waits for you."));
  });
}

TEST(TwilioCallbacks, ProgressNeverGoesBack) {
  with_twilio([](House& house, Integration& it) -> Async<void> {
    const std::string target = "/hooks/twilio/status?page=" + kPage;
    const auto status = [&](const std::string& word, const std::string& code = "") {
      twilio::Form form{{"MessageSid", "SM1"}, {"MessageStatus", word}};
      if (!code.empty()) form.emplace("ErrorCode", code);
      return callback(target, form);
    };
    for (const char* word : {"sent", "queued", "delivered", "sending", "delivered", "nonsense"})
      EXPECT_EQ((co_await call_hook(it, status(word))).status, 204);
    (void)co_await call_hook(it, status("undelivered", "30003"));
    (void)co_await call_hook(it, callback(target, {{"CallSid", "CA1"}, {"CallStatus", "busy"}}));
    const auto told = house.desk.all<PageProgressed>();
    EXPECT_EQ(told.size(), 3U);
    if (told.size() != 3) co_return;
    EXPECT_EQ(told[0].state, SendState::accepted);
    EXPECT_EQ(told[1].state, SendState::delivered);
    EXPECT_EQ(told[1].ref, "SM1");
    EXPECT_EQ(told[2].state, SendState::failed);
    EXPECT_EQ(told[2].detail, "busy");
  });
}

TEST(TwilioCallbacks, StrangersAndForgeriesAreRefused) {
  with_twilio([](House& house, Integration& it) -> Async<void> {
    const std::string target = "/hooks/twilio/key?page=" + kPage;
    const twilio::Form form{{"CallSid", "CA1"}, {"Digits", "4"}};
    HookCall unsigned_one = callback(target, form);
    unsigned_one.headers.clear();
    EXPECT_EQ((co_await call_hook(it, unsigned_one)).status, 403);
    EXPECT_EQ((co_await call_hook(it, callback(target, form, "another token"))).status, 403);
    HookCall altered = callback(target, form);
    altered.body = "CallSid=CA1&Digits=5";
    EXPECT_EQ((co_await call_hook(it, altered)).status, 403);
    HookCall elsewhere = callback(target, form);
    elsewhere.target += "x";
    EXPECT_EQ((co_await call_hook(it, elsewhere)).status, 403);
    EXPECT_EQ((co_await call_hook(it, callback("/hooks/twilio/key?page=forged.token", form))).status, 404);
    EXPECT_TRUE(house.desk.got.empty());
    EXPECT_EQ((co_await call_hook(it, callback(target, form, kPrevious))).status, 200);
    EXPECT_EQ(house.desk.got.size(), 1U);
    house.desk.answer = fail(ErrorKind::unavailable, "full");
    EXPECT_EQ((co_await call_hook(it, callback(target, form))).status, 503);
  });
}

}  // namespace
}  // namespace muster::testing
