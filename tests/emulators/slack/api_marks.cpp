// pins, bookmarks, reactions: what is stuck to messages and channels.
#include "tests/emulators/slack/block_check.hpp"
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/events.hpp"
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack::api {
namespace {

constexpr std::size_t kMostPins = 100;
constexpr std::size_t kMostBookmarks = 100;

// The message an argument pair names; the words differ from method to method only in these.
Json named_message(const Call& call, const std::string& channel_id) {
  if (!call.has("timestamp") || call.str("timestamp").empty()) fail("no_item_specified");
  if (ts_to_us(call.str("timestamp")) < 0) fail("bad_timestamp");
  return call.message(channel_id, "timestamp");
}

bool is_pinned(const Json& message, const std::string& channel_id) {
  return has_item(member(message, "pinned_to"), channel_id);
}

std::size_t count_pins(const Call& call, const std::string& channel_id) {
  std::size_t pins = 0;
  for (const Json* message : call.slack.workspace.messages(channel_id))
    pins += is_pinned(*message, channel_id) ? 1 : 0;
  return pins;
}

Json pin_item(const std::string& channel_id, const Json& message) {
  return {{"type", "message"},
          {"channel", channel_id},
          {"message", message},
          {"created", get_int(message, "pinned_at")},
          {"created_by", kBotUser}};
}

void check_bookmark(const Call& call) {
  const std::string link = call.str("link");
  if (call.has("link")) {
    const bool web = link.starts_with("https://") || link.starts_with("http://");
    if (!web || utf16_length(link) > 2048 || link.find(' ') != std::string::npos) fail("invalid_link");
  }
  const std::string emoji = call.str("emoji");
  if (!emoji.empty() && (emoji.size() < 3 || emoji.front() != ':' || emoji.back() != ':'))
    fail("invalid_emoji");
  if (utf16_length(call.str("title")) > 256) {
    fail_with_messages("invalid_arguments",
                       {"[ERROR] must be less than 257 characters [json-pointer:/title]"});
  }
}

Json* find_bookmark(Json& channel, const std::string& id) {
  for (Json& bookmark : channel["bookmarks"]) {
    if (get_string(bookmark, "id") == id) return &bookmark;
  }
  return nullptr;
}

Json bookmark_channel(const Call& call) {
  Json channel = call.channel("channel_id");
  if (!bot_in(channel)) fail("channel_not_found");
  if (!channel.contains("bookmarks")) channel["bookmarks"] = Json::array();
  return channel;
}

Json reaction_channel(const Call& call) {
  if (!call.has("channel")) fail("no_item_specified");
  return call.channel();
}

std::string reaction_name(const Call& call) {
  const std::string name = call.str("name");
  // Without colons, except the two of a skin tone ("thumbsup::skin-tone-3").
  const bool bad =
      name.empty() || name.front() == ':' || name.back() == ':' || name.find(' ') != std::string::npos;
  if (bad) fail("invalid_name");
  return name;
}

}  // namespace

Json pins_add(Call& call) {
  const Json channel = call.member_channel();
  const std::string id = channel["id"];
  Json message = named_message(call, id);
  if (is_pinned(message, id)) fail("already_pinned");
  if (count_pins(call, id) >= kMostPins) fail("too_many_pins");
  message["pinned_to"] = Json::array({id});
  message["pinned_at"] = call.slack.clock.now_ms() / 1000;
  call.slack.workspace.put_message(id, message);
  send_if_subscribed(call.slack, {{"type", "pin_added"},
                                  {"user", kBotUser},
                                  {"channel_id", id},
                                  {"item", pin_item(id, message)},
                                  {"item_user", message["user"]}});
  return Json::object();
}

Json pins_remove(Call& call) {
  const std::string id = call.channel()["id"];
  Json message = named_message(call, id);
  if (!is_pinned(message, id)) fail("no_pin");
  message.erase("pinned_to");
  message.erase("pinned_at");
  call.slack.workspace.put_message(id, std::move(message));
  return Json::object();
}

Json pins_list(Call& call) {
  const std::string id = call.channel()["id"];
  Json items = Json::array();
  for (const Json* message : call.slack.workspace.messages(id)) {
    if (is_pinned(*message, id)) items.push_back(pin_item(id, *message));
  }
  return {{"items", items}};
}

Json bookmarks_add(Call& call) {
  Json channel = bookmark_channel(call);
  const std::string id = channel["id"];
  if (call.str("type") != "link") fail("invalid_bookmark_type");
  if (!call.has("link")) fail("invalid_link");
  check_bookmark(call);
  if (channel["bookmarks"].size() >= kMostBookmarks) fail("too_many_bookmarks");
  const std::int64_t now = call.slack.clock.now_ms() / 1000;
  const Json bookmark = {{"id", call.slack.workspace.next_id("Bk")},
                         {"channel_id", id},
                         {"title", call.str("title")},
                         {"link", call.str("link")},
                         {"emoji", call.str("emoji")},
                         {"icon_url", nullptr},
                         {"type", "link"},
                         {"entity_id", nullptr},
                         {"date_created", now},
                         {"date_updated", now},
                         {"rank", "i"},
                         {"last_updated_by_user_id", kBotUser},
                         {"app_id", kAppId}};
  channel["bookmarks"].push_back(bookmark);
  call.slack.workspace.put(kind::kChannels, id, std::move(channel));
  return {{"bookmark", bookmark}};
}

Json bookmarks_edit(Call& call) {
  Json channel = bookmark_channel(call);
  Json* bookmark = find_bookmark(channel, call.str("bookmark_id"));
  if (!bookmark) fail("not_found");
  check_bookmark(call);
  for (const char* key : {"title", "link", "emoji"}) {
    if (call.has(key)) (*bookmark)[key] = call.str(key);
  }
  (*bookmark)["date_updated"] = call.slack.clock.now_ms() / 1000;
  const Json shown = *bookmark;
  call.slack.workspace.put(kind::kChannels, get_string(channel, "id"), channel);
  return {{"bookmark", shown}};
}

Json bookmarks_list(Call& call) {
  return {{"bookmarks", bookmark_channel(call)["bookmarks"]}};
}

Json bookmarks_remove(Call& call) {
  Json channel = bookmark_channel(call);
  const Json* bookmark = find_bookmark(channel, call.str("bookmark_id"));
  if (!bookmark) fail("not_found");
  Json kept = Json::array();
  for (const Json& each : channel["bookmarks"]) {
    if (&each != bookmark) kept.push_back(each);
  }
  channel["bookmarks"] = std::move(kept);
  call.slack.workspace.put(kind::kChannels, get_string(channel, "id"), channel);
  return Json::object();
}

Json reactions_add(Call& call) {
  const Json channel = reaction_channel(call);
  const std::string name = reaction_name(call);
  if (get_bool(channel, "is_archived")) fail("is_archived");
  const std::string ts = named_message(call, channel["id"])["ts"];
  const std::string problem = react(call.slack, channel["id"], ts, kBotUser, name, true);
  if (!problem.empty()) fail(problem.c_str());
  return Json::object();
}

Json reactions_remove(Call& call) {
  const Json channel = reaction_channel(call);
  const std::string name = reaction_name(call);
  const std::string ts = named_message(call, channel["id"])["ts"];
  const std::string problem = react(call.slack, channel["id"], ts, kBotUser, name, false);
  if (!problem.empty()) fail(problem.c_str());
  return Json::object();
}

Json reactions_get(Call& call) {
  const Json channel = reaction_channel(call);
  return {{"type", "message"}, {"channel", channel["id"]}, {"message", named_message(call, channel["id"])}};
}

}  // namespace muster::fake::slack::api
