#include "integrations/jsm/alert_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/utf8.hpp"
#include "bot/net/json.hpp"

namespace muster::jsm {

namespace {

constexpr std::string_view kOurs = "muster/";

std::string priority_of(const PageNotice& notice) {
  if (notice.test) return "P5";
  return "P" + std::to_string(std::clamp(notice.severity, 1, 5));  // 0: not known yet
}

}  // namespace

std::string alias_of(const PageNotice& notice) {
  return std::string{kOurs} + notice.first_page + "/" + notice.address;
}

std::optional<Alias> read_alias(std::string_view alias) {
  if (!alias.starts_with(kOurs)) return std::nullopt;
  alias.remove_prefix(kOurs.size());
  const auto first = alias.find('/');
  const auto second = first == std::string_view::npos ? first : alias.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto page = read_page_name(alias.substr(0, second));
  if (!page) return std::nullopt;
  return Alias{*page, std::string{alias.substr(second + 1)}};
}

std::string alert_json(const PageNotice& notice, const Target& to) {
  nlohmann::json details = {{"page", notice.name}};
  if (!notice.link.empty()) details["incident"] = notice.link;
  return net::dump_json({{"message", shorten(notice.title, 130)},
                         {"alias", alias_of(notice)},
                         {"description", shorten(notice.text + "\n" + notice.link, 5000)},
                         {"responders", {{{"type", to.kind}, {"id", to.responder}}}},
                         {"priority", priority_of(notice)},
                         {"entity", notice.service},
                         {"source", "muster"},
                         {"tags", {"muster"}},
                         {"details", std::move(details)}});
}

std::string note_json(std::string_view text) {
  return net::dump_json({{"source", "muster"}, {"note", text}});
}

std::optional<std::string> read_request(std::string_view body) {
  const auto json = net::parse_json(body);
  const std::string id = json ? net::text(*json, "requestId") : "";
  const bool usable =
      !id.empty() && id.size() <= 100 &&
      id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos;
  return usable ? std::optional{id} : std::nullopt;
}

std::optional<Outcome> read_outcome(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json || !net::member(*json, "data").is_object()) return std::nullopt;
  const nlohmann::json& data = net::member(*json, "data");
  if (!net::member(data, "isSuccess").is_boolean()) return std::nullopt;
  return Outcome{net::flag(data, "isSuccess"), net::text(data, "status"), net::text(data, "alertId")};
}

std::string read_reason(const net::HttpResponse& refused) {
  const auto json = net::parse_json(refused.body);
  return json ? net::text(*json, "message") : "";
}

std::optional<Told> read_webhook(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json || net::text(*json, "action").empty() || !net::member(*json, "alert").is_object())
    return std::nullopt;
  const nlohmann::json& alert = net::member(*json, "alert");
  const std::string action = net::text(*json, "action");
  Told told;
  told.key = net::text(alert, "alertId") + "/" + action + "/" +
             std::to_string(net::integer(alert, "updatedAt").value_or(0));
  told.alias = read_alias(net::text(alert, "alias"));
  told.by_api = net::text(net::member(*json, "source"), "type") == "API";
  const std::string user = clean_text(net::text(alert, "username"), false);
  if (!user.empty()) told.by = Identity{user.contains('@') ? "email" : "jsm", user, user};
  if (action == "Acknowledge" || action == "TakeOwnership") told.answer = PageAnswer::acknowledge;
  if (action == "Close") told.answer = PageAnswer::resolve;
  if (action == "Escalate" || action == "EscalateNext" || action == "AddResponder" ||
      action == "AssignOwnership")
    told.progress = action;
  return told;
}

}  // namespace muster::jsm
