#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kMessages = "/api/v1/rooms/incidents/messages";

template <class What>
const What* last_of(const House& house) {
  return house.intake->received.empty() ? nullptr : std::get_if<What>(&house.intake->received.back().what);
}

TEST(Chat, AMessageIsKeptAndReadByOthers) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    Browser ben{house};
    co_await ann.sign_in("Ann");
    co_await ben.sign_in("Ben");
    const auto sent =
        co_await ann.send("POST", kMessages, body_with_id(R"("text":"Checkout <b>is</b> slow")"));
    EXPECT_EQ(at(sent.body, "/refused"), "false");
    const auto read = co_await ben.get(kMessages);
    EXPECT_EQ(at(read.body, "/messages/0/text"), "Checkout <b>is</b> slow");
    EXPECT_EQ(at(read.body, "/messages/0/author/name"), "Ann");
    EXPECT_EQ(at(read.body, "/messages/0/at"), "2026-11-24T05:00:00Z");
    const auto* posted = last_of<MessagePosted>(house);
    if (posted == nullptr) co_return ADD_FAILURE() << "the engine was not told";
    EXPECT_EQ(posted->text, "Checkout <b>is</b> slow");
    const Inbound& inbound = house.intake->received.back();
    EXPECT_EQ(inbound.place.message, at(read.body, "/messages/0/id"));
    EXPECT_EQ(inbound.from, (Identity{"console", "ann", "Ann", false}));
    EXPECT_THAT(inbound.origin_key, testing::StartsWith("console/console:ann/"));
  });
}

TEST(Chat, SendingAgainSaysItOnce) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    const std::string body = body_with_id(R"("text":"once")");
    for (int i = 0; i < 3; ++i) EXPECT_EQ((co_await ann.send("POST", kMessages, body)).status, 200);
    const auto read = co_await ann.get(kMessages);
    EXPECT_EQ(at(read.body, "/messages/0/text"), "once");
    EXPECT_EQ(at(read.body, "/messages/1"), "");
  });
}

TEST(Chat, AnothersUuidMakesAMessageOfOnesOwn) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    Browser eve{house};
    co_await ann.sign_in("Ann");
    co_await eve.sign_in("Eve");
    const std::string body = body_with_id(R"("text":"mine")");
    co_await ann.send("POST", kMessages, body);
    co_await eve.send("POST", kMessages, body);
    const auto read = co_await ann.get(kMessages);
    EXPECT_EQ(at(read.body, "/messages/0/author/name"), "Ann");
    EXPECT_EQ(at(read.body, "/messages/1/author/name"), "Eve");
  });
}

TEST(Chat, ATypedCommandGoesToMusterAndNotToTheRoom) {
  House house;
  house.intake->answer = [](const Inbound&) {
    Answer answer;
    answer.message = Message{{Heading{"Two open incidents"}}};
    return answer;
  };
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    for (const char* text : {"/inc list", "@muster list", "/incident list"}) {
      const auto reply =
          co_await ann.send("POST", kMessages, body_with_id("\"text\":\"" + std::string{text} + "\""));
      EXPECT_EQ(at(reply.body, "/message/blocks/0/text"), "Two open incidents");
      const auto* typed = last_of<CommandTyped>(house);
      if (typed == nullptr) co_return ADD_FAILURE() << text;
      EXPECT_EQ(typed->text, "list") << text;
      EXPECT_EQ(house.intake->received.back().place.room, "incidents");
    }
    EXPECT_EQ((co_await ann.get(kMessages)).body, R"({"messages":[]})");
  });
}

TEST(Chat, OnlyTheAuthorChangesAMessage) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    Browser ben{house};
    co_await ann.sign_in("Ann");
    co_await ben.sign_in("Ben");
    co_await ann.send("POST", kMessages, body_with_id(R"("text":"first")"));
    const std::string id = at((co_await ann.get(kMessages)).body, "/messages/0/id");
    const std::string path = std::string{kMessages} + "/" + id;

    EXPECT_EQ((co_await ben.send("PATCH", path, body_with_id(R"("text":"forged")"))).status, 403);
    EXPECT_EQ((co_await ben.send("DELETE", path, body_with_id())).status, 403);
    EXPECT_EQ(at((co_await ann.get(kMessages)).body, "/messages/0/text"), "first");

    EXPECT_EQ((co_await ann.send("PATCH", path, body_with_id(R"("text":"second")"))).status, 200);
    EXPECT_NE(last_of<MessageEdited>(house), nullptr);
    const auto edited = co_await ben.get(kMessages);
    EXPECT_EQ(at(edited.body, "/messages/0/text"), "second");
    EXPECT_EQ(at(edited.body, "/messages/0/edited_at"), "2026-11-24T05:00:00Z");

    EXPECT_EQ((co_await ann.send("DELETE", path, body_with_id())).status, 200);
    EXPECT_NE(last_of<MessageDeleted>(house), nullptr);
    const auto deleted = co_await ben.get(kMessages);
    EXPECT_EQ(at(deleted.body, "/messages/0/deleted"), "true");
    EXPECT_THAT(deleted.body, Not(HasSubstr("second")));
    EXPECT_EQ((co_await ann.send("PATCH", path, body_with_id(R"("text":"back")"))).status, 404);
  });
}

