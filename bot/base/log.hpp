// Log facade. The runtime installs the sink (spdlog, text or JSON lines, with the redactor); before that
// lines go to stderr. Safe from every thread. Never pass a secret: the redactor is a second net, not the
// first.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

enum class LogLevel : std::uint8_t { debug, info, warn, error };

struct LogField {
  std::string_view name;  // incident, origin_key, error_id, lane, method, ...
  std::string value;
};

struct LogLine {
  LogLevel level = LogLevel::info;
  std::string_view message;
  std::vector<LogField> fields;
};

using LogSink = std::function<void(const LogLine&)>;

// Call once, before the first thread starts.
void install_log_sink(LogSink sink);

void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});
inline void log_info(std::string_view m, std::initializer_list<LogField> f = {}) {
  log(LogLevel::info, m, f);
}
inline void log_warn(std::string_view m, std::initializer_list<LogField> f = {}) {
  log(LogLevel::warn, m, f);
}
inline void log_error(std::string_view m, std::initializer_list<LogField> f = {}) {
  log(LogLevel::error, m, f);
}

}  // namespace muster
