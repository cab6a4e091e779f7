// Graph: what only Microsoft Graph can do: channels, tabs, meetings, the team's members, reading messages.
// Each call needs a permission of the app package (docs/teams.md); without it the error is forbidden and says
// so. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"
#include "integrations/teams/api.hpp"
#include "integrations/teams/incoming_wire.hpp"

namespace muster::teams {

class Graph {
 public:
  // base: https, or http to loopback; team: group id.
  Graph(std::shared_ptr<ApiClient> api, std::string base, std::string team);

  // conflict: the name is taken, also by a channel deleted within 30 days.
  boost::asio::awaitable<Result<Channel>> create_channel(std::string name, std::string description);
  boost::asio::awaitable<Result<std::vector<Channel>>> channels();
  boost::asio::awaitable<Result<Done>> describe(std::string channel, std::string description);
  boost::asio::awaitable<Result<std::vector<Tab>>> tabs(std::string channel);
  boost::asio::awaitable<Result<Done>> add_tab(std::string channel, std::string name, std::string url);
  // Object ids.
  boost::asio::awaitable<Result<std::vector<std::string>>> members();
  // The message with this mark among the last of a channel, or of a thread in it; empty: none has it.
  boost::asio::awaitable<Result<std::string>> find_marked(std::string channel, std::string root,
                                                          std::string mark);
  boost::asio::awaitable<Result<MessageSnapshot>> message(std::string channel, std::string root,
                                                          std::string id);
  // The link by which people join. organizer: object id.
  boost::asio::awaitable<Result<std::string>> create_meeting(std::string organizer, std::string subject,
                                                             Time from, Time until);

  [[nodiscard]] bool has_team() const { return !team_.empty(); }
  [[nodiscard]] const std::string& team() const { return team_; }

 private:
  [[nodiscard]] ApiCall asking(std::string what, std::string path) const;
  // Every page of a list, at most fifty.
  template <class T>
  boost::asio::awaitable<Result<std::vector<T>>> all(std::string what, std::string path,
                                                     Result<Page<T>> (*read)(std::string_view));

  std::shared_ptr<ApiClient> api_;
  std::string base_;
  std::string team_;
};

}  // namespace muster::teams
