#include "integrations/slack/envelope_wire.hpp"

#include <gtest/gtest.h>

namespace muster::slack {
namespace {

const Self kSelf{
    .team = "T1", .bot_user = "U0BOT", .bot_id = "B0BOT", .workspace = "https://acme.slack.com/"};
const Time kNow{std::chrono::seconds{1700000000}};

Arrival arrive(const std::string& frame) {
  auto read = read_frame(frame, kSelf, kNow);
  EXPECT_TRUE(read) << frame;
  auto* arrival = read ? std::get_if<Arrival>(&*read) : nullptr;
  EXPECT_NE(arrival, nullptr) << frame;
  return arrival == nullptr ? Arrival{} : std::move(*arrival);
}

Arrival event(const std::string& event, const std::string& id = "Ev1") {
  return arrive(
      R"({"envelope_id":"e1","type":"events_api","payload":{"team_id":"T1","type":"event_callback","event_id":")" +
      id + R"(","event":)" + event + "}}");
}

Arrival interactive(const std::string& payload) {
  return arrive(R"({"envelope_id":"e1","type":"interactive","payload":)" + payload + "}");
}

template <class T>
const T& what(const Arrival& arrival) {
  return std::get<T>(arrival.inbound.at(0).what);
}

TEST(SlackFrames, HelloMayLackEverything) {
  const auto full = read_frame(
      R"({"type":"hello","num_connections":2,"debug_info":{"approximate_connection_time":18060,"started":"x"}})",
      kSelf, kNow);
  ASSERT_TRUE(full);
  EXPECT_EQ(std::get<Hello>(*full).num_connections, 2);
  EXPECT_EQ(std::get<Hello>(*full).expected_lifetime_s, 18060);
  const auto bare = read_frame(R"({"type":"hello","debug_info":null})", kSelf, kNow);
  ASSERT_TRUE(bare);
  EXPECT_EQ(std::get<Hello>(*bare).num_connections, 0);
}

TEST(SlackFrames, DisconnectUnknownAndBroken) {
  EXPECT_EQ(
      std::get<Disconnect>(*read_frame(R"({"type":"disconnect","reason":"warning"})", kSelf, kNow)).reason,
      "warning");
  EXPECT_EQ(std::get<Disconnect>(*read_frame(R"({"type":"disconnect"})", kSelf, kNow)).reason, "");
  EXPECT_EQ(std::get<UnknownFrame>(*read_frame(R"({"type":"novelty"})", kSelf, kNow)).type, "novelty");
  for (const char* text : {"", "[]", "null", "{", "\"hello\"", "{\"type\":"})
    EXPECT_FALSE(read_frame(text, kSelf, kNow)) << text;
}

TEST(SlackFrames, AnUnknownEnvelopeIsAcknowledgedAndNoMore) {
  const Arrival arrival = arrive(R"({"envelope_id":"e9","type":"workflow_steps","payload":{"x":1}})");
  EXPECT_EQ(arrival.envelope_id, "e9");
  EXPECT_TRUE(arrival.inbound.empty());
}

TEST(SlackCommands, CarryTextPlaceAndTheWaysToAnswer) {
  const Arrival arrival = arrive(
      R"({"envelope_id":"e1","type":"slash_commands","accepts_response_payload":true,"payload":{"team_id":"T1","channel_id":"C1",
      "user_id":"U1","user_name":"ann","command":"/inc","text":"declare sev2 a &amp; b <@U2|bob> “x”","is_enterprise_install":"false",
      "response_url":"https://hooks.slack.com/commands/secret","trigger_id":"111.222.xxx"}})");
  const Inbound& inbound = arrival.inbound.at(0);
  EXPECT_EQ(what<CommandTyped>(arrival).text, "declare sev2 a & b <@U2> “x”");
  EXPECT_EQ(inbound.origin_key, "slack/trigger/111.222.xxx");
  EXPECT_EQ(inbound.from, (Identity{"slack", "U1", "ann", false}));
  EXPECT_EQ(inbound.place, (Place{"slack", "C1", "", ""}));
  EXPECT_EQ(inbound.occurred_at, kNow);
  EXPECT_EQ(arrival.asker.via, Asker::Via::command);
  EXPECT_EQ(arrival.asker.response_url.reveal(), "https://hooks.slack.com/commands/secret");
  EXPECT_EQ(arrival.asker.trigger_id, "111.222.xxx");
}

