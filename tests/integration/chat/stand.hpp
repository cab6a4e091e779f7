// A stand: one chat platform with everything around it that a test of the contract (contract_test.cpp) needs:
// a room, people, eyes for what is shown there, and hands that make the other side fail.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "bot/ports/chat_platform.hpp"

namespace muster::testing {

// What a chat can do, or has. A test that needs something else says that it was skipped.
struct Abilities {
  bool has_network = true;         // calls can fail on their way
  bool has_private_rooms = true;   // for private incidents
  bool has_taken_names = true;     // two rooms cannot have one name
  bool has_strangers = true;       // there are people without an account
  bool finds_direct_again = true;  // sees whether a direct message was sent
  bool shows_pins = true;
};

// A call of ChatPlatform that can be made to fail.
enum class Act : std::uint8_t { post, post_direct, edit, open_room, set_topic, bookmark, share_file };

enum class Trouble : std::uint8_t {
  answer_lost,       // it took effect, and the connection is cut
  nothing_happened,  // the connection is cut before
  limited,           // too many calls: come back in a minute
  down,              // HTTP 503
  forbidden,
};

struct Seen {
  std::string message;  // as Place::message names it
  std::string thread;
  std::string text;
  std::vector<std::string> mentions;  // whom or what it makes a mention of
  bool pinned = false;
};

struct SeenRoom {
  std::string name;
  std::string topic;
  bool is_private = false;
  std::vector<std::string> bookmarks;  // titles
};

class Stand {
 public:
  Stand() = default;
  Stand(const Stand&) = delete;
  Stand& operator=(const Stand&) = delete;
  virtual ~Stand() = default;

  virtual ChatPlatform& chat() = 0;
  virtual const People& people() = 0;
  // Runs it to its end.
  virtual void finish(std::function<asio::awaitable<void>()> task) = 0;
  template <class T>
  T run(asio::awaitable<T> task) {
    std::optional<T> result;
    finish([&]() -> asio::awaitable<void> { result.emplace(co_await std::move(task)); });
    return std::move(result).value();
  }

  [[nodiscard]] virtual Place room() const = 0;  // is called "incidents"
  [[nodiscard]] virtual Place other_room() const = 0;
  virtual Place vanished_room() = 0;
  [[nodiscard]] virtual Place vanished_message() const = 0;  // in room()
  virtual Person person() = 0;
  virtual Person stranger() = 0;  // has no account there
  virtual void take_name(const std::string& name) = 0;

  // Oldest first, those in threads too.
  virtual std::vector<Seen> messages(const Place& room) = 0;
  virtual std::vector<SeenRoom> rooms() = 0;
  virtual std::size_t documents(const Place& room, const std::string& title) = 0;

  // The next call of that kind, or all of them for a while.
  virtual void next(Act act, Trouble trouble) = 0;
  // The next post fails, and the other side says back all that it was told.
  virtual void next_post_is_echoed() = 0;
  [[nodiscard]] virtual std::vector<std::string> secrets() const = 0;
  // A word of what a person is told to do.
  [[nodiscard]] virtual std::string advice_when_forbidden() const = 0;
  [[nodiscard]] virtual std::string advice_without_room() const = 0;
};

struct StandKind {
  std::string name;
  Abilities can;
  std::function<std::unique_ptr<Stand>()> make;
};
// For gtest.
inline void PrintTo(const StandKind& kind, std::ostream* out) {
  *out << kind.name;
}

[[nodiscard]] StandKind console_stand();
[[nodiscard]] StandKind slack_stand();
[[nodiscard]] StandKind teams_stand();
[[nodiscard]] StandKind teams_threads_stand();  // rooms: thread

}  // namespace muster::testing
