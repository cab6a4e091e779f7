#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "integrations/teams/connector_errors.hpp"

namespace muster::teams {

std::string error_code(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return {};
  const auto& error = net::member(*json, "error");
  // Graph tells a taken name by this code, or by these words alone (microsoft-graph-docs issue 6649).
  if (net::text(error, "message").starts_with("Channel name already existed")) return "NameAlreadyExists";
  return net::text(error, "code");
}

}  // namespace muster::teams
