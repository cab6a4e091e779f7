#include "tests/emulators/slack/call.hpp"

namespace muster::fake::slack {

void fail(const char* word, Json extra) {
  throw SlackError{word, std::move(extra)};
}

void no_dm(const Json& channel) {
  if (get_bool(channel, "is_im")) fail("method_not_supported_for_channel_type");
}

void fail_with_messages(const char* word, const std::vector<std::string>& messages) {
  fail(word, {{"errors", messages}, {"response_metadata", {{"messages", messages}}}});
}

bool Call::has(const char* name) const {
  return args.contains(name) && !args[name].is_null();
}

std::string Call::str(const char* name) const {
  const Json& value = member(args, name);
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_float() || value.is_structured()) return dump(value);
  return get_string(args, name);
}

std::vector<std::string> Call::list(const char* name) const {
  std::vector<std::string> items;
  const Json& value = member(args, name);
  if (value.is_array()) {
    for (const Json& each : value) items.push_back(each.is_string() ? each.get<std::string>() : dump(each));
    return items;
  }
  const std::string text = str(name);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    std::string item = text.substr(at, end - at);
    while (!item.empty() && item.front() == ' ') item.erase(0, 1);
    if (!item.empty()) items.push_back(std::move(item));
    at = end + 1;
  }
  return items;
}

std::optional<Json> Call::structured(const char* name, const char* error) const {
  if (!has(name)) return std::nullopt;
  const Json& value = args[name];
  if (!value.is_string()) return value;
  if (value.get_ref<const std::string&>().empty()) return std::nullopt;
  Json parsed = Json::parse(value.get_ref<const std::string&>(), nullptr, false);
  if (parsed.is_discarded()) fail(error);
  return parsed;
}

bool bot_in(const Json& channel) {
  return has_item(member(channel, "members"), kBotUser);
}

Json Call::channel(const char* argument) const {
  const std::string id = str(argument);
  const Json* found = slack.workspace.find(kind::kChannels, id);
  if (!found || (get_bool(*found, "is_private") && !bot_in(*found))) fail("channel_not_found");
  return *found;
}

Json Call::member_channel(const char* argument) const {
  Json found = channel(argument);
  if (!bot_in(found)) fail("not_in_channel");
  return found;
}

Json Call::message(const std::string& channel_id, const char* ts_argument) const {
  const Json* found = slack.workspace.message(channel_id, str(ts_argument));
  if (!found) fail("message_not_found");
  return *found;
}

bool Call::has_scope(const char* scope) const {
  return has_item(member(slack.workspace.config(), "scopes"), scope);
}

namespace {

// An opaque cursor: "dXNlcjo" and the number of items already given, in hexadecimal, with the "=" that must
// be encoded.
std::string make_cursor(std::size_t offset) {
  return "bXVzdGVy" + std::to_string(offset) + "=";
}

std::int64_t cursor_offset(const std::string& cursor) {
  if (cursor.empty()) return 0;
  if (!cursor.starts_with("bXVzdGVy") || !cursor.ends_with('=')) return -1;
  const std::string digits = cursor.substr(8, cursor.size() - 9);
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
    return -1;
  return std::stoll(digits);
}

}  // namespace

void Call::page(const std::vector<Json>& items, const char* key, std::int64_t default_limit,
                std::int64_t most, Json& answer) const {
  const std::int64_t offset = cursor_offset(str("cursor"));
  if (offset < 0) fail("invalid_cursor");
  const std::int64_t limit = has("limit") ? get_int(args, "limit", -1) : default_limit;
  if (limit < 0 || limit > most) {
    if (lists_word(spec.errors, "invalid_limit")) fail("invalid_limit");
    fail_with_messages("invalid_arguments", {"[ERROR] invalid limit [json-pointer:/limit]"});
  }
  const auto begin = std::min(static_cast<std::size_t>(offset), items.size());
  const auto count = limit == 0 ? static_cast<std::size_t>(default_limit) : static_cast<std::size_t>(limit);
  const auto end = std::min(begin + count, items.size());
  Json& list = answer[key] = Json::array();
  for (std::size_t i = begin; i < end; ++i) list.push_back(items[i]);
  answer["response_metadata"]["next_cursor"] = end < items.size() ? make_cursor(end) : "";
}

Json public_channel(const Json& channel, bool include_num_members) {
  Json shown = channel;
  const std::size_t members = member(channel, "members").size();
  shown.erase("members");
  shown.erase("bookmarks");
  shown["is_member"] = bot_in(channel);
  if (include_num_members) shown["num_members"] = members;
  return shown;
}

Json public_message(const Json& message, bool include_metadata) {
  Json shown = message;
  if (!include_metadata && shown.contains("metadata")) {
    shown["metadata"] = {{"event_type", get_string(message["metadata"], "event_type")}};
  }
  return shown;
}

}  // namespace muster::fake::slack
