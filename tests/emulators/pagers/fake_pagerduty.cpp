// fake_pagerduty CERTIFICATE KEY: the PagerDuty of the tests as a program, over TLS on a free port of
// loopback, for clients that speak nothing else. Prints the port and runs until it is ended.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cctype>
#include <cstdio>

#include "bot/net/http_server.hpp"
#include "tests/integration/pagers/fake_pagerduty.hpp"

namespace muster::testing {
namespace {

Asked asked_by(net::HttpCall call) {
  Asked asked{std::move(call.method), std::move(call.target), {}, std::move(call.body)};
  for (const auto& [name, value] : call.headers.fields()) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    asked.headers[lower] = value;
  }
  return asked;
}

int serve(const char* certificate, const char* key) {
  auto tls = net::make_tls_server(certificate, key);
  if (!tls) {
    std::fprintf(stderr, "%s\n", tls.error().say.c_str());
    return 1;
  }
  boost::asio::io_context io{1};
  FakePagerDuty vendor;
  net::HttpServerOptions options;
  options.tls = *std::move(tls);
  net::HttpServer server{io.get_executor(),
                         options,
                         {.handler = [&](net::HttpCall call) -> boost::asio::awaitable<net::HttpReply> {
                           Says says = vendor(asked_by(std::move(call)));
                           co_return net::reply_with(says.status, says.type, std::move(says.body));
                         }}};
  if (const auto started = server.start(); !started) {
    std::fprintf(stderr, "%s\n", started.error().say.c_str());
    return 1;
  }
  std::printf("%u\n", static_cast<unsigned>(server.port()));
  std::fflush(stdout);
  io.run();
  return 0;
}

}  // namespace
}  // namespace muster::testing

int main(int argc, char** argv) {
  return argc == 3 ? muster::testing::serve(argv[1], argv[2]) : 2;
}
