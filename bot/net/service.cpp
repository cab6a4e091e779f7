#include "bot/net/service.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/clock.hpp"
#include "bot/base/utf8.hpp"
#include "bot/net/url.hpp"

namespace muster::net {

namespace {

constexpr std::int64_t kDefaultPause = 10;  // a 429 that does not say how long
constexpr std::size_t kMostReason = 200;

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that may be sent (RFC 9110 section 5.6.7).
std::optional<std::int64_t> http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const auto digits = [&](std::size_t at, std::size_t count) {
    int value = -1;
    std::from_chars(text.data() + at, text.data() + at + count, value);
    return value;
  };
  const auto* month = std::ranges::find(kMonths, text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  const std::chrono::year_month_day day{
      std::chrono::year{digits(12, 4)},
      std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(digits(5, 2))}};
  if (!day.ok()) return std::nullopt;
  const auto midnight = std::chrono::sys_seconds{std::chrono::sys_days{day}}.time_since_epoch().count();
  return midnight + digits(17, 2) * 3600LL + digits(20, 2) * 60LL + digits(23, 2);
}

ErrorKind kind_of(int status) {
  if (status == 429) return ErrorKind::rate_limited;
  if (status == 408 || status == 425 || status >= 500) return ErrorKind::unavailable;
  if (status == 401 || status == 402 || status == 403) return ErrorKind::forbidden;
  if (status == 404 || status == 410) return ErrorKind::not_found;
  return ErrorKind::rejected;
}

bool is_its_fault(ErrorKind kind) {
  return worth_retrying(kind) || kind == ErrorKind::forbidden || kind == ErrorKind::corrupt;
}

}  // namespace

std::optional<std::int64_t> retry_after(const HttpHeaders& headers, std::int64_t now_s) {
  const std::string value = headers.get("Retry-After");
  std::int64_t seconds = 0;
  const char* end = value.data() + value.size();
  if (!value.empty() && std::from_chars(value.data(), end, seconds).ptr == end && seconds >= 0)
    return seconds;
  if (const auto date = http_date(value)) return std::max<std::int64_t>(0, *date - now_s);
  return std::nullopt;
}

Service::Service(ServiceOptions options, std::shared_ptr<HttpClient> http)
    : options_{std::move(options)}, http_{std::move(http)} {}

Result<std::shared_ptr<Service>> Service::create(ServiceOptions options) {
  while (options.base_url.ends_with('/')) options.base_url.pop_back();
  MUSTER_TRY(const Url base, parse_service_url(options.base_url));
  (void)base;
  std::optional<std::filesystem::path> ca_file;
  if (!options.ca_file.empty()) ca_file = options.ca_file;
  MUSTER_TRY(const std::shared_ptr<TlsClient> trust, make_tls_client(ca_file, options.proxy));
  auto http =
      std::make_shared<HttpClient>(trust, HttpClientOptions{.connect_timeout = std::chrono::seconds{3}});
  return std::shared_ptr<Service>{new Service(std::move(options), std::move(http))};
}

std::string Service::scrubbed(std::string text) const {
  text = clean_text(text, false);
  for (const Secret& secret : options_.secrets) {
    if (secret.empty()) continue;
    for (auto at = text.find(secret.reveal()); at != std::string::npos; at = text.find(secret.reveal(), at))
      text.replace(at, secret.reveal().size(), "***");
  }
  return shorten(text, kMostReason);  // last: of a secret that is cut the first half would stay
}

std::unexpected<Error> Service::lied(const HttpResponse& response, bool again) const {
  const std::string type = response.headers.get("Content-Type");
  return fail(again ? ErrorKind::corrupt : ErrorKind::unavailable,
              options_.name + " answered in words that are not its own; something else may stand in between.",
              scrubbed("HTTP " + std::to_string(response.status) + ", " + (type.empty() ? "no type" : type) +
                       ", " + std::to_string(response.body.size()) + " bytes"));
}

boost::asio::awaitable<Result<HttpResponse>> Service::call(HttpRequest request) {
  const auto now = steady_now();
  if (paused_until_ > now) {
    Error error{ErrorKind::rate_limited, options_.name + " asked muster to slow down.", "paused", 0};
    error.retry_after_s = std::chrono::ceil<std::chrono::seconds>(paused_until_ - now).count();
    co_return std::unexpected(std::move(error));
  }
  request.url = options_.base_url + request.url;
  for (const auto& [name, value] : options_.headers.fields()) request.headers.set_default(name, value);
  auto response = co_await http_->send(std::move(request));
  Result<HttpResponse> judged =
      response ? judge(*std::move(response)) : Result<HttpResponse>{std::unexpected(response.error())};
  if (!judged) {
    judged.error().say = scrubbed(std::move(judged.error().say));
    judged.error().detail = scrubbed(std::move(judged.error().detail));
  }
  trouble_ = !judged && is_its_fault(judged.error().kind) ? judged.error().say : "";
  co_return judged;
}

Result<HttpResponse> Service::judge(HttpResponse response) {
  if (response.status >= 200 && response.status < 300) return response;
  Error error;
  error.kind = kind_of(response.status);
  const std::string code = "HTTP " + std::to_string(response.status);
  const std::string reason = options_.reason ? options_.reason(response) : "";
  error.detail = code + (reason.empty() ? "" : ": " + reason);
  error.say = options_.name;
  if (error.kind == ErrorKind::rate_limited) {
    const auto now_s =
        std::chrono::duration_cast<std::chrono::seconds>(SystemClock{}.now().time_since_epoch());
    error.retry_after_s = retry_after(response.headers, now_s.count()).value_or(kDefaultPause);
    const std::chrono::seconds pause{error.retry_after_s};
    if (pause > kPatience) {
      error.kind = ErrorKind::rejected;
      error.retry_after_s = 0;
      error.say += " takes nothing for " + spoken(pause) + ".";
      return std::unexpected(std::move(error));
    }
    paused_until_ = steady_now() + pause;
    error.say += " asked muster to slow down.";
  } else if (error.kind == ErrorKind::unavailable) {
    error.say += " does not work at the moment (" + code + ").";
  } else if (error.kind == ErrorKind::forbidden) {
    error.say += " does not accept muster's credentials" + (reason.empty() ? "." : ": " + reason + ".");
    if (!options_.fix.empty()) error.say += " " + options_.fix;
  } else if (response.status < 400) {
    error.say += " sends muster elsewhere (" + code + "); correct its address.";
  } else {
    error.say += " refused: " + (reason.empty() ? code : reason);
  }
  return std::unexpected(std::move(error));
}

}  // namespace muster::net
