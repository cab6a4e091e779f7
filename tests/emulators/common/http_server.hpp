// A plain HTTP/1.1 server on loopback: connections, requests, and answers that may come late, halved or not
// at all. One thread (the io_context's).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>

#include "tests/emulators/common/http_types.hpp"

namespace muster::fake {

using WireRequest = boost::beast::http::request<boost::beast::http::string_body>;

struct HttpHooks {
  std::function<boost::asio::awaitable<HttpReply>(HttpRequest request)> answer;
  // The status to refuse this WebSocket upgrade with, or 0. Unset: upgrades are requests like others.
  std::function<int(const std::string& path, const std::string& query)> refuse_upgrade = {};
};

// Binds 127.0.0.1; the port. Throws boost::system::system_error.
unsigned short listen_on_loopback(boost::asio::ip::tcp::acceptor& acceptor, unsigned short port);
// Gives every connection to `serve`, until the acceptor is closed.
boost::asio::awaitable<void> accept_forever(
    boost::asio::io_context& io, boost::asio::ip::tcp::acceptor& acceptor,
    std::function<boost::asio::awaitable<void>(boost::asio::ip::tcp::socket socket)> serve);
// Answers requests on the stream; `buffer` holds what was read from it already. True if the last one asks for
// a WebSocket and may have it (then `upgrade` holds it).
boost::asio::awaitable<bool> serve_http(boost::asio::io_context& io, const HttpHooks& hooks,
                                        boost::beast::tcp_stream& stream, boost::beast::flat_buffer& buffer,
                                        WireRequest& upgrade);

}  // namespace muster::fake
