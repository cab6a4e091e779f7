#include "integrations/slack/api_wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/recent_keys.hpp"
#include "integrations/slack/errors.hpp"
#include "integrations/slack/lanes.hpp"
#include "integrations/slack/slack_manifest.hpp"

namespace muster::slack {
namespace {

const Self kUs{.team = "T1", .bot_user = "U0BOT", .bot_id = "B0BOT", .workspace = "https://acme.slack.com/"};

Result<ApiAnswer> answer(std::string body, int status = 200, net::HttpHeaders headers = {},
                         std::vector<std::string_view> tolerated = {}) {
  return read_answer("some.method",
                     {.status = status, .headers = std::move(headers), .body = std::move(body)}, tolerated);
}

TEST(SlackErrors, TheTableNamesEveryWordOnce) {
  std::set<std::string_view> words;
  for (const ErrorWord& entry : error_words()) EXPECT_TRUE(words.insert(entry.word).second) << entry.word;
}

struct WordKind {
  const char* word;
  ErrorKind kind;
};
class SlackErrorKinds : public testing::TestWithParam<WordKind> {};
TEST_P(SlackErrorKinds, Word) {
  EXPECT_EQ(kind_of(GetParam().word), GetParam().kind);
}
INSTANTIATE_TEST_SUITE_P(
    All, SlackErrorKinds,
    testing::Values(
        WordKind{"invalid_auth", ErrorKind::forbidden}, WordKind{"missing_scope", ErrorKind::forbidden},
        WordKind{"not_in_channel", ErrorKind::forbidden}, WordKind{"channel_not_found", ErrorKind::not_found},
        WordKind{"message_not_found", ErrorKind::not_found}, WordKind{"name_taken", ErrorKind::conflict},
        WordKind{"is_archived", ErrorKind::rejected}, WordKind{"expired_trigger_id", ErrorKind::rejected},
        WordKind{"invalid_blocks", ErrorKind::invalid}, WordKind{"msg_too_long", ErrorKind::invalid},
        WordKind{"ratelimited", ErrorKind::rate_limited}, WordKind{"rate_limited", ErrorKind::rate_limited},
        WordKind{"internal_error", ErrorKind::unavailable}, WordKind{"fatal_error", ErrorKind::unavailable},
        WordKind{"never_heard_of", ErrorKind::rejected}));

TEST(SlackErrors, WhatMayHavePartlySucceededHasAnUnknownOutcome) {
  for (const char* word : {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}) {
    EXPECT_TRUE(outcome_unknown(kind_of(word))) << word;
    EXPECT_TRUE(worth_retrying(kind_of(word))) << word;
  }
}

TEST(SlackErrors, SayWhatToDo) {
  const Error error = api_error("conversations.create", "missing_scope", "channels:manage", "");
  EXPECT_NE(error.say.find("channels:manage"), std::string::npos);
  EXPECT_NE(error.say.find("Reinstall"), std::string::npos);
  EXPECT_TRUE(is_token_problem("token_revoked"));
  EXPECT_FALSE(is_token_problem("missing_scope"));
}

TEST(SlackAnswers, AreJudgedByOkAndNotByStatus) {
  EXPECT_TRUE(answer(R"({"ok":true,"ts":"1.1"})"));
  const auto refused =
      answer(R"({"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] empty"]}})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_NE(refused.error().detail.find("[ERROR] empty"), std::string::npos);
  EXPECT_EQ(answer(R"({"ok":false,"error":"channel_not_found"})", 404).error().kind, ErrorKind::not_found);
}

TEST(SlackAnswers, TooFastCarriesRetryAfterWithOrWithoutJson) {
  EXPECT_EQ(answer("", 429, {{"Retry-After", "7"}}).error().retry_after_s, 7);
  EXPECT_EQ(answer("<html>", 429).error().retry_after_s, 30);
  EXPECT_EQ(answer("", 429, {{"Retry-After", "soon"}}).error().retry_after_s, 30);
  EXPECT_EQ(answer("", 429, {{"Retry-After", "999999"}}).error().retry_after_s, 3600);
  EXPECT_EQ(answer(R"({"ok":false,"error":"ratelimited"})").error().kind, ErrorKind::rate_limited);
}

TEST(SlackAnswers, HtmlAndRubbishAreErrors) {
  EXPECT_EQ(answer("<html>oops</html>", 503).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(answer("<html>oops</html>", 200).error().kind, ErrorKind::timeout) << "it may have happened";
  EXPECT_EQ(answer("[]", 200).error().kind, ErrorKind::timeout);
  EXPECT_EQ(answer(R"({"ok":"true"})", 200).error().kind, ErrorKind::rejected);
}

TEST(SlackAnswers, OnlyAWordIsRepeatedWhateverStandsInBetween) {
  for (const std::string said : {R"(POST /auth.test Authorization: Bearer xoxb-CANARY)", R"(CANARY)",
                                 R"(xoxb-CANARY)", R"(channel_not_found CANARY)", R"()"}) {
    const auto refused = answer(R"({"ok":false,"error":")" + said + "\"}", 400);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
    EXPECT_THAT(refused.error().say + refused.error().detail, testing::Not(testing::HasSubstr("CANARY")));
    EXPECT_THAT(refused.error().say, testing::HasSubstr("(http_400)"));
  }
  EXPECT_THAT(answer(R"({"ok":false,"error":")" + std::string(81, 'a') + "\"}", 400).error().say,
              testing::HasSubstr("(http_400)"));
}

TEST(SlackAnswers, AToleratedWordIsAnOutcome) {
  const auto taken = answer(R"({"ok":false,"error":"name_taken"})", 200, {}, {"name_taken"});
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->error, "name_taken");
}

