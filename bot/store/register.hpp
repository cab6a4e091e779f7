// The register: one line for each incident in the order they were declared, each sealed over the one before.
// An incident's own chain cannot show that all of it was taken out; the register can.
// docs/timeline-format.md describes it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/vocabulary.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// Enters an incident whose first event has this hash.
[[nodiscard]] Result<Done> register_incident(Connection& db, std::int64_t incident,
                                             const std::string& first_hash);

// The highest number that was ever given. Not that of the incidents that are there: one that was taken out
// leaves its number.
[[nodiscard]] Result<IncidentNumber> last_registered(Connection& db);

// For the migration that brought the register: enters every incident of the database, by number.
[[nodiscard]] Result<Done> register_those_there(Connection& db);

// Makes the register anew over the first entries as they are now, and says what became of its head. An
// incident that was taken out keeps its line.
struct ResealedRegister {
  std::int64_t lines = 0;  // 0: nothing changed
  std::string head_before;
  std::string head_after;
};
[[nodiscard]] Result<ResealedRegister> make_register_anew(Connection& db);

// What the register says against the timelines. head: of its last line, "" when it is empty.
struct RegisterReport {
  std::string head;
  std::vector<std::string> problems;
};
// firsts: incident -> hash of its first event, as found. taken_out: those that the operations log says were.
[[nodiscard]] Result<RegisterReport> check_register(Connection& db,
                                                    const std::map<std::int64_t, std::string>& firsts,
                                                    const std::set<std::int64_t>& taken_out);

}  // namespace muster::store
