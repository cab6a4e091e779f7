// The guard at the door: who asks, from where, and whether this route is for them. Everything a browser can
// be tricked into by another site stops here (tokens, Origin, content type).
#pragma once

#include <expected>
#include <optional>

#include "bot/console/replies.hpp"
#include "bot/console/routes.hpp"

namespace muster::console {

// "__Host-muster" over TLS, "muster" without: the name itself tells a browser to accept it only from a secure
// page.
[[nodiscard]] std::string cookie_name(bool secure);
// True when the browser reaches us over TLS, ours or that of a proxy that Policy::console_url names.
[[nodiscard]] bool is_secure(const Site& site, const net::HttpCall& call);

// The session's token as the browser sent it; "" without one.
[[nodiscard]] std::string session_token(const Site& site, const net::HttpCall& call);
[[nodiscard]] std::optional<Visitor> identify(Site& site, const net::HttpCall& call);
// The browser's time zone by its header X-Muster-Zone; "" when it tells none, or none there is.
[[nodiscard]] std::string zone_of(const net::HttpCall& call);

// From this machine and through no proxy.
[[nodiscard]] bool is_local(const net::HttpCall& call);
// A public address is configured, so a proxy on this machine may pass on whoever comes, and some proxies name
// neither themselves nor the caller: then coming from this machine proves nothing.
[[nodiscard]] bool may_be_proxied(const Site& site);
// The page that sent this is ours: Origin matches, and Sec-Fetch-Site, when there is one, agrees.
[[nodiscard]] bool is_same_origin(const Site& site, const net::HttpCall& call);

// Takes the call when it lets it in, and leaves it alone otherwise.
[[nodiscard]] std::expected<Visit, Trouble> admit(Site& site, const Route& route, net::HttpCall& call);

}  // namespace muster::console
