#include "integrations/teams/activity.hpp"

#include <gtest/gtest.h>

#include "integrations/teams/answers.hpp"
#include "integrations/teams/connector_errors.hpp"
#include "integrations/teams/core.hpp"
#include "integrations/teams/rooms.hpp"

namespace muster::teams {
namespace {

TEST(TeamsActivity, AMessageInAChannel) {
  const auto read = read_activity(
      R"({"type":"message","id":"1699","timestamp":"2026-02-01T21:10:07.437Z","serviceUrl":"https://smba.trafficmanager.net/emea/",
          "channelId":"msteams","from":{"id":"29:1alice","name":"Alice","aadObjectId":"aaaa"},"recipient":{"id":"28:APP"},
          "conversation":{"isGroup":true,"conversationType":"channel","tenantId":"72f9","id":"19:abc@thread.tacv2;messageid=1699"},
          "text":"<at>muster</at> list","entities":[{"type":"Mention","mentioned":{"id":"28:APP","name":"muster"},"text":"<at>muster</at>"},
          {"type":"clientInfo","timezone":"Europe/Berlin"}],
          "channelData":{"tenant":{"id":"72f9"},"team":{"id":"19:general@thread.tacv2"},"channel":{"id":"19:abc@thread.tacv2"}},"unheard":[1]})");
  ASSERT_TRUE(read) << read.error().say;
  EXPECT_EQ(read->from.user(), "aaaa");
  EXPECT_EQ(read->tenant, "72f9");
  EXPECT_EQ(read->zone, "Europe/Berlin");
  EXPECT_EQ(read->mentions.size(), 1U);
  EXPECT_EQ(iso_seconds(read->at.value()), "2026-02-01T21:10:07Z");
  EXPECT_FALSE(read->has_value);
  const Conversation where = split_conversation(read->conversation);
  EXPECT_EQ(where.base, "19:abc@thread.tacv2");
  EXPECT_EQ(where.root, "1699");
}

TEST(TeamsActivity, WhatIsNoActivityIsRefused) {
  for (const char* body :
       {"", "[]", "{}", "{\"type\":1}", "{\"type\":\"message\",\"type\":\"invoke\"}", "<html>", "null"})
    EXPECT_FALSE(read_activity(body)) << body;
  std::string deep = R"({"type":"message","value":)";
  for (int i = 0; i < 500; ++i) deep += "[";
  EXPECT_FALSE(read_activity(deep));
}

TEST(TeamsActivity, ForeignOrMissingDataIsForeign) {
  const auto value = [](const std::string& data) {
    return read_activity(R"({"type":"invoke","name":"task/submit","value":{"data":)" + data + "}}")->value;
  };
  for (const char* data : {"{}", "null", "[]", "\"x\"", R"({"muster":7})", R"({"muster":{"command":7}})",
                           R"({"muster":{"form":{}}})", R"({"muster":{"form":{"name":"nothing"}}})"}) {
    const ActivityValue read = value(data);
    EXPECT_TRUE(std::holds_alternative<Foreign>(read) || std::holds_alternative<SubmittedForm>(read)) << data;
  }
  const ActivityValue pressed = value(R"({"muster":{"command":"ack P1","nonce":"n"}})");
  ASSERT_TRUE(std::holds_alternative<Pressed>(pressed));
  EXPECT_EQ(std::get<Pressed>(pressed).command, "ack P1");
}

TEST(TeamsPlaces, ARoomIsAChannelAThreadOrAChat) {
  EXPECT_EQ(conversation_of({"teams", "19:c@thread.tacv2", "2", "1"}), "19:c@thread.tacv2;messageid=1");
  EXPECT_EQ(conversation_of({"teams", "19:c@thread.tacv2", "2", ""}), "19:c@thread.tacv2");
  EXPECT_EQ(conversation_of({"teams", "19:c@thread.tacv2;messageid=1", "2", ""}),
            "19:c@thread.tacv2;messageid=1");
  EXPECT_EQ(conversation_of({"teams", "a:1x", "2", ""}), "a:1x");
  EXPECT_EQ(
      message_link({"t", "g"}, {"teams", "19:c@thread.tacv2", "2", "1"}),
      "https://teams.microsoft.com/l/message/19%3Ac%40thread.tacv2/2?groupId=g&tenantId=t&parentMessageId=1");
}

TEST(TeamsChannelName, IsWhatTeamsTakes) {
  EXPECT_EQ(channel_name("inc-1-db-down"), "inc-1-db-down");
  EXPECT_EQ(channel_name("_a/b:c*"), "a-b-c");
  EXPECT_EQ(channel_name("..x.."), "x");
  for (const char* reserved : {"CON", "nul", "COM3", "forms", "_vti_"})
    EXPECT_NE(channel_name(reserved), reserved) << reserved;
  EXPECT_LE(channel_name(std::string(200, 'x')).size(), 50U);
  EXPECT_FALSE(channel_name("***").empty());
}

TEST(TeamsOpensDialog, FormsAndViewsDoAndDeedsDoNot) {
  for (const char* command :
       {"INC-1 update", "INC-1 update --to public", "declare", "INC-1 severity", "INC-1 role lead",
        "INC-1 timeline", "INC-1 handoff", "INC-1", "INC-1 resolve", "INC-1 postmortem"})
    EXPECT_TRUE(opens_dialog(command)) << command;
  for (const char* command : {"ack P1", "INC-1 join", "INC-1 snooze 15m internal", "INC-1 done T1",
                              "INC-1 claim lead", "INC-1 postmortem publish", "INC-1 severity sev1 why"})
    EXPECT_FALSE(opens_dialog(command)) << command;
}

// A press of an old client names no command: the button must have one, or it is not drawn.
TEST(TeamsFormButton, HasACommandWhateverAskedForTheForm) {
  Dialog dialog;
  dialog.name = "update";
  dialog.incident = IncidentNumber{1};
  for (const char* asked : {"", "INC-1 update", "ack P1"}) {
    const Message message = form_button(dialog, asked);
    EXPECT_EQ(std::get<Buttons>(message.blocks.back()).buttons.front().command, "INC-1 update") << asked;
  }
}

TEST(TeamsErrors, SayWhatToDoAndWhetherToTryAgain) {
  const auto error = [](int status, const std::string& code, net::HttpHeaders headers = {}) {
    return api_error(Api::connector, "post a message",
                     {status, std::move(headers), R"({"error":{"code":")" + code + R"(","message":"x"}})"},
                     0);
  };
  EXPECT_EQ(error(429, "Throttled", {{"Retry-After", "7"}}).retry_after_s, 7);
  EXPECT_EQ(error(412, "PreconditionFailed").kind, ErrorKind::rate_limited);
  EXPECT_EQ(error(500, "ServiceError").kind, ErrorKind::corrupt);
  EXPECT_TRUE(outcome_unknown(error(500, "ServiceError").kind));
  for (const int status : {502, 503, 504})
    EXPECT_EQ(error(status, "ServiceError").kind, ErrorKind::unavailable);
  EXPECT_EQ(error(404, "ConversationNotFound").kind, ErrorKind::not_found);
  EXPECT_EQ(error(413, "MessageSizeTooBig").kind, ErrorKind::rejected);
  EXPECT_EQ(error(400, "BadSyntax").kind, ErrorKind::invalid);
  const Error gone = error(403, "BotNotInConversationRoster");
  EXPECT_EQ(gone.kind, ErrorKind::forbidden);
  EXPECT_NE(gone.say.find("not installed"), std::string::npos);
  EXPECT_EQ(api_error(Api::graph, "make a channel", {503, {}, "<html>"}, 0).kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace muster::teams
