// Service: an HTTP API that muster calls, and what its answers mean. One place decides which failures are
// worth another try, how long a "slow down" holds, and that no secret leaves in a sentence.
//
// io thread only; shared by the coroutines that call it. Errors of call(), besides those of HttpClient:
//   rate_limited  429, with retry_after_s; also without asking while an earlier one still holds
//   rejected      told to come back later than kPatience: whoever waits for this takes another way
//   unavailable   408, 425, 500 and above: may have happened, may be tried again
//   forbidden     401, 402, 403: the credentials or the account
//   not_found     404, 410 (detail begins with "HTTP 410")
//   rejected      300 to 399 (never followed), other 4xx: for good
// Every sentence names the service and the fix where there is one; details carry the service's own reason.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"
#include "bot/net/http_client.hpp"

namespace muster::net {

struct ServiceOptions {
  std::string name;                 // "Twilio": as people know it
  std::string base_url;             // https, or http to loopback
  std::filesystem::path ca_file{};  // PEM; empty: the system's authorities
  std::optional<Proxy> proxy{};
  HttpHeaders headers{};                                     // of every request: Authorization ...
  std::vector<Secret> secrets{};                             // never repeated in a sentence
  std::string fix{};                                         // what to do when the credentials are refused
  std::function<std::string(const HttpResponse&)> reason{};  // what the body of a refusal says; may be empty
};

class Service {
 public:
  static constexpr std::chrono::seconds kPatience{120};

  // invalid: base_url or ca_file cannot be used.
  [[nodiscard]] static Result<std::shared_ptr<Service>> create(ServiceOptions options);

  // request.url is what follows the base: "/v2/enqueue". Any 2xx is a response.
  [[nodiscard]] boost::asio::awaitable<Result<HttpResponse>> call(HttpRequest request);

  // The service said yes in words that are not its own: unavailable, worth another try, and corrupt when it
  // was one already.
  [[nodiscard]] std::unexpected<Error> lied(const HttpResponse& response, bool again) const;
  // Text of the service, fit for a log: without secrets, line breaks or length.
  [[nodiscard]] std::string scrubbed(std::string text) const;

  [[nodiscard]] const std::string& name() const { return options_.name; }
  // Why the last call failed by the service's fault or the credentials'; empty: it did not.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  Service(ServiceOptions options, std::shared_ptr<HttpClient> http);
  [[nodiscard]] Result<HttpResponse> judge(HttpResponse response);

  ServiceOptions options_;
  std::shared_ptr<HttpClient> http_;
  std::string trouble_;
  std::chrono::steady_clock::time_point paused_until_{};
};

// Seconds that Retry-After asks for: a number, or a date after `now_s` (seconds since 1970). None when absent
// or neither; never negative.
[[nodiscard]] std::optional<std::int64_t> retry_after(const HttpHeaders& headers, std::int64_t now_s);

}  // namespace muster::net
