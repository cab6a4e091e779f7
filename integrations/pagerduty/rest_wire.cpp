#include "integrations/pagerduty/rest_wire.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/json.hpp"
#include "integrations/pagerduty/events_codec.hpp"

namespace muster::pagerduty {

namespace {

// "2026-11-24T10:00:00Z" or with an offset.
std::optional<Time> time_of(std::string_view text) {
  const auto digits = [&](std::size_t at, std::size_t count) {
    int value = -1;
    if (text.size() >= at + count) std::from_chars(text.data() + at, text.data() + at + count, value);
    return value;
  };
  if (text.size() < 20 || text[10] != 'T') return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{digits(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(digits(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(digits(8, 2))}};
  if (!day.ok() || digits(11, 2) < 0 || digits(14, 2) < 0 || digits(17, 2) < 0) return std::nullopt;
  Time time = Time{std::chrono::sys_days{day}} + std::chrono::hours{digits(11, 2)} +
              std::chrono::minutes{digits(14, 2)} + std::chrono::seconds{digits(17, 2)};
  const auto zone = text.find_first_of("+-", 19);
  if (zone == std::string_view::npos) return time;
  const Duration offset = std::chrono::hours{digits(zone + 1, 2)} + std::chrono::minutes{digits(zone + 4, 2)};
  return text[zone] == '+' ? time - offset : time + offset;
}

std::string id_of(const nlohmann::json& thing) {
  const std::string id = net::text(thing, "id");
  const bool usable =
      !id.empty() && id.size() <= 40 &&
      id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
          std::string::npos;
  return usable ? id : "";
}

}  // namespace

std::string incident_json(const PageNotice& notice, const std::string& service) {
  const std::string details = notice.text + "\n" + notice.link + "\nPage " + notice.name;
  return net::dump_json({{"incident",
                          {{"type", "incident"},
                           {"title", shorten(notice.title, 250)},
                           {"service", {{"id", service}, {"type", "service_reference"}}},
                           {"urgency", notice.test || notice.severity > 2 ? "low" : "high"},
                           {"incident_key", key_of(notice)},
                           {"body", {{"type", "incident_body"}, {"details", details}}}}}});
}

std::string status_json(std::string_view status) {
  return net::dump_json({{"incident", {{"type", "incident_reference"}, {"status", status}}}});
}

std::string note_json(std::string_view text) {
  return net::dump_json({{"note", {{"content", text}}}});
}

std::string status_update_json(std::string_view text) {
  return net::dump_json({{"message", text}});
}

std::string responders_json(const std::string& requester, const std::vector<std::string>& users,
                            std::string_view text) {
  nlohmann::json targets = nlohmann::json::array();
  for (const std::string& user : users)
    targets.push_back({{"responder_request_target", {{"id", user}, {"type", "user_reference"}}}});
  return net::dump_json(
      {{"requester_id", requester}, {"message", text}, {"responder_request_targets", std::move(targets)}});
}

std::optional<std::string> read_incident(std::string_view body) {
  const auto json = net::parse_json(body);
  const std::string id = json ? id_of(net::member(*json, "incident")) : "";
  return id.empty() ? std::nullopt : std::optional{id};
}

std::optional<std::string> read_incident_of(std::string_view body, std::string_view incident_key) {
  const auto json = net::parse_json(body);
  if (!json) return std::nullopt;
  for (const auto& each : net::member(*json, "incidents")) {
    if (net::text(each, "incident_key") == incident_key && !id_of(each).empty()) return id_of(each);
  }
  return std::nullopt;
}

std::optional<std::string> read_user(std::string_view body, std::string_view email) {
  const auto json = net::parse_json(body);
  if (!json) return std::nullopt;
  for (const auto& user : net::member(*json, "users")) {
    if (lower(net::text(user, "email")) == lower(email) && !id_of(user).empty()) return id_of(user);
  }
  return std::nullopt;
}

std::optional<OnCallPage> read_oncalls(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json || !net::member(*json, "oncalls").is_array()) return std::nullopt;
  OnCallPage page;
  page.more = net::flag(*json, "more");
  for (const auto& each : net::member(*json, "oncalls")) {
    const nlohmann::json& user = net::member(each, "user");
    OnCall shift{id_of(user), net::text(user, "summary"), net::text(user, "email"), std::nullopt,
                 std::nullopt};
    if (shift.user.empty()) continue;
    shift.from = time_of(net::text(each, "start"));
    shift.until = time_of(net::text(each, "end"));
    page.shifts.push_back(std::move(shift));
  }
  return page;
}

}  // namespace muster::pagerduty
