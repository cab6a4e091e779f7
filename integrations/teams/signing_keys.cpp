#include "integrations/teams/signing_keys.hpp"

#include "bot/base/log.hpp"
#include "bot/net/url.hpp"
#include "integrations/teams/signing_keys_wire.hpp"

namespace muster::teams {

namespace {

constexpr std::size_t kMaxDirectory = 64UL * 1024;
constexpr std::size_t kMaxSet = 4UL * 1024 * 1024;
// Teams waits 15 s for the answer to a message; both documents have to come before.
constexpr std::chrono::seconds kPatience{5};

// Plain text only where the directory itself came from this machine.
Result<Done> check_address(const std::string& keys_url, const std::string& metadata_url) {
  const auto keys = net::parse_url(keys_url);
  const auto metadata = net::parse_url(metadata_url);
  const bool plain_is_fine =
      keys && metadata && net::is_loopback_host(keys->host) && net::is_loopback_host(metadata->host);
  if (keys && (keys->scheme == "https" || (keys->scheme == "http" && plain_is_fine))) return Done{};
  return fail(ErrorKind::corrupt, "names a place for the keys that is not https");
}

}  // namespace

SigningKeys::SigningKeys(boost::asio::any_io_executor io, std::shared_ptr<net::HttpClient> http,
                         const Clock& clock, SigningKeysOptions options)
    : http_{std::move(http)}, clock_{clock}, options_{std::move(options)}, flight_{std::move(io)} {}

SigningKeys::Need SigningKeys::need(const std::string* kid, bool is_doubted) const {
  const Time now = clock_.now();
  const bool is_known = !is_doubted && (kid == nullptr || keys_.contains(*kid));
  // What never was is as old as can be; so is what lies in the future, after the clock was set back.
  const auto older_than = [&](const std::optional<Time>& at, Duration age) {
    return !at || now - *at >= age || *at > now;
  };
  if (!older_than(failed_, kAfterFailure)) return Need::nothing;
  if (older_than(fetched_, kOld)) return is_known && fetched_ ? Need::better : Need::some;
  return !is_known && older_than(fetched_, kUnknownKid) ? Need::some : Need::nothing;
}

asio::awaitable<Result<Done>> SigningKeys::check(std::string authorization, SaidOfItself said,
                                                 TokenRules rules) {
  MUSTER_CO_TRY(const UnsignedToken token, read_token(authorization, said, rules, clock_.now()));
  const Need wanted = need(&token.kid);
  // Keys that merely are old do not hold up more than the one message that found it out.
  if (wanted == Need::some || (wanted == Need::better && !flight_.is_busy()))
    static_cast<void>(co_await flight_.run([this] { return fetch(); }));
  const auto key = keys_.find(token.kid);
  if (key != keys_.end()) {
    auto is_signed = check_signature(token, key->second);
    // The kid with another key: the set may have been wrong when it was read.
    if (is_signed || need(nullptr, true) == Need::nothing) co_return is_signed;
    static_cast<void>(co_await flight_.run([this] { return fetch(); }));
    const auto now = keys_.find(token.kid);
    co_return now == keys_.end() ? is_signed : check_signature(token, now->second);
  }
  if (!fetched_)
    co_return fail(ErrorKind::unavailable, "The keys of the bot service are not here yet.", trouble_);
  co_return not_from_teams("a kid that is not in the set");
}

asio::awaitable<Result<Done>> SigningKeys::refresh() {
  if (need(nullptr) == Need::nothing) co_return Done{};
  co_return co_await flight_.run([this] { return fetch(); });
}

asio::awaitable<Result<Done>> SigningKeys::fetch() {
  auto set = co_await fetch_set();
  if (!set) {
    failed_ = clock_.now();
    trouble_ = set.error().say;
    log_warn("the keys of Microsoft's bot service were not renewed",
             {{"why", set.error().say}, {"detail", set.error().detail}});
    co_return std::unexpected(set.error());
  }
  keys_ = *std::move(set);
  fetched_ = clock_.now();
  failed_.reset();
  trouble_.clear();
  co_return Done{};
}

asio::awaitable<Result<KeySet>> SigningKeys::fetch_set() {
  const auto lied = [](std::string what, const Error& error) {
    return fail(ErrorKind::corrupt, "The bot service's " + what + " " + error.say + ".", error.detail);
  };
  MUSTER_CO_TRY(const std::string found, co_await get(options_.metadata_url, kMaxDirectory));
  const auto directory = read_key_directory(found);
  if (!directory) co_return lied("OpenID metadata", directory.error());
  if (directory->issuer != options_.issuer)
    co_return lied("OpenID metadata", {ErrorKind::corrupt, "is that of another issuer", "", 0});
  if (const auto fine = check_address(directory->keys_url, options_.metadata_url); !fine)
    co_return lied("OpenID metadata", fine.error());
  MUSTER_CO_TRY(const std::string body, co_await get(directory->keys_url, kMaxSet));
  auto set = read_key_set(body);
  if (!set) co_return lied("key set", set.error());
  co_return set;
}

asio::awaitable<Result<std::string>> SigningKeys::get(std::string url, std::size_t max_bytes) {
  net::HttpRequest request;
  request.url = std::move(url);
  request.headers = {{"Accept", "application/json"}};
  request.timeout = kPatience;
  request.max_response_bytes = max_bytes;
  MUSTER_CO_TRY(net::HttpResponse response, co_await http_->send(std::move(request)));
  if (response.status != 200)
    co_return fail(ErrorKind::unavailable,
                   "The bot service does not give its keys (HTTP " + std::to_string(response.status) + ").");
  co_return std::move(response.body);
}

HealthReport SigningKeys::health() const {
  if (!fetched_) return {false, trouble_.empty() ? "no keys of the bot service yet" : trouble_};
  std::string told = std::to_string(keys_.size()) + " keys of the bot service";
  if (!trouble_.empty()) told += ", of " + iso_seconds(*fetched_) + ": " + trouble_;
  return {true, told};
}

}  // namespace muster::teams
