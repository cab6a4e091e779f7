#include "integrations/slack/messages.hpp"

#include <functional>

#include "bot/base/crash_point.hpp"
#include "bot/net/digest.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/answers.hpp"
#include "integrations/slack/mrkdwn.hpp"

namespace muster::slack {
namespace {

constexpr std::chrono::hours kLookBack{24};
constexpr int kMostLookedAt = 5;

net::FormFields message_fields(const std::string& channel, const Rendered& words) {
  return {{"channel", channel}, {"text", words.text}, {"blocks", words.blocks}};
}

Result<Done> done(const Result<ApiAnswer>& answer) {
  if (!answer) return std::unexpected(answer.error());
  return Done{};
}

// One page of what was said in a room, or in a thread, during the last day, newest first.
asio::awaitable<Result<ApiAnswer>> recent(CorePtr core, Place place, std::string cursor) {
  net::FormFields fields{{"channel", place.room},
                         {"oldest", ts_of_time(core->clock.now() - kLookBack)},
                         {"limit", "200"},
                         {"include_all_metadata", "true"}};
  if (!place.thread.empty()) fields.emplace_back("ts", place.thread);
  if (!cursor.empty()) fields.emplace_back("cursor", std::move(cursor));
  return core->api->call(place.thread.empty() ? "conversations.history" : "conversations.replies",
                         std::move(fields), {.repeatable = true});
}

// Not to be able to look is final: saying it perhaps twice is worse than asking a person to look.
Error cannot_look(const Error& why) {
  return {ErrorKind::rejected, "It may have been posted already, and muster cannot look: " + why.say,
          why.detail, 0};
}

using Seek = std::function<std::optional<std::string>(const ApiAnswer&)>;

// What seek finds in the recent pages, or nothing.
asio::awaitable<Result<std::optional<std::string>>> look(CorePtr core, Place place, Seek seek) {
  std::string cursor;
  for (int page = 0; page < kMostLookedAt; ++page) {
    auto answer = co_await recent(core, place, cursor);
    if (!answer && worth_retrying(answer.error().kind)) co_return std::unexpected(answer.error());
    if (!answer) co_return std::unexpected(cannot_look(answer.error()));
    if (auto found = seek(*answer)) co_return found;
    cursor = next_cursor(*answer);
    if (cursor.empty()) break;
  }
  co_return std::optional<std::string>{};
}

// looked_in: where to look for an earlier attempt; the same place, but a person's is their direct message
// channel.
asio::awaitable<Result<Place>> send(CorePtr core, Delivery d, Place to, std::string looked_in,
                                    Rendered words) {
  if (d.uncertain) {
    const Place room = message_place(looked_in, {}, to.thread);
    const std::string key = d.key;
    MUSTER_CO_TRY(const auto ts,
                  co_await look(core, room, [key](const ApiAnswer& page) { return find_by_key(page, key); }));
    if (ts) co_return message_place(looked_in, *ts, to.thread);
    crash_point("slack_looked");
  }
  net::FormFields fields = message_fields(to.room, words);
  fields.emplace_back("metadata", effect_metadata(d.key, d.incident));
  fields.emplace_back("unfurl_links", "false");
  fields.emplace_back("unfurl_media", "false");
  if (!to.thread.empty()) fields.emplace_back("thread_ts", to.thread);
  MUSTER_CO_TRY(const ApiAnswer answer, co_await core->api->call("chat.postMessage", std::move(fields)));
  crash_point("slack_posted");
  if (text_of(answer, "ts").empty())
    co_return fail(ErrorKind::timeout, "Slack's answer names no message.", "chat.postMessage: no ts");
  const std::string channel = text_of(answer, "channel");
  co_return message_place(channel.empty() ? to.room : channel, text_of(answer, "ts"), to.thread);
}

asio::awaitable<Result<FoundMessage>> find_in(CorePtr core, Place message) {
  net::FormFields exact{{"channel", message.room},
                        {"oldest", message.message},
                        {"latest", message.message},
                        {"inclusive", "true"},
                        {"limit", "10"}};
  if (message.thread.empty()) {
    MUSTER_CO_TRY(const ApiAnswer history,
                  co_await core->api->call("conversations.history", exact, {.repeatable = true}));
    if (auto found = find_message(history, message.message)) co_return *found;
  }
  // Replies are not in the history; a reaction names the reply alone, and asked for by its own ts it comes
  // alone.
  exact.emplace_back("ts", message.thread.empty() ? message.message : message.thread);
  MUSTER_CO_TRY(const ApiAnswer replies,
                co_await core->api->call("conversations.replies", exact, {.repeatable = true}));
  if (auto found = find_message(replies, message.message)) co_return *found;
  co_return fail(ErrorKind::not_found, "That message is no longer in Slack.", "no message with this ts");
}

// A file carries no metadata, so the key is in its name: the second version of a document is not taken for
// the first.
std::string keyed(const std::string& file_name, const std::string& key) {
  const std::size_t dot = std::min(file_name.rfind('.'), file_name.size());
  return file_name.substr(0, dot) + "-" + net::sha256_hex(key).substr(0, 6) + file_name.substr(dot);
}

}  // namespace

asio::awaitable<Result<Place>> post(CorePtr core, Delivery d, Place to, Rendered words) {
  std::string room = to.room;
  return send(std::move(core), std::move(d), std::move(to), std::move(room), std::move(words));
}

asio::awaitable<Result<Place>> post_direct(CorePtr core, Delivery d, Person to, Rendered words) {
  const auto identity = to.identities.find(std::string{kPlatform});
  if (identity == to.identities.end() || identity->second.empty()) {
    co_return fail(ErrorKind::not_found, to.name + " has no Slack account that muster knows.");
  }
  const std::string user = identity->second;
  std::string direct = user;
  if (d.uncertain) {
    MUSTER_CO_TRY(const ApiAnswer opened,
                  co_await core->api->call("conversations.open", {{"users", user}}, {.repeatable = true}));
    const std::vector<Channel> channels = read_channels(opened);
    if (!channels.empty()) direct = channels.front().id;
  }
  co_return co_await send(core, std::move(d), room_place(user), direct, std::move(words));
}

// Text and blocks, always: text alone would remove the blocks, blocks alone would leave an old text.
asio::awaitable<Result<Done>> edit(CorePtr core, Place at, Rendered words) {
  net::FormFields fields = message_fields(at.room, words);
  fields.emplace_back("ts", at.message);
  co_return done(co_await core->api->call("chat.update", std::move(fields), {.repeatable = true}));
}

asio::awaitable<Result<Done>> delete_message(CorePtr core, Place message) {
  co_return done(co_await core->api->call("chat.delete", {{"channel", message.room}, {"ts", message.message}},
                                          {.repeatable = true}));
}

asio::awaitable<Result<Done>> pin(CorePtr core, Place message) {
  co_return done(co_await core->api->call("pins.add",
                                          {{"channel", message.room}, {"timestamp", message.message}},
                                          {.tolerated = {"already_pinned"}, .repeatable = true}));
}

asio::awaitable<Result<Done>> bookmark(CorePtr core, Delivery d, Place room, std::string title,
                                       std::string link) {
  title = utf16_shorten(title, 240);
  if (d.uncertain) {
    MUSTER_CO_TRY(
        const ApiAnswer list,
        co_await core->api->call("bookmarks.list", {{"channel_id", room.room}}, {.repeatable = true}));
    if (has_bookmark(list, title, link)) co_return Done{};
  }
  co_return done(co_await core->api->call(
      "bookmarks.add", {{"channel_id", room.room}, {"title", title}, {"type", "link"}, {"link", link}}));
}

asio::awaitable<Result<Done>> react(CorePtr core, Place message, std::string emoji, bool add) {
  net::FormFields fields{
      {"channel", message.room}, {"timestamp", message.message}, {"name", std::move(emoji)}};
  co_return done(
      co_await core->api->call(add ? "reactions.add" : "reactions.remove", std::move(fields),
                               {.tolerated = {"already_reacted", "no_reaction"}, .repeatable = true}));
}

asio::awaitable<Result<MessageSnapshot>> fetch(CorePtr core, Place message) {
  MUSTER_CO_TRY(FoundMessage found, co_await find_in(core, message));
  MessageSnapshot snapshot = std::move(found.snapshot);
  snapshot.text = with_names(snapshot.text, core->board.people);
  if (snapshot.author) {
    // For the name alone: what somebody wrote is captured whoever they are.
    auto author = co_await core->directory.complete(*snapshot.author, core->self);
    if (author) snapshot.author = *std::move(author);
  }
  const auto link = co_await core->api->call("chat.getPermalink",
                                             {{"channel", message.room}, {"message_ts", message.message}},
                                             {.repeatable = true});
  message.thread = found.thread;
  snapshot.link = link ? text_of(*link, "permalink") : permalink(core->self, message);
  co_return snapshot;
}

asio::awaitable<Result<Done>> share_file(CorePtr core, Delivery d, Place room, std::string file_name,
                                         std::string title, std::string content) {
  if (content.empty()) content = "\n";  // Slack takes no empty file
  file_name = keyed(file_name, d.key);
  if (d.uncertain) {
    MUSTER_CO_CHECK(known(*core));
    const Self self = core->self;
    Seek seek = [self, file_name, title](const ApiAnswer& page) -> std::optional<std::string> {
      if (!shares_file(page, self, file_name, title)) return std::nullopt;
      return file_name;
    };
    MUSTER_CO_TRY(const auto shared, co_await look(core, room_place(room.room), std::move(seek)));
    if (shared) co_return Done{};
  }
  MUSTER_CO_TRY(const ApiAnswer place, co_await core->api->call("files.getUploadURLExternal",
                                                                {{"filename", file_name},
                                                                 {"length", std::to_string(content.size())}},
                                                                {.repeatable = true}));
  MUSTER_CO_CHECK(co_await core->api->upload(Secret{text_of(place, "upload_url")}, std::move(content)));
  net::FormFields fields{{"files", uploaded_files(text_of(place, "file_id"), title)},
                         {"channel_id", room.room}};
  if (!room.thread.empty()) fields.emplace_back("thread_ts", room.thread);
  co_return done(co_await core->api->call("files.completeUploadExternal", std::move(fields)));
}

}  // namespace muster::slack
