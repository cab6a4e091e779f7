// Rooms: an incident's channel, or its thread in a fixed channel, and everything around it. io thread only.
//
// Only standard channels: bots cannot post in private or shared ones, so a private incident has no room in
// Teams. Everybody in the team can read a standard channel; being invited means being mentioned there.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "integrations/teams/core.hpp"

namespace muster::teams {

class Rooms {
 public:
  explicit Rooms(CorePtr core) : core_{std::move(core)} {}

  boost::asio::awaitable<Result<RoomReceipt>> open(Delivery d, std::string name, bool is_private);
  boost::asio::awaitable<Result<Done>> invite(Delivery d, Place room, std::vector<Person> people);
  boost::asio::awaitable<Result<Done>> set_topic(Delivery d, Place room, std::string topic);
  boost::asio::awaitable<Result<Done>> bookmark(Delivery d, Place room, std::string title, std::string link);
  boost::asio::awaitable<Result<Place>> find(std::string wanted);

  // A channel that Graph made a moment ago may still be unknown to the Bot Connector.
  [[nodiscard]] bool is_new(const Place& room) const;
  void forget_names() { by_name_.clear(); }
  // It was deleted: what is unknown about it stays so.
  void forget_room(const std::string& channel) { made_.erase(channel); }

 private:
  boost::asio::awaitable<Result<RoomReceipt>> open_channel(Delivery d, std::string name);
  boost::asio::awaitable<Result<RoomReceipt>> open_thread(Delivery d, std::string name);
  boost::asio::awaitable<Result<RoomReceipt>> made(Channel channel, std::string name, bool is_found);
  boost::asio::awaitable<void> arrange_call(Channel channel);
  boost::asio::awaitable<Result<std::set<std::string>>> team_members();

  CorePtr core_;
  std::map<std::string, std::string> by_name_;
  std::map<std::string, std::chrono::steady_clock::time_point> made_;  // channels of this run
  std::set<std::string> members_;
  std::chrono::steady_clock::time_point members_read_{};
};

// Fit for a channel: at most 50 characters, none that Teams refuses, no reserved word.
[[nodiscard]] std::string channel_name(std::string_view wanted);

}  // namespace muster::teams
