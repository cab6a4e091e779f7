// Rooms and messages.
#include <algorithm>
#include <ranges>

#include "bot/base/utf8.hpp"
#include "bot/console/access.hpp"
#include "bot/console/chat_codec.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/replies.hpp"
#include "bot/console/request_codec.hpp"
#include "bot/console/typed.hpp"
#include "bot/net/digest.hpp"
#include "bot/text/message_codec.hpp"

namespace muster::console {

namespace {

constexpr std::int64_t kMostMessages = 200;
constexpr std::int64_t kUsualMessages = 50;

// The browser's UUID, bound to the person: nobody can name a message as somebody else's was.
std::string message_id(const PersonId& person, const std::string& uuid) {
  return net::sha256_hex(person.value + "/" + uuid).substr(0, 32);
}

Result<std::string> words_of(const std::string& raw) {
  std::string text = clean_text(raw, true);
  if (text.empty()) return fail(ErrorKind::invalid, "The message is empty.");
  return text;
}

// The message, if it is the visitor's own.
asio::awaitable<Result<ChatMessageRow>> own_message(Site& site, PersonId person, std::string room,
                                                    std::string message) {
  MUSTER_CO_TRY(auto row, co_await read_message(site, std::move(room), std::move(message)));
  if (row.author != person)
    co_return fail(ErrorKind::forbidden, "Only whoever wrote a message can change or delete it.");
  co_return row;
}

}  // namespace

Answered get_rooms(Site& site, Visit visit) {
  // One that was at rest when muster started, and is open again.
  std::vector<std::string> wanted;
  for (const auto& incident : site.board().incidents | std::views::values) {
    const auto room = incident->rooms.find("console");
    if (room != incident->rooms.end() && site.rooms.find(room->second.place.room) == nullptr)
      wanted.push_back(room->second.place.room);
  }
  for (const std::string& room : wanted) MUSTER_CO_CHECK(co_await take_up_room(site, room));
  co_return json_reply(rooms_json(site.rooms.visible_to(visit.person(), site.board())));
}

Answered get_messages(Site& site, Visit visit) {
  MUSTER_CO_TRY(const auto room, co_await visible_room(site, visit, visit.param("room")));
  if (const auto incident = site.board().find(room.incident)) note_read(site, asked_by(visit), *incident);
  const auto asked = number_in(visit.call.query["limit"]);
  const auto limit = static_cast<int>(asked.exists() ? std::min(asked.value, kMostMessages) : kUsualMessages);
  MUSTER_CO_TRY(const auto rows,
                co_await site.deps.reader.read(
                    [id = room.id, before = visit.call.query["before"], limit](Reader& reader) {
                      return reader.chat_messages(id, before, limit);
                    }));
  co_return json_reply(messages_json(room.id, rows, site.people()));
}

Answered post_message(Site& site, Visit visit) {
  MUSTER_CO_TRY(const PostBody body, parse_post(visit.call.body));
  MUSTER_CO_TRY(const auto room, co_await visible_room(site, visit, visit.param("room")));
  MUSTER_CO_TRY(const std::string text, words_of(body.text));
  if (auto command = command_in(text, site.policy())) {
    co_return co_await submit(site,
                              inbound(site, visit, body.id, in_room(room.id, {}, body.thread),
                                      CommandTyped{*std::move(command), {}}),
                              {});
  }
  const std::string id = message_id(visit.person(), body.id);
  std::vector<ConsoleWrite> writes{
      ChatMessageWritten{room.id, id, body.thread, visit.person(), site.now(), chat_content(text)}};
  co_return co_await submit(
      site, inbound(site, visit, body.id, in_room(room.id, id, body.thread), MessagePosted{text, {}}),
      std::move(writes));
}

Answered patch_message(Site& site, Visit visit) {
  MUSTER_CO_TRY(const EditBody body, parse_edit(visit.call.body));
  MUSTER_CO_TRY(const auto room, co_await visible_room(site, visit, visit.param("room")));
  MUSTER_CO_TRY(const std::string text, words_of(body.text));
  MUSTER_CO_TRY(const auto row, co_await own_message(site, visit.person(), room.id, visit.param("message")));
  std::vector<ConsoleWrite> writes{ChatMessageEdited{room.id, row.id, chat_content(text), site.now()}};
  co_return co_await submit(
      site, inbound(site, visit, body.id, in_room(room.id, row.id, row.thread), MessageEdited{text}),
      std::move(writes));
}

Answered delete_message(Site& site, Visit visit) {
  MUSTER_CO_TRY(const DeleteBody body, parse_delete(visit.call.body));
  MUSTER_CO_TRY(const auto room, co_await visible_room(site, visit, visit.param("room")));
  MUSTER_CO_TRY(const auto row, co_await own_message(site, visit.person(), room.id, visit.param("message")));
  std::vector<ConsoleWrite> writes{ChatMessageDeleted{room.id, row.id}};
  co_return co_await submit(
      site, inbound(site, visit, body.id, in_room(room.id, row.id, row.thread), MessageDeleted{}),
      std::move(writes));
}

Answered post_reaction(Site& site, Visit visit) {
  MUSTER_CO_TRY(const ReactionBody body, parse_reaction(visit.call.body));
  MUSTER_CO_TRY(const auto room, co_await visible_room(site, visit, body.room));
  const std::string emoji = clean_text(body.emoji, false);
  if (emoji.empty() || emoji.find_first_of(": ") != std::string::npos)
    co_return fail(ErrorKind::invalid, "`emoji` must be a name without colons, such as pushpin.");
  MUSTER_CO_TRY(const auto row, co_await read_message(site, room.id, body.message));
  std::vector<ConsoleWrite> writes{ChatReaction{room.id, row.id, emoji, visit.person(), body.added}};
  co_return co_await submit(
      site,
      inbound(site, visit, body.id, in_room(room.id, row.id, row.thread), ReactionChanged{emoji, body.added}),
      std::move(writes));
}

}  // namespace muster::console
