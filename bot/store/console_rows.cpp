#include "bot/store/console_rows.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace muster::store {

namespace {

struct Write {
  Connection& db;

  Result<Done> operator()(const ChatRoomOpened& w) const {
    return db.run(R"sql(
      INSERT INTO chat_room (id, name, topic, is_private, incident) VALUES (?, ?, '', ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, is_private = excluded.is_private, incident = excluded.incident)sql",
                  w.room, w.name, w.is_private, w.incident.value);
  }
  Result<Done> operator()(const ChatRoomTopic& w) const {
    return db.run("UPDATE chat_room SET topic = ? WHERE id = ?", w.topic, w.room);
  }
  Result<Done> operator()(const ChatMemberAdded& w) const {
    return db.run("INSERT INTO chat_member (room, person) VALUES (?, ?) ON CONFLICT DO NOTHING", w.room,
                  w.person);
  }
  Result<Done> operator()(const ChatMessageWritten& w) const {
    return db.run(R"sql(
      INSERT INTO chat_message (room, id, thread, author, sent_at, content) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (room, id) DO NOTHING)sql",
                  w.room, w.message, w.thread, w.author, w.at, w.content);
  }
  Result<Done> operator()(const ChatMessageEdited& w) const {
    return db.run(
        "UPDATE chat_message SET content = ?, edited_at = ? WHERE room = ? AND id = ? AND deleted = 0",
        w.content, w.at, w.room, w.message);
  }
  // The row stays, so that the same message cannot come back; its words go.
  Result<Done> operator()(const ChatMessageDeleted& w) const {
    return db.run("UPDATE chat_message SET deleted = 1, pinned = 0, content = '' WHERE room = ? AND id = ?",
                  w.room, w.message);
  }
  Result<Done> operator()(const ChatMessagePinned& w) const {
    return db.run("UPDATE chat_message SET pinned = 1 WHERE room = ? AND id = ? AND deleted = 0", w.room,
                  w.message);
  }
  Result<Done> operator()(const ChatReaction& w) const {
    if (w.added) {
      return db.run(R"sql(
        INSERT INTO chat_reaction (room, message, emoji, person) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING)sql",
                    w.room, w.message, w.emoji, w.person);
    }
    return db.run("DELETE FROM chat_reaction WHERE room = ? AND message = ? AND emoji = ? AND person = ?",
                  w.room, w.message, w.emoji, w.person);
  }
  Result<Done> operator()(const ChatBookmark& w) const {
    return db.run(R"sql(
      INSERT INTO chat_bookmark (room, title, link) VALUES (?, ?, ?)
      ON CONFLICT (room, link) DO UPDATE SET title = excluded.title)sql",
                  w.room, w.title, w.link);
  }
  Result<Done> operator()(const SessionOpened& w) const {
    return db.run(R"sql(
      INSERT INTO session (token_hash, person, opened_at, expires_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at)sql",
                  w.token_hash, w.person, w.opened_at, w.expires_at);
  }
  Result<Done> operator()(const SessionClosed& w) const {
    return db.run("DELETE FROM session WHERE token_hash = ?", w.token_hash);
  }
};

ChatMessageRow message_at(const Rows& rows) {
  return {.id = rows.text(0),
          .thread = rows.text(1),
          .author = {rows.text(2)},
          .at = rows.time(3),
          .edited_at = rows.maybe_time(4),
          .deleted = rows.flag(5),
          .pinned = rows.flag(6),
          .content = rows.text(7),
          .reactions = {}};
}

Result<Done> add_reactions(Connection& db, const std::string& room, ChatMessageRow& message) {
  MUSTER_TRY(Rows rows, db.query("SELECT emoji, person FROM chat_reaction WHERE room = ? AND message = ? "
                                 "ORDER BY position",
                                 room, message.id));
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return Done{};
    const std::string emoji = rows.text(0);
    auto found = std::ranges::find(message.reactions, emoji, &ChatMessageRow::Reaction::emoji);
    if (found == message.reactions.end()) found = message.reactions.insert(found, {emoji, {}});
    found->people.push_back({rows.text(1)});
  }
}

Result<Done> add_members(Connection& db, ChatRoomRow& room) {
  MUSTER_TRY(Rows rows, db.query("SELECT person FROM chat_member WHERE room = ? ORDER BY position", room.id));
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return Done{};
    room.members.push_back({rows.text(0)});
  }
}

