// The grammar of commands: one for slash commands, mentions, buttons and the console.
//
//   [INC-7] verb [options] [text]          options: --name value, --name=value, --flag, anywhere before a
//   lone --
//
// Curly quotes of mobile keyboards are read as plain ones; "quoted text" keeps its spaces; a dash typed as an
// em dash before an option name is read as two dashes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/command.hpp"

namespace muster {

struct ParsedCommand {
  std::optional<IncidentNumber> incident;  // INC-7 or #7 in front, INC-7 after the verb, or --incident 7
  std::string verb;                        // as typed, lower case; empty for the bare command
  Request request;                         // verb not yet resolved to its canonical name
};

[[nodiscard]] ParsedCommand parse_command(std::string_view text);

// "INC-7", "inc-7", "#7" or "7".
[[nodiscard]] std::optional<IncidentNumber> parse_incident_number(std::string_view text);

// The known words nearest to what was typed, nearest first, at most three and only plausible ones (edit
// distance).
[[nodiscard]] std::vector<std::string> nearest(std::string_view typed, const std::vector<std::string>& known);

// The first word of text, and text without it.
struct FirstWord {
  std::string word;
  std::string rest;
};
[[nodiscard]] FirstWord first_word(std::string_view text);

// "a, b,c" → {a, b, c}; empty parts go.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

}  // namespace muster
