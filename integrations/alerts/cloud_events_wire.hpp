// CloudEvents 1.0 over HTTP: structured (an event is the body), batched (the body is a list of them) and
// binary (the attributes are headers, the body is the data). Facts: the specification's HTTP protocol binding
// and JSON format, CNCF cloudevents/spec.
#pragma once

#include <vector>

#include "integrations/alerts/parts_wire.hpp"

namespace muster::alerts {

struct CloudEvents {
  std::vector<Json> data;  // of each event; of a call that is none: its body
  std::string delivery;    // source and id of the only event, which are the same when it is sent again
};

// invalid: no JSON, a format that is not JSON, or an event without what each must have.
[[nodiscard]] Result<CloudEvents> events_of(const HookCall& call);

}  // namespace muster::alerts
