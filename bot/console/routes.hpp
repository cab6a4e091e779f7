// The one table of the console's routes: nothing is served that is not in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/console/site.hpp"

namespace muster::console {

enum class Access : std::uint8_t {
  open,                 // everybody
  session,              // a signed-in person
  loopback_or_session,  // from this machine, or a signed-in person
  system,               // a system of muster.yaml, by its bearer token; browsers have no part in it
};

struct Route {
  std::string_view method;
  std::string_view pattern;  // "/api/v1/rooms/{room}/messages"; "{…}" is one segment, a last "*" is any path
  Access access;
  bool changes;            // needs the CSRF token, a matching Origin and a JSON body
  std::size_t body_limit;  // bytes; 0: no body
  Handler handler;
};

[[nodiscard]] std::span<const Route> routes();

struct RouteMatch {
  const Route* route = nullptr;
  std::map<std::string, std::string> params;
  std::vector<std::string_view> allowed;  // without a route: methods that this path has
};
[[nodiscard]] RouteMatch find_route(std::string_view method, std::string_view path);

}  // namespace muster::console
