// Store: the durable side of the engine. One transaction a batch; within it each decision has a savepoint of
// its own.
//
// Engine thread only: the implementation holds the one read-write connection. A Result error of kind
// unavailable means the disk cannot take it now (full, locked, read-only): nothing of the batch was kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/timers.hpp"
#include "bot/ports/resting.hpp"

namespace muster {

enum class OutboxState : std::uint8_t {
  waiting,  // to be sent, not before not_before
  running,  // claimed: found like this after a crash means it may have been sent
  delivered,
  failed,      // given up
  superseded,  // a later one says it better
};
template <>
struct EnumNames<OutboxState> {
  static constexpr std::array<std::string_view, 5> kNames = {"waiting", "running", "delivered", "failed",
                                                             "superseded"};
};

struct OutboxRow {
  std::string key;  // deterministic, unique
  IncidentNumber incident;
  std::string lane;
  std::string supersedes;  // superseding_key(), may be empty
  Effect effect;
  OutboxState state = OutboxState::waiting;
  int attempt = 0;  // times it was claimed
  bool uncertain =
      false;  // an attempt may have taken effect: found running at the start, or it ended unclear
  Time not_before{};
  std::string last_error;
  std::int64_t position = 0;  // order of insertion; rows of a lane go out in it
};

// Messages of muster's own chat, the console: it is a chat platform whose server is this store. content is
// opaque here (the console codec's JSON). ids are given by the writer, so that writing twice is writing once.
struct ChatRoomOpened {
  std::string room;
  std::string name;
  bool is_private = false;
  IncidentNumber incident;
};
struct ChatRoomTopic {
  std::string room;
  std::string topic;
};
struct ChatMemberAdded {
  std::string room;
  PersonId person;
};
struct ChatMessageWritten {
  std::string room;
  std::string message;  // unique id
  std::string thread;   // parent message, or empty
  PersonId author;      // empty: muster
  Time at{};
  std::string content;
};
struct ChatMessageEdited {
  std::string room;
  std::string message;
  std::string content;
  Time at{};
};
struct ChatMessageDeleted {
  std::string room;
  std::string message;
};
struct ChatMessagePinned {
  std::string room;
  std::string message;
};
struct ChatReaction {
  std::string room;
  std::string message;
  std::string emoji;
  PersonId person;
  bool added = true;
};
struct ChatBookmark {
  std::string room;
  std::string title;
  std::string link;
};
// Sessions of the console. token_hash: SHA-256 of the cookie's token, which is never stored itself.
struct SessionOpened {
  std::string token_hash;
  PersonId person;
  Time opened_at{};
  Time expires_at{};
};
struct SessionClosed {
  std::string token_hash;
};
using ConsoleWrite = std::variant<ChatRoomOpened, ChatRoomTopic, ChatMemberAdded, ChatMessageWritten,
                                  ChatMessageEdited, ChatMessageDeleted, ChatMessagePinned, ChatReaction,
                                  ChatBookmark, SessionOpened, SessionClosed>;

struct OutboxUpdate {
  std::string key;
  OutboxState state = OutboxState::waiting;
  int attempt = 0;
  Time not_before{};
  std::string error;
};

// An incident that a decision changed.
struct ChangedIncident {
  Incident* after;  // head_hash is filled in
  bool is_new;
  const Incident* before = nullptr;  // as it is stored: only what differs is written. null: all is
  bool only_marks = false;           // of it nothing but IncidentMarks differs
};

// Everything one decision writes. Events come without prev_hash and hash; append() fills them in.
struct Change {
  std::string origin_key;  // empty: internal, not deduplicated
  Time now{};
  std::vector<Event> events;
  std::vector<ChangedIncident> incidents;  // after the events
  OperationsLog* operations = nullptr;     // after the events, when one of them is on the operations log
  std::vector<IncidentFigures> figures;    // of incidents whose figures changed
  std::vector<OutboxRow> outbox;           // append() takes out those that another, which waits, stands for
  std::vector<Timer> timers_set;
  std::vector<std::string> timers_dropped;  // keys
  std::vector<Person> people;
  std::vector<ConsoleWrite> console;
  std::optional<OutboxUpdate> settled{};  // the row whose receipt this is: kept together or not at all
  std::vector<std::string> superseded{};  // keys of waiting rows that a new one takes the place of
  std::string reply;                      // what was answered, given again to a repeated origin_key
  std::string refused{};                  // why not, when that answer was a no
};

// What was said to an origin key before.
struct PriorAnswer {
  std::string reply;
  std::string refused;  // code of the refusal; empty: it was done
  friend bool operator==(const PriorAnswer&, const PriorAnswer&) = default;
};

// All that the engine needs to go on after a start.
struct Snapshot {
  std::vector<Incident>
      incidents;  // those that are not at rest (resting.hpp), by number, folded from their events
  OperationsLog operations;
  std::vector<IncidentNumber> unmeasured;  // of which no figures were written: by a muster that had none
  IncidentNumber last_number;
  std::vector<OutboxRow> outbox;  // waiting and running, by position
  std::vector<Timer> timers;
  std::vector<Person> people;
};

class Store : public IncidentSource {
 public:
  virtual Result<Snapshot> load() = 0;

  virtual Result<Done> begin() = 0;
  virtual Result<Done> commit() = 0;  // durable when it returns
  virtual void rollback() = 0;
  // Between batches, when the last one was answered: a log that has grown long is moved into the database,
  // which takes milliseconds. Without it commit() does so, later.
  virtual void shorten_log() = 0;

  // The answer given before when this origin key was already seen, none when it is new.
  virtual Result<std::optional<PriorAnswer>> seen(const std::string& origin_key) = 0;
  // Under a savepoint: on error nothing of this change is kept, the batch goes on.
  virtual Result<Done> append(Change& change) = 0;
  virtual Result<Done> update_outbox(const OutboxUpdate& update) = 0;

  // Housekeeping between batches: checkpoints the WAL, drops inbox rows older than 24 h and settled outbox
  // rows older than 30 days.
  virtual Result<Done> tidy(Time now) = 0;
};

}  // namespace muster
