// Rooms: finding, opening, naming and filling Slack channels. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/ports/chat_platform.hpp"
#include "integrations/slack/core.hpp"

namespace muster::slack {

class Rooms {
 public:
  explicit Rooms(CorePtr core) : core_{std::move(core)} {}

  // A taken name gets -2 … -5, then a random suffix. uncertain: a channel of one of those names that muster
  // created and no incident owns is the one an earlier attempt made.
  asio::awaitable<Result<RoomReceipt>> open(Delivery d, std::string name, bool is_private);
  asio::awaitable<Result<Done>> invite(Place room, std::vector<Person> people);
  asio::awaitable<Result<Done>> remove(Place room, std::vector<Person> people);
  asio::awaitable<Result<Done>> set_topic(Place room, std::string topic);
  asio::awaitable<Result<Place>> find(std::string wanted);

  // A channel got another name: what was found by name is looked up anew.
  void forget_names() { by_name_.clear(); }

 private:
  asio::awaitable<Result<std::vector<Channel>>> list(std::string method);
  asio::awaitable<Result<std::optional<Channel>>> created_before(std::string base);
  // Also keeps what it found, so that it need not be asked for.
  asio::awaitable<Result<std::vector<Channel>>> list_and_learn(std::string method);
  void learn(const std::vector<Channel>& channels);
  asio::awaitable<void> wait_for_listing();
  [[nodiscard]] bool is_usable(const Channel& channel) const;
  [[nodiscard]] bool is_known_usable(const std::string& id) const;
  // Of a channel that was made for an incident.
  [[nodiscard]] RoomReceipt receipt(const Channel& channel);
  asio::awaitable<Result<Done>> invite_some(Place room, std::vector<Person> people,
                                            std::vector<std::string>& refused);

  CorePtr core_;
  std::map<std::string, std::string> by_name_;  // usable ones
  std::map<std::string, Time> usable_;          // their ids, and when Slack said so
  Time listed_{};
  std::shared_ptr<asio::steady_timer> listing_{};  // under way; it ends when that does
};

}  // namespace muster::slack
