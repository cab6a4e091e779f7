// Rig: everything between what comes in and what goes out, as it runs in production: engine on its thread,
// SQLite, rules, front desk, outbox and deliverer. Only the chat at the end is the test's own.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/chat_platform.hpp"
#include "bot/ports/reader_pool.hpp"
#include "bot/runtime/deliver.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/runtime/engine_thread.hpp"
#include "bot/runtime/front_desk.hpp"
#include "bot/runtime/metrics.hpp"
#include "bot/runtime/outbox.hpp"
#include "bot/text/speaker.hpp"

namespace muster::test {

// A chat that takes everything, remembers what was said where, and lets the test act while it looks up a room
// or opens one.
class OwnChat final : public ChatPlatform {
 public:
  struct Said {
    std::string where;  // a room, or "@" and a person
    std::string text;
  };
  using Meanwhile = std::function<asio::awaitable<void>()>;

  std::vector<Said> said;
  std::vector<Said> edited;
  std::vector<Place> deleted;
  std::vector<std::string> rooms;  // opened
  std::vector<Said> put_out;       // whom from which room
  Meanwhile while_looking_up;      // used once
  Meanwhile while_opening;         // used once
  std::string slow_room;           // where
  Meanwhile while_posting;         // is used once
  std::set<std::string> limited;   // rooms in which the next post is too fast
  static constexpr std::chrono::seconds kLimitedFor{30};

  [[nodiscard]] std::vector<std::string> said_in(const std::string& where) const;

  [[nodiscard]] std::string name() const override { return "slack"; }
  [[nodiscard]] HealthReport health() const override { return {true, ""}; }
  asio::awaitable<Result<RoomReceipt>> open_room(Delivery d, std::string name, bool is_private) override;
  asio::awaitable<Result<Done>> invite(Delivery d, Place room, std::vector<Person> people) override;
  asio::awaitable<Result<Done>> remove(Delivery d, Place room, std::vector<Person> people) override;
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
  int messages_ = 0;
};

class Rig {
 public:
  // readable: false makes every question to the store fail.
  explicit Rig(bool readable = true, const Policy& policy = default_policy());
  ~Rig();

  // Somebody types a command in a room; waits for the answer, not for what follows from it.
  Result<Answer> type(const std::string& person, const std::string& text, const std::string& room = "");
  // Whatever else comes in, the same way; it gets an origin key.
  Result<Answer> hand_in(Inbound inbound);
  asio::awaitable<Result<Answer>> typing(std::string person, std::string text, std::string room = "");
  // Runs until this holds; the test fails when it does not within 20 s.
  void until(const std::function<bool()>& holds);
  // Until everything promised is settled.
  void settle();
  [[nodiscard]] std::filesystem::path database() const { return dir_ / "muster.sqlite"; }
  // What auditors were told of, as it is stored.
  [[nodiscard]] std::vector<Event> audited() const;
  // Takes the database away from under the store, as a careless operator would.
  void remove_database();

  ManualClock clock;
  asio::io_context io{1};
  Board board;
  OwnChat chat;
  Metrics metrics;

 private:
  std::filesystem::path dir_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Speaker> speaker_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<ReaderPool> reader_;

 public:
  std::unique_ptr<EngineThread> engine;
  std::unique_ptr<AccessRecord> access;
  std::unique_ptr<FrontDesk> desk;
  std::unique_ptr<Deliverer> deliverer;
  std::unique_ptr<Outbox> outbox;

 private:
  Result<Answer> wait_for(asio::awaitable<Result<Answer>> asking);

  int key_ = 0;
};

}  // namespace muster::test