TEST(SlackCommands, OfAnotherTeamAreAnOutsiders) {
  const Arrival arrival = arrive(
      R"({"envelope_id":"e1","type":"slash_commands","payload":{"team_id":"T9","channel_id":"C1","user_id":"U1","text":"","trigger_id":"1"}})");
  EXPECT_TRUE(arrival.inbound.at(0).from->outsider);
}

TEST(SlackCommands, WithoutATriggerAreToldByTheirEnvelope) {
  const Arrival arrival = arrive(
      R"({"envelope_id":"e7","type":"slash_commands","payload":{"channel_id":"C1","user_id":"U1","text":"list"}})");
  EXPECT_EQ(arrival.inbound.at(0).origin_key, "slack/envelope/e7");
}

const char* const kMentionMessage =
    R"({"type":"message","channel_type":"channel","user":"U1","text":"<@U0BOT> declare db &lt;down&gt;","team":"T1","channel":"C1","ts":"1610241741.000200","event_ts":"1610241741.000200"})";
const char* const kMention =
    R"({"type":"app_mention","user":"U1","text":"<@U0BOT> declare db &lt;down&gt;","team":"T1","channel":"C1","ts":"1610241741.000200","event_ts":"1610241741.000200","blocks":[]})";

TEST(SlackMessages, AMentionArrivesTwiceAndMeansOneCommand) {
  const Arrival message = event(kMentionMessage, "Ev1");
  const Arrival mention = event(kMention, "Ev2");
  EXPECT_EQ(message.inbound.at(0).origin_key, "slack/msg/T1/C1/1610241741.000200");
  EXPECT_EQ(message.inbound.at(0).origin_key, mention.inbound.at(0).origin_key);
  for (const Arrival* arrival : {&message, &mention}) {
    EXPECT_EQ(what<CommandTyped>(*arrival).text, "declare db <down>");
    EXPECT_EQ(arrival->asker.via, Asker::Via::mention);
    EXPECT_EQ(arrival->asker.user, "U1");
    EXPECT_EQ(arrival->inbound.at(0).occurred_at, *time_of_ts("1610241741.000200"));
  }
}

TEST(SlackMessages, APlainMessageIsPostedWithItsFiles) {
  const Arrival arrival = event(
      R"({"type":"message","subtype":"file_share","channel_type":"group","user":"U1","text":"graph","channel":"C1","ts":"2.000001","thread_ts":"1.000001",
      "files":[{"id":"F1","name":"cpu.png","permalink":"https://acme.slack.com/files/F1","url_private":"https://secret"}]})");
  const auto& posted = what<MessagePosted>(arrival);
  EXPECT_EQ(posted.text, "graph");
  ASSERT_EQ(posted.files.size(), 1U);
  EXPECT_EQ(posted.files[0], (FileReference{"cpu.png", "F1", "https://acme.slack.com/files/F1"}));
  EXPECT_EQ(arrival.inbound[0].place, message_place("C1", "2.000001", "1.000001"));
  EXPECT_EQ(arrival.asker.via, Asker::Via::nobody);
}

TEST(SlackMessages, AParentIsNoReplyToItself) {
  const Arrival arrival = event(
      R"({"type":"message","user":"U1","text":"x","channel":"C1","ts":"1.000001","thread_ts":"1.000001"})");
  EXPECT_EQ(arrival.inbound.at(0).place.thread, "");
}

