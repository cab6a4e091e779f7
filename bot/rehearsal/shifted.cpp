#include "bot/rehearsal/shifted.hpp"

#include <ranges>

#include "bot/domain/time_text.hpp"

namespace muster {

namespace {

void shift(std::map<std::string, std::string>& texts, Duration by) {
  for (std::string& text : texts | std::views::values) {
    if (const auto instant = parse_instant(text)) text = iso_seconds(*instant + by);
  }
}

}  // namespace

Script shifted(Script script, Duration by) {
  for (Step& step : script.steps) {
    step.at += by;
    shift(step.fields, by);
    shift(step.args, by);
  }
  return script;
}

}  // namespace muster
