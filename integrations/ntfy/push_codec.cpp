#include "integrations/ntfy/push_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/net/json.hpp"

namespace muster::ntfy {

namespace {

constexpr std::size_t kMostText = 1500;  // far below 4096 bytes, at which ntfy makes a file of it

std::string message_of(const PageNotice& notice) {
  const std::string why = notice.text.empty() ? "You are paged." : shorten(notice.text, kMostText);
  return why + "\n" + notice.name;
}

}  // namespace

bool is_topic(std::string_view text) {
  const auto fits = [](char c) { return is_alnum(c) || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, fits);
}

std::string push_json(const PageNotice& notice) {
  nlohmann::json push = {{"topic", notice.address},
                         {"title", shorten(notice.title, 200)},
                         {"message", message_of(notice)},
                         {"priority", notice.test ? 3 : 5},
                         {"tags", {"rotating_light"}}};
  if (!notice.link.empty()) push["click"] = notice.link;
  nlohmann::json actions = nlohmann::json::array();
  const auto add = [&](const char* label, const std::string& url) {
    if (!url.empty())
      actions.push_back({{"action", "view"}, {"label", label}, {"url", url}, {"clear", true}});
  };
  add("Acknowledge", notice.ack_link);
  add("Decline", notice.decline_link);
  if (!actions.empty()) push["actions"] = std::move(actions);
  return net::dump_json(push);
}

std::optional<std::string> read_taken(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json || net::text(*json, "event") != "message" || net::text(*json, "id").empty()) return std::nullopt;
  return net::text(*json, "id");
}

std::optional<std::string> find_page(std::string_view lines, const PageNotice& notice) {
  const std::string wanted = message_of(notice);
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto json = net::parse_json(lines.substr(0, end));
    if (json && net::text(*json, "message") == wanted && !net::text(*json, "id").empty())
      return net::text(*json, "id");
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return std::nullopt;
}

std::string read_reason(const net::HttpResponse& refused) {
  const auto json = net::parse_json(refused.body);
  return json ? net::text(*json, "error") : "";
}

}  // namespace muster::ntfy
