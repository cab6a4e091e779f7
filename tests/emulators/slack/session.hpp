// One connection: requests until it closes or becomes a WebSocket.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace muster::fake::slack {

class Server;

// `buffer` holds what was read from the stream already.
boost::asio::awaitable<void> serve_session(Server& server, boost::beast::tcp_stream stream,
                                           boost::beast::flat_buffer buffer);

}  // namespace muster::fake::slack
