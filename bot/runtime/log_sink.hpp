// The sink behind bot/base/log.hpp: lines on standard error, one write each, through spdlog.
#pragma once

#include "bot/base/clock.hpp"
#include "bot/base/log.hpp"
#include "bot/runtime/settings.hpp"

namespace muster {

// Give it to install_log_sink() before the first thread starts. Safe from every thread; flushes each line.
// The clock outlives the sink.
[[nodiscard]] LogSink make_log_sink(const LogSettings& settings, const Clock& clock);

}  // namespace muster
