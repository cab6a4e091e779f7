#include "bot/console/guard.hpp"

#include <utility>

#include "bot/base/ascii.hpp"
#include "bot/console/newcomer.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/url.hpp"

namespace muster::console {

namespace {

constexpr std::size_t kMaxZone = 64;

std::optional<net::Url> origin_url(const net::HttpCall& call) {
  auto url = net::parse_url(call.headers.get("Origin"));
  if (!url) return std::nullopt;
  return *std::move(url);
}

// The Host header as a URL of the scheme the browser used to reach us directly.
std::optional<net::Url> host_url(const net::HttpCall& call) {
  auto url = net::parse_url((call.is_tls ? "https://" : "http://") + call.headers.get("Host"));
  if (!url) return std::nullopt;
  return *std::move(url);
}

std::optional<net::Url> public_url(const Site& site) {
  auto url = net::parse_url(site.policy().console_url);
  if (!url) return std::nullopt;
  return *std::move(url);
}

bool same_site(const net::Url& a, const net::Url& b) {
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

Trouble not_signed_in() {
  return {401, "not_signed_in", "You are not signed in, or the session has ended. Open a new sign-in link."};
}

Trouble not_json() {
  return {415, "content_type", "The request must be application/json."};
}

bool is_json(const net::HttpCall& call) {
  const std::string kind = lower(call.headers.get("Content-Type"));
  return kind == "application/json" || kind == "application/json; charset=utf-8";
}

// The system whose token this is; "" when it is nobody's. Every token is compared, so that time tells
// nothing.
std::string system_of(const Site& site, const net::HttpCall& call) {
  static constexpr std::string_view kBearer = "Bearer ";
  const std::string given{call.headers.get("Authorization")};
  if (!given.starts_with(kBearer)) return {};
  std::string found;
  for (const TrustedSystem& system : site.deps.systems) {
    if (net::constant_time_equal(given.substr(kBearer.size()), system.token.reveal())) found = system.id;
  }
  return found;
}

std::optional<Trouble> check_change(const Site& site, const Route& route, const net::HttpCall& call,
                                    const std::optional<Visitor>& visitor) {
  if (route.access == Access::session) {
    if (!visitor) return not_signed_in();
    if (!net::constant_time_equal(call.headers.get("X-Muster-CSRF"), visitor->csrf))
      return Trouble{403, "csrf", "This page is out of date. Reload it and try again; nothing was changed."};
  }
  if (!is_same_origin(site, call))
    return Trouble{403, "origin", "The request did not come from muster's own page, so nothing was changed."};
  if (!is_json(call)) return not_json();
  return std::nullopt;
}

}  // namespace

std::string cookie_name(bool secure) {
  return secure ? "__Host-muster" : "muster";
}

bool is_secure(const Site& site, const net::HttpCall& call) {
  if (call.is_tls) return true;
  const auto own = public_url(site);
  return own && own->scheme == "https" && call.headers.get("Host") == own->authority();
}

std::string session_token(const Site& site, const net::HttpCall& call) {
  const auto all = net::cookies(call.headers);
  const auto found = all.find(cookie_name(is_secure(site, call)));
  return found == all.end() ? std::string{} : found->second;
}

std::optional<Visitor> identify(Site& site, const net::HttpCall& call) {
  const std::string token = session_token(site, call);
  const Session* session = site.sessions.find(token, site.now());
  if (session == nullptr) return std::nullopt;
  const Person* known = site.people().find(session->person);
  Visitor visitor;
  visitor.person = session->person;
  visitor.user = user_of(session->person, site.people());
  visitor.name = known != nullptr && !known->name.empty() ? known->name : session->name;
  if (visitor.name.empty()) visitor.name = visitor.user;
  visitor.session = session->token_hash;
  visitor.csrf = csrf_token(token);
  visitor.zone = zone_of(call);
  return visitor;
}

std::string zone_of(const net::HttpCall& call) {
  const std::string zone{call.headers.get("X-Muster-Zone")};
  return zone.size() <= kMaxZone && is_zone(zone) ? zone : std::string{};
}

bool is_local(const net::HttpCall& call) {
  for (const char* name : {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"}) {
    if (call.headers.has(name)) return false;
  }
  std::string peer = call.remote_address;
  if (peer.starts_with("::ffff:")) peer.erase(0, 7);
  const auto host = host_url(call);
  if (!net::is_loopback_host(peer) || !host || !net::is_loopback_host(host->host)) return false;
  if (!call.headers.has("Origin")) return true;
  const auto origin = origin_url(call);
  return origin && net::is_loopback_host(origin->host);
}

bool may_be_proxied(const Site& site) {
  const auto own = public_url(site);
  return own && !net::is_loopback_host(own->host);
}

bool is_same_origin(const Site& site, const net::HttpCall& call) {
  const auto fetch_site = call.headers.find("Sec-Fetch-Site");
  if (fetch_site && *fetch_site != "same-origin") return false;
  const auto origin = origin_url(call);
  if (!origin) return false;
  const auto host = host_url(call);
  const auto own = public_url(site);
  return (host && same_site(*origin, *host)) || (own && same_site(*origin, *own));
}

std::expected<Visit, Trouble> admit(Site& site, const Route& route, net::HttpCall& call) {
  Visit visit;
  visit.route = &route;
  visit.visitor = identify(site, call);
  visit.is_local = is_local(call);
  if (route.access == Access::session && !visit.visitor) return std::unexpected(not_signed_in());
  if (route.access == Access::loopback_or_session && !visit.visitor && !visit.is_local)
    return std::unexpected(not_signed_in());
  if (route.access == Access::system) {
    visit.system = system_of(site, call);
    if (visit.system.empty()) {
      return std::unexpected(Trouble{401, "unknown_system",
                                     "Send Authorization: Bearer with the token of a system under `sources` "
                                     "in muster.yaml."});
    }
    if (!is_json(call)) return std::unexpected(not_json());
  }
  const std::string counted = visit.visitor ? visit.visitor->session : "system/" + visit.system;
  if ((visit.visitor || !visit.system.empty()) && !site.requests.take(counted, steady_now())) {
    return std::unexpected(
        Trouble{429, "too_many_requests", "That is too fast. Wait ten seconds and try again."});
  }
  if (route.changes) {
    if (auto trouble = check_change(site, route, call, visit.visitor))
      return std::unexpected(*std::move(trouble));
  }
  if (call.body.size() > route.body_limit)
    return std::unexpected(Trouble{413, "too_large", "The request is too large. Shorten the text."});
  visit.call = std::move(call);
  return visit;
}

}  // namespace muster::console
