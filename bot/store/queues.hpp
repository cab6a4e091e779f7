// What is waiting: the inbox (what was taken in), the outbox (what must go out), timers. And people, whom
// both name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/ports/store.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

[[nodiscard]] Result<Done> insert_inbox(Connection& db, const std::string& origin_key, Time received_at,
                                        const PriorAnswer& answer);
[[nodiscard]] Result<std::optional<PriorAnswer>> answer_to(Connection& db, const std::string& origin_key);
// The key that begins with `prefix` and was not refused, of what came in since then; empty: none.
[[nodiscard]] Result<std::string> done_key(Connection& db, const std::string& prefix, Time since);

// Fills in row.position.
[[nodiscard]] Result<Done> insert_outbox(Connection& db, OutboxRow& row, Time now);
// An effect that shows the same thing waits already (superseding_key()).
[[nodiscard]] Result<bool> waits_already(Connection& db, const OutboxRow& row);
// A claim (state running) raises `attempt`; whatever else is written names the claim it belongs to, 0: none.
// A write of an older claim changes nothing and is an Error of kind conflict: somebody else took the row
// over.
[[nodiscard]] Result<Done> update_outbox_row(Connection& db, const OutboxUpdate& update);
// One that is settled already stays as it is.
[[nodiscard]] Result<Done> supersede_outbox_row(Connection& db, const std::string& key);
[[nodiscard]] Result<std::vector<OutboxRow>> outbox_rows(Connection& db, bool unsettled_only);  // by position

[[nodiscard]] Result<Done> set_timer(Connection& db, const Timer& timer);
[[nodiscard]] Result<Done> drop_timer(Connection& db, const std::string& key);
[[nodiscard]] Result<std::vector<Timer>> timers(Connection& db);  // earliest first

[[nodiscard]] Result<Done> put_person(Connection& db, const Person& person);
[[nodiscard]] Result<std::vector<Person>> people(Connection& db);  // by id

// Inbox rows older than 24 h, settled outbox rows older than 30 days, sessions that have expired.
[[nodiscard]] Result<Done> drop_old_rows(Connection& db, Time now);

}  // namespace muster::store
