// What a program under test calls: the few Web API methods it needs, answered as Slack does but without
// keeping anything, and the driver's orders below /control/. One thread (the io_context's).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/load/limits.hpp"
#include "bench/load/load_run.hpp"
#include "bench/load/socket.hpp"
#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/common/json.hpp"

namespace muster::bench {

class SlackSide {
 public:
  explicit SlackSide(boost::asio::io_context& io) : io_{io} {}
  void listening_on(unsigned short port) { host_ = "127.0.0.1:" + std::to_string(port); }

  boost::asio::awaitable<fake::HttpReply> answer(fake::HttpRequest request);
  boost::asio::awaitable<void> serve_socket(boost::beast::tcp_stream stream, fake::WireRequest upgrade);

 private:
  using Clock = LoadRun::Clock;

  fake::Json call(const std::string& method, const std::string& body);
  fake::Json posted_message(const std::string& body);
  [[nodiscard]] fake::Json list_channels(const std::string& body) const;
  fake::Json create_channel(const std::string& body);
  boost::asio::awaitable<fake::Json> control(const std::string& order, const fake::Json& body);
  // {since_us}: when the first socket of this life was greeted, on the machine's monotonic clock.
  boost::asio::awaitable<fake::Json> wait_for_socket();
  boost::asio::awaitable<fake::Json> declare(const fake::Json& body);
  boost::asio::awaitable<fake::Json> run(const fake::Json& body);
  boost::asio::awaitable<fake::Json> broadcast(const fake::Json& body);
  boost::asio::awaitable<void> wait_until_quiet(std::chrono::milliseconds length);
  fake::Json forget();
  void send(std::string frame);

  boost::asio::io_context& io_;
  std::string host_;
  std::vector<std::weak_ptr<Socket>> sockets_;
  std::size_t turn_ = 0;
  Clock::time_point greeted_{};
  std::shared_ptr<LoadRun> running_;
  std::uint64_t next_number_ = 1;
  std::uint64_t last_stamp_ = 0;
  std::vector<std::string> channels_;  // made by the program under test
  std::vector<std::string> rooms_;     // that were there before
  Limits limits_;
  std::map<std::string, std::int64_t> calls_;
  Clock::time_point last_call_ = Clock::now();
};

}  // namespace muster::bench
