// Hook: an address under /hooks/ at which a system outside calls muster. An integration lists its hooks, the
// console's server serves them.
//
// Whoever calls is a stranger until the hook has checked the signature or token of the raw bytes. io thread
// only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

namespace asio = boost::asio;

struct HookCall {
  std::string method;                          // GET, POST, PUT, OPTIONS
  std::string path;                            // "/hooks/prometheus/…", without the query
  std::string target;                          // path and query as they were sent: what signatures cover
  std::map<std::string, std::string> query;    // decoded; the first of several
  std::map<std::string, std::string> headers;  // names in lower case; several are joined by ", "
  std::string body;                            // raw
  std::string remote;                          // address of the peer
  // What the caller's certificate names, when muster itself speaks TLS and vouches for it: "DNS:…", "URI:…",
  // "email:…", "IP:…", "subject:…". A header of a proxy never gets here. client_trouble: why it names
  // nothing.
  std::vector<std::string> client_names{};
  std::string client_trouble{};
  [[nodiscard]] std::string header(std::string_view name) const {  // empty when absent
    const auto found = headers.find(std::string{name});
    return found == headers.end() ? std::string{} : found->second;
  }
};

struct HookAnswer {
  int status = 200;
  std::string body{};  // JSON unless content_type says otherwise
  std::string content_type = "application/json";
  std::map<std::string, std::string> headers{};
};

struct Hook {
  std::string path;  // "/hooks/prometheus": it and everything below
  std::function<asio::awaitable<HookAnswer>(HookCall)> serve;
};

}  // namespace muster
