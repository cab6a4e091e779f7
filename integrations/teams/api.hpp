// Api calls with an app token: the Bot Connector and Microsoft Graph. Adds the token, keeps the pace, and
// judges what comes back; a 401 is tried once more with a new token.
//
// io thread only; shared by the coroutines that call it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/net/http_client.hpp"
#include "bot/net/pacer.hpp"
#include "integrations/teams/app_token.hpp"
#include "integrations/teams/connector_errors.hpp"

namespace muster::teams {

struct ApiCall {
  std::string what;  // for people: "post a message"
  std::string method = "GET";
  std::string url{};
  std::string body{};  // JSON; empty: none
  std::string lane{};  // conversation, team ...: what is throttled together
  net::Pace pace{};
  bool repeatable = false;
  std::chrono::milliseconds timeout{10000};
  std::chrono::milliseconds patience{5000};  // for one's turn; longer is rate_limited
};

class ApiClient {
 public:
  ApiClient(Api api, std::shared_ptr<net::HttpClient> http, std::shared_ptr<AppToken> tokens,
            std::string scope, const Clock& clock)
      : api_{api},
        http_{std::move(http)},
        tokens_{std::move(tokens)},
        scope_{std::move(scope)},
        clock_{clock} {}

  // The body of a 2xx. Errors by connector_errors.hpp, of the transport by http_client.hpp, of the token by
  // app_token.hpp.
  boost::asio::awaitable<Result<std::string>> call(ApiCall asked);

  // Why the last call failed by the other side's fault or the credentials'; empty: it did not.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  boost::asio::awaitable<Result<Done>> turn(ApiCall asked);
  boost::asio::awaitable<Result<net::HttpResponse>> send(ApiCall asked, Secret token);

  Api api_;
  std::shared_ptr<net::HttpClient> http_;
  std::shared_ptr<AppToken> tokens_;
  std::string scope_;
  const Clock& clock_;
  net::Pacer pacer_;
  std::string trouble_;
};

}  // namespace muster::teams
