#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "bot/base/log.hpp"
#include "bot/net/authorities.hpp"
#include "bot/net/client_certificates.hpp"
#include "bot/net/socket_stream.hpp"

namespace muster::net {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

class TlsClient {
 public:
  ssl::context context{ssl::context::tls_client};
  std::optional<Proxy> proxy;
};

// Read again when its files change; connections keep the certificate they began with.
class TlsServer {
 public:
  using Stamp = std::array<std::filesystem::file_time_type, 3>;

  TlsServer(std::filesystem::path certificate, std::filesystem::path key,
            std::optional<std::filesystem::path> client_ca)
      : certificate_{std::move(certificate)}, key_{std::move(key)}, client_ca_{std::move(client_ca)} {}

  Result<Done> read();
  // The certificate as the files have it now; the old one while the new ones cannot be used.
  ssl::context& current();

 private:
  [[nodiscard]] Stamp stamp() const;

  std::filesystem::path certificate_;
  std::filesystem::path key_;
  std::optional<std::filesystem::path> client_ca_;
  std::unique_ptr<ssl::context> context_;
  Stamp read_{};   // the files that context_ came from
  Stamp tried_{};  // the last ones that were looked at
};

namespace {

using TlsStream = ssl::stream<tcp::socket>;

void harden(ssl::context& context) {
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}

std::unexpected<Error> unusable(const char* what, const std::filesystem::path& file, const error_code& ec) {
  return fail(ErrorKind::invalid,
              std::string{what} + " " + file.string() + " cannot be used: " + ec.message() +
                  ". It must be a readable PEM file.",
              ec.message());
}

// Names the host for SNI and makes OpenSSL check the certificate against it.
bool expect_host(SSL* connection, const std::string& host) {
  X509_VERIFY_PARAM* expected = SSL_get0_param(connection);
  error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
  // The common name counts for nothing (RFC 9525), only subject alternative names do.
  X509_VERIFY_PARAM_set_hostflags(expected,
                                  X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  return X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size()) == 1 &&
         SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                  const_cast<char*>(host.c_str())) == 1;
}

// The handshake; "" or why not.
asio::awaitable<std::string> shake_hands(TlsStream& stream, ssl::stream_base::handshake_type role,
                                         Deadline deadline) {
  const Watchdog watchdog{stream.get_executor(), deadline, [&stream] {
                            error_code ignored;
                            stream.lowest_layer().close(ignored);
                          }};
  const auto [ec] = co_await stream.async_handshake(role, kAsTuple);
  if (watchdog.expired()) co_return "no TLS handshake in time";
  if (!ec) co_return "";
  const long verdict = SSL_get_verify_result(stream.native_handle());
  if (role == ssl::stream_base::client && verdict != X509_V_OK) {
    co_return std::string{"its certificate is not trusted ("} + X509_verify_cert_error_string(verdict) + ")";
  }
  co_return "the TLS handshake failed (" + ec.message() + ")";
}

}  // namespace

Result<std::shared_ptr<TlsClient>> make_tls_client(const std::optional<std::filesystem::path>& ca_file,
                                                   std::optional<Proxy> proxy) {
  auto client = std::make_shared<TlsClient>();
  client->proxy = std::move(proxy);
  harden(client->context);
  error_code ec;
  if (ca_file) {
    client->context.load_verify_file(ca_file->string(), ec);
    if (ec) return unusable("The certificate authority file", *ca_file, ec);
  } else {
    X509_STORE* system = system_authorities();
    if (system == nullptr)
      return fail(ErrorKind::invalid, "The system's certificate authorities cannot be read.");
    SSL_CTX_set1_cert_store(client->context.native_handle(), system);
  }
  client->context.set_verify_mode(ssl::verify_peer, ec);
  if (ec) return fail(ErrorKind::internal, "TLS cannot be set up.", ec.message());
  return client;
}

TlsServer::Stamp TlsServer::stamp() const {
  std::error_code ignored;
  Stamp stamp{std::filesystem::last_write_time(certificate_, ignored),
              std::filesystem::last_write_time(key_, ignored)};
  if (client_ca_) stamp[2] = std::filesystem::last_write_time(*client_ca_, ignored);
  return stamp;
}

