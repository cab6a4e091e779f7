#include "bot/runtime/log_sink.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>

#include "bot/runtime/log_line_codec.hpp"

namespace muster {

LogSink make_log_sink(const LogSettings& settings, const Clock& clock) {
  // Everything is formatted and redacted before spdlog sees it; its part is the locked, unbuffered write.
  auto logger = std::make_shared<spdlog::logger>("muster", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%v");
  logger->flush_on(spdlog::level::info);
  return [logger, settings, &clock](const LogLine& line) {
    if (line.level < settings.level) return;
    logger->log(spdlog::level::info, spdlog::string_view_t{log_line(line, settings.format, clock.now())});
  };
}

}  // namespace muster
