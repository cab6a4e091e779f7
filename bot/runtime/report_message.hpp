// The report on a period as a message: what a chat shows of it. Pure.
#pragma once

#include <string>

#include "bot/report/report.hpp"
#include "bot/text/message.hpp"

namespace muster {

// The figures at a glance, how fast, and what is overdue; a link to the whole when the console has an
// address.
[[nodiscard]] Message report_message(const report::Report& made);

}  // namespace muster