TEST(SlackMessages, ADirectMessageIsACommand) {
  const Arrival arrival = event(
      R"({"type":"message","channel_type":"im","user":"U1","text":"list","channel":"D1","ts":"2.000001"})");
  EXPECT_EQ(what<CommandTyped>(arrival).text, "list");
  EXPECT_EQ(arrival.asker.via, Asker::Via::direct);
}

TEST(SlackMessages, OwnBotsAndHousekeepingAreIgnored) {
  for (
      const char* ignored :
      {R"({"type":"message","user":"U0BOT","bot_id":"B0BOT","text":"<@U0BOT> x","channel":"C1","ts":"1.1"})",
       R"({"type":"message","bot_id":"B0BOT","text":"x","channel":"C1","ts":"1.1"})",
       R"({"type":"message","user":"U5","bot_id":"B5","text":"x","channel":"C1","ts":"1.1"})",
       R"({"type":"message","subtype":"bot_message","text":"x","channel":"C1","ts":"1.1"})",
       R"({"type":"message","subtype":"channel_join","user":"U1","text":"joined","channel":"C1","ts":"1.1"})",
       R"({"type":"message","subtype":"channel_topic","user":"U1","text":"topic","channel":"C1","ts":"1.1"})",
       R"({"type":"message","user":"U1","text":"no ts","channel":"C1"})",
       R"({"type":"reaction_added","user":"U0BOT","reaction":"x","item":{"type":"message","channel":"C1","ts":"1.1"}})",
       R"({"type":"member_joined_channel","user":"U0BOT","channel":"C1"})",
       R"({"type":"user_change","user":{"id":"U1"}})", "null", "[]"}) {
    EXPECT_TRUE(event(ignored).inbound.empty()) << ignored;
  }
}

TEST(SlackMessages, AnEditIsOnlyAnotherText) {
  const std::string edit =
      R"({"type":"message","subtype":"message_changed","hidden":true,"channel":"C1","ts":"9.000001","event_ts":"9.000001",
      "message":{"type":"message","user":"U1","text":"NEW","ts":"1.000001","edited":{"user":"U1"}},"previous_message":{"user":"U1","text":"old","ts":"1.000001"}})";
  const Arrival arrival = event(edit);
  EXPECT_EQ(what<MessageEdited>(arrival).text, "NEW");
  EXPECT_EQ(arrival.inbound[0].place, message_place("C1", "1.000001"));
  EXPECT_EQ(arrival.inbound[0].origin_key, "slack/event/Ev1");
  EXPECT_EQ(arrival.inbound[0].occurred_at, *time_of_ts("9.000001"));
  std::string unfurl = edit;
  unfurl.replace(unfurl.find("NEW"), 3, "old");
  EXPECT_TRUE(event(unfurl).inbound.empty());
}

TEST(SlackMessages, ADeletionNamesTheMessage) {
  const Arrival arrival = event(
      R"({"type":"message","subtype":"message_deleted","channel":"C1","ts":"9.000001","deleted_ts":"1.000001","previous_message":{"user":"U1","text":"x","ts":"1.000001"}})");
  EXPECT_TRUE(std::holds_alternative<MessageDeleted>(arrival.inbound.at(0).what));
  EXPECT_EQ(arrival.inbound[0].place, message_place("C1", "1.000001"));
}

TEST(SlackEvents, ReactionsLoseTheirSkinTone) {
  const Arrival added = event(
      R"({"type":"reaction_added","user":"U1","reaction":"thumbsup::skin-tone-3","item":{"type":"message","channel":"C1","ts":"1.000001"},"item_user":"U2","event_ts":"5.000001"})");
  EXPECT_EQ(what<ReactionChanged>(added).emoji, "thumbsup");
  EXPECT_TRUE(what<ReactionChanged>(added).added);
  EXPECT_EQ(added.inbound[0].place, message_place("C1", "1.000001"));
  const Arrival removed = event(
      R"({"type":"reaction_removed","user":"U1","reaction":"pushpin","item":{"type":"message","channel":"C1","ts":"1.000001"}})");
  EXPECT_FALSE(what<ReactionChanged>(removed).added);
}

