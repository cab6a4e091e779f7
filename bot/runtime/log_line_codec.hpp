// One log line as text or as a JSON object. Pure.
#pragma once

#include <string>

#include "bot/base/clock.hpp"
#include "bot/base/log.hpp"
#include "bot/runtime/settings.hpp"

namespace muster {

// Without a newline at the end. Credentials are masked (bot/runtime/redact.hpp), line breaks inside become \n
// and other control characters go, so one call is one line whatever a stranger sent. Times are UTC with
// milliseconds.
//   2026-11-24T05:44:50.123Z warn  slack is slow  lane=slack/INC-7/room wait="3 s"
//   {"time":"2026-11-24T05:44:50.123Z","level":"warn","message":"slack is
//   slow","lane":"slack/INC-7/room","wait":"3 s"}
[[nodiscard]] std::string log_line(const LogLine& line, LogFormat format, Time at);

}  // namespace muster
