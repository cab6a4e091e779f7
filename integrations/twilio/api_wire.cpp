#include "integrations/twilio/api_wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"

namespace muster::twilio {

namespace {

std::optional<Sent> sent_of(const nlohmann::json& json) {
  const std::string sid = net::text(json, "sid");
  const bool known = sid.starts_with("SM") || sid.starts_with("MM") || sid.starts_with("CA");
  if (!known || net::text(json, "status").empty()) return std::nullopt;
  return Sent{sid, net::text(json, "status")};
}

Found find_in(std::string_view body, const char* list, auto&& is_it) {
  Found found;
  const auto json = net::parse_json(body);
  if (!json || !net::member(*json, list).is_array()) return found;
  found.readable = true;
  for (const auto& each : net::member(*json, list)) {
    if (const auto sent = sent_of(each); sent && is_it(each)) {
      found.sent = sent;
      return found;
    }
  }
  return found;
}

}  // namespace

std::optional<Sent> read_sent(std::string_view body) {
  const auto json = net::parse_json(body);
  return json ? sent_of(*json) : std::nullopt;
}

Found find_message(std::string_view body, std::string_view text) {
  return find_in(body, "messages",
                 [&](const nlohmann::json& each) { return net::text(each, "body") == text; });
}

// A call carries nothing of ours: any that was made to this number since the page was sent is taken for it.
Found find_call(std::string_view body, Time since) {
  return find_in(body, "calls", [&](const nlohmann::json& each) {
    const auto made = read_mail_date(net::text(each, "date_created"));
    return !made || *made >= since;
  });
}

std::string read_reason(const net::HttpResponse& refused) {
  const auto json = net::parse_json(refused.body);
  if (!json) return "";
  const auto code = net::integer(*json, "code");
  return (code ? std::to_string(*code) + ": " : "") + net::text(*json, "message");
}

std::optional<Time> read_mail_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 31 || !text.ends_with(" +0000")) return std::nullopt;
  const auto digits = [&](std::size_t at, std::size_t count) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + count, value);
    return value;
  };
  const auto* month = std::ranges::find(kMonths, text.substr(8, 3));
  const std::chrono::year_month_day day{
      std::chrono::year{digits(12, 4)},
      std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(digits(5, 2))}};
  if (!day.ok()) return std::nullopt;
  return Time{std::chrono::sys_days{day}} + std::chrono::hours{digits(17, 2)} +
         std::chrono::minutes{digits(20, 2)} + std::chrono::seconds{digits(23, 2)};
}

}  // namespace muster::twilio
