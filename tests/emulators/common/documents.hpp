// The state of a fake: JSON documents by kind and key. Every change goes to the ledger, so that a restarted
// fake is the world it was.
#pragma once

#include <map>
#include <string>

#include "tests/emulators/common/clock.hpp"
#include "tests/emulators/common/json.hpp"
#include "tests/emulators/common/ledger.hpp"

namespace muster::fake {

class DocumentStore {
 public:
  using Documents = std::map<std::string, Json>;

  DocumentStore(Clock& clock, Ledger& ledger) : clock_(clock), ledger_(ledger) {}

  const Json* find(const std::string& kind, const std::string& key) const;
  const Documents& all(const std::string& kind) const;
  void put(const std::string& kind, const std::string& key, Json document);
  void erase(const std::string& kind, const std::string& key);
  // Applies a "state" line of the ledger without recording it again.
  void restore(const Json& line);
  bool empty() const { return documents_.empty(); }
  std::int64_t now_ms() const { return clock_.now_ms(); }

  // 1, 2, 3 … for each name.
  std::int64_t next_number(const std::string& name);
  // The clock in units of `unit_us` microseconds, but later than the last one of that name.
  std::int64_t next_stamp(const std::string& name, std::int64_t unit_us);
  // The document "config" of the kind of that name, or an empty object.
  const Json& config() const;

 private:
  Clock& clock_;
  Ledger& ledger_;
  std::map<std::string, Documents> documents_;
};

// The kinds every fake has.
inline constexpr const char* kConfigKind = "config";
inline constexpr const char* kCountersKind = "counters";

// The document with that key, or the first whose member `name` is that. Null if unknown.
const Json* by_key_or_name(const DocumentStore::Documents& documents, const std::string& wanted);
// Unguessable hexadecimal digits for tickets, triggers and URLs.
std::string random_hex(int bytes);

}  // namespace muster::fake
