#include "bot/store/operations_rows.hpp"

namespace muster::store {

Result<Done> write_operations_row(Connection& db, const Event& event) {
  const auto* change = std::get_if<ChangeReported>(&event.body);
  if (change == nullptr) return Done{};
  std::optional<Time> started = change->started_at;
  std::optional<Time> completed;
  std::optional<Time> refused;
  switch (change->op) {
    case ChangeOp::start:
      started = event.occurred_at;
      break;
    case ChangeOp::complete:
      completed = event.occurred_at;
      break;
    case ChangeOp::refused:
      refused = event.occurred_at;
      break;
  }
  return db.run(R"sql(
    INSERT INTO change_record (id, type, service, title, risk, result, link, incident, started_at, completed_at,
                               refused_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
    SET type = excluded.type, service = coalesce(nullif(excluded.service, ''), service),
        title = coalesce(nullif(excluded.title, ''), title), risk = coalesce(nullif(excluded.risk, ''), risk),
        result = coalesce(nullif(excluded.result, ''), result), link = coalesce(nullif(excluded.link, ''), link),
        incident = coalesce(excluded.incident, incident), started_at = coalesce(excluded.started_at, started_at),
        completed_at = coalesce(excluded.completed_at, completed_at), refused_at = excluded.refused_at)sql",
                change->change, change->type, change->service, change->title, change->risk, change->result,
                change->link, change->incident, started, completed, refused);
}

}  // namespace muster::store
