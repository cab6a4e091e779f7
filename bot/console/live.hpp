// The live feed's door and its news: WebSockets of /api/v1/live, and what a commit tells them. Private to
// bot/console.
#pragma once

#include "bot/console/site.hpp"

namespace muster::console {

inline constexpr std::string_view kLivePath = "/api/v1/live";

// Nothing lets the socket in; a reply refuses it.
asio::awaitable<std::optional<net::HttpReply>> admit_live(std::shared_ptr<Site> site,
                                                          const net::HttpCall& call);
// Runs one browser's socket until it ends.
asio::awaitable<void> run_live(std::shared_ptr<Site> site, net::HttpCall call,
                               std::shared_ptr<net::WebSocket> socket);

// Tells everybody what they may see of a commit.
void show(const std::shared_ptr<Site>& site, const Published& change);
void show_health(const std::shared_ptr<Site>& site);

}  // namespace muster::console
