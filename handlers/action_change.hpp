// An action item changes, for the verb action.
#pragma once

#include "bot/domain/command.hpp"

namespace muster {

// "AI-1 --due 2026-12-10 waiting for the vendor": another date or owner, or open again. Its first date stays
// what being on time is measured by.
[[nodiscard]] Outcome change_action(const Request& request, bool reopen, const Context& ctx);

}  // namespace muster
