// What `muster check` asks Slack: is the token good, are all scopes granted, does Socket Mode work.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <vector>

#include "bot/net/byte_stream.hpp"
#include "integrations/slack/slack.hpp"
#include "integrations/slack/web_api.hpp"

namespace muster::slack {

asio::awaitable<std::vector<Finding>> check_slack(std::shared_ptr<WebApi> bot_api,
                                                  std::shared_ptr<WebApi> app_api,
                                                  std::shared_ptr<net::TlsClient> trust);

}  // namespace muster::slack
