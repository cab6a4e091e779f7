// WebApi: calls of Slack's Web API with one token. Always form-encoded, which every method takes; the token
// travels in the Authorization header only. Neither the token nor a URL with a ticket ever reaches a log or
// an error.
//
// io thread only; shared by the coroutines that call it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"
#include "bot/net/http_client.hpp"
#include "bot/net/pacer.hpp"
#include "bot/net/url.hpp"
#include "integrations/slack/api_wire.hpp"

namespace muster::slack {

struct CallOptions {
  std::vector<std::string_view> tolerated{};  // error words that are an outcome: see ApiAnswer::error
  bool repeatable = false;                    // a read: may be sent twice
  std::chrono::milliseconds timeout{10000};
  std::chrono::milliseconds patience{3000};  // how long to wait for one's turn; longer is rate_limited
};

class WebApi {
 public:
  // api_url ends in "/", checked by the caller.
  WebApi(std::shared_ptr<net::HttpClient> http, std::string api_url, Secret token);

  // Errors by errors.hpp's table; rate_limited carries retry_after_s, also when an earlier 429 still holds.
  // Errors of the transport as http_client.hpp tells them.
  boost::asio::awaitable<Result<ApiAnswer>> call(std::string method, net::FormFields fields,
                                                 CallOptions options = {});

  // Posts JSON to a response_url. Anything but 200 is an error.
  boost::asio::awaitable<Result<Done>> respond(Secret url, std::string body);

  // The bytes of a file to the URL files.getUploadURLExternal gave.
  boost::asio::awaitable<Result<Done>> upload(Secret url, std::string bytes);

 private:
  std::shared_ptr<net::HttpClient> http_;
  std::string api_url_;
  Secret token_;
  net::Pacer pacer_;
};

}  // namespace muster::slack
