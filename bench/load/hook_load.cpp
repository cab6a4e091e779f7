// hook_load: posts alerts over so many connections, each with one call under way, and prints one JSON object.
//
//   hook_load PORT PATH CONNECTIONS COUNT webhook|v2 [TOKEN]
//
// webhook: what Alertmanager sends to a receiver, one alert a call; v2: what Prometheus sends to
// Alertmanager.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "tests/emulators/common/json.hpp"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using muster::fake::Json;
using Clock = std::chrono::steady_clock;

struct Load {
  unsigned short port = 0;
  std::string path;
  int count = 0;
  bool webhook = true;
  std::string token;
  int next = 0;
  int refused = 0;
  std::vector<double> took_ms;
};

std::string body_of(const Load& load, int number) {
  const std::string id = std::to_string(number);
  const Json labels = {{"alertname", "QueueGrows" + id},
                       {"severity", "warning"},
                       {"instance", "node-" + id},
                       {"service", "svc-" + std::to_string(number % 40)}};
  Json alert = {{"labels", labels},
                {"annotations", {{"summary", "The queue of orders grows on node " + id}}},
                {"startsAt", "2026-11-24T10:00:00Z"},
                {"generatorURL", "http://prometheus.example/graph?g0.expr=queue"}};
  if (!load.webhook) return Json::array({alert}).dump();
  alert["status"] = "firing";
  alert["endsAt"] = "0001-01-01T00:00:00Z";
  alert["fingerprint"] = id;
  return Json{{"version", "4"},
              {"groupKey", "{}:{alertname=\"QueueGrows" + id + "\"}"},
              {"truncatedAlerts", 0},
              {"status", "firing"},
              {"receiver", "muster"},
              {"groupLabels", {{"alertname", "QueueGrows" + id}}},
              {"commonLabels", labels},
              {"commonAnnotations", Json::object()},
              {"externalURL", "http://alertmanager.example"},
              {"alerts", Json::array({alert})}}
      .dump();
}

asio::awaitable<void> one_connection(Load& load) {
  beast::tcp_stream stream{co_await asio::this_coro::executor};
  co_await stream.async_connect(tcp::endpoint{asio::ip::address_v4::loopback(), load.port},
                                asio::use_awaitable);
  stream.socket().set_option(tcp::no_delay(true));
  beast::flat_buffer buffer;
  while (load.next < load.count) {
    http::request<http::string_body> request{http::verb::post, load.path, 11};
    request.set(http::field::host, "127.0.0.1");
    request.set(http::field::content_type, "application/json");
    if (!load.token.empty()) request.set(http::field::authorization, "Bearer " + load.token);
    request.body() = body_of(load, load.next++);
    request.prepare_payload();
    const auto begin = Clock::now();
    co_await http::async_write(stream, request, asio::use_awaitable);
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    load.took_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    if (response.result_int() / 100 == 2) continue;
    if (load.refused++ == 0) std::cerr << response.result_int() << " " << response.body() << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  Load load;
  load.port = static_cast<unsigned short>(std::atoi(argv[1]));
  load.path = argv[2];
  load.count = std::atoi(argv[4]);
  load.webhook = std::string{argv[5]} == "webhook";
  if (argc > 6) load.token = argv[6];
  asio::io_context io{1};
  for (int i = 0; i < std::atoi(argv[3]); ++i) asio::co_spawn(io, one_connection(load), asio::detached);
  const auto begin = Clock::now();
  io.run();
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (load.took_ms.empty()) return 1;
  std::ranges::sort(load.took_ms);
  const auto n = load.took_ms.size();
  std::cout << Json{{"calls", n},
                    {"refused", load.refused},
                    {"per_s", static_cast<double>(n) / seconds},
                    {"ms",
                     {{"p50", load.took_ms[n / 2]},
                      {"p99", load.took_ms[n * 99 / 100]},
                      {"max", load.took_ms.back()}}}}
                   .dump()
            << "\n";
}
