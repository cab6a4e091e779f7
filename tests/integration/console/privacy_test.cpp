// A private incident is absent for outsiders: two houses that differ only in it answer them alike, byte for
// byte.

#include "bot/console/routes.hpp"
#include "bot/text/message_codec.hpp"
#include "integrations/console/console_platform.hpp"
#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::HasSubstr;
using testing::Not;

const PersonId kMember{"mel"};

struct Town {
  House house;
  ConsolePlatform platform{{house.clock, *house.intake, *house.reader, [] { return std::string{}; }}};

  explicit Town(bool with_secret) {
    house.configure("mel", "Mel");
    house.configure("otto", "Otto");
    house.declare(7, "Checkout is down", Visibility::public_, {});
    house.declare(9, "Login is slow", Visibility::public_, {});
    open_room(7, false);
    if (with_secret) {
      house.declare(8, "Embezzlement", Visibility::private_, {kMember});
      open_room(8, true);
    }
    house.clock.advance(1h);  // a report is about what has passed
  }

  void open_room(std::int64_t number, bool is_private) {
    house.run([&]() -> Async<void> {
      const std::string key = to_string(IncidentNumber{number}) + "/1/";
      const auto room = co_await platform.open_room({key + "0", {number}}, "inc-room", is_private);
      EXPECT_TRUE(room.has_value());
      if (room)
        co_await platform.post({key + "1", {number}}, room->place, Message{{Heading{"the card"}}}, People{});
    });
  }
};

// Every GET there is, for every incident and room there may be.
std::vector<std::string> all_paths() {
  std::vector<std::string> paths;
  for (const Route& route : routes()) {
    if (route.method != "GET") continue;
    std::string path{route.pattern};
    if (path.ends_with("*")) path = "/";
    if (const auto n = path.find("{n}"); n != std::string::npos) {
      for (const char* number : {"7", "8", "9", "10"})
        paths.push_back(std::string{path}.replace(n, 3, number));
    } else if (const auto room = path.find("{room}"); room != std::string::npos) {
      for (const char* id : {"incidents", "inc-7", "inc-8", "inc-9", "direct-mel"})
        paths.push_back(std::string{path}.replace(room, 6, id));
    } else {
      paths.push_back(path);
    }
  }
  return paths;
}

// The id of an error is random in either house, and the token is each session's own.
std::string without(std::string body, const std::string& name) {
  const std::string start = "\"" + name + "\":\"";
  if (const auto found = body.find(start); found != std::string::npos)
    body.erase(found + start.size(), body.find('"', found + start.size()) - found - start.size());
  return body;
}

std::string seen(const net::HttpResponse& response) {
  std::string all = std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers.fields()) {
    if (!net::same_name(name, "Date")) all += name + ": " + value + "\n";
  }
  return all + (response.status >= 400 ? without(response.body, "id") : without(response.body, "csrf"));
}

// Each house has a port of its own.
std::string at_no_port(std::string answer, const std::string& url) {
  for (auto at = answer.find(url); at != std::string::npos; at = answer.find(url))
    answer.erase(at, url.size());
  return answer;
}

std::vector<std::string> everything_seen_by(Town& town, const std::string& person) {
  std::vector<std::string> answers;
  town.house.run([&]() -> Async<void> {
    Browser browser{town.house};
    co_await browser.sign_in(person, /*named_link=*/true);
    for (const std::string& path : all_paths())
      answers.push_back(path + " " + at_no_port(seen(co_await browser.get(path)), town.house.url("")));
  });
  return answers;
}

TEST(Privacy, AnOutsiderSeesTheSameWithAndWithoutIt) {
  Town with{true};
  Town without_it{false};
  const auto one = everything_seen_by(with, "otto");
  const auto other = everything_seen_by(without_it, "otto");
  ASSERT_EQ(one.size(), other.size());
  ASSERT_GT(one.size(), 20U);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i], other[i]);
    EXPECT_THAT(one[i], Not(HasSubstr("Embezzlement")));
  }
}

TEST(Privacy, AMemberDoesSeeIt) {
  Town with{true};
  Town without_it{false};
  EXPECT_NE(everything_seen_by(with, "mel"), everything_seen_by(without_it, "mel"))
      << "otherwise the comparison above says nothing";
}

TEST(Privacy, WhatAnOutsiderWouldChangeIsNotThereEither) {
  Town town{true};
  town.house.run([&]() -> Async<void> {
    Browser otto{town.house};
    co_await otto.sign_in("otto", true);
    town.house.intake->received.clear();
    const std::pair<std::string, std::string> kTries[] = {
        {"/api/v1/commands", R"("text":"join","incident":)"},
        {"/api/v1/dialogs", R"("dialog":"note","fields":{},"incident":)"}};
    for (const auto& [path, body] : kTries) {
      const auto hidden = co_await otto.send("POST", path, body_with_id(body + "8"));
      const auto unknown = co_await otto.send("POST", path, body_with_id(body + "99"));
      EXPECT_EQ(hidden.status, 404);
      EXPECT_EQ(seen(hidden), seen(unknown));
    }
    const auto hidden =
        co_await otto.send("POST", "/api/v1/rooms/inc-8/messages", body_with_id(R"("text":"hi")"));
    const auto unknown =
        co_await otto.send("POST", "/api/v1/rooms/inc-99/messages", body_with_id(R"("text":"hi")"));
    EXPECT_EQ(hidden.status, 404);
    EXPECT_EQ(seen(hidden), seen(unknown));
    const auto in_room =
        co_await otto.send("POST", "/api/v1/commands", body_with_id(R"("text":"join","room":"inc-8")"));
    EXPECT_EQ(in_room.status, 404);
    EXPECT_TRUE(town.house.intake->received.empty());
  });
}

