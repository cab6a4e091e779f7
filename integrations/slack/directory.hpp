// Directory: who a Slack user is, by users.info. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "bot/ports/acquaintances.hpp"
#include "integrations/slack/api_wire.hpp"
#include "integrations/slack/web_api.hpp"

namespace muster::slack {

class Directory {
 public:
  Directory(std::shared_ptr<WebApi> api, const Board& board)
      : api_{std::move(api)}, known_{std::string{kPlatform}, board} {}

  // The identity with display name, mail address and outsider filled in; acquaintances.hpp has the rules.
  boost::asio::awaitable<Result<Identity>> complete(Identity identity, Self self);

 private:
  std::shared_ptr<WebApi> api_;
  Acquaintances known_;
};

}  // namespace muster::slack
