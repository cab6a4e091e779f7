// Proxy: the HTTP proxy that outgoing TLS goes through where nothing else leads out. muster asks it for a
// tunnel (CONNECT, RFC 9110 section 9.3.6) and then speaks TLS with the service itself: the proxy learns host
// and port, and the service's certificate is verified as ever.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/net/url.hpp"

namespace muster::net {

struct Proxy {
  Url url;                          // http://proxy.example:3128
  std::vector<std::string> direct;  // hosts reached without it, each with everything below it; lower case
};

// direct: "intern.example" or ".intern.example"; "*" stands for every host. invalid: not an http URL of only
// host and port.
[[nodiscard]] Result<Proxy> make_proxy(std::string_view url, const std::vector<std::string>& direct);

// Loopback always is.
[[nodiscard]] bool is_reached_directly(const Proxy& proxy, std::string_view host);

// The request for a tunnel, and what its answer (head and empty line) means: "" or why there is none.
[[nodiscard]] std::string tunnel_request(const Url& to);
[[nodiscard]] std::string tunnel_refusal(std::string_view answer);

}  // namespace muster::net
