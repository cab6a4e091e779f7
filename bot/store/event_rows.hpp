// Events as rows, and the chain that makes a change of the record visible. docs/timeline-format.md describes
// both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/event.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// A row as it is stored: what the hash is made of.
struct EventRow {
  std::int64_t incident = 0;
  std::int64_t seq = 0;
  std::string type;
  std::int64_t occurred_at = 0;  // microseconds
  std::int64_t recorded_at = 0;
  std::string actor_kind;
  std::string actor_id;
  std::string source;
  std::string body;  // JSON text, byte for byte
  std::string prev_hash;
  std::string hash;
};

// A field of what is hashed, with its length in front.
void add_field(std::string& bytes, const std::string& value);
[[nodiscard]] std::string canonical_bytes(const EventRow& row);
[[nodiscard]] std::string hash_of(const EventRow& row);  // 64 hex digits

[[nodiscard]] EventRow to_row(const Event& event);  // body as JSON; the hashes as they are
[[nodiscard]] Result<Event> to_event(const EventRow& row);

[[nodiscard]] std::string timeline_name(IncidentNumber incident);  // "INC-7", "the operations log"

// The last event of an incident's chain; seq 0 and an empty hash when it has none.
struct ChainHead {
  Seq seq = 0;
  std::string hash;
};
[[nodiscard]] Result<ChainHead> chain_head(Connection& db, IncidentNumber incident);

[[nodiscard]] Result<Done> insert_event(Connection& db, const EventRow& row);

// At most `limit` rows of a timeline behind that entry, as they are stored.
[[nodiscard]] Result<std::vector<EventRow>> rows_after(Connection& db, IncidentNumber incident, Seq after,
                                                       int limit);

[[nodiscard]] Result<std::vector<Event>> events_of(Connection& db, IncidentNumber incident);
[[nodiscard]] Result<std::optional<Event>> event_of(Connection& db, IncidentNumber incident, Seq seq);
[[nodiscard]] Result<std::vector<Event>> last_events_of(Connection& db, IncidentNumber incident, int last);

// Events by incident and seq, one at a time.
class EventRows {
 public:
  [[nodiscard]] static Result<EventRows> all(Connection& db);
  [[nodiscard]] static Result<EventRows> of(Connection& db, IncidentNumber incident);
  [[nodiscard]] Result<bool> next(EventRow& row);  // false: that was all

 private:
  explicit EventRows(Rows rows) : rows_{std::move(rows)} {}
  Rows rows_;
};

}  // namespace muster::store
