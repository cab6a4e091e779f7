#include "integrations/pagerduty/webhook_wire.hpp"

#include <nlohmann/json.hpp>

#include "bot/base/utf8.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"

namespace muster::pagerduty {

namespace {

constexpr std::size_t kMostName = 60;

std::string names(const nlohmann::json& people) {
  std::string all;
  for (const auto& each : people) {
    const nlohmann::json& person =
        net::member(each, "assignee").is_object() ? net::member(each, "assignee") : each;
    const std::string name = shorten(clean_text(net::text(person, "summary"), false), kMostName);
    if (!name.empty() && all.size() < 200) all += (all.empty() ? "" : ", ") + name;
  }
  return all;
}

std::optional<Identity> person_of(const nlohmann::json& agent) {
  if (!net::text(agent, "type").starts_with("user") || net::text(agent, "id").empty()) return std::nullopt;
  return Identity{"pagerduty", net::text(agent, "id"), clean_text(net::text(agent, "summary"), false)};
}

}  // namespace

bool is_signed(const std::vector<Secret>& secrets, std::string_view body, std::string_view header) {
  bool good = false;
  for (const Secret& secret : secrets) {
    if (secret.empty()) continue;
    const std::string ours = "v1=" + net::hmac_sha256_hex(secret, body);
    for (std::string_view left = header; !left.empty();) {
      const auto comma = left.find(',');
      std::string_view one = left.substr(0, comma);
      while (one.starts_with(' ')) one.remove_prefix(1);
      good = net::constant_time_equal(ours, one) || good;
      left.remove_prefix(comma == std::string_view::npos ? left.size() : comma + 1);
    }
  }
  return good;
}

std::optional<Told> read_webhook(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json || net::text(net::member(*json, "event"), "event_type").empty()) return std::nullopt;
  const nlohmann::json& event = net::member(*json, "event");
  const nlohmann::json& data = net::member(event, "data");
  Told told;
  told.event = net::text(event, "id");
  told.incident = net::text(data, "id");
  told.key = read_key(net::text(data, "incident_key"));
  told.by = person_of(net::member(event, "agent"));
  const std::string type = net::text(event, "event_type");
  if (type == "incident.acknowledged") {
    told.answer = PageAnswer::acknowledge;
    told.status = "acknowledged";
  } else if (type == "incident.resolved") {
    told.answer = PageAnswer::resolve;
    told.status = "resolved";
  } else if (type == "incident.triggered" || type == "incident.escalated" || type == "incident.delegated" ||
             type == "incident.reassigned") {
    const std::string who = names(net::member(data, "assignees"));
    told.progress = type.substr(type.find('.') + 1) + (who.empty() ? "" : ", to " + who);
  }
  return told;
}

}  // namespace muster::pagerduty
