// ByteStream: a TCP or TLS connection behind one interface, so the templates of Asio and Beast are compiled
// once.
//
// Threads: made, used and destroyed on the io_context thread only; one read and one write may be under way
// together. TCP_NODELAY is always set, and a message is always one write: with Nagle's algorithm and delayed
// acknowledgements two small writes cost 40 ms each.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/net/deadline.hpp"
#include "bot/net/peer_certificate.hpp"
#include "bot/net/proxy.hpp"
#include "bot/net/url.hpp"

namespace muster::net {

// A stream whose deadline passed, or whose operation failed, is closed: half a TLS record cannot be taken up
// again.
class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  // At least one byte; 0 when the other side ended the stream properly. timeout: the deadline passed.
  // unavailable: the connection broke (a TLS stream cut without close_notify included) or close() was called.
  // `into` must stay alive.
  virtual boost::asio::awaitable<Result<std::size_t>> read_some(std::span<char> into, Deadline deadline) = 0;

  // All of it or an error: timeout, unavailable.
  virtual boost::asio::awaitable<Result<Done>> write_all(std::string bytes, Deadline deadline) = 0;

  // Ends the stream politely: TLS close_notify, FIN, then what the other side still sends is read away, so
  // that our last words are not destroyed by a reset. Closes at the deadline at the latest. Never fails.
  virtual boost::asio::awaitable<void> finish(Deadline deadline) = 0;

  // At once, waking a pending read or write with unavailable. May be called again.
  virtual void close() noexcept = 0;

  // True when the other side said or ended something since the last read: a pooled connection in that state
  // is stale.
  [[nodiscard]] virtual bool has_input() const = 0;

  // Address of the other side, without the port: "127.0.0.1", "::1".
  [[nodiscard]] virtual std::string remote_address() const = 0;

  // Of a caller of a TLS server that asks for one; empty everywhere else.
  [[nodiscard]] virtual PeerCertificate peer_certificate() const { return {}; }
};

// Trust for outgoing TLS: TLS 1.2 or newer, the certificate's chain and host name are always verified. There
// is no way to switch that off.
class TlsClient;
// Without a file the system's certificate authorities, with one only those in it (PEM). Whatever connects
// with it goes through the proxy, if there is one. invalid: unreadable file.
[[nodiscard]] Result<std::shared_ptr<TlsClient>> make_tls_client(
    const std::optional<std::filesystem::path>& ca_file = std::nullopt,
    std::optional<Proxy> proxy = std::nullopt);

// Certificate chain and private key (PEM) of a server of ours. With a client_ca_file clients are asked for a
// certificate of its authorities, and served without one too: see ByteStream::peer_certificate(). invalid:
// unreadable, or they do not belong together. Files that change are read again with the next connection; what
// cannot be used is logged and what was read before stays.
class TlsServer;
[[nodiscard]] Result<std::shared_ptr<TlsServer>> make_tls_server(
    const std::filesystem::path& certificate_file, const std::filesystem::path& key_file,
    const std::optional<std::filesystem::path>& client_ca_file = std::nullopt);

// When the certificate ends that the server shows now, or would show to the next caller.
[[nodiscard]] Time valid_until(TlsServer& server);

inline constexpr std::chrono::seconds kConnectTime{5};

// Tries every address the name resolves to, one after the other, until the deadline; while the name cannot be
// looked up, those it had within the last day. unavailable: unknown name, nobody listens, or no connection in
// time; in every case nothing was sent.
[[nodiscard]] boost::asio::awaitable<Result<std::unique_ptr<ByteStream>>> tcp_connect(std::string host,
                                                                                      std::uint16_t port,
                                                                                      Deadline deadline);

// tcp_connect, then the TLS handshake with SNI. unavailable: also a certificate that does not verify; say
// names the reason.
[[nodiscard]] boost::asio::awaitable<Result<std::unique_ptr<ByteStream>>> tls_connect(
    std::string host, std::uint16_t port, std::shared_ptr<TlsClient> trust, Deadline deadline);

// One or the other, as the URL's scheme says.
[[nodiscard]] boost::asio::awaitable<Result<std::unique_ptr<ByteStream>>> connect_to(
    Url url, std::shared_ptr<TlsClient> trust, Deadline deadline);

}  // namespace muster::net
