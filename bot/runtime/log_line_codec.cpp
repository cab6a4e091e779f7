#include "bot/runtime/log_line_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/base/utf8.hpp"
#include "bot/runtime/redact.hpp"

namespace muster {

namespace {

// Cleaned first and redacted then: a control character inside a token must not hide it.
std::string harmless(std::string_view raw) {
  std::string one_line;
  for (const char c : raw) {
    if (c == '\n') {
      one_line += "\\n";
    } else {
      one_line += c;
    }
  }
  return redact(clean_text(one_line, false));
}

// The value of a field; redacted together with its name, so that a field called "cookie" is masked as a
// whole.
std::string harmless_value(const LogField& field) {
  const std::string name{field.name};
  const std::string both = harmless(name + "=" + field.value);
  return both.starts_with(name + "=") ? both.substr(name.size() + 1) : "***";
}

std::string with_milliseconds(Time at) {
  const auto part =
      std::chrono::floor<std::chrono::milliseconds>(at) - std::chrono::floor<std::chrono::seconds>(at);
  const std::string digits = std::to_string(1000 + part.count()).substr(1);
  std::string text = iso_seconds(at);
  text.insert(text.size() - 1, "." + digits);
  return text;
}

std::string quoted_if_needed(const std::string& value) {
  if (!value.empty() && value.find_first_of(" \"=") == std::string::npos) return value;
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string log_line(const LogLine& line, LogFormat format, Time at) {
  const std::string_view level = name_of(line.level);
  if (format == LogFormat::json) {
    nlohmann::ordered_json json{
        {"time", with_milliseconds(at)}, {"level", level}, {"message", harmless(line.message)}};
    for (const LogField& field : line.fields) json[std::string{field.name}] = harmless_value(field);
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  }
  std::string text = with_milliseconds(at) + " " + std::string{level} + std::string(6 - level.size(), ' ') +
                     harmless(line.message);
  if (!line.fields.empty()) text += ' ';
  for (const LogField& field : line.fields) {
    text += " " + std::string{field.name} + "=" + quoted_if_needed(harmless_value(field));
  }
  return text;
}

}  // namespace muster
