// The report on a period as a message: what a chat shows of it. Pure.
#pragma once

#include <string>

#include "bot/report/sheet.hpp"
#include "bot/text/message.hpp"

namespace muster {

// The figures at a glance, incidents by week, and what is overdue; a review also says what happened and what
// repeats. A link to the whole when the console has an address.
[[nodiscard]] Message report_message(const report::Report& made, report::Layout layout);

}  // namespace muster
