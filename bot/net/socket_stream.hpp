// Private to bot/net: ByteStream over an Asio stream, instantiated once for TCP (tcp_stream.cpp) and once for
// TLS (tls_stream.cpp), and what http_server needs to wrap an accepted socket.
#pragma once

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "bot/net/byte_stream.hpp"
#include "bot/net/watchdog.hpp"

namespace muster::net {

inline constexpr auto kAsTuple = boost::asio::as_tuple(boost::asio::use_awaitable);

// Sets TCP_NODELAY; every stream starts here.
[[nodiscard]] std::unique_ptr<ByteStream> make_tcp_stream(boost::asio::ip::tcp::socket socket);

// A connected socket or unavailable.
[[nodiscard]] boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect_socket(std::string host,
                                                                                          std::uint16_t port,
                                                                                          Deadline deadline);

// A socket on which the proxy passes on what is said to `to`. unavailable: no way to the proxy, or it
// refuses.
[[nodiscard]] boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect_through(Proxy proxy,
                                                                                           Url to,
                                                                                           Deadline deadline);

// The server's half of the TLS handshake. unavailable: the client did not complete it by the deadline.
[[nodiscard]] boost::asio::awaitable<Result<std::unique_ptr<ByteStream>>> tls_accept(
    boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsServer> identity, Deadline deadline);

// Empty when the socket is not connected any more.
[[nodiscard]] std::string address_of_peer(const boost::asio::ip::tcp::socket& socket);
// Input, an end or an error is waiting in the kernel.
[[nodiscard]] bool has_pending_input(boost::asio::ip::tcp::socket& socket);
// Sends FIN and reads away what still comes, until the other side ends too or the deadline passes.
[[nodiscard]] boost::asio::awaitable<void> linger(boost::asio::ip::tcp::socket& socket, Deadline deadline);

template <class Stream>
class SocketStream final : public ByteStream {
 public:
  explicit SocketStream(Stream stream, PeerCertificate certificate = {})
      : stream_{std::move(stream)},
        remote_address_{address_of_peer(socket())},
        certificate_{std::move(certificate)} {}
  ~SocketStream() override { SocketStream::close(); }

  boost::asio::awaitable<Result<std::size_t>> read_some(std::span<char> into, Deadline deadline) override {
    const Watchdog watchdog{stream_.get_executor(), deadline, [this] { close(); }};
    const auto [ec, count] =
        co_await stream_.async_read_some(boost::asio::buffer(into.data(), into.size()), kAsTuple);
    if (!ec) co_return count;
    close();
    if (ec == boost::asio::error::eof && !watchdog.expired()) co_return std::size_t{0};
    co_return failure(watchdog, ec);
  }

  boost::asio::awaitable<Result<Done>> write_all(std::string bytes, Deadline deadline) override {
    const Watchdog watchdog{stream_.get_executor(), deadline, [this] { close(); }};
    const auto [ec, count] = co_await boost::asio::async_write(stream_, boost::asio::buffer(bytes), kAsTuple);
    if (!ec) co_return Done{};
    close();
    co_return failure(watchdog, ec);
  }

  boost::asio::awaitable<void> finish(Deadline deadline) override {
    if constexpr (requires { stream_.async_shutdown(kAsTuple); }) {
      const Watchdog watchdog{stream_.get_executor(), deadline, [this] { close(); }};
      co_await stream_.async_shutdown(kAsTuple);
    }
    co_await linger(socket(), deadline);
    close();
  }

  void close() noexcept override {
    boost::system::error_code ignored;
    socket().close(ignored);
  }

  [[nodiscard]] bool has_input() const override {
    return has_pending_input(const_cast<SocketStream*>(this)->socket());
  }
  [[nodiscard]] std::string remote_address() const override { return remote_address_; }
  [[nodiscard]] PeerCertificate peer_certificate() const override { return certificate_; }

 private:
  boost::asio::ip::tcp::socket& socket() {
    if constexpr (requires { stream_.next_layer(); }) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  static std::unexpected<Error> failure(const Watchdog& watchdog, boost::system::error_code ec) {
    if (watchdog.expired())
      return fail(ErrorKind::timeout, "The other side did not answer in time.", "deadline passed");
    return fail(ErrorKind::unavailable, "The connection was lost.", ec.message());
  }

  Stream stream_;
  std::string remote_address_;
  PeerCertificate certificate_;
};

}  // namespace muster::net
