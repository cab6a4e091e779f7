#include "tests/emulators/slack/tls_relay.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace muster::fake::slack {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kChunk = 16 * 1024;

auto into(boost::system::error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

}  // namespace

asio::awaitable<void> TlsRelay::run(boost::beast::flat_buffer read_already, Tcp::endpoint plain) {
  const auto self = shared_from_this();
  boost::system::error_code error;
  co_await outside_.async_handshake(asio::ssl::stream_base::server, read_already.data(), into(error));
  if (!error) co_await inside_.async_connect(plain, into(error));
  if (error) co_return;
  inside_.set_option(Tcp::no_delay(true), error);
  asio::co_spawn(io_, carry_outwards(self), asio::detached);
  co_await carry_inwards();
}

asio::awaitable<void> TlsRelay::carry_inwards() {
  boost::system::error_code error;
  std::array<char, kChunk> chunk;
  while (!error) {
    const std::size_t n = co_await outside_.async_read_some(asio::buffer(chunk), into(error));
    if (!error) co_await asio::async_write(inside_, asio::buffer(chunk, n), into(error));
  }
  end(false);
}

asio::awaitable<void> TlsRelay::carry_outwards(std::shared_ptr<TlsRelay>) {
  boost::system::error_code error;
  std::array<char, kChunk> chunk;
  while (!error) {
    const std::size_t n = co_await inside_.async_read_some(asio::buffer(chunk), into(error));
    if (!error) co_await asio::async_write(outside_, asio::buffer(chunk, n), into(error));
  }
  end(error == asio::error::connection_reset);
}

void TlsRelay::end(bool reset) {
  boost::system::error_code ignored;
  Tcp::socket& tcp = outside_.next_layer();
  if (reset) tcp.set_option(asio::socket_base::linger(true, 0), ignored);
  tcp.close(ignored);
  inside_.close(ignored);
}

}  // namespace muster::fake::slack