TEST(SlackEvents, JoinsRenamesAndTheHomeTab) {
  const Arrival joined = event(R"({"type":"member_joined_channel","user":"U1","channel":"C1","team":"T9"})");
  EXPECT_TRUE(std::holds_alternative<RoomJoined>(joined.inbound.at(0).what));
  EXPECT_TRUE(joined.inbound[0].from->outsider);
  const Arrival renamed = event(R"({"type":"channel_rename","channel":{"id":"C1","name":"new-name"}})");
  EXPECT_EQ(what<RoomRenamed>(renamed).name, "new-name");
  EXPECT_EQ(renamed.renamed_room, "C1");
  EXPECT_EQ(event(R"({"type":"app_home_opened","user":"U1","channel":"D1","tab":"home"})").home_of, "U1");
  EXPECT_EQ(event(R"({"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages"})").home_of, "");
}

TEST(SlackEvents, WithoutAnInnerEventAreSurvived) {
  const Arrival limited = arrive(
      R"({"envelope_id":"e1","type":"events_api","payload":{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820,"api_app_id":"A1"}})");
  EXPECT_EQ(limited.notice, "app_rate_limited");
  EXPECT_TRUE(arrive(R"({"envelope_id":"e1","type":"events_api","payload":null})").inbound.empty());
  EXPECT_TRUE(arrive(R"({"envelope_id":"e1","type":"interactive"})").inbound.empty());
}

TEST(SlackButtons, TypeTheirCommand) {
  const std::string click =
      R"({"type":"block_actions","trigger_id":"1.2.a","team":{"id":"T1"},"user":{"id":"U1","username":"ann","name":"ann","team_id":"T1"},
      "container":{"type":"message","message_ts":"1548261231.000200","channel_id":"C1","is_ephemeral":false},"channel":{"id":"C1"},
      "response_url":"https://hooks.slack.com/actions/x",
      "actions":[{"type":"button","action_id":"button_0","block_id":"b1","value":"INC-42 ack P1","action_ts":"1548426417.840180"}]})";
  const Arrival arrival = interactive(click);
  EXPECT_EQ(what<CommandTyped>(arrival).text, "INC-42 ack P1");
  EXPECT_EQ(arrival.inbound[0].origin_key, "slack/action/U1/1548261231.000200/b1/button_0/1548426417.840180");
  EXPECT_EQ(arrival.inbound[0].occurred_at, *time_of_ts("1548426417.840180"));
  EXPECT_EQ(arrival.inbound[0].place, message_place("C1", "1548261231.000200"));
  EXPECT_EQ(arrival.asker.via, Asker::Via::button);
  EXPECT_FALSE(arrival.asker.response_url.empty());
}

TEST(SlackButtons, MenusTypeTheirChoiceAndLinksNothing) {
  const Arrival menu = interactive(
      R"({"type":"block_actions","user":{"id":"U1","team_id":"T9"},"container":{"message_ts":"1.1","channel_id":"C1"},
      "actions":[{"type":"static_select","action_id":"a","selected_option":{"text":{},"value":"INC-1 severity sev1"},"action_ts":"1.2"}]})");
  EXPECT_EQ(what<CommandTyped>(menu).text, "INC-1 severity sev1");
  EXPECT_TRUE(menu.inbound[0].from->outsider);
  const Arrival link = interactive(
      R"({"type":"block_actions","user":{"id":"U1"},"container":{},"actions":[{"type":"button","action_id":"a","url":"https://x"}]})");
  EXPECT_TRUE(link.inbound.empty());
}

