#include "tests/emulators/slack/conditions.hpp"

#include "tests/emulators/common/matching.hpp"
#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/elements.hpp"
#include "tests/emulators/slack/mrkdwn.hpp"
#include "tests/emulators/slack/views.hpp"

namespace muster::fake::slack {
namespace {

std::string channel_id(const Slack& slack, const Json& query) {
  const Json* channel = slack.workspace.channel(get_string(query, "channel"));
  return channel ? get_string(*channel, "id") : "";
}

std::string user_id(const Slack& slack, const Json& query) {
  const Json* user = slack.workspace.user(get_string(query, "user"));
  return user ? get_string(*user, "id") : get_string(query, "user");
}

bool message_matches(const Slack& slack, const Json& message, const Json& query) {
  const bool ephemeral = get_bool(query, "ephemeral");
  const std::string user = get_string(message, ephemeral ? "ephemeral_user" : "user");
  if (query.contains("user") && user != user_id(slack, query)) return false;
  if (!equals(message, "thread_ts", query, "thread_ts") || !equals(message, "ts", query, "ts")) return false;
  if (query.contains("after") && ts_to_us(get_string(message, "ts")) <= ts_to_us(get_string(query, "after")))
    return false;
  const std::string action = get_string(query, "contains_action");
  if (!action.empty() && !find_element(member(message, "blocks"), action, "", "")) return false;
  return contains(visible_text(message), query, "text");
}

Json matching_messages(const Slack& slack, const Json& query) {
  Json list = Json::array();
  const std::string channel = channel_id(slack, query);
  if (get_bool(query, "ephemeral")) {
    for (const auto& [ts, message] : slack.workspace.all(kind::kEphemerals)) {
      const bool there = !query.contains("channel") || get_string(message, "channel") == channel;
      if (there && message_matches(slack, message, query)) list.push_back(message);
    }
    return list;
  }
  for (const Json* message : slack.workspace.messages(channel)) {
    if (message_matches(slack, *message, query)) list.push_back(*message);
  }
  return list;
}

Found call_condition(const Slack& slack, const Json& query) {
  Json list = Json::array();
  for (const Json& entry : slack.ledger.entries()) {
    if (get_string(entry, "kind") != "call" || get_int(entry, "seq") <= get_int(query, "since")) continue;
    if (!equals(entry, "method", query, "method")) continue;
    if (query.contains("error") && get_string(entry, "error", "none") != get_string(query, "error")) continue;
    const Json& args = member(entry, "args");
    const std::string channel = get_string(args, "channel", get_string(args, "channel_id"));
    if (query.contains("channel") && channel != channel_id(slack, query)) continue;
    if (contains(decode_entities(dump(args)), query, "text")) list.push_back(entry);
  }
  return found_list(query, "call", "calls", std::move(list));
}

Found ack_condition(const Slack& slack, const Json& query) {
  const Json* envelope = slack.hub.envelope(get_string(query, "envelope_id"));
  if (!envelope) fail("no such envelope");
  if (get_string(*envelope, "state") != "acked") return std::nullopt;
  return Json{{"ack", member(*envelope, "ack")},
              {"latency_ms", get_int(*envelope, "latency_ms")},
              {"result", member(*envelope, "result")}};
}

Found envelope_condition(const Slack& slack, const Json& query) {
  Json list = Json::array();
  for (const Json& entry : slack.ledger.entries()) {
    if (get_string(entry, "kind") != "envelope" || get_int(entry, "seq") <= get_int(query, "since")) continue;
    if (!equals(entry, "type", query, "type") || !equals(entry, "event_type", query, "event_type")) continue;
    if (equals(entry, "attempt", query, "attempt") && equals(entry, "root", query, "root"))
      list.push_back(entry);
  }
  return found_list(query, "envelope", "envelopes", std::move(list));
}

Found sockets_condition(const Slack& slack, const Json& query) {
  Json sockets = Json::array();
  for (const Json& socket : slack.hub.sockets()) {
    if (get_int(socket, "id") > get_int(query, "newer_than")) sockets.push_back(socket);
  }
  const auto open = static_cast<std::int64_t>(sockets.size());
  const bool holds =
      query.contains("at_least") ? open >= get_int(query, "at_least") : open == get_int(query, "count", 1);
  return holds ? Found(Json{{"sockets", sockets}}) : std::nullopt;
}

Found view_condition(const Slack& slack, const Json& query) {
  const std::string user = user_id(slack, query);
  const Json* document = top_modal(slack, user);
  if (get_bool(query, "home")) {
    const Json* home = slack.workspace.find(kind::kHomes, user);
    document = home ? slack.workspace.find(kind::kViews, *home) : nullptr;
  }
  if (!document) return std::nullopt;
  const Json view = payload_view(*document);
  if (!equals(view, "callback_id", query, "callback_id")) return std::nullopt;
  if (query.contains("after_hash") && equals(view, "hash", query, "after_hash")) return std::nullopt;
  return contains(decode_entities(dump(view)), query, "text") ? Found(Json{{"view", view}}) : std::nullopt;
}

bool channel_matches(const Slack& slack, const Json& channel, const Json& query) {
  const std::string name = get_string(channel, "name");
  if (query.contains("name") && name != get_string(query, "name")) return false;
  if (query.contains("channel") && get_string(channel, "id") != channel_id(slack, query)) return false;
  if (query.contains("prefix") && !name.starts_with(get_string(query, "prefix"))) return false;
  if (query.contains("archived") && get_bool(channel, "is_archived") != get_bool(query, "archived"))
    return false;
  if (query.contains("member")) {
    const Json* user = slack.workspace.user(get_string(query, "member"));
    if (!user || !has_item(member(channel, "members"), get_string(*user, "id"))) return false;
  }
  std::int64_t pins = 0;
  for (const Json* message : slack.workspace.messages(get_string(channel, "id")))
    pins += message->contains("pinned_to");
  if (pins < get_int(query, "pins")) return false;
  return contains(decode_entities(get_string(member(channel, "topic"), "value")), query, "topic") &&
         contains(dump(member(channel, "bookmarks")), query, "bookmark");
}

Found channel_condition(const Slack& slack, const Json& query) {
  for (const auto& [id, channel] : slack.workspace.all(kind::kChannels)) {
    if (channel_matches(slack, channel, query)) return Json{{"channel", channel}};
  }
  return std::nullopt;
}

Found reaction_condition(const Slack& slack, const Json& query) {
  const Json* message = slack.workspace.message(channel_id(slack, query), get_string(query, "ts"));
  if (!message) return std::nullopt;
  for (const Json& reaction : member(*message, "reactions")) {
    if (get_string(reaction, "name") == get_string(query, "name")) return Json{{"message", *message}};
  }
  return std::nullopt;
}

Found file_condition(const Slack& slack, const Json& query) {
  for (const auto& [id, document] : slack.workspace.all(kind::kFiles)) {
    const Json& file = document["file"];
    if (!get_bool(document, "completed") || !contains(get_string(file, "name"), query, "name")) continue;
    if (query.contains("channel") && !dump(file["shares"]).contains(channel_id(slack, query))) continue;
    Json shown = file;
    shown["content"] = document["content"];
    return Json{{"file", shown}};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Json> check_condition(const Slack& slack, const Json& query) {
  const std::string what = get_string(query, "for");
  if (what == "message") return found_list(query, "message", "messages", matching_messages(slack, query));
  if (what == "no_message")
    return matching_messages(slack, query).empty() ? Found(Json::object()) : std::nullopt;
  if (what == "call") return call_condition(slack, query);
  if (what == "ack") return ack_condition(slack, query);
  if (what == "envelope") return envelope_condition(slack, query);
  if (what == "sockets") return sockets_condition(slack, query);
  if (what == "view") return view_condition(slack, query);
  if (what == "no_view")
    return top_modal(slack, user_id(slack, query)) ? std::nullopt : Found(Json::object());
  if (what == "channel") return channel_condition(slack, query);
  if (what == "reaction") return reaction_condition(slack, query);
  if (what == "file") return file_condition(slack, query);
  fail(("cannot wait for: " + what).c_str());
}

bool awaits_acks(const Slack& slack) {
  for (const auto& [id, envelope] : slack.workspace.all(kind::kEnvelopes)) {
    if (get_string(envelope, "state") == "waiting") return true;
  }
  return false;
}

}  // namespace muster::fake::slack
