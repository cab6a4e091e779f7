// A fake chat as a process of our own and its control API, spoken to synchronously from the test's thread.
#pragma once

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/net/http_client.hpp"

namespace muster::testing {

using Json = nlohmann::json;

class FakeProcess {
 public:
  // The program and its arguments. What it prints first means that it is ready.
  explicit FakeProcess(std::vector<std::string> command);
  ~FakeProcess();
  FakeProcess(const FakeProcess&) = delete;
  FakeProcess& operator=(const FakeProcess&) = delete;

  // A text of what it printed: "api_url".
  [[nodiscard]] std::string ready(const std::string& key) const { return ready_.at(key).get<std::string>(); }

  // POST control/<path>; fails the test unless the answer says ok.
  Json post(const std::string& path, const Json& body = Json::object());
  // GET control/<path>.
  Json get(const std::string& path);
  // GET control/wait?for=<condition>, at most 15 s; fails the test when it does not come true.
  Json wait(const std::string& condition);
  // True when the condition comes true within the time.
  bool comes_true(const std::string& condition, int within_ms);

 private:
  Json call(const std::string& method, const std::string& path, const std::string& body, int& status);

  pid_t pid_ = 0;
  Json ready_;
  boost::asio::io_context io_;
  std::unique_ptr<net::HttpClient> http_;
};

}  // namespace muster::testing
