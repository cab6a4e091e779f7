// A mail as bytes (RFC 5322, MIME). Pure.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"

namespace muster::smtp {

struct Letter {
  std::string from;  // addresses, without names
  std::string to;
  std::string reply_to;    // may be empty
  std::string message_id;  // without < >
  std::string thread_id;   // what all mails of a thread refer to
  Time date{};
  std::string subject;
  std::string text;
  std::string html;
};

// invalid: a line break or control character in a header: somebody tries to add headers.
[[nodiscard]] Result<std::string> letter_bytes(const Letter& letter);

// "Tue, 24 Nov 2026 10:00:00 +0000"
[[nodiscard]] std::string mail_date(Time t);
// As it is when it is ASCII, else as encoded words (RFC 2047), folded.
[[nodiscard]] std::string encoded_words(std::string_view text);

}  // namespace muster::smtp
