// The console as a stand: its store is real, and there is no network between it and muster.
#include <ranges>

#include <nlohmann/json.hpp>

#include "bot/text/message_codec.hpp"
#include "integrations/console/console_platform.hpp"
#include "tests/integration/chat/stand.hpp"
#include "tests/integration/console/house.hpp"

namespace muster::testing {

using Json = nlohmann::json;

namespace {

constexpr int kAll = 1000;

// Whom the spans of a stored message mention.
void add_mentions(const Json& json, std::vector<std::string>& mentions) {
  if (json.is_object() && json.value("t", "") == "person") mentions.push_back(json["id"]);
  if (!json.is_structured()) return;
  for (const Json& each : json) add_mentions(each, mentions);
}

class ConsoleStand final : public Stand {
 public:
  ConsoleStand() {
    house_.configure("ann", "Ann Archer");
    house_.configure("bob", "Bob Baker");
    house_.declare(1, "The database is down", Visibility::public_, {});
  }

  ChatPlatform& chat() override { return platform_; }
  const People& people() override { return house_.board.people; }
  void finish(std::function<asio::awaitable<void>()> task) override { house_.run(task); }

  Place room() const override { return {"console", "incidents", "", ""}; }
  Place other_room() const override { return room(); }
  Place vanished_room() override { return {"console", "inc-999", "", ""}; }
  Place vanished_message() const override { return {"console", "incidents", "INC-999/1/0", ""}; }
  Person person() override { return *people().find(PersonId{"ann"}); }
  Person stranger() override { return person(); }
  void take_name(const std::string& /*name*/) override {}

  std::vector<Seen> messages(const Place& room) override {
    const auto rows = run(
        house_.reader->read([room](Reader& reader) { return reader.chat_messages(room.room, "", kAll); }));
    std::vector<Seen> seen;
    for (const ChatMessageRow& row : rows.value()) {
      if (row.deleted) continue;
      Seen each{row.id, row.thread, chat_content_text(row.content), {}, row.pinned};
      add_mentions(Json::parse(row.content), each.mentions);
      seen.push_back(std::move(each));
    }
    return seen;
  }
  std::vector<SeenRoom> rooms() override {
    const auto rows = run(house_.reader->read([](Reader& reader) { return reader.chat_rooms(); }));
    std::vector<SeenRoom> seen;
    for (const ChatRoomRow& row : rows.value()) {
      const auto titles = row.bookmarks | std::views::keys;
      seen.push_back({row.name, row.topic, row.is_private, {titles.begin(), titles.end()}});
    }
    return seen;
  }
  std::size_t documents(const Place& room, const std::string& title) override {
    return static_cast<std::size_t>(
        std::ranges::count_if(messages(room), [&](const Seen& each) { return each.text.contains(title); }));
  }

  void next(Act /*act*/, Trouble /*trouble*/) override {}
  void next_post_is_echoed() override {}
  std::vector<std::string> secrets() const override { return {}; }
  std::string advice_when_forbidden() const override { return {}; }
  std::string advice_without_room() const override { return "It always has `incidents`"; }

 private:
  console::House house_;
  console::ConsolePlatform platform_{
      {house_.clock, *house_.intake, *house_.reader, [] { return std::string{"https://muster.example"}; }}};
};

}  // namespace

StandKind console_stand() {
  return {.name = "console",
          .can = {.has_network = false, .has_taken_names = false, .has_strangers = false},
          .make = [] { return std::make_unique<ConsoleStand>(); }};
}

}  // namespace muster::testing
