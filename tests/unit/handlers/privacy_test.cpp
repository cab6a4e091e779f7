// What a private incident keeps to itself: rooms, arrivals, refusals and merges.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

class Privacy : public testing::Test {
 protected:
  Privacy() {
    stage.type("ann", "declare sev2 Checkout is down");
    stage.deliver_all();
    for (const OutboxRow& row : stage.take_effects()) {
      if (std::holds_alternative<PostCard>(row.effect.body)) promised_card = row.key;
    }
  }
  JobResult happen(const std::string& person, decltype(Inbound::what) what, const std::string& room,
                   bool outsider = false) {
    Inbound inbound;
    inbound.from = Identity{"slack", person, person};
    inbound.from->outsider = outsider;
    inbound.place = {"slack", room, "", ""};
    inbound.what = std::move(what);
    return stage.submit(std::move(inbound));
  }
  // Messages that muster takes back, by what has been promised since the last look.
  std::vector<std::string> taken_back() {
    std::vector<std::string> messages;
    for (const OutboxRow& row : stage.take_effects()) {
      if (const auto* deletion = std::get_if<DeleteMessage>(&row.effect.body))
        messages.push_back(deletion->message.room + ": " + deletion->message.message);
    }
    return messages;
  }
  // Answers the promised room of a chat as that chat would.
  void open_room(const std::string& room) {
    for (const OutboxRow& row : stage.take_effects()) {
      if (!std::holds_alternative<OpenRoom>(row.effect.body) || row.effect.platform != "slack") continue;
      Inbound inbound;
      inbound.what = EffectDelivered{
          row.key, row.incident, row.effect.body, "slack", {"slack", room, "", ""}, "", "", {}, 0};
      ASSERT_TRUE(stage.submit(std::move(inbound)));
    }
  }
  // The receipt of a card of INC-1.
  void card_arrives(const std::string& card, const std::string& room) {
    Inbound inbound;
    inbound.what = EffectDelivered{promised_card,
                                   {1},
                                   PostCard{card, {To::incident_room, ""}},
                                   "slack",
                                   {"slack", room, "message of " + card, ""},
                                   "",
                                   "",
                                   {},
                                   0};
    const JobResult kept = stage.submit(std::move(inbound));
    ASSERT_TRUE(kept) << kept.error().detail;
  }
  [[nodiscard]] bool shows(const std::string& card) const {
    return stage.incident().cards.contains("slack/" + card);
  }
  Stage stage;
  std::string promised_card;  // key of one
};

TEST_F(Privacy, WhoComesIntoTheOldPublicRoomLearnsAndBecomesNothing) {
  stage.type("ann", "private now", stage.room());
  happen("eve", RoomJoined{}, stage.room());
  happen("eve", MessagePosted{"hello", {}}, stage.room());
  open_room("secret");
  happen("eve", RoomJoined{}, stage.room());
  EXPECT_FALSE(stage.incident().has_member(PersonId{"slack:eve"}));
  EXPECT_TRUE(stage.type("eve", "info", stage.room()).refusal);
  happen("bea", RoomJoined{}, "secret");
  EXPECT_TRUE(stage.incident().has_member(PersonId{"slack:bea"}));
}

TEST_F(Privacy, NothingMoreIsSpokenIntoTheOldRoom) {
  stage.type("ann", "private now", stage.room());
  EXPECT_THAT(stage.incident().rooms, IsEmpty());
  EXPECT_FALSE(stage.incident().cards.contains("slack/room"));
  EXPECT_TRUE(stage.incident().cards.contains("slack/announcement")) << "it is wiped, not forgotten";
  open_room("secret");
  EXPECT_EQ(stage.incident().rooms.at("slack").place.room, "secret");
}

TEST_F(Privacy, CardsStayInTheRoomOfWhatBecamePrivate) {
  for (const char* card : {"room", "alerts/1"}) {
    card_arrives(card, stage.room());
    ASSERT_TRUE(shows(card)) << card;
  }
  stage.type("ann", "private now", stage.room());
  for (const char* card : {"room", "alerts/1"})
    EXPECT_FALSE(shows(card)) << card << " is still in the old room";
  open_room("secret");
  stage.take_effects();
  for (const char* card : {"room", "alerts/1"}) {
    card_arrives(card, stage.room());
    EXPECT_FALSE(shows(card)) << card << " was on its way there";
  }
  for (const OutboxRow& row : stage.take_effects())
    EXPECT_FALSE(std::holds_alternative<PinMessage>(row.effect.body)) << "there is nothing to pin";
  for (const char* card : {"room", "alerts/1"}) {
    card_arrives(card, "secret");
    EXPECT_TRUE(shows(card)) << card;
  }
}

