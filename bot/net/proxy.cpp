#include "bot/net/proxy.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"

namespace muster::net {

namespace {

// "example.org" and "www.example.org" are within "example.org".
bool is_within(std::string_view host, std::string_view domain) {
  if (!host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

}  // namespace

Result<Proxy> make_proxy(std::string_view url, const std::vector<std::string>& direct) {
  auto parsed = parse_url(url);
  if (!parsed || parsed->scheme != "http" || parsed->target != "/") {
    return fail(ErrorKind::invalid,
                "The proxy must be an address like http://proxy.example:3128, without user and password.");
  }
  Proxy proxy{*std::move(parsed), {}};
  for (const std::string& host : direct) {
    std::string name = lower(host);
    name.erase(0, std::min(name.find_first_not_of('.'), name.size()));
    if (!name.empty()) proxy.direct.push_back(std::move(name));
  }
  return proxy;
}

bool is_reached_directly(const Proxy& proxy, std::string_view host) {
  if (is_loopback_host(host)) return true;
  return std::ranges::any_of(proxy.direct,
                             [&](const std::string& name) { return name == "*" || is_within(host, name); });
}

std::string tunnel_request(const Url& to) {
  const std::string host = to.host.find(':') == std::string::npos ? to.host : "[" + to.host + "]";
  const std::string target = host + ":" + std::to_string(to.port);
  return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: muster\r\n\r\n";
}

std::string tunnel_refusal(std::string_view answer) {
  const std::string_view line = answer.substr(0, answer.find("\r\n"));
  const bool is_http = line.size() >= 12 && line.starts_with("HTTP/1.") && line[8] == ' ';
  if (!is_http) return "it does not speak HTTP";
  if (line[9] != '2') return "it answers " + std::string{line.substr(9, 3)};
  return answer.ends_with("\r\n\r\n") ? "" : "it says more than it should";
}

}  // namespace muster::net
