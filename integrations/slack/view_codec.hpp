// Slack views: a Dialog as a modal and what comes back from it, and the home tab. Pure.
//
// Each field is an input block whose block_id is the field's id, so Slack's answer names the fields as the
// command does and an error can be shown at its field.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/base/result.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/domain/people.hpp"
#include "bot/text/dialog.hpp"
#include "bot/text/message.hpp"

namespace muster::slack {

// Where a dialog was asked for: carried in private_metadata (nobody sees it, nobody signs it: rights are
// checked again when the form comes back).
struct DialogOrigin {
  Place place;         // the room, and for a message action the message
  MessageSnapshot on;  // its text is shortened to what fits
};

// invalid: what the dialog carries along does not fit into Slack's 3000 characters; say tells the person what
// to do.
[[nodiscard]] Result<nlohmann::json> modal_view(const Dialog& dialog, const DialogOrigin& origin,
                                                const People& people);

// A modal that only says something; pressing its close button ends it.
[[nodiscard]] nlohmann::json notice_view(const std::string& title, const Message& message,
                                         const People& people);

[[nodiscard]] nlohmann::json home_view(const Message& message, const People& people);

struct SubmittedView {
  DialogSubmitted dialog;
  Place place;
  std::vector<std::string> inputs;  // block ids of the input blocks, in order: where an error may be shown
};

// From the `view` member of a view_submission. invalid: not a view of ours.
[[nodiscard]] Result<SubmittedView> read_submitted(const nlohmann::json& view);

// The place kept in a view's private_metadata; empty when there is none.
[[nodiscard]] Place read_origin(const nlohmann::json& view);

}  // namespace muster::slack
