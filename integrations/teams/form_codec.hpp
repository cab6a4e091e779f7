// A Dialog as an Adaptive Card for a Teams dialog, and what comes back from it. Pure.
//
// Each input's id is the field's id, so what is submitted names the fields as the command does. The dialog
// itself travels in the submit button's data, so that it can be shown again with what was typed. What travels
// is sealed, so that nobody can say that a form was opened elsewhere or on other words; what is typed is not,
// and rights are checked again when the form comes back.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/domain/people.hpp"
#include "bot/text/dialog.hpp"

namespace muster::teams {

// Of one rendering: what it is known by, and the key that proves it to be muster's.
struct FormSeal {
  std::string nonce;
  Secret key;
};

// Where a dialog was asked for.
struct FormOrigin {
  Place place;         // the room, and for a message action the message
  MessageSnapshot on;  // its text is shortened to what fits
};

// What was refused: said at the field, or on top when it is none of the form's. Everything typed is kept.
struct FieldTrouble {
  std::string field;
  std::string say;
};

// The card, of at most kCardBytes. invalid: what the dialog carries along does not fit; say tells the person
// what to do.
[[nodiscard]] Result<nlohmann::json> form_card(const Dialog& dialog, const FormOrigin& origin,
                                               const People& people, const FormSeal& seal,
                                               const std::optional<FieldTrouble>& trouble = {});

struct SubmittedForm {
  DialogSubmitted dialog;
  Place place;
  Dialog form;  // as it was shown, with what was typed as initial values
  std::string nonce;
  std::string carried;  // what the digest is of
  std::string digest;
};

// False: what the form carries is not what muster put into it.
[[nodiscard]] bool is_genuine(const SubmittedForm& form, const Secret& key);

// From value.data of task/submit. invalid: not a form of ours.
[[nodiscard]] Result<SubmittedForm> read_form(const nlohmann::json& data);

}  // namespace muster::teams