Result<Done> TlsServer::read() {
  tried_ = stamp();
  auto fresh = std::make_unique<ssl::context>(ssl::context::tls_server);
  harden(*fresh);
  error_code ec;
  fresh->use_certificate_chain_file(certificate_.string(), ec);
  if (ec) return unusable("The certificate file", certificate_, ec);
  fresh->use_private_key_file(key_.string(), ssl::context::pem, ec);
  if (ec) return unusable("The private key file", key_, ec);
  if (SSL_CTX_check_private_key(fresh->native_handle()) != 1) {
    return fail(ErrorKind::invalid, "The private key " + key_.string() +
                                        " does not belong to the certificate " + certificate_.string() + ".");
  }
  if (client_ca_) MUSTER_CHECK(ask_for_certificates(fresh->native_handle(), *client_ca_));
  context_ = std::move(fresh);
  read_ = tried_;
  return Done{};
}

ssl::context& TlsServer::current() {
  const Stamp files = stamp();
  if (files == read_) return *context_;
  const bool is_news = files != tried_;
  // Certificate and key are two files: between them they do not fit, and are looked at again.
  const auto fresh = read();
  if (fresh)
    log_info("The certificate was read again", {{"file", certificate_.string()}});
  else if (is_news)
    log_warn("The new certificate cannot be used, the old one stays",
             {{"error", fresh.error().say}, {"detail", fresh.error().detail}});
  return *context_;
}

Result<std::shared_ptr<TlsServer>> make_tls_server(
    const std::filesystem::path& certificate_file, const std::filesystem::path& key_file,
    const std::optional<std::filesystem::path>& client_ca_file) {
  auto server = std::make_shared<TlsServer>(certificate_file, key_file, client_ca_file);
  MUSTER_CHECK(server->read());
  return server;
}

Time valid_until(TlsServer& server) {
  const X509* certificate = SSL_CTX_get0_certificate(server.current().native_handle());
  std::tm end{};  // UTC
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return {};
  return Time{std::chrono::seconds{timegm(&end)}};
}

asio::awaitable<Result<std::unique_ptr<ByteStream>>> tls_connect(std::string host, std::uint16_t port,
                                                                 std::shared_ptr<TlsClient> trust,
                                                                 Deadline deadline) {
  if (!trust) co_return fail(ErrorKind::internal, "There is no TLS trust to connect to " + host + " with.");
  const bool tunnelled = trust->proxy && !is_reached_directly(*trust->proxy, host);
  MUSTER_CO_TRY(auto socket,
                co_await (tunnelled ? connect_through(*trust->proxy, Url{"https", host, port, "/"}, deadline)
                                    : connect_socket(host, port, deadline)));
  error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  TlsStream stream{std::move(socket), trust->context};
  if (!expect_host(stream.native_handle(), host)) {
    co_return fail(ErrorKind::invalid, "Cannot verify a certificate for the host " + host + ".");
  }
  const std::string why = co_await shake_hands(stream, ssl::stream_base::client, deadline);
  if (!why.empty()) {
    co_return fail(ErrorKind::unavailable, "Cannot connect securely to " + host + ": " + why + ".", why);
  }
  co_return std::make_unique<SocketStream<TlsStream>>(std::move(stream));
}

asio::awaitable<Result<std::unique_ptr<ByteStream>>> tls_accept(tcp::socket socket,
                                                                std::shared_ptr<TlsServer> identity,
                                                                Deadline deadline) {
  error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  TlsStream stream{std::move(socket), identity->current()};
  const std::string why = co_await shake_hands(stream, ssl::stream_base::server, deadline);
  if (!why.empty()) co_return fail(ErrorKind::unavailable, "A client could not be served over TLS.", why);
  auto certificate = certificate_of_peer(stream.native_handle());
  co_return std::make_unique<SocketStream<TlsStream>>(std::move(stream), std::move(certificate));
}

}  // namespace muster::net
