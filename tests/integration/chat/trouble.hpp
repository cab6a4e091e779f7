// How a fake is told to make a call fail.
#pragma once

#include "tests/integration/chat/fake_process.hpp"
#include "tests/integration/chat/stand.hpp"

namespace muster::testing {

// The members of POST fail but the method. forbidden: how this chat says no.
[[nodiscard]] Json fault_of(Trouble trouble, Json forbidden);

}  // namespace muster::testing
