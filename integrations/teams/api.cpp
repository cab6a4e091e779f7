#include "integrations/teams/api.hpp"

#include "bot/base/log.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostResponseBytes = 8UL * 1024 * 1024;
constexpr const char* kTenantLane = "tenant";
// Teams allows one app 50 calls a second in a tenant; older documents say 30.
constexpr net::Pace kTenantPace{std::chrono::milliseconds{34}, std::chrono::milliseconds{1000}};

Error waiting(const std::string& what, std::chrono::seconds wait) {
  Error error;
  error.kind = ErrorKind::rate_limited;
  error.say = "Teams asked muster to slow down.";
  error.detail = what + ": paused";
  error.retry_after_s = wait.count();
  return error;
}

}  // namespace

asio::awaitable<Result<Done>> ApiClient::turn(ApiCall asked) {
  if (const auto wait = co_await pacer_.turn(kTenantLane, kTenantPace, asked.patience))
    co_return std::unexpected(waiting(asked.what, *wait));
  if (asked.lane.empty()) co_return Done{};
  if (const auto wait = co_await pacer_.turn(asked.lane, asked.pace, asked.patience))
    co_return std::unexpected(waiting(asked.what, *wait));
  co_return Done{};
}

asio::awaitable<Result<net::HttpResponse>> ApiClient::send(ApiCall asked, Secret token) {
  net::HttpRequest request;
  request.method = asked.method;
  request.url = std::move(asked.url);
  request.headers.set("Authorization", "Bearer " + token.reveal());
  if (!asked.body.empty()) request.headers.set("Content-Type", "application/json; charset=utf-8");
  request.body = std::move(asked.body);
  request.timeout = asked.timeout;
  request.max_response_bytes = kMostResponseBytes;
  request.repeatable = asked.repeatable;
  co_return co_await http_->send(std::move(request));
}

asio::awaitable<Result<std::string>> ApiClient::call(ApiCall asked) {
  MUSTER_CO_CHECK(co_await turn(asked));
  MUSTER_CO_TRY(Secret token, co_await tokens_->get(scope_));
  auto response = co_await send(asked, token);
  if (response && response->status == 401) {
    tokens_->drop(scope_, token);
    MUSTER_CO_TRY(token, co_await tokens_->get(scope_));
    response = co_await send(asked, token);
  }
  if (!response) {
    trouble_ = response.error().say;
    co_return std::unexpected(std::move(response).error());
  }
  if (response->status >= 200 && response->status < 300) {
    trouble_.clear();
    co_return std::move(response->body);
  }
  const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch());
  Error error = api_error(api_, asked.what, *response, now_s.count());
  trouble_ = worth_retrying(error.kind) || response->status == 401 ? error.say : "";
  if (error.kind == ErrorKind::rate_limited) {
    const auto until = steady_now() + std::chrono::seconds{error.retry_after_s};
    pacer_.pause(asked.lane.empty() ? kTenantLane : asked.lane, until);
    log_warn("Teams limits the rate",
             {{"call", asked.what}, {"retry_after_s", std::to_string(error.retry_after_s)}});
  }
  co_return std::unexpected(std::move(error));
}

}  // namespace muster::teams
