#include "integrations/teams/app_token.hpp"

#include <algorithm>

#include "bot/net/url.hpp"

namespace muster::teams {

Result<std::unique_ptr<AppToken>> AppToken::create(asio::any_io_executor io, const Clock& clock,
                                                   AppTokenOptions options) {
  net::ServiceOptions entra;
  entra.name = "Microsoft Entra";
  entra.base_url = options.login_url;
  entra.ca_file = options.ca_file;
  entra.proxy = options.proxy;
  entra.headers = {{"Accept", "application/json"}};
  entra.secrets = {options.app_secret, Secret{net::percent_encode(options.app_secret.reveal())}};
  entra.reason = [](const net::HttpResponse& response) { return refusal_words(response.body); };
  MUSTER_TRY(std::shared_ptr<net::Service> service, net::Service::create(std::move(entra)));
  return std::unique_ptr<AppToken>{
      new AppToken(std::move(io), clock, std::move(options), std::move(service))};
}

AppToken::AppToken(asio::any_io_executor io, const Clock& clock, AppTokenOptions options,
                   std::shared_ptr<net::Service> service)
    : io_{std::move(io)}, clock_{clock}, options_{std::move(options)}, service_{std::move(service)} {}

asio::awaitable<Result<Secret>> AppToken::get(std::string scope) {
  Kept& kept = kept_.try_emplace(scope, io_).first->second;
  const Time now = clock_.now();
  const bool is_good = !kept.token.empty() && now < kept.expires;
  if (is_good && now < kept.renew) co_return kept.token;
  const bool failed_lately = kept.failed && now >= *kept.failed && now - *kept.failed < kAfterFailure;
  if (failed_lately && is_good) co_return kept.token;
  if (failed_lately && kept.error.kind == ErrorKind::forbidden) co_return std::unexpected(kept.error);
  auto got = co_await kept.flight.run([&] { return renew(scope, kept); });
  if (!got && !kept.token.empty() && clock_.now() < kept.expires) co_return kept.token;
  co_return got;
}

asio::awaitable<Result<Secret>> AppToken::renew(std::string scope, Kept& kept) {
  const Time asked = clock_.now();
  auto granted = co_await ask(std::move(scope));
  if (!granted) {
    kept.failed = clock_.now();
    kept.error = granted.error();
    trouble_ = granted.error().say;
    co_return std::unexpected(granted.error());
  }
  kept.token = std::move(granted->token);
  kept.expires = asked + granted->lifetime;
  kept.renew = kept.expires - std::min<Duration>(kEarly, granted->lifetime / 2);
  kept.failed.reset();
  trouble_.clear();
  co_return kept.token;
}

asio::awaitable<Result<GrantedToken>> AppToken::ask(std::string scope) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = "/" + net::percent_encode(options_.tenant_id) + "/oauth2/v2.0/token";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = net::form_encode({{"grant_type", "client_credentials"},
                                   {"client_id", options_.app_id},
                                   {"client_secret", options_.app_secret.reveal()},
                                   {"scope", std::move(scope)}});
  request.repeatable = true;  // a second token does no harm
  const auto response = co_await service_->call(std::move(request));
  if (!response) {
    Error error = response.error();
    // Entra answers 400 to a wrong id or tenant and 401 to a wrong secret: to us it is one thing.
    if (error.kind == ErrorKind::rejected && error.detail.starts_with("HTTP 400"))
      error.kind = ErrorKind::forbidden;
    co_return std::unexpected(std::move(error));
  }
  auto granted = read_granted(response->body);
  if (!granted) co_return service_->lied(*response, false);
  co_return *std::move(granted);
}

void AppToken::drop(const std::string& scope, const Secret& refused) {
  const auto found = kept_.find(scope);
  if (found == kept_.end()) return;
  Kept& kept = found->second;
  const Time now = clock_.now();
  if (!refused.empty() && refused.reveal() != kept.token.reveal()) return;
  if (kept.dropped && now >= *kept.dropped && now - *kept.dropped < kBetweenDrops) return;
  kept.dropped = now;
  kept.token = Secret{};
}

}  // namespace muster::teams
