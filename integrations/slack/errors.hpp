// Slack's error words as kinds of ours, with what a person can do about them. One table for every method.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bot/base/result.hpp"

namespace muster::slack {

struct ErrorWord {
  std::string_view word;
  ErrorKind kind;
  std::string_view fix;  // a sentence for the person; empty: nothing better than the word itself
};

[[nodiscard]] std::span<const ErrorWord> error_words();

// A word we do not know is `rejected`: saying the same again would get the same answer.
[[nodiscard]] ErrorKind kind_of(std::string_view word);

// The token itself is refused: only a person can mend it, so it is tried again slowly.
[[nodiscard]] bool is_token_problem(std::string_view word);

// What one refused call means. needed: the missing scope, if Slack named one; notes:
// response_metadata.messages.
[[nodiscard]] Error api_error(std::string_view method, std::string_view word, std::string_view needed,
                              std::string_view notes);

}  // namespace muster::slack
