// SNS: envelopes signed with a key made for this test, over the text that AWS signs.
#include "integrations/alerts/sns.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <fstream>
#include <sstream>

namespace muster::alerts {

namespace {

const Time kNow = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1} + std::chrono::hours{14} +
                  std::chrono::minutes{5};
const std::string kTopic = "arn:aws:sns:eu-west-1:1:alarms";

std::string file(const std::string& name) {
  std::ifstream in{std::string{MUSTER_SOURCE_DIR} + "/tests/unit/alerts/bodies/" + name};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class SnsMessages : public testing::Test {
 protected:
  template <class T>
  T run(asio::awaitable<T> task) {
    auto future = asio::co_spawn(io, std::move(task), asio::use_future);
    io.restart();
    io.run();
    return future.get();
  }
  Result<SnsEnvelope> believed(const std::string& body, Time now = kNow, const std::string& topic = kTopic) {
    return run(sns.believed(body, topic, now));
  }

  asio::io_context io;
  std::vector<std::string> fetched;
  bool reachable = true;
  Sns sns{[this](std::string url) -> asio::awaitable<Result<std::string>> {
    fetched.push_back(url);
    if (!reachable) co_return fail(ErrorKind::unavailable, "nobody answers");
    co_return file("sns_certificate.pem");
  }};
};

std::string changed(std::string body, const std::string& from, const std::string& to) {
  const auto at = body.find(from);
  EXPECT_NE(at, std::string::npos);
  return body.replace(at, from.size(), to);
}

TEST_F(SnsMessages, OfTheTopicAndSignedAreBelieved) {
  EXPECT_TRUE(believed(file("sns_notification.json")));
  EXPECT_TRUE(believed(file("sns_notification.json")));
  EXPECT_EQ(fetched.size(), 1U) << "the certificate is kept";
  const auto confirmation = believed(file("sns_confirmation.json"));
  ASSERT_TRUE(confirmation) << confirmation.error().say;
  EXPECT_TRUE(run(sns.confirm(*confirmation)));
  EXPECT_EQ(fetched.back(), "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=tok");
}

TEST_F(SnsMessages, AnythingElseIsNot) {
  const std::string good = file("sns_notification.json");
  EXPECT_FALSE(believed(changed(good, "NewStateValue", "NewStateValuf")));
  EXPECT_FALSE(believed(good, kNow, "arn:aws:sns:eu-west-1:2:alarms"));
  EXPECT_FALSE(believed(good, kNow, ""));
  EXPECT_FALSE(believed(good, kNow + std::chrono::hours{3})) << "replayed";
  EXPECT_FALSE(believed(changed(good, "\"SignatureVersion\": \"2\"", "\"SignatureVersion\": \"1\"")));
  const std::size_t before = fetched.size();
  EXPECT_FALSE(believed(changed(good, "sns.eu-west-1.amazonaws.com/Simple", "sns.evil.example/Simple")));
  EXPECT_EQ(fetched.size(), before) << "no address of a stranger is visited";
  EXPECT_FALSE(believed("{\"NewStateValue\":\"ALARM\"}"));
}

TEST_F(SnsMessages, WithoutTheCertificateItIsTriedAgain) {
  reachable = false;
  const auto refused = believed(file("sns_notification.json"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  reachable = true;
  EXPECT_TRUE(believed(file("sns_notification.json")));
}

TEST(SnsAddress, OnlyAmazons) {
  EXPECT_TRUE(is_sns_address("https://sns.us-west-2.amazonaws.com/x.pem"));
  EXPECT_TRUE(is_sns_address("https://sns.cn-north-1.amazonaws.com.cn/x.pem"));
  EXPECT_FALSE(is_sns_address("http://sns.us-west-2.amazonaws.com/x.pem"));
  EXPECT_FALSE(is_sns_address("https://sns.us-west-2.amazonaws.com.evil.example/x.pem"));
  EXPECT_FALSE(is_sns_address("https://sns.a.b.amazonaws.com/x.pem"));
  EXPECT_FALSE(is_sns_address("https://sns.us-west-2.amazonaws.com:8443/x.pem"));
  EXPECT_FALSE(is_sns_address("https://evil.example/?sns.us-west-2.amazonaws.com"));
}

}  // namespace

}  // namespace muster::alerts
