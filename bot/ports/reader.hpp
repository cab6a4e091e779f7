// Reader: read-only questions to the store, for the console, the command line and reports. Any thread, one
// Reader a thread; each has a read-only connection of its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/ports/store.hpp"
#include "bot/report/rows.hpp"

namespace muster {

struct ChatMessageRow {
  std::string id;
  std::string thread;
  PersonId author;  // empty: muster
  Time at{};
  std::optional<Time> edited_at;
  bool deleted = false;
  bool pinned = false;
  std::string content;
  struct Reaction {
    std::string emoji;
    std::vector<PersonId> people;
  };
  std::vector<Reaction> reactions;
};

struct ChatRoomRow {
  std::string id;
  std::string name;
  std::string topic;
  bool is_private = false;
  IncidentNumber incident;
  std::vector<PersonId> members;
  std::vector<std::pair<std::string, std::string>> bookmarks;  // title, link
};

struct VerifyReport {
  std::int64_t incidents = 0;
  std::int64_t events = 0;
  std::string register_head;          // seals which incidents there are; worth keeping somewhere else
  std::vector<std::string> problems;  // empty: all is well. Each names the row and what to do
};

class Reader : public IncidentSource {
 public:
  virtual Result<std::vector<Event>> events(IncidentNumber number) = 0;  // in seq order
  virtual Result<std::optional<Event>> event(IncidentNumber number, Seq seq) = 0;
  virtual Result<std::vector<Event>> last_events(IncidentNumber number, int last) = 0;
  virtual Result<std::vector<Incident>> incidents() = 0;  // newest first, folded
  // The newest of those with a smaller number, at most `limit`; of all visibilities.
  virtual Result<std::vector<Incident>> incidents_before(IncidentNumber number, int limit) = 0;
  // That have any of the words in title or text, the best first; of all visibilities.
  virtual Result<std::vector<Incident>> search(const std::vector<std::string>& words, int limit) = 0;
  virtual Result<std::vector<Person>> people() = 0;
  virtual Result<std::vector<OutboxRow>> outbox(bool unsettled_only) = 0;
  virtual Result<std::vector<ChatRoomRow>> chat_rooms() = 0;
  // Rooms of no incident, and of these.
  virtual Result<std::vector<ChatRoomRow>> chat_rooms_of(const std::vector<IncidentNumber>& incidents) = 0;
  virtual Result<std::optional<ChatRoomRow>> chat_room(const std::string& id) = 0;
  // The id of the console's room with this id, or else with this name; empty: there is none.
  virtual Result<std::string> chat_room_called(const std::string& wanted) = 0;
  // Messages of a room, oldest first, at most `limit`, before the message id `before` (empty: the newest
  // ones).
  virtual Result<std::vector<ChatMessageRow>> chat_messages(const std::string& room,
                                                            const std::string& before, int limit) = 0;
  virtual Result<std::optional<ChatMessageRow>> chat_message(const std::string& room,
                                                             const std::string& message) = 0;
  virtual Result<std::vector<SessionOpened>> sessions() = 0;  // not closed; may have expired
  // The origin key that begins with `prefix` and was done (not refused) since then; empty: none was.
  virtual Result<std::string> done_since(const std::string& prefix, Time since) = 0;
  // What a report on a period is made from, of one moment. Nothing of incidents the viewer may not see.
  virtual Result<report::Rows> report_rows(const report::Query& query) = 0;
  // Hash chains, sequence gaps, projections against folds, integrity_check, foreign keys.
  virtual Result<VerifyReport> verify() = 0;
};

}  // namespace muster
