#include "integrations/slack/web_api.hpp"

#include <algorithm>

#include "bot/base/clock.hpp"
#include "bot/base/log.hpp"
#include "integrations/slack/lanes.hpp"

namespace muster::slack {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostResponseBytes = 8UL * 1024 * 1024;

std::string channel_of(const net::FormFields& fields) {
  const auto found = std::ranges::find(fields, "channel", &net::FormFields::value_type::first);
  return found == fields.end() ? std::string{} : found->second;
}

Error waiting(const std::string& method, std::chrono::seconds wait) {
  Error error;
  error.kind = ErrorKind::rate_limited;
  error.say = "Slack asked muster to slow down with " + method + ".";
  error.detail = method + ": paused";
  error.retry_after_s = wait.count();
  return error;
}

// A URL that is a secret: an error about it must not name it, and net's errors name the host at most.
asio::awaitable<Result<Done>> post_to(std::shared_ptr<net::HttpClient> http, Secret url, std::string type,
                                      std::string body, std::string what, std::chrono::milliseconds timeout) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = url.reveal();
  request.headers.set("Content-Type", std::move(type));
  request.body = std::move(body);
  request.timeout = timeout;
  const auto response = co_await http->send(std::move(request));
  if (!response) co_return std::unexpected(response.error());
  if (response->status == 200) co_return Done{};
  const ErrorKind kind = response->status == 429   ? ErrorKind::rate_limited
                         : response->status >= 500 ? ErrorKind::unavailable
                                                   : ErrorKind::rejected;
  co_return fail(kind, "Slack did not take " + what + ".",
                 what + ": HTTP " + std::to_string(response->status));
}

}  // namespace

WebApi::WebApi(std::shared_ptr<net::HttpClient> http, std::string api_url, Secret token)
    : http_{std::move(http)}, api_url_{std::move(api_url)}, token_{std::move(token)} {}

asio::awaitable<Result<ApiAnswer>> WebApi::call(std::string method, net::FormFields fields,
                                                CallOptions options) {
  const std::string lane = lane_of(method, channel_of(fields));
  if (const auto wait = co_await pacer_.turn(lane, pace_of(method), options.patience))
    co_return std::unexpected(waiting(method, *wait));
  net::HttpRequest request;
  request.method = "POST";
  request.url = api_url_ + method;
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.headers.set("Authorization", "Bearer " + token_.reveal());
  request.body = net::form_encode(fields);
  request.timeout = options.timeout;
  request.max_response_bytes = kMostResponseBytes;
  request.repeatable = options.repeatable;
  auto response = co_await http_->send(std::move(request));
  if (!response) co_return std::unexpected(std::move(response).error());
  auto answer = read_answer(method, *response, options.tolerated);
  if (!answer && answer.error().kind == ErrorKind::rate_limited) {
    pacer_.pause(lane, steady_now() + std::chrono::seconds{answer.error().retry_after_s});
    log_warn("Slack limits the rate",
             {{"method", method}, {"retry_after_s", std::to_string(answer.error().retry_after_s)}});
  }
  co_return answer;
}

asio::awaitable<Result<Done>> WebApi::respond(Secret url, std::string body) {
  return post_to(http_, std::move(url), "application/json; charset=utf-8", std::move(body), "an answer",
                 std::chrono::seconds{5});
}

asio::awaitable<Result<Done>> WebApi::upload(Secret url, std::string bytes) {
  return post_to(http_, std::move(url), "application/octet-stream", std::move(bytes), "a file",
                 std::chrono::seconds{30});
}

}  // namespace muster::slack
