// Log lines: format, one call is one line, and no credential gets through.
#include "bot/runtime/log_sink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "bot/runtime/log_line_codec.hpp"
#include "bot/runtime/redact.hpp"

namespace muster {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Time kAt{std::chrono::microseconds{1795499090123456}};  // 2026-11-24T05:44:50.123456Z

TEST(LogLine, TextAndJsonSayTheSame) {
  const LogLine line{LogLevel::warn, "slack is slow", {{"lane", "slack/INC-7/room"}, {"wait", "3 s"}}};
  const std::string text = log_line(line, LogFormat::text, kAt);
  EXPECT_EQ(text,
            iso_seconds(kAt).substr(0, 19) + ".123Z warn  slack is slow  lane=slack/INC-7/room wait=\"3 s\"");
  const auto json = nlohmann::json::parse(log_line(line, LogFormat::json, kAt));
  EXPECT_EQ(json["time"], iso_seconds(kAt).substr(0, 19) + ".123Z");
  EXPECT_EQ(json["level"], "warn");
  EXPECT_EQ(json["message"], "slack is slow");
  EXPECT_EQ(json["lane"], "slack/INC-7/room");
  EXPECT_EQ(json["wait"], "3 s");
}

TEST(LogLine, WhatAStrangerSentStaysOnOneLine) {
  const LogLine line{LogLevel::info, "said\nlevel=error \x1b[31mred", {{"text", "a\r\nb\x07\xff \"q\""}}};
  for (const LogFormat format : {LogFormat::text, LogFormat::json}) {
    const std::string out = log_line(line, format, kAt);
    for (const char c : out) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << out;
    EXPECT_THAT(out, HasSubstr("said\\"));
  }
}

// Each has CANARY in its secret part.
const std::vector<std::string> kCanaries = {
    "xoxb-CANARY-1234567890-abc",
    "token xapp-1-CANARY-123",
    "url%3Dxoxp-CANARY-1",
    "xoxe.xoxp-1-CANARYabc",
    "Authorization: Bearer CANARY.abc-def_ghi",
    "authorization:CANARY",
    "{\"authorization\":\"Basic CANARYabc=\"}",
    "Bearer\tCANARYabc",
    "bearer CANARY",
    "https://hooks.slack.com/services/T000/B000/CANARY",
    "response_url=https://hooks.slack.com/commands/T1/2/CANARY",
    "http://127.0.0.1:4000/actions/T01/99/CANARY",
    "wss://wss-primary.slack.com/link/?ticket=CANARY&app_id=1",
    "GET /cb?code=1&access_token=CANARY",
    "Cookie: session=abc; other=CANARY",
    "Set-Cookie: muster=CANARY; HttpOnly",
    "cookie=a=CANARY",
    "{\"password\": \"CANARY\"}",
    "{\\\"bot_token\\\":\\\"CANARY\\\"}",
    "password=CANARY",
    "password=\"CANARY two\"",
    "Password: CANARY",
    "client_secret=CANARY",
    "{\"signing_secret\":\"CANARY\"}",
    "routing_key=CANARY",
    "{\"routing_key\":\"CANARY0123456789\"}",
    "X-Api-Key: CANARY",
    "https://muster.example.org/#signin=CANARY",
    "GET /api/v1/signin?token=CANARY",
    "request=\"POST /hooks/prometheus/CANARY\"",
    "https://muster.example.org/hooks/new_relic/CANARY-1",
    "GET /p/CANARY-0f0f0f0f",
    "link=https://muster.example.org/p/CANARY",
    "https://ann:CANARY@example.org/",
    "postgres://muster:CANARY@db/muster",
    "eyJhbGciOiJIUzI1NiJ9.CANARYabc.sigsig",
    "-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nCANARY and no end",
    "https://example.webhook.office.com/webhookb2/CANARY",
    std::string("xoxb-\0CANARY-123", 16),
    "xo\x01xb-CANARY-123456",
    "\xff\xfexoxb-CANARY-123456\xff",
};

TEST(Redactor, NoCanaryGetsThroughMessageOrField) {
  for (const std::string& canary : kCanaries) {
    for (const std::string& around :
         {canary, "before " + canary + " after", "\"" + canary + "\"", "(" + canary + ")"}) {
      const LogLine line{LogLevel::error, around, {{"detail", around}}};
      for (const LogFormat format : {LogFormat::text, LogFormat::json}) {
        EXPECT_THAT(log_line(line, format, kAt), Not(HasSubstr("CANARY"))) << canary;
      }
    }
  }
}

TEST(Redactor, AFieldWithASecretsNameIsMasked) {
  for (const char* name : {"cookie", "authorization", "password", "bot_token", "ticket", "x-api-key"}) {
    const LogLine line{LogLevel::info, "request", {{name, "CANARY with spaces"}}};
    EXPECT_THAT(log_line(line, LogFormat::json, kAt), Not(HasSubstr("CANARY"))) << name;
    EXPECT_THAT(log_line(line, LogFormat::text, kAt), Not(HasSubstr("CANARY"))) << name;
  }
}

TEST(Redactor, WhatIsNotSecretStays) {
  for (const char* text : {"INC-42 declared by ann", "origin_key=slack/Ev123 dedup_key=api-down",
                           "posted as ts 1795499090.123456 in C012", "https://slack.com/api/chat.postMessage",
                           "the token expired; sign in again", "2026-11-24T05:44:50+01:00",
                           "GET /api/v1/incidents?after=42&limit=50",
                           "the environment variable MUSTER_SLACK_BOT_TOKEN is not set",
                           "lane=slack/INC-7/room attempt=3 retry_after=30", "write xoxb-… there",
                           "/actions/T", "/hooks/prometheus", "GET /hooks/", "/var/p/x"}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redactor, TwiceIsOnce) {
  for (const std::string& canary : kCanaries) EXPECT_EQ(redact(redact(canary)), redact(canary)) << canary;
}

TEST(Redactor, HostileLengthTakesNoHostileTime) {
  // RE2 is linear; a backtracking engine would not come back from this.
  EXPECT_EQ(redact(std::string(300000, 'a')).size(), 300000U);
  EXPECT_FALSE(redact("token=" + std::string(100000, '=')).empty());
}

TEST(LogSink, WritesLinesFromTheLevelOnToStandardError) {
  const ManualClock clock{kAt};
  const LogSink sink = make_log_sink({LogFormat::text, LogLevel::warn}, clock);
  testing::internal::CaptureStderr();
  sink({LogLevel::info, "too quiet", {}});
  sink({LogLevel::warn, "heard {} %s", {}});
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_EQ(out, log_line({LogLevel::warn, "heard {} %s", {}}, LogFormat::text, kAt) + "\n");
}

TEST(LogSink, LinesOfSeveralThreadsDoNotMix) {
  const ManualClock clock{kAt};
  const LogSink sink = make_log_sink({LogFormat::json, LogLevel::debug}, clock);
  testing::internal::CaptureStderr();
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&sink] {
        for (int i = 0; i < 50; ++i)
          sink({LogLevel::info, std::string(200, 'x'), {{"n", std::to_string(i)}}});
      });
    }
  }
  std::istringstream lines{testing::internal::GetCapturedStderr()};
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  EXPECT_EQ(count, 200);
}

}  // namespace
}  // namespace muster
