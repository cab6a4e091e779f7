// slack_load: Slack's side of a load test (Socket Mode and a minimal Web API), on a free port of loopback.
//
//   slack_load
//   {"api_url":"http://127.0.0.1:41234/api/","control_url":"http://127.0.0.1:41234/control/","port":41234}
//
// That line on stdout means: ready. The driver gives orders as POST to /control/… with a JSON object:
//   wait_for_socket {}                     until the program under test is connected
//   declare {count, text}                  incidents, each with a channel of its own
//   run {kind, text, count, lasts_ms, open, per_second, posts, channels, patience_s}
//   broadcast {text, rooms, posts_per_minute, burst}   one command that posts in so many rooms, under Slack's
//   limits wait_until_quiet {ms}, calls {}, forget {}
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>

#include "bench/load/slack_side.hpp"
#include "tests/emulators/common/http_server.hpp"

namespace {

using namespace muster;         // NOLINT(google-build-using-namespace): a program of one file
using namespace muster::bench;  // NOLINT(google-build-using-namespace)
namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> serve(asio::io_context& io, SlackSide& slack, tcp::socket socket) {
  boost::beast::tcp_stream stream{std::move(socket)};
  boost::beast::flat_buffer buffer;
  const fake::HttpHooks hooks{
      .answer = [&slack](fake::HttpRequest request) { return slack.answer(std::move(request)); },
      .refuse_upgrade = [](const std::string&, const std::string&) { return 0; }};
  fake::WireRequest upgrade;
  if (co_await fake::serve_http(io, hooks, stream, buffer, upgrade))
    co_await slack.serve_socket(std::move(stream), std::move(upgrade));
}

}  // namespace

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  asio::io_context io{1};
  SlackSide slack{io};
  tcp::acceptor acceptor{io};
  const unsigned short port = fake::listen_on_loopback(acceptor, 0);
  slack.listening_on(port);
  asio::co_spawn(io,
                 fake::accept_forever(
                     io, acceptor, [&](tcp::socket socket) { return serve(io, slack, std::move(socket)); }),
                 asio::detached);
  asio::signal_set signals{io, SIGINT, SIGTERM};
  signals.async_wait([&](const boost::system::error_code&, int) { io.stop(); });
  const std::string base = "http://127.0.0.1:" + std::to_string(port);
  std::cout << fake::dump({{"api_url", base + "/api/"}, {"control_url", base + "/control/"}, {"port", port}})
            << std::endl;
  io.run();
}
