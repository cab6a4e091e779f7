// What a form carries in the data of its submit button: the dialog as it is shown and where it was asked for.
// It comes back from a client, which may have written anything in it. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/base/result.hpp"
#include "integrations/teams/form_codec.hpp"

namespace muster::teams {

// Bounds of a form, written and read.
inline constexpr std::size_t kMostFields = 50;
inline constexpr std::size_t kMostOptions = 200;
inline constexpr std::size_t kOptionIdUnits = 150;
inline constexpr std::size_t kMostTextUnits = 3000;  // of a field, whatever the dialog allows

struct Carried {
  Dialog dialog;  // without initial values: what was typed comes back beside it
  FormOrigin origin;
  std::string nonce;
};

// The member `muster` of the data.
[[nodiscard]] nlohmann::json carried_json(const Carried& carried);

// invalid: not a form of ours. Bounded, whatever it is given.
[[nodiscard]] Result<Carried> read_carried(const nlohmann::json& muster);

// How long the text of a field may be, in UTF-16 units.
[[nodiscard]] std::size_t text_units(const Field& field);

}  // namespace muster::teams
