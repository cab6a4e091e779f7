// What Twilio posts to /hooks/twilio: whether it is Twilio's, and what it means. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/secret.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/page_name.hpp"

namespace muster::twilio {

using Form = std::multimap<std::string, std::string>;

// None: not a form.
[[nodiscard]] std::optional<Form> read_form(std::string_view body);
[[nodiscard]] std::string field(const Form& form, const std::string& name);

// base64(HMAC-SHA1(token, url and the fields by name)).
[[nodiscard]] std::string signature_of(const Secret& auth_token, const std::string& url, const Form& form);
// Whether one of the tokens made it, for the address as configured or with its port left out or written.
[[nodiscard]] bool is_signed(const std::vector<Secret>& auth_tokens, const std::string& url, const Form& form,
                             const std::string& signature);

// A page and whom it rang by which method, as it travels in the address of a callback.
struct PageToken {
  PageName page;
  PersonId person;
  std::string method;
};
[[nodiscard]] std::string seal_page(const Secret& key, const PageToken& token);
[[nodiscard]] std::optional<PageToken> unseal_page(const Secret& key, const std::string& sealed);

// How far a message or call got. rank: a later word has a higher one, and one of the same rank changes
// nothing.
struct Progress {
  int rank = 0;
  SendState state = SendState::accepted;
  std::string detail;
};
[[nodiscard]] std::optional<Progress> read_progress(const Form& form);

// The key pressed: 4 acknowledges, 5 declines.
[[nodiscard]] std::optional<PageAnswer> read_key(std::string_view digits);
// "4", "ack INC-42/P1": the answer, and the page when it names one.
struct TextReply {
  PageAnswer answer = PageAnswer::acknowledge;
  std::optional<PageName> page;
};
[[nodiscard]] std::optional<TextReply> read_text(std::string_view text);

// Words for the code of a delivery error; the code itself when it is not one of the usual.
[[nodiscard]] std::string error_words(const std::string& code);

}  // namespace muster::twilio
