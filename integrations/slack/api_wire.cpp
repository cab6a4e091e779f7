#include "integrations/slack/api_wire.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <ranges>

#include "bot/base/ascii.hpp"
#include "bot/net/json.hpp"
#include "integrations/slack/errors.hpp"
#include "integrations/slack/event_wire.hpp"
#include "integrations/slack/mrkdwn.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kRetryAfterUnknown = 30;
constexpr std::int64_t kMostRetryAfter = 3600;
constexpr std::size_t kLongestWord = 80;

std::int64_t retry_after(const net::HttpResponse& response) {
  const std::string value = response.headers.get("retry-after");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error != std::errc{} || end != value.data() + value.size() || seconds < 0) return kRetryAfterUnknown;
  return std::min(seconds, kMostRetryAfter);
}

std::unexpected<Error> too_fast(const std::string& method, const net::HttpResponse& response) {
  Error error;
  error.kind = ErrorKind::rate_limited;
  error.say = "Slack asked muster to slow down with " + method + ".";
  error.detail = method + ": HTTP " + std::to_string(response.status);
  error.retry_after_s = retry_after(response);
  return std::unexpected(std::move(error));
}

std::string notes_of(const Json& body) {
  std::string notes = net::text(body, "detail");
  const Json& messages = net::member(net::member(body, "response_metadata"), "messages");
  for (const Json& message : messages) {
    if (message.is_string()) notes += (notes.empty() ? "" : "; ") + message.get<std::string>();
  }
  return notes;
}

// An error of Slack's is a word. Anything else is not Slack's (a proxy's page, a request that came back with
// our token in it) and is repeated nowhere.
std::string word_of(const Json& body, int status) {
  std::string word = net::text(body, "error");
  const bool is_word = !word.empty() && word.size() <= kLongestWord && std::ranges::all_of(word, [](char c) {
    return is_lower(c) || is_digit(c) || c == '_';
  });
  return is_word ? word : "http_" + std::to_string(status);
}

const Json& messages_of(const ApiAnswer& answer) {
  return net::member(*answer.json, "messages");
}

}  // namespace

Result<ApiAnswer> read_answer(const std::string& method, const net::HttpResponse& response,
                              const std::vector<std::string_view>& tolerated) {
  if (response.status == 429) return too_fast(method, response);
  if (response.status >= 500) {
    return fail(ErrorKind::unavailable, "Slack cannot serve " + method + " now.",
                method + ": HTTP " + std::to_string(response.status));
  }
  auto body = net::parse_json(response.body, {.max_bytes = 8UL * 1024 * 1024, .max_nodes = 400000});
  if (!body || !body->is_object()) {
    // A page of a gateway's, or half an answer: what became of the call is as unknown as without any.
    return fail(ErrorKind::timeout, "Slack's answer to " + method + " cannot be read.",
                method + ": HTTP " + std::to_string(response.status) + ", not a JSON object");
  }
  ApiAnswer answer;
  answer.granted_scopes = response.headers.get("x-oauth-scopes");
  if (!net::flag(*body, "ok")) {
    answer.error = word_of(*body, response.status);
    if (kind_of(answer.error) == ErrorKind::rate_limited) return too_fast(method, response);
    if (std::ranges::find(tolerated, answer.error) == tolerated.end()) {
      return std::unexpected(api_error(method, answer.error, net::text(*body, "needed"), notes_of(*body)));
    }
  }
  answer.json = std::make_shared<const Json>(*std::move(body));
  return answer;
}

std::string text_of(const ApiAnswer& answer, std::string_view key) {
  return net::text(*answer.json, key);
}

std::string next_cursor(const ApiAnswer& answer) {
  return net::text(net::member(*answer.json, "response_metadata"), "next_cursor");
}

Self read_self(const ApiAnswer& auth_test) {
  return {text_of(auth_test, "team_id"), text_of(auth_test, "user_id"), text_of(auth_test, "bot_id"),
          text_of(auth_test, "url")};
}

std::vector<Channel> read_channels(const ApiAnswer& answer) {
  std::vector<Channel> channels;
  const auto read = [&](const Json& json) {
    if (!json.is_object()) return;
    channels.push_back({net::text(json, "id"), net::text(json, "name"), net::text(json, "creator"),
                        net::flag(json, "is_archived"), net::flag(json, "is_private"),
                        net::flag(json, "is_ext_shared") || net::flag(json, "is_pending_ext_shared")});
  };
  read(net::member(*answer.json, "channel"));
  for (const Json& json : net::member(*answer.json, "channels")) read(json);
  return channels;
}