TEST(Privacy, TheLiveFeedIsSilentAboutIt) {
  Town town{true};
  town.house.run([&]() -> Async<void> {
    Browser otto{town.house};
    Browser mel{town.house};
    co_await otto.sign_in("otto", true);
    co_await mel.sign_in("mel", true);
    auto outside = co_await otto.live();
    auto inside = co_await mel.live();
    if (!outside || !inside) co_return ADD_FAILURE() << "no live feed";
    co_await frame_with(outside, "hello");
    co_await frame_with(inside, "hello");

    town.house.record(8, NoteAdded{"secret"}, kMember);
    co_await mel.send("POST", "/api/v1/rooms/inc-8/messages", body_with_id(R"("text":"secret plan")"));
    co_await town.platform.set_topic({"k", {8}}, {"console", "inc-8", "", ""}, "secret topic");
    co_await mel.send("POST", "/api/v1/rooms/incidents/messages", body_with_id(R"("text":"the end")"));

    EXPECT_NE(co_await frame_with(inside, "\"incident\""), "");
    EXPECT_NE(co_await frame_with(inside, "secret"), "");
    // Frames come in order: the first the outsider gets is the one for everybody.
    const auto first = co_await outside->read();
    EXPECT_TRUE(first && *first && (*first)->find("the end") != std::string::npos)
        << (first && *first ? **first : "none");
    co_await outside->close();
    co_await inside->close();
  });
}

TEST(Privacy, WhatBecomesPrivateIsGoneAtOnce) {
  Town town{false};
  town.house.run([&]() -> Async<void> {
    Browser otto{town.house};
    co_await otto.sign_in("otto", true);
    EXPECT_EQ((co_await otto.get("/api/v1/incidents/7")).status, 200);
    EXPECT_EQ((co_await otto.get("/api/v1/rooms/inc-7/messages")).status, 200);
    auto live = co_await otto.live();
    if (!live) co_return ADD_FAILURE() << "no live feed";
    co_await frame_with(live, "hello");

    town.house.record(7, VisibilityChanged{Visibility::private_, {kMember}}, PersonId{"ann"});
    EXPECT_EQ((co_await otto.get("/api/v1/incidents/7")).status, 404);
    EXPECT_EQ((co_await otto.get("/api/v1/rooms/inc-7/messages")).status, 404);
    co_await town.platform.set_topic({"k", {7}}, {"console", "inc-7", "", ""}, "secret topic");
    town.house.console->health_changed();
    EXPECT_EQ(co_await frame_with(live, "\"type\""), R"({"number":7,"type":"gone"})");
    EXPECT_EQ(co_await frame_with(live, "\"type\""), R"({"type":"health"})") << "nothing of it after";
    co_await live->close();
  });
}

TEST(Privacy, WhoIsTakenOffIsToldOnceThatItIsGone) {
  Town town{true};
  town.house.run([&]() -> Async<void> {
    Browser mel{town.house};
    Browser otto{town.house};
    co_await mel.sign_in("mel", true);
    co_await otto.sign_in("otto", true);
    town.house.record(8, PersonAdded{PersonId{"otto"}, "joined"}, kMember);
    auto live = co_await otto.live();
    auto inside = co_await mel.live();
    if (!live || !inside) co_return ADD_FAILURE() << "no live feed";
    co_await frame_with(live, "hello");
    co_await frame_with(inside, "hello");

    town.house.record(8, PersonReleased{PersonId{"otto"}, "", true}, kMember);
    town.house.record(8, NoteAdded{"secret"}, kMember);
    town.house.console->health_changed();
    EXPECT_EQ(co_await frame_with(live, "\"type\""), R"({"number":8,"type":"gone"})");
    EXPECT_EQ(co_await frame_with(live, "\"type\""), R"({"type":"health"})") << "once";
    EXPECT_EQ(co_await frame_with(inside, "\"type\""), R"({"number":8,"type":"incident"})");
    co_await live->close();
    co_await inside->close();
  });
}

TEST(Privacy, AnAuditorSeesItAsLongAsTheyAreOne) {
  Town town{true};
  const auto with_auditors = [&](std::vector<PersonId> auditors) {
    auto policy = *town.house.board.policy;
    policy.auditors = std::move(auditors);
    town.house.board.policy = std::make_shared<const Policy>(std::move(policy));
  };
  with_auditors({PersonId{"otto"}});
  town.house.run([&]() -> Async<void> {
    Browser otto{town.house};
    co_await otto.sign_in("otto", true);
    EXPECT_EQ((co_await otto.get("/api/v1/incidents/8")).status, 200);
    with_auditors({});
    EXPECT_EQ((co_await otto.get("/api/v1/incidents/8")).status, 404);
  });
}

}  // namespace
}  // namespace muster::console