TEST_F(Privacy, CardsInTheOldRoomAreTakenBack) {
  const std::string old = stage.room();
  for (const char* card : {"room", "alerts/1"}) card_arrives(card, old);
  stage.take_effects();
  stage.type("ann", "private now", old);
  EXPECT_THAT(taken_back(),
              testing::IsSupersetOf({old + ": message of room", old + ": message of alerts/1"}));
  card_arrives("alerts/2", old);
  EXPECT_THAT(taken_back(), ElementsAre(old + ": message of alerts/2")) << "it was on its way there";
}

TEST_F(Privacy, ANameGivenToTheOldRoomIsNotTheNewRoomsName) {
  stage.type("ann", "private now", stage.room());
  open_room("secret");
  happen("ann", RoomRenamed{"old-room"}, stage.room());
  EXPECT_EQ(stage.incident().rooms.at("slack").place.room, "secret");
  EXPECT_NE(stage.incident().rooms.at("slack").name, "old-room");
}

TEST_F(Privacy, APublicRoomThatOpensLateIsNotTheRoomOfWhatBecamePrivate) {
  stage.type("ann", "declare sev3 --anyway Payroll leaked");
  const std::vector<OutboxRow> promised = stage.take_effects();
  stage.type("ann", "INC-2 private now");
  for (const OutboxRow& row : promised) {
    if (!std::holds_alternative<OpenRoom>(row.effect.body)) continue;
    Inbound inbound;
    inbound.what = EffectDelivered{
        row.key, {2}, row.effect.body, row.effect.platform, {row.effect.platform, "open", "", ""}, "", "",
        {},      0};
    ASSERT_TRUE(stage.submit(std::move(inbound)));
  }
  EXPECT_THAT(stage.incident(2).rooms, IsEmpty());
}

TEST_F(Privacy, WhoMakesItPrivateIsInvitedToo) {
  stage.type("aud", "INC-1 private now");
  std::vector<PersonId> invited;
  for (const OutboxRow& row : stage.take_effects()) {
    if (const auto* invite = std::get_if<InvitePeople>(&row.effect.body)) invited = invite->people;
  }
  EXPECT_THAT(invited, Contains(PersonId{"slack:aud"}));
  EXPECT_THAT(invited, Contains(PersonId{"slack:ann"}));
}

TEST_F(Privacy, WhoIsTakenOffAPrivateIncidentSeesItNoMore) {
  stage.type("bob", "INC-1 join");
  EXPECT_EQ(stage.type("ann", "INC-1 private --remove @bob").refusal->code, "not_private");
  stage.type("ann", "INC-1 private now");
  open_room("secret");
  stage.type("ann", "INC-1 role comms @bob");
  stage.type("ann", "INC-1 private --remove @bob moved to another team");
  std::vector<std::string> put_out;
  for (const OutboxRow& row : stage.take_effects()) {
    const auto* remove = std::get_if<RemovePeople>(&row.effect.body);
    if (remove == nullptr) continue;
    EXPECT_THAT(remove->people, ElementsAre(PersonId{"slack:bob"}));
    put_out.push_back(row.effect.platform);
  }
  EXPECT_THAT(put_out, UnorderedElementsAre("slack", "console"));
  const auto released = stage.bodies<PersonReleased>();
  ASSERT_EQ(released.size(), 1U);
  EXPECT_TRUE(released.front().removed);
  EXPECT_EQ(released.front().reason, "moved to another team");
  EXPECT_FALSE(stage.incident().holder("communications_lead"));
  happen("bob", MessagePosted{"still in the room", {}}, "secret");
  EXPECT_FALSE(stage.incident().has_member(PersonId{"slack:bob"}));
  EXPECT_EQ(stage.type("bob", "INC-1 info").refusal->code, "unknown_incident");
  EXPECT_EQ(stage.type("ann", "INC-1 private --remove @ann").refusal->code, "last_member");
}

