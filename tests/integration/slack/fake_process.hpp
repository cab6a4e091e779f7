// A fake_slack process of our own and its control API, spoken to synchronously from the test's thread.
#pragma once

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/net/http_client.hpp"

namespace muster::slack::testing {

using Json = nlohmann::json;

class FakeProcess {
 public:
  FakeProcess();
  ~FakeProcess();
  FakeProcess(const FakeProcess&) = delete;
  FakeProcess& operator=(const FakeProcess&) = delete;

  [[nodiscard]] const std::string& api_url() const { return api_url_; }

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
  std::string api_url_;
  std::string control_url_;
  boost::asio::io_context io_;
  std::unique_ptr<net::HttpClient> http_;
};

}  // namespace muster::slack::testing
