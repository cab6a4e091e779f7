#include "integrations/alerts/auth.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/signature.hpp"

namespace muster::alerts {

namespace {

constexpr Duration kSkew = std::chrono::seconds{300};

std::unexpected<Error> no(const std::string& why) {
  return fail(ErrorKind::forbidden, why);
}

std::optional<Time> seconds(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (bad != std::errc{} || end != text.data() + text.size() || value < 0 || value > 99999999999)
    return std::nullopt;
  return Time{std::chrono::seconds{value}};
}

bool is_fresh(const std::string& text, Time now) {
  const auto at = seconds(text);
  return at && *at > now - kSkew && *at < now + kSkew;
}

// Hex or base64, with or without "sha256=" in front.
bool same_signature(std::string_view given, const std::string& digest) {
  constexpr std::string_view kPrefix = "sha256=";
  if (given.starts_with(kPrefix)) given.remove_prefix(kPrefix.size());
  return net::constant_time_equal(lower(given), net::to_hex(digest)) ||
         net::constant_time_equal(given, net::base64(digest));
}

// webhook-signature: "v1,<base64> v1,<base64>".
bool standard_webhook(const HookCall& call, const Secret& secret) {
  std::string key{secret.reveal()};
  constexpr std::string_view kPrefix = "whsec_";
  if (key.starts_with(kPrefix)) {
    const auto bytes = net::base64_decoded(std::string_view{key}.substr(kPrefix.size()));
    if (!bytes) return false;
    key = *bytes;
  }
  const std::string text =
      call.header("webhook-id") + "." + call.header("webhook-timestamp") + "." + call.body;
  const std::string wanted = "v1," + net::base64(net::hmac_sha256(Secret{key}, text));
  const std::string given = call.header("webhook-signature");
  for (FirstWord each = first_word(given); !each.word.empty(); each = first_word(each.rest)) {
    if (net::constant_time_equal(each.word, wanted)) return true;
  }
  return false;
}

Result<Done> check_signature(const HookCall& call, const SourceSettings& source, const Secret& secret,
                             Time now) {
  if (call.query.contains("sig")) {
    const auto expires = call.query.find("expires");
    const auto until = expires == call.query.end() ? std::nullopt : seconds(expires->second);
    if (!until || *until < now) return no("the signed address has expired");
    const std::string wanted = signed_query(call.path, secret, *until);
    const std::string given = "?expires=" + expires->second + "&sig=" + call.query.at("sig");
    return net::constant_time_equal(given, wanted) ? Result<Done>{Done{}}
                                                   : no("the address is signed otherwise");
  }
  if (!call.header("webhook-signature").empty()) {
    if (!is_fresh(call.header("webhook-timestamp"), now))
      return no("the signature is too old, or from the future");
    return standard_webhook(call, secret) ? Result<Done>{Done{}} : no("the signature is wrong");
  }
  std::string header = source.signature_header.empty() ? "x-signature" : lower(source.signature_header);
  std::string text = call.body;
  if (source.kind == SourceKind::grafana) {
    if (source.signature_header.empty()) header = "x-grafana-alerting-signature";
    const std::string at = call.header("x-grafana-alerting-timestamp");
    if (!at.empty() && !is_fresh(at, now)) return no("the signature is too old, or from the future");
    if (!at.empty()) text = at + ":" + text;
  }
  if (source.kind == SourceKind::sentry) header = "sentry-hook-signature";
  const std::string given = call.header(header);
  if (given.empty()) return no("there is no signature");
  if (!same_signature(given, net::hmac_sha256(secret, text))) return no("the signature is wrong");
  return Done{};
}

// Host names are compared without case, as they are everywhere.
bool same_name(const std::string& shown, const std::string& wanted) {
  constexpr std::string_view kHost = "DNS:";
  return shown == wanted ||
         (shown.starts_with(kHost) && wanted.starts_with(kHost) && lower(shown) == lower(wanted));
}

Result<Done> check_certificate(const HookCall& call, const SourceSettings& source) {
  if (call.client_names.empty())
    return no(call.client_trouble.empty() ? "there is no client certificate"
                                          : "the client certificate is not believed: " + call.client_trouble);
  for (const std::string& wanted : source.certificate) {
    if (std::ranges::any_of(call.client_names, [&](const auto& shown) { return same_name(shown, wanted); }))
      return Done{};
  }
  std::string all;
  for (const std::string& name : call.client_names) all += (all.empty() ? "" : ", ") + name;
  return no("the client certificate is somebody else's: " + shorten(all, 200));
}

}  // namespace

std::string signed_query(const std::string& path, const Secret& secret, Time expires) {
  const auto at = std::chrono::floor<std::chrono::seconds>(expires).time_since_epoch().count();
  const std::string query = "?expires=" + std::to_string(at);
  return query + "&sig=" + net::hmac_sha256_hex(secret, path + query);
}

std::string shown_token(const HookCall& call, std::string_view base_path) {
  const std::string given = call.header("authorization");
  constexpr std::string_view kBearer = "bearer ";
  constexpr std::string_view kBasic = "basic ";
  if (lower(given.substr(0, kBearer.size())) == kBearer) return given.substr(kBearer.size());
  if (lower(given.substr(0, kBasic.size())) == kBasic) {
    const auto pair = net::base64_decoded(std::string_view{given}.substr(kBasic.size()));
    const auto colon = pair ? pair->find(':') : std::string::npos;
    return colon == std::string::npos ? std::string{} : pair->substr(colon + 1);
  }
  if (const std::string token = call.header("x-muster-token"); !token.empty()) return token;
  for (const char* name : {"token", "auth_token", "access_token"}) {
    if (const auto found = call.query.find(name); found != call.query.end()) return found->second;
  }
  std::string_view rest = call.path;
  if (rest.ends_with(kPostedAlerts)) rest.remove_suffix(kPostedAlerts.size());
  return rest.size() > base_path.size() + 1 ? std::string{rest.substr(base_path.size() + 1)} : std::string{};
}

bool same_token(std::string_view shown, const Secret& token) {
  return !token.empty() && !shown.empty() &&
         net::constant_time_equal(net::sha256_hex(shown), net::sha256_hex(token.reveal()));
}

Result<Done> check_caller(const HookCall& call, const SourceSettings& source, Time now) {
  if (!source.certificate.empty()) {
    MUSTER_CHECK(check_certificate(call, source));
    if (source.secret.empty() && source.token.empty()) return Done{};
  }
  if (!source.secret.empty()) {
    auto current = check_signature(call, source, source.secret, now);
    if (current || source.previous_secret.empty()) return current;
    return check_signature(call, source, source.previous_secret, now);
  }
  if (source.token.empty())
    return no("the source has no token, secret or certificate in muster.yaml, so it is closed");
  const std::string shown = shown_token(call, "/hooks/" + source.id);
  if (shown.empty()) return no("there is no token");
  const bool current = same_token(shown, source.token);
  const bool previous = same_token(shown, source.previous_token);
  return current || previous ? Result<Done>{Done{}} : no("the token is wrong");
}

}  // namespace muster::alerts
