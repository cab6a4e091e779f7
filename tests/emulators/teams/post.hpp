// One POST over plain HTTP.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace muster::fake::teams {

struct PostOutcome {
  int status = 0;  // 0: there was no answer; then `error` says why
  std::string body = {};
  std::string error = {};
};

// A running request can be given up from outside; it then ends without an answer.
class Post {
 public:
  explicit Post(boost::asio::io_context& io);
  ~Post();

  boost::asio::awaitable<PostOutcome> run(std::string url,
                                          std::vector<std::pair<std::string, std::string>> headers,
                                          std::string body);
  void give_up();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace muster::fake::teams
