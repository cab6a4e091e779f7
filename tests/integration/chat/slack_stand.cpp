// Slack as a stand: the integration and a fake_slack process.
#include <algorithm>
#include <ranges>

#include "tests/integration/chat/stand.hpp"
#include "tests/integration/chat/trouble.hpp"
#include "tests/integration/slack/world.hpp"

namespace muster::testing {
namespace {

const char* slack_method(Act act) {
  switch (act) {
    case Act::post:
    case Act::post_direct:
      return "chat.postMessage";
    case Act::edit:
      return "chat.update";
    case Act::open_room:
      return "conversations.create";
    case Act::set_topic:
      return "conversations.setTopic";
    case Act::bookmark:
      return "bookmarks.add";
    case Act::share_file:
      return "files.completeUploadExternal";
  }
  return "";
}

class SlackStand final : public Stand {
 public:
  SlackStand() { world_.start(); }

  ChatPlatform& chat() override { return *world_.slack; }
  const People& people() override { return world_.board.people; }
  void finish(std::function<asio::awaitable<void>()> task) override { world_.run(task()); }

  Place room() const override { return {"slack", "C0INCIDENTS", "", ""}; }
  Place other_room() const override { return {"slack", "C0GENERAL", "", ""}; }
  Place vanished_room() override { return {"slack", "C0NOWHERE", "", ""}; }
  Place vanished_message() const override { return {"slack", "C0INCIDENTS", "1700000000.000001", ""}; }
  Person person() override { return *people().find(PersonId{"ann"}); }
  Person stranger() override { return *people().find(PersonId{"dan"}); }
  void take_name(const std::string& name) override { world_.fake.post("channels", {{"name", name}}); }

  std::vector<Seen> messages(const Place& room) override {
    const Json calls = world_.fake.get("ledger?kind=call")["entries"];
    std::vector<Seen> seen;
    const Json all = world_.fake.get("state")["messages"].value(room.room, Json::array());
    for (const Json& message : all) {
      Seen each{message["ts"], message.value("thread_ts", ""), message.value("text", ""), {}, false};
      if (each.thread == each.message) each.thread.clear();
      each.pinned = !message.value("pinned_to", Json::array()).empty();
      for (const Json& call : calls) {
        if (call.value("result", Json::object()).value("ts", "") != each.message) continue;
        for (const Json& mention : call["mentions"]) each.mentions.push_back(mention);
      }
      seen.push_back(std::move(each));
    }
    return seen;
  }
  std::vector<SeenRoom> rooms() override {
    std::vector<SeenRoom> seen;
    const Json state = world_.fake.get("state");
    for (const Json& channel : state["channels"]) {
      SeenRoom room{channel["name"], channel["topic"]["value"], channel.value("is_private", false), {}};
      for (const Json& bookmark : channel.value("bookmarks", Json::array()))
        room.bookmarks.push_back(bookmark["title"]);
      seen.push_back(std::move(room));
    }
    return seen;
  }
  std::size_t documents(const Place& room, const std::string& title) override {
    const Json messages = world_.fake.get("messages?channel=" + room.room)["messages"];
    std::size_t found = 0;
    for (const Json& message : messages) {
      for (const Json& file : message.value("files", Json::array()))
        found += file.value("title", "") == title ? 1U : 0U;
    }
    return found;
  }

  void next(Act act, Trouble trouble) override {
    Json fault = fault_of(trouble, {{"error", "restricted_action"}});
    fault["method"] = slack_method(act);
    world_.fake.post("fail", fault);
  }
  void next_post_is_echoed() override {
    world_.fake.post("fail", {{"method", "chat.postMessage"},
                              {"status", 400},
                              {"body", "<h1>Bad request</h1>Authorization: Bearer " + secrets().front()}});
  }
  std::vector<std::string> secrets() const override { return {"xoxb-fake-bot", "xapp-fake-app"}; }
  std::string advice_when_forbidden() const override { return "A Slack administrator has to allow"; }
  std::string advice_without_room() const override { return "Create it"; }

 private:
  slack::testing::World world_;
};

}  // namespace

StandKind slack_stand() {
  return {.name = "slack", .can = {}, .make = [] { return std::make_unique<SlackStand>(); }};
}

}  // namespace muster::testing