TEST(SlackButtons, OnTheHomeTabHaveNoRoom) {
  const Arrival arrival = interactive(
      R"({"type":"block_actions","trigger_id":"1","user":{"id":"U1","team_id":"T1"},"container":{"type":"view","view_id":"V1"},"view":{"type":"home","id":"V1","private_metadata":""},
      "actions":[{"type":"button","action_id":"a","block_id":"b","value":"list","action_ts":"1.2"}]})");
  EXPECT_TRUE(arrival.inbound.at(0).place.empty());
  EXPECT_FALSE(arrival.asker.in_modal);
  EXPECT_EQ(arrival.inbound[0].origin_key, "slack/action/U1/V1/b/a/1.2");
}

TEST(SlackForms, SubmittedTwiceAfterAnErrorCountTwice) {
  const auto form = [](const std::string& trigger) {
    return interactive(
        R"({"type":"view_submission","trigger_id":")" + trigger +
        R"(","user":{"id":"U1","name":"ann","team_id":"T1"},"view":{"id":"V1","type":"modal","hash":"1.a",
        "private_metadata":"{\"dialog\":\"declare\",\"incident\":0,\"place\":{\"room\":\"C1\"}}",
        "blocks":[{"type":"input","block_id":"text","element":{"type":"plain_text_input"}}],
        "state":{"values":{"text":{"value":{"type":"plain_text_input","value":"DB down"}}}}}})");
  };
  const Arrival first = form("1.1");
  EXPECT_EQ(what<DialogSubmitted>(first).fields.at("text"), "DB down");
  EXPECT_EQ(first.asker.via, Asker::Via::form);
  EXPECT_EQ(first.asker.inputs, std::vector<std::string>{"text"});
  EXPECT_EQ(first.inbound[0].origin_key, "slack/view/V1/1.1");
  EXPECT_NE(first.inbound[0].origin_key, form("1.2").inbound[0].origin_key);
  EXPECT_TRUE(interactive(R"({"type":"view_closed","user":{"id":"U1"},"view":{"id":"V1"}})").inbound.empty());
}

TEST(SlackShortcuts, DeclareFromAnywhereAndFromAMessage) {
  const Arrival global = interactive(
      R"({"type":"shortcut","action_ts":"1610198080.300836","team":{"id":"T1"},"user":{"id":"U1","username":"ann","team_id":"T1"},"callback_id":"declare_incident","trigger_id":"1.2"})");
  EXPECT_EQ(what<CommandTyped>(global).text, "declare");
  EXPECT_TRUE(global.inbound[0].place.empty());
  EXPECT_EQ(global.asker.trigger_id, "1.2");
  const std::string on_message =
      R"({"type":"message_action","callback_id":"add_to_timeline","trigger_id":"1.3","action_ts":"7.000001","message_ts":"5.000001","response_url":"https://hooks/x",
      "channel":{"id":"C1","name":"general"},"user":{"id":"U1","team_id":"T1"},"message":{"type":"message","user":"U2","ts":"5.000001","thread_ts":"4.000001","text":"rolled &amp; back"}})";
  const Arrival note = interactive(on_message);
  EXPECT_EQ(what<CommandTyped>(note).text, "note");
  EXPECT_EQ(what<CommandTyped>(note).on.text, "rolled & back");
  EXPECT_EQ(what<CommandTyped>(note).on.author->user, "U2");
  EXPECT_EQ(what<CommandTyped>(note).on.link,
            "https://acme.slack.com/archives/C1/p5000001?thread_ts=4.000001&cid=C1");
  EXPECT_EQ(note.inbound[0].place, message_place("C1", "5.000001", "4.000001"));
  EXPECT_EQ(note.asker.on.text, "rolled & back");
  EXPECT_TRUE(interactive(R"({"type":"shortcut","callback_id":"other","trigger_id":"1","user":{"id":"U1"}})")
                  .inbound.empty());
}

}  // namespace
}  // namespace muster::slack
