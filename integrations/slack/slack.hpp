// Slack: the ChatPlatform of a Slack workspace, and the intake of what people do there, over Socket Mode.
//
// What arrives is handed to Intake and acknowledged only when Intake says it is kept. Create, start() once,
// stop() before the io_context ends. io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/chat_platform.hpp"
#include "bot/ports/intake.hpp"

namespace muster::slack {

struct SlackConfig {
  Secret app_token;                                // xapp-…, scope connections:write
  Secret bot_token;                                // xoxb-…
  std::string api_url = "https://slack.com/api/";  // https, or http on loopback
  std::string ca_file;                             // PEM; empty: the system's authorities
  std::optional<net::Proxy> proxy{};
  bool allow_external = false;  // find_room may choose a channel shared with another organisation
  std::string command = "/inc";
  int sockets = 2;
};

struct SlackHooks {
  // What the home tab shows to this person.
  std::function<Result<Message>(PersonId)> home;
};

// One thing `muster check` looked at.
struct Finding {
  bool ok = false;
  std::string what;  // "bot token: muster in https://acme.slack.com/"
  std::string fix;   // what to do when it is not ok
};

class Slack : public ChatPlatform {
 public:
  // invalid: a URL or CA file that cannot be used, or a token of the wrong kind; say names the setting.
  // intake, board and clock outlive it.
  static Result<std::unique_ptr<Slack>> create(asio::any_io_executor executor, SlackConfig config,
                                               Intake& intake, const Board& board, const Clock& clock,
                                               SlackHooks hooks);

  // Learns who we are, opens the sockets, and repairs what was missed. Returns at once; goes on until stop().
  virtual void start() = 0;
  // Takes nothing new, lets what is being handled end, closes the sockets. Done by the deadline, or shortly
  // after.
  virtual asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline) = 0;
  // Tokens, scopes, Socket Mode: each with its fix. Needs no start().
  virtual asio::awaitable<std::vector<Finding>> check() = 0;
};

}  // namespace muster::slack