// Links, numbers and mails of a page are not chat: nobody looks there who is let in.
TEST_F(Privacy, WhoIsTakenOffIsNotBackByAnswersToAnOldPage) {
  stage.type("bob", "INC-1 join");
  stage.type("ann", "INC-1 page @bob look at this");
  const auto paged = stage.bodies<PersonPaged>();
  ASSERT_EQ(paged.size(), 1U);
  stage.type("ann", "INC-1 private now");
  stage.type("ann", "INC-1 private --remove @bob moved to another team");
  // Links and texts name who asks; a key pressed on a telephone and a mail are told by the system alone.
  for (const std::string how : {"link", "sms", "voice", "email"}) {
    for (const PageAnswer answer : {PageAnswer::acknowledge, PageAnswer::decline, PageAnswer::resolve}) {
      Inbound inbound;
      if (how == "link" || how == "sms") inbound.from = Identity{"slack", "bob", "bob"};
      if (!inbound.from) inbound.rule = how == "email" ? "smtp" : "twilio";
      inbound.what = PageAnswered{{1}, paged.front().page, PersonId{"slack:bob"}, answer, how};
      const auto refused = stage.submit(std::move(inbound));
      ASSERT_TRUE(refused && refused->refusal) << how;
      EXPECT_EQ(refused->refusal->code, "unknown_page") << how;
    }
  }
  EXPECT_FALSE(stage.incident().has_member(PersonId{"slack:bob"}));
}

// PagerDuty rings whom it has on call, who need not be on the incident: it is theirs now, and nobody else is
// rung.
TEST_F(Privacy, WhoAcknowledgesAtAProviderStopsThePageAndLearnsNothing) {
  stage.type("bob", "INC-1 join");
  stage.type("ann", "INC-1 page @bob look at this");
  const std::string page = stage.bodies<PersonPaged>().front().page;
  stage.type("ann", "INC-1 private now");
  const auto answered = [&](const std::string& method) {
    Inbound inbound;
    inbound.from = Identity{"pagerduty", "P1", "Pat"};
    inbound.what = PageAnswered{{1}, page, {}, PageAnswer::acknowledge, method};
    return stage.submit(std::move(inbound));
  };
  const auto elsewhere = answered("pagerduty:payments");
  ASSERT_TRUE(elsewhere && elsewhere->refusal) << "it was not rung there";
  Inbound sent;
  sent.what = EffectDelivered{
      promised_card, {1}, SendPage{page, {}, "pagerduty:checkout"}, "pagerduty", {}, "", "", {}, 0};
  ASSERT_TRUE(stage.submit(std::move(sent)));
  ASSERT_THAT(stage.incident().page(page)->sends, testing::SizeIs(1));
  const auto there = answered("pagerduty:checkout");
  ASSERT_TRUE(there);
  ASSERT_FALSE(there->refusal) << there->refusal->code << ": " << there->refusal->say;
  EXPECT_TRUE(there->reply.say.empty()) << there->reply.say;
  EXPECT_FALSE(there->reply.view);
  EXPECT_TRUE(stage.incident().page(page)->acknowledged_at);
  EXPECT_FALSE(stage.incident().has_member(PersonId{"pagerduty:P1"}));
}

TEST_F(Privacy, GuestsLearnNotEvenWhichIncidentsThereAre) {
  for (const char* text : {"", "info", "update all is well", "INC-1", "list"}) {
    const auto answer = happen("guest", CommandTyped{text, {}}, "lobby", true);
    ASSERT_TRUE(answer && answer->refusal) << text;
    EXPECT_EQ(answer->refusal->code, "outsider") << text;
    EXPECT_FALSE(answer->refusal->view) << text;
  }
}

TEST_F(Privacy, GuestsInTheRoomAreNotOnTheIncident) {
  happen("guest", RoomJoined{}, stage.room(), true);
  EXPECT_FALSE(stage.incident().has_member(PersonId{"slack:guest"}));
  happen("bob", RoomJoined{}, stage.room());
  EXPECT_TRUE(stage.incident().has_member(PersonId{"slack:bob"}));
}

TEST_F(Privacy, ARefusedMergeTellsNothingOfAPrivateIncident) {
  stage.type("ann", "declare sev3 --private --anyway Payroll leaked");
  stage.type("ann", "INC-2 cancel tested");
  const auto answer = stage.type("ann", "merge INC-2", stage.room());
  ASSERT_TRUE(answer.refusal);
  EXPECT_EQ(answer.refusal->code, "merge_private") << "before its state is told";
  stage.type("ann", "merge INC-1 into INC-2", stage.room());
  EXPECT_THAT(stage.bodies<CommandRefused>(), IsEmpty());
  stage.type("ann", "merge INC-1", stage.room());
  EXPECT_EQ(stage.bodies<CommandRefused>().size(), 1U) << "between public incidents it is kept";
}

}  // namespace
}  // namespace muster
