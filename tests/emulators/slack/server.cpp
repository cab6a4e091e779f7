#include "tests/emulators/slack/server.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/detect_ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/common/http_server.hpp"
#include "tests/emulators/slack/faults.hpp"
#include "tests/emulators/slack/files.hpp"
#include "tests/emulators/slack/response_urls.hpp"
#include "tests/emulators/slack/session.hpp"
#include "tests/emulators/slack/tls_relay.hpp"
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack {

namespace asio = boost::asio;
using asio::ip::tcp;

unsigned short Server::listen(unsigned short port) {
  return listen_on_loopback(acceptor_, port);
}

asio::awaitable<void> Server::accept_forever() {
  return fake::accept_forever(io_, acceptor_,
                              [this](tcp::socket socket) { return serve(std::move(socket)); });
}

asio::awaitable<void> Server::serve(tcp::socket socket) {
  boost::beast::tcp_stream stream(std::move(socket));
  boost::beast::flat_buffer buffer;
  boost::system::error_code error;
  const bool is_tls = tls_ && co_await boost::beast::async_detect_ssl(
                                  stream, buffer, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  if (is_tls) {
    co_await relay_tls(std::move(stream), std::move(buffer));
  } else {
    co_await serve_session(*this, std::move(stream), std::move(buffer));
  }
}

// TLS is a relay in front of the plain server: a second connection to our own port carries the decrypted
// bytes.
asio::awaitable<void> Server::relay_tls(boost::beast::tcp_stream stream, boost::beast::flat_buffer buffer) {
  auto relay = std::make_shared<TlsRelay>(stream.release_socket(), *tls_, io_);
  co_await relay->run(std::move(buffer), acceptor_.local_endpoint());
}

asio::awaitable<HttpReply> Server::answer(HttpRequest request) {
  HttpReply reply;
  if (request.path.starts_with("/control/")) {
    reply = co_await control_.handle(std::move(request));
  } else if (request.path.starts_with("/api/")) {
    reply = handle_api(slack_, request);
  } else if (request.path.starts_with("/response/") && request.verb == "POST") {
    reply = handle_response_url(slack_, request);
  } else if (request.path.starts_with("/upload/v1/") && request.verb == "POST") {
    const auto fault = slack_.injections.take("upload", "");
    if (!fault || takes_effect(*fault)) reply = handle_upload(slack_, request);
    if (fault) apply_fault(*fault, reply);
  } else if (request.path.starts_with("/files/")) {
    reply = handle_download(slack_, request);
  } else {
    reply = {.status = 404, .body = "<html><body>Not found</body></html>", .content_type = "text/html"};
  }
  slack_.ledger.flush();
  co_return reply;
}

int Server::refuse_upgrade(const std::string& path, const std::string& query) {
  const auto fault = slack_.injections.take("socket.open", "");
  if (fault && fault->contains("status")) {
    slack_.ledger.add("socket", {{"what", "refused"}, {"status", (*fault)["status"]}});
    slack_.ledger.flush();
    return static_cast<int>(get_int(*fault, "status"));
  }
  const bool valid = path == "/link/" && slack_.hub.redeem_ticket(get_string(parse_form(query), "ticket"));
  if (valid) return 0;
  slack_.ledger.add("socket", {{"what", "refused"}, {"status", 403}, {"reason", "ticket"}});
  slack_.ledger.flush();
  return 403;
}

}  // namespace muster::fake::slack
