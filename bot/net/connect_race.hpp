// Private to bot/net. Connects to whichever of a name's addresses answers first: one that swallows what it is
// sent (IPv6 without a way out, mostly) keeps the next waiting for a moment and no longer (RFC 8305).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <expected>
#include <string>
#include <vector>

#include "bot/net/deadline.hpp"

namespace muster::net {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

// The families by turns, beginning with that of the first; within each in the given order.
[[nodiscard]] Endpoints by_turns(const Endpoints& endpoints);

// A connected socket, or why there is none. endpoints: not empty.
[[nodiscard]] boost::asio::awaitable<std::expected<boost::asio::ip::tcp::socket, std::string>> connect_race(
    Endpoints endpoints, Deadline deadline);

}  // namespace muster::net