TEST(Chat, ReactionsComeAndGo) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    co_await ann.send("POST", kMessages, body_with_id(R"("text":"look")"));
    const std::string id = at((co_await ann.get(kMessages)).body, "/messages/0/id");
    const auto react = [&](const std::string& added) {
      return body_with_id(R"("room":"incidents","emoji":"pushpin","message":")" + id + R"(","added":)" +
                          added);
    };
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/reactions", react("true"))).status, 200);
    const auto* changed = last_of<ReactionChanged>(house);
    if (changed == nullptr) co_return ADD_FAILURE() << "the engine was not told";
    EXPECT_EQ(changed->emoji, "pushpin");
    EXPECT_EQ(at((co_await ann.get(kMessages)).body, "/messages/0/reactions/0/people/0"), "console:ann");
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/reactions", react("false"))).status, 200);
    EXPECT_EQ(at((co_await ann.get(kMessages)).body, "/messages/0/reactions"), "[]");
  });
}

TEST(Chat, MessageActionsCarryTheMessage) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    Browser ben{house};
    co_await ann.sign_in("Ann");
    co_await ben.sign_in("Ben");
    co_await ann.send("POST", kMessages, body_with_id(R"("text":"disk is full")"));
    const std::string id = at((co_await ann.get(kMessages)).body, "/messages/0/id");
    EXPECT_EQ(
        (co_await ben.send("POST", "/api/v1/commands",
                           body_with_id(R"("text":"declare","room":"incidents","message":")" + id + "\"")))
            .status,
        200);
    const auto* typed = last_of<CommandTyped>(house);
    if (typed == nullptr) co_return ADD_FAILURE() << "the engine was not told";
    EXPECT_EQ(typed->on.text, "disk is full");
    EXPECT_EQ(typed->on.author, (Identity{"console", "ann", "Ann", false}));
    EXPECT_EQ(typed->on.at, kStart);
    EXPECT_EQ(house.intake->received.back().place.message, id);
  });
}

TEST(Chat, CommandsAndDialogsAreAimedAtTheirIncident) {
  House house;
  house.declare(7, "Checkout is down", Visibility::public_, {});
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    co_await ann.send("POST", "/api/v1/commands", body_with_id(R"("text":"severity sev1","incident":7)"));
    const auto* typed = last_of<CommandTyped>(house);
    if (typed == nullptr) co_return ADD_FAILURE() << "no command";
    EXPECT_EQ(typed->text, "INC-7 severity sev1");
    co_await ann.send(
        "POST", "/api/v1/dialogs",
        body_with_id(R"("dialog":"note","incident":7,"fields":{"text":"rolled back","seen":"3"})"));
    const auto* submitted = last_of<DialogSubmitted>(house);
    if (submitted == nullptr) co_return ADD_FAILURE() << "no dialog";
    EXPECT_EQ(submitted->dialog, "note");
    EXPECT_EQ(submitted->incident, IncidentNumber{7});
    EXPECT_EQ(submitted->fields.at("text"), "rolled back");
  });
}

TEST(Chat, TheOlderMessagesComePageByPage) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    for (int i = 0; i < 5; ++i)
      co_await ann.send("POST", kMessages, body_with_id("\"text\":\"m" + std::to_string(i) + "\""));
    const auto newest = co_await ann.get(std::string{kMessages} + "?limit=2");
    EXPECT_EQ(at(newest.body, "/messages/0/text"), "m3");
    const auto older =
        co_await ann.get(std::string{kMessages} + "?limit=2&before=" + at(newest.body, "/messages/0/id"));
    EXPECT_EQ(at(older.body, "/messages/0/text"), "m1");
    EXPECT_EQ(at(older.body, "/messages/1/text"), "m2");
    EXPECT_EQ(at(older.body, "/messages/2"), "");
  });
}

TEST(Chat, NothingIsAcknowledgedThatWasNotKept) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    house.intake->broken =
        Error{ErrorKind::unavailable, "The disk is full. Nothing was kept.", "SQLITE_FULL", 0};
    const auto refused = co_await ann.send("POST", kMessages, body_with_id(R"("text":"lost?")"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(at(refused.body, "/error/say"), "The disk is full. Nothing was kept.");
    EXPECT_THAT(refused.body, Not(HasSubstr("SQLITE")));
  });
}

TEST(Live, TellsWhatHappensInTheRoom) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    Browser ben{house};
    co_await ann.sign_in("Ann");
    co_await ben.sign_in("Ben");
    auto socket = co_await ben.live();
    if (!socket) co_return ADD_FAILURE() << "no live feed";
    EXPECT_EQ(co_await frame_with(socket, "hello"), R"({"type":"hello"})");
    co_await ann.send("POST", kMessages, body_with_id(R"("text":"hot news")"));
    const std::string frame = co_await frame_with(socket, "hot news");
    EXPECT_EQ(at(frame, "/type"), "message");
    EXPECT_EQ(at(frame, "/message/room"), "incidents");
    const std::string id = at(frame, "/message/id");
    co_await ann.send("PATCH", std::string{kMessages} + "/" + id, body_with_id(R"("text":"old news")"));
    EXPECT_EQ(at(co_await frame_with(socket, "old news"), "/message/id"), id);
    house.declare(7, "Checkout is down", Visibility::public_, {});
    EXPECT_EQ(co_await frame_with(socket, "incident\""), R"({"number":7,"type":"incident"})");
    house.console->health_changed();
    EXPECT_EQ(co_await frame_with(socket, "health"), R"({"type":"health"})");
    co_await socket->close();
  });
}

TEST(Live, IsOnlyForOwnPagesWithASession) {
  House house;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    Browser stranger{house};
    EXPECT_EQ(co_await stranger.live(), nullptr);
    for (const char* origin : {"https://evil.example", "null", ""}) {
      Browser tricked{house};
      tricked.cookie = ann.cookie;
      tricked.origin = origin;
      EXPECT_EQ(co_await tricked.live(), nullptr) << origin;
    }
    auto socket = co_await ann.live();
    EXPECT_NE(socket, nullptr);
    if (socket) co_await socket->close();
  });
}

}  // namespace
}  // namespace muster::console
