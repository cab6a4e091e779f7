#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/store/connection.hpp"
#include "bot/store/directory.hpp"
#include "bot/store/event_rows.hpp"
#include "bot/store/migrations.hpp"
#include "bot/store/sealed_timeline.hpp"

namespace muster {

namespace {

using nlohmann::json;
using store::EventRow;

std::string line_of(const EventRow& row) {
  return net::dump_json({{"incident", row.incident},
                         {"seq", row.seq},
                         {"type", row.type},
                         {"occurred_at", row.occurred_at},
                         {"recorded_at", row.recorded_at},
                         {"actor_kind", row.actor_kind},
                         {"actor_id", row.actor_id},
                         {"source", row.source},
                         {"body", row.body},
                         {"prev_hash", row.prev_hash},
                         {"hash", row.hash}}) +
         "\n";
}

std::string withheld_line_of(const EventRow& row) {
  return net::dump_json({{"incident", row.incident},
                         {"seq", row.seq},
                         {"withheld", true},
                         {"prev_hash", row.prev_hash},
                         {"hash", row.hash}}) +
         "\n";
}

EventRow row_of(const json& line) {
  EventRow row;
  row.incident = net::integer(line, "incident").value_or(-1);
  row.seq = net::integer(line, "seq").value_or(-1);
  row.type = net::text(line, "type");
  row.occurred_at = net::integer(line, "occurred_at").value_or(0);
  row.recorded_at = net::integer(line, "recorded_at").value_or(0);
  row.actor_kind = net::text(line, "actor_kind");
  row.actor_id = net::text(line, "actor_id");
  row.source = net::text(line, "source");
  row.body = net::text(line, "body");
  row.prev_hash = net::text(line, "prev_hash");
  row.hash = net::text(line, "hash");
  return row;
}

}  // namespace

Result<std::vector<SealedTimeline>> sealed_timelines(const std::filesystem::path& data_dir,
                                                     const std::vector<IncidentNumber>& incidents,
                                                     bool include_private) {
  MUSTER_TRY(auto db, store::Connection::open(store::database_file(data_dir), store::Access::read_only));
  MUSTER_CHECK(store::require_newest_schema(*db));
  MUSTER_CHECK(db->run("BEGIN"));
  std::vector<SealedTimeline> all;
  for (const IncidentNumber number : incidents) {
    MUSTER_TRY(store::Rows rows, db->query(R"sql(
      SELECT incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash,
             type IN ('merged', 'merge_received')
               AND EXISTS (SELECT 1 FROM json_each(body) j JOIN incident i ON i.number = j.value
                           WHERE j.key IN ('into', 'source') AND i.visibility = 'private')
      FROM event WHERE incident = ? ORDER BY seq)sql",
                                           number.value));
    SealedTimeline timeline{number, {}};
    for (;;) {
      MUSTER_TRY(const bool more, rows.next());
      if (!more) break;
      const EventRow row{rows.integer(0), rows.integer(1), rows.text(2), rows.integer(3),
                         rows.integer(4), rows.text(5),    rows.text(6), rows.text(7),
                         rows.text(8),    rows.text(9),    rows.text(10)};
      timeline.lines += rows.flag(11) && !include_private ? withheld_line_of(row) : line_of(row);
    }
    all.push_back(std::move(timeline));
  }
  db->roll_back();
  return all;
}

std::vector<std::string> check_sealed(std::string_view lines) {
  std::vector<std::string> problems;
  std::int64_t seq = 0;
  std::string hash;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto parsed = net::parse_json(lines.substr(0, end), {.max_bytes = 16UL * 1024 * 1024});
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (!parsed) {
      problems.push_back("the line after entry " + std::to_string(seq) + " is not JSON");
      return problems;
    }
    const EventRow row = row_of(*parsed);
    const std::string name = "entry " + std::to_string(row.seq);
    if (row.seq != seq + 1)
      problems.push_back(name + " follows entry " + std::to_string(seq) + ": entries are missing");
    if (row.prev_hash != hash) problems.push_back(name + " does not follow from the entry before it");
    if (!net::flag(*parsed, "withheld") && store::hash_of(row) != row.hash)
      problems.push_back(name + " was changed after it was written");
    seq = row.seq;
    hash = row.hash;
  }
  return problems;
}

}  // namespace muster
