#include "bot/store/register.hpp"

#include <set>
#include <utility>

#include "bot/domain/vocabulary.hpp"
#include "bot/net/digest.hpp"
#include "bot/store/event_rows.hpp"

namespace muster::store {

namespace {

struct Line {
  std::int64_t position = 0;
  std::int64_t incident = 0;
  std::string first_hash;
};

std::string sealed(const std::string& head_before, const Line& line) {
  std::string bytes = "muster-register-1\n";
  add_field(bytes, head_before);
  add_field(bytes, std::to_string(line.position));
  add_field(bytes, std::to_string(line.incident));
  add_field(bytes, line.first_hash);
  return net::sha256_hex(bytes);
}

Result<std::vector<std::pair<std::int64_t, std::string>>> first_events(Connection& db) {
  MUSTER_TRY(Rows rows,
             db.query("SELECT incident, hash FROM event WHERE seq = 1 AND incident > 0 ORDER BY incident"));
  std::vector<std::pair<std::int64_t, std::string>> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.emplace_back(rows.integer(0), rows.text(1));
  }
}

}  // namespace

Result<Done> register_incident(Connection& db, std::int64_t incident, const std::string& first_hash) {
  Line line{1, incident, first_hash};
  std::string before;
  {
    MUSTER_TRY(Rows last, db.query("SELECT position, head FROM register ORDER BY position DESC LIMIT 1"));
    MUSTER_TRY(const bool found, last.next());
    if (found) {
      line.position = last.integer(0) + 1;
      before = last.text(1);
    }
  }
  return db.run("INSERT INTO register (position, incident, first_hash, head) VALUES (?, ?, ?, ?)",
                line.position, line.incident, line.first_hash, sealed(before, line));
}

Result<IncidentNumber> last_registered(Connection& db) {
  MUSTER_TRY(const auto number, db.integer("SELECT max(incident) FROM register"));
  return IncidentNumber{number.value_or(0)};
}

Result<Done> register_those_there(Connection& db) {
  MUSTER_TRY(const auto firsts, first_events(db));
  for (const auto& [incident, hash] : firsts) MUSTER_CHECK(register_incident(db, incident, hash));
  return Done{};
}

namespace {

Result<std::vector<std::pair<Line, std::string>>> lines_with_heads(Connection& db) {
  MUSTER_TRY(Rows rows,
             db.query("SELECT position, incident, first_hash, head FROM register ORDER BY position"));
  std::vector<std::pair<Line, std::string>> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.emplace_back(Line{rows.integer(0), rows.integer(1), rows.text(2)}, rows.text(3));
  }
}

}  // namespace

Result<ResealedRegister> make_register_anew(Connection& db) {
  MUSTER_TRY(const auto firsts, first_events(db));
  const std::map<std::int64_t, std::string> first_of{firsts.begin(), firsts.end()};
  MUSTER_TRY(const auto lines, lines_with_heads(db));
  ResealedRegister made;
  for (const auto& [line, head] : lines) {
    if (head != sealed(made.head_before, line)) {
      return fail(ErrorKind::corrupt, "the register was changed at line " + std::to_string(line.position) +
                                          ": run muster verify. Nothing is taken out of a record that does "
                                          "not hold");
    }
    Line now = line;
    if (const auto first = first_of.find(line.incident); first != first_of.end())
      now.first_hash = first->second;
    made.head_before = head;
    made.head_after = sealed(made.head_after, now);
    if (made.head_after == head) continue;
    MUSTER_CHECK(db.run("UPDATE register SET first_hash = ?, head = ? WHERE position = ?", now.first_hash,
                        made.head_after, now.position));
    made.lines = now.position;
  }
  return made;
}

Result<RegisterReport> check_register(Connection& db, const std::map<std::int64_t, std::string>& firsts,
                                      const std::set<std::int64_t>& taken_out) {
  RegisterReport report;
  std::set<std::int64_t> entered;
  MUSTER_TRY(Rows rows,
             db.query("SELECT position, incident, first_hash, head FROM register ORDER BY position"));
  const std::string advice = "; compare it with a backup";
  for (std::int64_t expected = 1;; ++expected) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) break;
    const Line line{rows.integer(0), rows.integer(1), rows.text(2)};
    const std::string name = to_string(IncidentNumber{line.incident});
    if (line.position != expected || rows.text(3) != sealed(report.head, line))
      report.problems.push_back("the register was changed at line " + std::to_string(line.position) + advice);
    const auto first = firsts.find(line.incident);
    if (first == firsts.end() && !taken_out.contains(line.incident))
      report.problems.push_back(name + " is in the register and has no timeline: it was taken out" + advice);
    else if (first != firsts.end() && first->second != line.first_hash)
      report.problems.push_back(name + " does not begin with the entry the register knows" + advice);
    report.head = rows.text(3);
    entered.insert(line.incident);
    expected = line.position;
  }
  for (const auto& [incident, hash] : firsts) {
    if (entered.contains(incident)) continue;
    report.problems.push_back(to_string(IncidentNumber{incident}) + " is not in the register" + advice);
  }
  return report;
}

}  // namespace muster::store
