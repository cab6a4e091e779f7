// ConsolePlatform: the console as a chat platform. Its server is our own store, so a post is a ConsoleWrite
// and the effect's key is the message's id: a post that is repeated writes the same row, and no outcome is
// ever unclear.
//
// Rooms: "incidents" is always there, an incident's room is "inc-7", direct messages are in "direct-<person
// id>".
#pragma once

#include <functional>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/ports/chat_platform.hpp"
#include "bot/ports/intake.hpp"
#include "bot/ports/reader_pool.hpp"

namespace muster::console {

// References must outlive the platform.
struct PlatformDeps {
  const Clock& clock;
  Intake& intake;
  ReaderPool& reader;
  std::function<std::string()>
      base_url;  // of the console, for links: "https://muster.example.com"; "": no links
};

class ConsolePlatform final : public ChatPlatform {
 public:
  explicit ConsolePlatform(PlatformDeps deps) : deps_{std::move(deps)} {}

  [[nodiscard]] std::string name() const override { return "console"; }
  [[nodiscard]] HealthReport health() const override { return {true, "built in"}; }

  asio::awaitable<Result<RoomReceipt>> open_room(Delivery d, std::string name, bool is_private) override;
  asio::awaitable<Result<Done>> invite(Delivery d, Place room, std::vector<Person> people) override;
  // Who sees an incident's room follows from who is on the incident: there is nobody to put out.
  asio::awaitable<Result<Done>> remove(Delivery, Place, std::vector<Person>) override { co_return Done{}; }
  asio::awaitable<Result<Done>> set_topic(Delivery d, Place room, std::string topic) override;
  asio::awaitable<Result<Place>> post(Delivery d, Place to, Message message, const People& people) override;
  asio::awaitable<Result<Place>> post_direct(Delivery d, Person to, Message message,
                                             const People& people) override;
  asio::awaitable<Result<Done>> edit(Delivery d, Place at, Message message, const People& people) override;
  asio::awaitable<Result<Done>> delete_message(Delivery d, Place message) override;
  asio::awaitable<Result<Done>> pin(Delivery d, Place message) override;
  asio::awaitable<Result<Done>> bookmark(Delivery d, Place room, std::string title,
                                         std::string link) override;
  asio::awaitable<Result<Done>> react(Delivery d, Place message, std::string emoji, bool add) override;
  asio::awaitable<Result<MessageSnapshot>> fetch(Delivery d, Place message) override;
  asio::awaitable<Result<Done>> share_file(Delivery d, Place room, std::string file_name, std::string title,
                                           std::string content) override;
  asio::awaitable<Result<Place>> find_room(std::string wanted) override;

 private:
  PlatformDeps deps_;
};

}  // namespace muster::console
