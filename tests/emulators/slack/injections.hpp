// Faults that a test ordered for coming calls.
#pragma once

#include <list>
#include <optional>
#include <string>

#include "tests/emulators/slack/http_types.hpp"
#include "tests/emulators/slack/json.hpp"

namespace muster::fake_slack {

class Injections {
 public:
  // As in POST /control/fail. What is wrong with it, or "".
  std::string order(const Json& fault);
  // The fault for this call, if one is due; used up by asking.
  std::optional<Json> take(const std::string& method, const std::string& channel);
  Json list() const;
  void clear() { ordered_.clear(); }

 private:
  std::list<Json> ordered_;
};

// Whether the call still takes effect under that fault.
bool takes_effect(const Json& fault);
// Turns the answer of the call into what the fault makes of it.
void apply_fault(const Json& fault, HttpReply& reply);

}  // namespace muster::fake_slack
