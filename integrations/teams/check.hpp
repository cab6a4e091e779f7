// What `muster check` looks at in Teams: the app's credentials, the keys, the team and its permissions.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <vector>

#include "integrations/teams/core.hpp"

namespace muster::teams {

[[nodiscard]] boost::asio::awaitable<std::vector<Finding>> check_teams(CorePtr core,
                                                                       std::shared_ptr<AppToken> tokens);

}  // namespace muster::teams
