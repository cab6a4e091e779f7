// Faults that a test ordered for coming calls.
#pragma once

#include <functional>
#include <list>
#include <optional>
#include <string>

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/common/json.hpp"

namespace muster::fake {

class Injections {
 public:
  // `is_api` says which methods the method "*" means.
  explicit Injections(std::function<bool(const std::string& method)> is_api) : is_api_(std::move(is_api)) {}

  // As in POST /control/fail. What is wrong with it, or "".
  std::string order(const Json& fault);
  // The fault for this call, if one is due; used up by asking.
  std::optional<Json> take(const std::string& method, const std::string& channel);
  Json list() const;
  void clear() { ordered_.clear(); }

 private:
  bool means(const std::string& wanted, const std::string& method) const;

  std::function<bool(const std::string&)> is_api_;
  std::list<Json> ordered_;
};

// Whether the call still takes effect under that fault.
bool takes_effect(const Json& fault);
// The fault's Retry-After, delay and cut; what the answer says is each API's own affair.
void apply_transport_fault(const Json& fault, HttpReply& reply);

}  // namespace muster::fake
