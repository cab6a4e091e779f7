// Connector: the Bot Connector's REST API: send, change and delete messages, find people.
//
// The service URL is the newest that a checked activity named; before the first one, the configured one. A
// host that is not Microsoft's or configured never gets a token. Creating a message is not idempotent and has
// no key: an attempt whose outcome is unknown is the caller's to look for. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "integrations/teams/api.hpp"
#include "integrations/teams/incoming_wire.hpp"

namespace muster::teams {

struct ConnectorOptions {
  std::string app_id;
  std::string tenant_id;
  std::string service_url;         // https, or http to loopback
  std::vector<std::string> hosts;  // that are believed besides Microsoft's
};

class Connector {
 public:
  Connector(std::shared_ptr<ApiClient> api, ConnectorOptions options);

  // From an activity whose token was checked. False: that host is not one to send a token to.
  bool learn(const std::string& service_url);

  // A message to a channel (a new thread), a thread or a chat: its id.
  boost::asio::awaitable<Result<std::string>> send(std::string conversation, std::string body);
  boost::asio::awaitable<Result<Done>> update(std::string conversation, std::string id, std::string body);
  // Of our own. Teams shows "This message has been deleted" in its place.
  boost::asio::awaitable<Result<Done>> remove(std::string conversation, std::string id);
  // The chat with one person (object id). The same one each time; remembered.
  boost::asio::awaitable<Result<std::string>> direct(std::string user);
  // Answers within 700 ms or not at all.
  boost::asio::awaitable<Result<Member>> member(std::string conversation, std::string user);

  [[nodiscard]] std::string bot() const { return "28:" + options_.app_id; }
  [[nodiscard]] const std::string& tenant() const { return options_.tenant_id; }
  [[nodiscard]] const std::string& trouble() const { return api_->trouble(); }

 private:
  [[nodiscard]] ApiCall posting(std::string what, const std::string& conversation, std::string path) const;

  std::shared_ptr<ApiClient> api_;
  ConnectorOptions options_;
  std::map<std::string, std::string> direct_;  // user -> chat
};

}  // namespace muster::teams
