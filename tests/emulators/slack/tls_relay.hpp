// Carries bytes between a TLS connection and a plain one. An end or a reset of either side becomes one of the
// other.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>

namespace muster::fake::slack {

class TlsRelay : public std::enable_shared_from_this<TlsRelay> {
 public:
  using Tcp = boost::asio::ip::tcp;

  TlsRelay(Tcp::socket outside, boost::asio::ssl::context& tls, boost::asio::io_context& io)
      : io_(io), outside_(std::move(outside), tls), inside_(io) {}

  // Handshakes (`read_already` begins it), connects to `plain`, and carries until one side ends.
  boost::asio::awaitable<void> run(boost::beast::flat_buffer read_already, Tcp::endpoint plain);

 private:
  boost::asio::awaitable<void> carry_inwards();
  boost::asio::awaitable<void> carry_outwards(std::shared_ptr<TlsRelay> self);
  void end(bool reset);

  boost::asio::io_context& io_;
  boost::asio::ssl::stream<Tcp::socket> outside_;
  Tcp::socket inside_;
};

}  // namespace muster::fake::slack