TEST(SlackAnswers, ReadProfilesGuestsAndStrangers) {
  const auto profile = [](const std::string& user) {
    return read_profile(*answer(R"({"ok":true,"user":)" + user + "}"), kUs);
  };
  EXPECT_EQ(
      profile(
          R"({"id":"U1","team_id":"T1","name":"ann","tz":"Europe/Berlin","profile":{"display_name":"","real_name":"Ann A"}})")
          .identity,
      (Identity{"slack", "U1", "Ann A", false}));
  EXPECT_TRUE(profile(R"({"id":"U1","team_id":"T1","is_restricted":true})").identity.outsider);
  EXPECT_TRUE(profile(R"({"id":"U1","team_id":"T1","is_ultra_restricted":true})").identity.outsider);
  EXPECT_TRUE(profile(R"({"id":"U1","team_id":"T2"})").identity.outsider);
  EXPECT_TRUE(profile(R"({"id":"U1","team_id":"T1","is_stranger":true})").identity.outsider);
}

TEST(SlackAnswers, FindOurOwnPostByItsKey) {
  const auto page = answer(R"({"ok":true,"messages":[{"ts":"3.1","text":"x"},
      {"ts":"2.1","metadata":{"event_type":"muster_effect","event_payload":{"key":"INC-1/2/0","incident":"INC-1"}}}]})");
  EXPECT_EQ(find_by_key(*page, "INC-1/2/0"), "2.1");
  EXPECT_EQ(find_by_key(*page, "INC-1/2/1"), std::nullopt);
}

TEST(SlackAnswers, HistoryIsReadOldestFirstWithReactions) {
  const auto page = answer(R"({"ok":true,"messages":[
      {"type":"message","user":"U2","text":"second","ts":"2.000001","reactions":[{"name":"pushpin","users":["U1","U0BOT"],"count":2}]},
      {"type":"message","user":"U1","text":"<@U0BOT> resolve","ts":"1.000001","reply_count":1,"thread_ts":"1.000001"},
      {"type":"message","user":"U0BOT","bot_id":"B0BOT","text":"own","ts":"0.000001"}]})");
  const PastMessages past = read_past(*page, "C1", kUs, Time{});
  ASSERT_EQ(past.inbound.size(), 3U);
  EXPECT_EQ(std::get<CommandTyped>(past.inbound[0].what).text, "resolve");
  EXPECT_EQ(past.inbound[0].origin_key, "slack/msg/T1/C1/1.000001");
  EXPECT_EQ(std::get<MessagePosted>(past.inbound[1].what).text, "second");
  EXPECT_EQ(std::get<ReactionChanged>(past.inbound[2].what).emoji, "pushpin");
  EXPECT_EQ(past.threads, std::vector<std::string>{"1.000001"});
}