std::vector<Refused> read_refused(const ApiAnswer& answer) {
  std::vector<Refused> refused;
  for (const Json& each : net::member(*answer.json, "errors")) {
    if (each.is_object() && !net::flag(each, "ok"))
      refused.push_back({net::text(each, "user"), net::text(each, "error")});
  }
  return refused;
}

Profile read_profile(const ApiAnswer& users_info, const Self& self) {
  const Json& user = net::member(*users_info.json, "user");
  const Json& profile = net::member(user, "profile");
  Profile result;
  result.identity.platform = kPlatform;
  result.identity.user = net::text(user, "id");
  for (const std::string& name : {net::text(profile, "display_name"), net::text(profile, "real_name"),
                                  net::text(user, "real_name"), net::text(user, "name")}) {
    if (result.identity.name.empty()) result.identity.name = name;
  }
  const std::string team = net::text(user, "team_id");
  result.identity.outsider = net::flag(user, "is_restricted") || net::flag(user, "is_ultra_restricted") ||
                             net::flag(user, "is_stranger") || (!team.empty() && team != self.team);
  result.zone = net::text(user, "tz");
  result.identity.email = net::text(profile, "email");  // none without users:read.email
  return result;
}

std::optional<std::string> find_by_key(const ApiAnswer& history, const std::string& key) {
  for (const Json& message : messages_of(history)) {
    const Json& metadata = net::member(message, "metadata");
    if (net::text(net::member(metadata, "event_payload"), "key") == key) return net::text(message, "ts");
  }
  return std::nullopt;
}

bool shares_file(const ApiAnswer& history, const Self& self, const std::string& name,
                 const std::string& title) {
  for (const Json& message : messages_of(history)) {
    const bool ours =
        net::text(message, "user") == self.bot_user || net::text(message, "bot_id") == self.bot_id;
    if (!ours) continue;
    for (const Json& file : net::member(message, "files")) {
      if (net::text(file, "name") == name && net::text(file, "title") == title) return true;
    }
  }
  return false;
}

std::optional<FoundMessage> find_message(const ApiAnswer& history, const std::string& ts) {
  for (const Json& message : messages_of(history)) {
    if (net::text(message, "ts") != ts) continue;
    FoundMessage found;
    found.snapshot.text = read_mrkdwn(net::text(message, "text"));
    found.snapshot.files = read_files(message);
    found.snapshot.at = time_of_ts(ts);
    const std::string user = net::text(message, "user");
    if (!user.empty()) found.snapshot.author = Identity{std::string{kPlatform}, user, {}, false};
    const std::string thread = net::text(message, "thread_ts");
    if (thread != ts) found.thread = thread;
    return found;
  }
  return std::nullopt;
}

PastMessages read_past(const ApiAnswer& history, const std::string& channel, const Self& self, Time now) {
  PastMessages past;
  std::vector<const Json*> oldest_first;
  for (const Json& message : messages_of(history)) oldest_first.push_back(&message);
  std::ranges::sort(oldest_first, {}, [](const Json* message) { return net::text(*message, "ts"); });
  for (const Json* message : oldest_first) {
    const std::string ts = net::text(*message, "ts");
    const std::string thread = net::text(*message, "thread_ts");
    if (net::integer(*message, "reply_count").value_or(0) > 0) past.threads.push_back(ts);
    if (auto inbound = read_message(*message, channel, false, self, now))
      past.inbound.push_back(*std::move(inbound));
    const Place place = message_place(channel, ts, thread == ts ? std::string{} : thread);
    for (const Json& reaction : net::member(*message, "reactions")) {
      for (const Json& user : net::member(reaction, "users")) {
        if (!user.is_string() || user.get<std::string>() == self.bot_user) continue;
        past.inbound.push_back(
            past_reaction(self, place, user.get<std::string>(), net::text(reaction, "name"), now));
      }
    }
  }
  return past;
}

bool has_bookmark(const ApiAnswer& list, const std::string& title, const std::string& link) {
  for (const Json& bookmark : net::member(*list.json, "bookmarks")) {
    if (net::text(bookmark, "link") == link && net::text(bookmark, "title") == title) return true;
  }
  return false;
}

std::string effect_metadata(const std::string& key, IncidentNumber incident) {
  return net::dump_json({{"event_type", "muster_effect"},
                         {"event_payload", {{"key", key}, {"incident", to_string(incident)}}}});
}

std::string uploaded_files(const std::string& file, const std::string& title) {
  return net::dump_json(Json::array({{{"id", file}, {"title", title}}}));
}

}  // namespace muster::slack
