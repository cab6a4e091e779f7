// Acknowledgements of envelopes and bodies for response_url. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/domain/people.hpp"
#include "bot/text/message.hpp"

namespace muster::slack {

// "This envelope is kept", and nothing to show. A submitted view closes.
[[nodiscard]] std::string plain_ack(const std::string& envelope_id);
// A slash command's answer, shown to the asker only.
[[nodiscard]] std::string message_ack(const std::string& envelope_id, const Message& message,
                                      const People& people);
// The form stays open with `say` at the input block `field`.
[[nodiscard]] std::string errors_ack(const std::string& envelope_id, const std::string& field,
                                     const std::string& say);
// The form is replaced by another view.
[[nodiscard]] std::string update_ack(const std::string& envelope_id, const nlohmann::json& view);

// For the asker only, never in place of the message the button is on.
[[nodiscard]] std::string response_body(const Message& message, const People& people);

}  // namespace muster::slack