TEST(SlackAnswers, InviteTellsWhoAndWhy) {
  const auto refused = read_refused(*answer(
      R"({"ok":false,"error":"cant_invite","errors":[{"user":"U1","ok":false,"error":"ura_max_channels"},{"user":"U2","ok":true}]})",
      200, {}, {"cant_invite"}));
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].user, "U1");
  EXPECT_EQ(refused[0].word, "ura_max_channels");
}

const net::Pace kPosts = pace_of("chat.postMessage");

TEST(SlackPacer, APauseHoldsOneMethodAndForPostsOneChannel) {
  net::Pacer pacer;
  const net::Pacer::TimePoint now{std::chrono::seconds{100}};
  const std::string one = lane_of("chat.postMessage", "C1");
  const std::string two = lane_of("chat.postMessage", "C2");
  pacer.pause(one, now + std::chrono::seconds{7});
  pacer.pause(lane_of("pins.add", "C1"), now + std::chrono::seconds{3});
  EXPECT_EQ(pacer.next(one, kPosts, now), now + std::chrono::seconds{7});
  EXPECT_EQ(pacer.next(two, kPosts, now), now);
  EXPECT_EQ(pacer.next(lane_of("pins.add", "C2"), {}, now), now + std::chrono::seconds{3});
  EXPECT_EQ(pacer.next(one, kPosts, now + std::chrono::seconds{8}), now + std::chrono::seconds{8});
}

TEST(SlackPacer, PostsToOneChannelMayBurstAndThenGoOneASecond) {
  net::Pacer pacer;
  net::Pacer::TimePoint now{std::chrono::seconds{100}};
  const std::string lane = lane_of("chat.postMessage", "C1");
  int at_once = 0;
  while (pacer.next(lane, kPosts, now) == now && at_once < 100) {
    pacer.took(lane, kPosts, now);
    ++at_once;
  }
  EXPECT_EQ(at_once, 4);
  EXPECT_EQ(pacer.next(lane, kPosts, now), now + std::chrono::seconds{1});
}

TEST(SlackRecentKeys, ClaimOnceAndForgetTheOldest) {
  RecentKeys keys{2};
  EXPECT_TRUE(keys.claim("a"));
  EXPECT_FALSE(keys.claim("a"));
  EXPECT_TRUE(keys.claim("b"));
  EXPECT_TRUE(keys.claim("c"));
  EXPECT_TRUE(keys.claim("a"));
  EXPECT_FALSE(keys.claim("c"));
}

TEST(SlackManifest, AsksForTheScopesThatAreChecked) {
  const std::string yaml = slack_manifest({.command = "/inc"});
  for (const std::string_view scope : bot_scopes()) {
    EXPECT_NE(yaml.find("      - " + std::string{scope} + "\n"), std::string::npos) << scope;
  }
  for (const char* part :
       {"socket_mode_enabled: true", "command: \"/inc\"", "command: \"/incident\"", "should_escape: true",
        "callback_id: declare_incident", "callback_id: add_to_timeline", "message.groups"}) {
    EXPECT_NE(yaml.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(slack_manifest({.command = "/incident"}).find("/inc\""), std::string::npos);
}

TEST(SlackManifest, MissingScopesAreNamed) {
  std::string all;
  for (const std::string_view scope : bot_scopes()) all += std::string{scope} + ",";
  EXPECT_EQ(missing_scopes(all), "");
  EXPECT_EQ(missing_scopes("x, " + all.substr(all.find(',') + 1)), std::string{bot_scopes().front()});
}

}  // namespace
}  // namespace muster::slack
