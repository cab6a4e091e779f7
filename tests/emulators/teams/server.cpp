#include "tests/emulators/teams/server.hpp"

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/common/http_server.hpp"
#include "tests/emulators/teams/api.hpp"
#include "tests/emulators/teams/entra.hpp"
#include "tests/emulators/teams/openid.hpp"

namespace muster::fake::teams {
namespace {

constexpr const char* kTokenPath = "/oauth2/v2.0/token";
constexpr const char* kLoginPath = "/login/";

bool is_token_request(const HttpRequest& request) {
  return request.verb == "POST" && request.path.starts_with(kLoginPath) && request.path.ends_with(kTokenPath);
}

}  // namespace

unsigned short Server::listen(unsigned short port) {
  return listen_on_loopback(acceptor_, port);
}

boost::asio::awaitable<void> Server::accept_forever() {
  return fake::accept_forever(
      io_, acceptor_, [this](boost::asio::ip::tcp::socket socket) { return serve(std::move(socket)); });
}

boost::asio::awaitable<void> Server::serve(boost::asio::ip::tcp::socket socket) {
  boost::beast::tcp_stream stream(std::move(socket));
  boost::beast::flat_buffer buffer;
  WireRequest upgrade;
  const HttpHooks hooks{.answer = [this](HttpRequest request) { return answer(std::move(request)); }};
  co_await serve_http(io_, hooks, stream, buffer, upgrade);
}

boost::asio::awaitable<HttpReply> Server::answer(HttpRequest request) {
  HttpReply reply;
  if (request.path.starts_with("/control/")) {
    reply = co_await control_.handle(std::move(request));
  } else if (is_token_request(request)) {
    const std::size_t begin = std::string(kLoginPath).size();
    const std::size_t end = request.path.size() - std::string(kTokenPath).size();
    const std::string tenant = end > begin ? request.path.substr(begin, end - begin) : "";
    reply = handle_token(teams_, request, percent_decode(tenant, false));
  } else if (request.verb == "GET" && request.path.starts_with("/v1/.well-known/")) {
    reply = handle_openid(teams_, request);
  } else {
    reply = handle_api(teams_, request);
  }
  teams_.ledger.flush();
  co_return reply;
}

}  // namespace muster::fake::teams
