#include "bot/console/typed.hpp"

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"

namespace muster::console {

std::optional<std::string> command_in(std::string_view text, const Policy& policy) {
  FirstWord first = first_word(text);
  std::string word = lower(first.word);
  if (word.starts_with('@')) {
    while (word.ends_with(':') || word.ends_with(',')) word.pop_back();
  }
  const bool is_root = !policy.command.empty() && word == lower(policy.command);
  if (!is_root && word != "/incident" && word != "@muster") return std::nullopt;
  return std::move(first.rest);
}

std::string aimed_at(IncidentNumber incident, const std::string& command) {
  if (!incident.exists() || parse_command(command).incident) return command;
  return to_string(incident) + (command.empty() ? "" : " ") + command;
}

}  // namespace muster::console
