#include "integrations/pagerduty/events_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/base/utf8.hpp"
#include "bot/net/json.hpp"

namespace muster::pagerduty {

namespace {

constexpr std::string_view kOurs = "muster/";

const char* severity_of(const PageNotice& notice) {
  if (notice.test) return "info";
  if (notice.severity <= 1) return "critical";  // 0: not known yet
  return notice.severity == 2 ? "error" : "warning";
}

}  // namespace

std::string key_of(const PageNotice& notice) {
  return std::string{kOurs} + notice.first_page + "/" + notice.address;
}

std::optional<Key> read_key(std::string_view key) {
  if (!key.starts_with(kOurs)) return std::nullopt;
  key.remove_prefix(kOurs.size());
  const auto first = key.find('/');
  const auto second = first == std::string_view::npos ? first : key.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto page = read_page_name(key.substr(0, second));
  if (!page) return std::nullopt;
  return Key{*page, std::string{key.substr(second + 1)}};
}

std::string event_json(std::string_view action, const Secret& routing_key, const PageNotice& notice) {
  nlohmann::json event = {
      {"routing_key", routing_key.reveal()}, {"event_action", action}, {"dedup_key", key_of(notice)}};
  if (action != "trigger") return net::dump_json(event);
  event["client"] = "muster";
  event["payload"] = {{"summary", shorten(notice.title, 1000)},
                      {"source", "muster"},
                      {"severity", severity_of(notice)},
                      {"timestamp", iso_seconds(notice.sent_at)},
                      {"custom_details", {{"page", notice.name}, {"why", shorten(notice.text, 1000)}}}};
  if (!notice.service.empty()) event["payload"]["component"] = notice.service;
  if (!notice.link.empty()) {
    event["client_url"] = notice.link;
    event["links"] = {{{"href", notice.link}, {"text", "Incident in muster"}}};
  }
  return net::dump_json(event);
}

bool is_taken(std::string_view body) {
  const auto json = net::parse_json(body);
  return json && net::text(*json, "status") == "success";
}

std::string read_reason(const net::HttpResponse& refused) {
  const auto json = net::parse_json(refused.body);
  if (!json) return "";
  const nlohmann::json& error = net::member(*json, "error");
  const nlohmann::json& from = error.is_object() ? error : *json;
  std::string reason = net::text(from, "message");
  if (const auto code = net::integer(from, "code")) reason += " (" + std::to_string(*code) + ")";
  for (const auto& each : net::member(from, "errors")) {
    if (each.is_string()) reason += ", " + each.get<std::string>();
  }
  return reason;
}

}  // namespace muster::pagerduty
