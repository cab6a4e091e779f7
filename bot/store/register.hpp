// The register: one line for each incident in the order they were declared, each sealed over the one before.
// An incident's own chain cannot show that all of it was taken out; the register can.
// docs/timeline-format.md describes it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// Enters an incident whose first event has this hash.
[[nodiscard]] Result<Done> register_incident(Connection& db, std::int64_t incident,
                                             const std::string& first_hash);

// For the migration that brought the register: enters every incident of the database, by number.
[[nodiscard]] Result<Done> register_those_there(Connection& db);

// What the register says against the timelines. head: of its last line, "" when it is empty.
struct RegisterReport {
  std::string head;
  std::vector<std::string> problems;
};
// firsts: incident -> hash of its first event, as found.
[[nodiscard]] Result<RegisterReport> check_register(Connection& db,
                                                    const std::map<std::int64_t, std::string>& firsts);

}  // namespace muster::store
