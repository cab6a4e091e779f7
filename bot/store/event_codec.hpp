// Bodies of events and effects as JSON text, through their describe(). docs/timeline-format.md is the format.
//
// Reading is lenient where years of records need it: unknown members are ignored, missing ones keep their
// defaults.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"

namespace muster::store {

[[nodiscard]] std::string to_json(const EventBody& body);
[[nodiscard]] std::string to_json(const EffectBody& body);

// type as type_of() gives it. corrupt: an unknown type (named), not JSON, or a member of the wrong kind
// (named).
[[nodiscard]] Result<EventBody> event_body(std::string_view type, std::string_view json);
[[nodiscard]] Result<EffectBody> effect_body(std::string_view type, std::string_view json);

// A JSON array of strings, for columns that hold a list.
[[nodiscard]] std::string list_to_json(const std::vector<std::string>& list);
[[nodiscard]] std::string list_to_json(const std::vector<PersonId>& people);
// What list_to_json() wrote; entries that are no text are left out.
[[nodiscard]] std::vector<std::string> list_from_json(const std::string& text);

}  // namespace muster::store
