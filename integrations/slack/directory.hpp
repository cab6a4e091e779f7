// Directory: who a Slack user is, by users.info, remembered for an hour. Only it tells guests from members:
// commands and clicks do not. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bot/domain/people.hpp"
#include "bot/ports/board.hpp"
#include "integrations/slack/api_wire.hpp"
#include "integrations/slack/web_api.hpp"

namespace muster::slack {

class Directory {
 public:
  Directory(std::shared_ptr<WebApi> api, const Board& board) : api_{std::move(api)}, board_{board} {}

  // The identity with display name and outsider filled in. It costs an acknowledgement's time, so it asks
  // twice, at most 700 ms each. While Slack cannot be asked, what it said within the last day holds, and whom
  // muster.yaml names by this user id is staff; of anybody else nothing is assumed, and the error says so: a
  // guest must not pass for staff because users.info is slow. Somebody Slack does not show to us is an
  // outsider.
  boost::asio::awaitable<Result<Identity>> complete(Identity identity, Self self);

 private:
  [[nodiscard]] std::optional<Profile> recall(const std::string& user, std::chrono::hours age) const;

  struct Known {
    Profile profile;
    std::chrono::steady_clock::time_point learned;
  };
  [[nodiscard]] bool is_configured(const std::string& user) const;

  std::shared_ptr<WebApi> api_;
  const Board& board_;
  std::map<std::string, Known> known_;
};

}  // namespace muster::slack
