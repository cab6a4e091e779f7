// What an ordered fault makes of an answer of Slack's.
#pragma once

#include "tests/emulators/common/injections.hpp"

namespace muster::fake::slack {

void apply_fault(const Json& fault, HttpReply& reply);

}  // namespace muster::fake::slack
