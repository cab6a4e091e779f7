// Directory: who a Slack user is, by users.info, remembered for an hour. Only it tells guests from members:
// commands and clicks do not. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "bot/domain/people.hpp"
#include "integrations/slack/api_wire.hpp"
#include "integrations/slack/web_api.hpp"

namespace muster::slack {

class Directory {
 public:
  explicit Directory(std::shared_ptr<WebApi> api) : api_{std::move(api)} {}

  // The identity with display name and outsider filled in. It costs an acknowledgement's time, so it waits at
  // most a second; when Slack cannot tell, what the payload said holds (an outage of users.info must not lock
  // people out), and it is asked again next time.
  boost::asio::awaitable<Identity> complete(Identity identity, Self self);

 private:
  struct Known {
    Profile profile;
    std::chrono::steady_clock::time_point until;
  };
  std::shared_ptr<WebApi> api_;
  std::map<std::string, Known> known_;
};

}  // namespace muster::slack
