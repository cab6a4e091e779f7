// What is said on the phone: the text of a message, and TwiML for calls and answers. Pure.
#pragma once

#include <string>
#include <string_view>

#include "bot/ports/pager.hpp"

namespace muster::twilio {

// At most two or three segments. replies: the number reads answers.
[[nodiscard]] std::string text_message(const PageNotice& notice, bool replies);

// Says the page twice and takes a key in between. key_url: where the key goes; empty: none is taken. Stays
// below the 4000 characters that Twilio takes inline.
[[nodiscard]] std::string call_twiml(const PageNotice& notice, const std::string& key_url);

// The answer to a key press, and to a text message; no words: nothing is said.
[[nodiscard]] std::string say_twiml(std::string_view words);
[[nodiscard]] std::string message_twiml(std::string_view words);

}  // namespace muster::twilio
