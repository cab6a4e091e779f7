// One connection: requests until it closes or becomes a WebSocket.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace muster::fake_slack {

class Server;

boost::asio::awaitable<void> serve_plain(Server& server, boost::beast::tcp_stream stream,
                                         boost::beast::flat_buffer buffer);
boost::asio::awaitable<void> serve_tls(Server& server, boost::asio::ssl::context& tls,
                                       boost::beast::tcp_stream stream, boost::beast::flat_buffer buffer);

}  // namespace muster::fake_slack
