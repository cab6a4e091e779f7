#include "bot/store/search_rows.hpp"

#include "bot/domain/recurrence.hpp"

namespace muster::store {

namespace {

// Ranking takes a microsecond a hit: of words that stand everywhere the newest are looked at.
constexpr int kRanked = 5000;

// Each word as a string of FTS5's language, in which only the quote means something.
std::string any_of(const std::vector<std::string>& words) {
  std::string query;
  for (const std::string& word : words) {
    std::string quoted;
    for (const char c : word) {
      if (c == '\0') continue;
      quoted += c;
      if (c == '"') quoted += c;
    }
    if (!quoted.empty()) query += (query.empty() ? "\"" : " OR \"") + quoted + "\"";
  }
  return query;
}

}  // namespace

Result<Done> write_search_row(Connection& db, const Incident& incident, const Incident* before) {
  const std::string text = searchable_text(incident);
  if (before != nullptr && before->title == incident.title && searchable_text(*before) == text) return Done{};
  MUSTER_TRY(const auto same,
             db.integer("SELECT 1 FROM incident_search WHERE rowid = ? AND title = ? AND text = ?",
                        incident.number, incident.title, text));
  if (same) return Done{};
  MUSTER_CHECK(db.run("DELETE FROM incident_search WHERE rowid = ?", incident.number));
  return db.run("INSERT INTO incident_search (rowid, title, text) VALUES (?, ?, ?)", incident.number,
                incident.title, text);
}

// Of a transaction that is taken back FTS5 forgets everything, also when it changed nothing.
Result<Done> forget_search_counts(Connection& db) {
  MUSTER_CHECK(db.run("BEGIN IMMEDIATE"));
  const auto begun = db.run("DELETE FROM incident_search WHERE rowid = -1");
  db.roll_back();
  return begun;
}

Result<std::vector<IncidentNumber>> search_rows(Connection& db, const std::vector<std::string>& words,
                                                int limit) {
  std::vector<IncidentNumber> found;
  const std::string query = any_of(words);
  if (query.empty()) return found;
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT rowid FROM incident_search WHERE incident_search MATCH ?1
      AND rowid >= coalesce((SELECT rowid FROM incident_search WHERE incident_search MATCH ?1
                             ORDER BY rowid DESC LIMIT 1 OFFSET ?3), 0)
    ORDER BY bm25(incident_search, 4.0, 1.0) LIMIT ?2)sql",
                                 query, limit, kRanked - 1));
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back({rows.integer(0)});
  }
}

}  // namespace muster::store
