#include "bot/base/log.hpp"

#include <cstdio>
#include <utility>

namespace muster {

namespace {

LogSink& sink() {
  static LogSink installed;
  return installed;
}

}  // namespace

void install_log_sink(LogSink installed) {
  sink() = std::move(installed);
}

void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (sink()) {
    sink()(LogLine{level, message, fields});
    return;
  }
  std::string line{message};
  for (const LogField& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    line += field.value;
  }
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace muster
