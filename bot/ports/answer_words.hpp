// Words that every chat uses around an answer. Pure.
#pragma once

#include <optional>
#include <string>

#include "bot/domain/people.hpp"
#include "bot/ports/intake.hpp"

namespace muster {

// What the asker reads, if anything.
[[nodiscard]] std::optional<Message> words_of(const Answer& answer, const People& people);

// For somebody whose input was not kept. id: of the log line that tells why.
[[nodiscard]] std::string not_kept_words(const Error& error, const std::string& id);

}  // namespace muster