Result<Done> add_bookmarks(Connection& db, ChatRoomRow& room) {
  MUSTER_TRY(Rows rows,
             db.query("SELECT title, link FROM chat_bookmark WHERE room = ? ORDER BY position", room.id));
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return Done{};
    room.bookmarks.emplace_back(rows.text(0), rows.text(1));
  }
}

}  // namespace

Result<Done> write_console(Connection& db, const ConsoleWrite& write) {
  return std::visit(Write{db}, write);
}

namespace {

Result<std::vector<ChatRoomRow>> rooms_in(Connection& db, Result<Rows> asked) {
  MUSTER_TRY(Rows rows, std::move(asked));
  std::vector<ChatRoomRow> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    ChatRoomRow room{.id = rows.text(0),
                     .name = rows.text(1),
                     .topic = rows.text(2),
                     .is_private = rows.flag(3),
                     .incident = {rows.integer(4)},
                     .members = {},
                     .bookmarks = {}};
    MUSTER_CHECK(add_members(db, room));
    MUSTER_CHECK(add_bookmarks(db, room));
    found.push_back(std::move(room));
  }
}

Result<std::vector<ChatRoomRow>> rooms_of(Connection& db, IncidentNumber incident) {
  return rooms_in(db,
                  db.query("SELECT id, name, topic, is_private, incident FROM chat_room WHERE incident = ?",
                           incident.value));
}

}  // namespace

Result<std::vector<ChatRoomRow>> chat_room_rows(Connection& db) {
  return rooms_in(db, db.query("SELECT id, name, topic, is_private, incident FROM chat_room ORDER BY id"));
}

Result<std::vector<ChatRoomRow>> chat_room_rows_of(Connection& db,
                                                   const std::vector<IncidentNumber>& incidents) {
  MUSTER_TRY(std::vector<ChatRoomRow> found, rooms_of(db, {}));
  for (const IncidentNumber number : incidents) {
    MUSTER_TRY(std::vector<ChatRoomRow> rooms, rooms_of(db, number));
    std::ranges::move(rooms, std::back_inserter(found));
  }
  return found;
}

Result<std::optional<ChatRoomRow>> chat_room_row(Connection& db, const std::string& id) {
  MUSTER_TRY(
      std::vector<ChatRoomRow> found,
      rooms_in(db, db.query("SELECT id, name, topic, is_private, incident FROM chat_room WHERE id = ?", id)));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

Result<std::string> chat_room_called(Connection& db, const std::string& wanted) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT id FROM chat_room WHERE id = ?1 UNION ALL SELECT id FROM chat_room WHERE name = ?1 LIMIT 1)sql",
                                 wanted));
  MUSTER_TRY(const bool found, rows.next());
  return found ? rows.text(0) : std::string{};
}

Result<std::vector<ChatMessageRow>> chat_message_rows(Connection& db, const std::string& room,
                                                      const std::string& before, int limit) {
  // A message that is unknown bounds nothing: its position reads as the largest there is.
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT id, thread, author, sent_at, edited_at, deleted, pinned, content FROM chat_message
    WHERE room = ?1 AND position < coalesce((SELECT position FROM chat_message WHERE room = ?1 AND id = ?2),
                                            9223372036854775807)
    ORDER BY position DESC LIMIT ?3)sql",
                                 room, before, limit < 0 ? 0 : limit));
  std::vector<ChatMessageRow> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) break;
    found.push_back(message_at(rows));
    MUSTER_CHECK(add_reactions(db, room, found.back()));
  }
  std::ranges::reverse(found);
  return found;
}

Result<std::optional<ChatMessageRow>> chat_message_row(Connection& db, const std::string& room,
                                                       const std::string& message) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT id, thread, author, sent_at, edited_at, deleted, pinned, content FROM chat_message
    WHERE room = ? AND id = ?)sql",
                                 room, message));
  MUSTER_TRY(const bool exists, rows.next());
  if (!exists) return std::optional<ChatMessageRow>{};
  std::optional found{message_at(rows)};
  MUSTER_CHECK(add_reactions(db, room, *found));
  return found;
}

Result<std::vector<SessionOpened>> session_rows(Connection& db) {
  MUSTER_TRY(Rows rows,
             db.query("SELECT token_hash, person, opened_at, expires_at FROM session ORDER BY token_hash"));
  std::vector<SessionOpened> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back({rows.text(0), {rows.text(1)}, rows.time(2), rows.time(3)});
  }
}

}  // namespace muster::store
