// Teams as a stand: the integration and a fake_teams process.
#include <algorithm>
#include <sstream>

#include "integrations/teams/ids.hpp"
#include "tests/integration/chat/stand.hpp"
#include "tests/integration/chat/trouble.hpp"
#include "tests/integration/teams/world.hpp"

namespace muster::testing {
namespace {

const char* teams_method(Act act, teams::RoomKind rooms) {
  switch (act) {
    case Act::post:
    case Act::post_direct:
    case Act::share_file:
      return "send";
    case Act::edit:
      return "update";
    case Act::open_room:
      return rooms == teams::RoomKind::channels ? "create_channel" : "send";
    case Act::set_topic:
      return "update_channel";
    case Act::bookmark:
      return "create_tab";
  }
  return "";
}

class TeamsStand : public Stand {
 public:
  explicit TeamsStand(teams::RoomKind rooms = teams::RoomKind::channels) : kind_{rooms}, world_{rooms} {
    world_.start();
    // With that it has all its tokens.
    (void)world_.run(world_.chat().find_room("incidents"));
  }

  ChatPlatform& chat() override { return world_.chat(); }
  const People& people() override { return world_.board.people; }
  void finish(std::function<asio::awaitable<void>()> task) override { world_.run(task()); }

  Place room() const override { return teams::room_place(teams::testing::kIncidents); }
  Place other_room() const override { return teams::room_place("19:general@thread.tacv2"); }
  Place vanished_room() override {
    const Json made = world_.fake.post("channel_created", {{"name", "gone"}});
    world_.fake.post("channel_deleted", {{"channel", "gone"}});
    return teams::room_place(made["channel"]["id"]);
  }
  Place vanished_message() const override {
    return {"teams", teams::testing::kIncidents, "1700000000001", ""};
  }
  Person person() override { return world_.person("ann"); }
  Person stranger() override { return world_.person("dan"); }
  void take_name(const std::string& name) override { world_.fake.post("channels", {{"name", name}}); }

  std::vector<Seen> messages(const Place& room) override {
    std::vector<Seen> seen;
    const teams::Conversation where = teams::split_conversation(room.room);
    const Json all = world_.fake.get("state")["messages"].value(where.base, Json::array());
    for (const Json& message : all) {
      if (!where.root.empty() && message.value("thread", "") != where.root) continue;
      Seen each{message["id"], message.value("thread", ""), message["text"], {}, false};
      for (const Json& id : message["mentions"]) each.mentions.push_back(id);
      seen.push_back(std::move(each));
    }
    return seen;
  }
  std::vector<SeenRoom> rooms() override {
    std::vector<SeenRoom> seen;
    const Json state = world_.fake.get("state");
    for (const Json& channel : state["channels"]) {
      SeenRoom room{channel["name"], channel["description"], channel["membership"] == "private", {}};
      for (const Json& tab : channel["tabs"]) room.bookmarks.push_back(tab["displayName"]);
      seen.push_back(std::move(room));
    }
    return seen;
  }
  std::size_t documents(const Place& room, const std::string& title) override {
    return static_cast<std::size_t>(
        std::ranges::count_if(messages(room), [&](const Seen& each) { return each.text.contains(title); }));
  }

  void next(Act act, Trouble trouble) override {
    Json fault = fault_of(trouble, {{"status", 403}});
    fault["method"] = teams_method(act, kind_);
    world_.fake.post("fail", fault);
  }
  // The secret goes to Entra alone, when a token is asked for.
  void next_post_is_echoed() override {
    world_.fake.post("revoke_tokens");
    world_.fake.post(
        "fail", {{"method", "token"},
                 {"status", 400},
                 {"body", R"({"error":"invalid_request","error_description":"AADSTS90014: client_secret=)" +
                              secrets().front() + R"("})"}});
  }
  std::vector<std::string> secrets() const override { return {world_.fake.ready("app_secret")}; }
  std::string advice_when_forbidden() const override { return "muster's app is not installed there"; }
  std::string advice_without_room() const override { return "Make it in Teams"; }

 protected:
  teams::RoomKind kind_;
  teams::testing::World world_;
};

// Each room is a thread in #incidents, whose first message has its name and topic.
class ThreadsStand final : public TeamsStand {
 public:
  ThreadsStand() : TeamsStand{teams::RoomKind::threads} {
    auto incident = std::make_shared<Incident>();
    incident->number = {1};
    incident->rooms["teams"] = Room{{"teams", "", "", ""}, "inc-1-db", ""};
    world_.on_io([&] { world_.board.incidents[{1}] = incident; });
  }

  std::vector<SeenRoom> rooms() override {
    std::vector<SeenRoom> seen;
    for (SeenRoom& channel : TeamsStand::rooms()) {
      if (channel.name == "incidents") seen.push_back(std::move(channel));
    }
    for (const Seen& each : messages(room())) {
      std::istringstream text{each.text};
      SeenRoom thread;
      std::getline(text, thread.name);
      std::getline(text, thread.topic);
      if (each.thread.empty()) seen.push_back(std::move(thread));
    }
    return seen;
  }
};

}  // namespace

StandKind teams_stand() {
  // A bot cannot be in a private channel, pin, or read back what it sent to one person.
  return {.name = "teams",
          .can = {.has_private_rooms = false, .finds_direct_again = false, .shows_pins = false},
          .make = [] { return std::make_unique<TeamsStand>(); }};
}

StandKind teams_threads_stand() {
  StandKind kind = teams_stand();
  kind.name = "teams_threads";
  kind.can.has_taken_names = false;
  kind.make = [] { return std::make_unique<ThreadsStand>(); };
  return kind;
}

}  // namespace muster::testing
