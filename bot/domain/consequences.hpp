// What follows from a change of an incident by itself: cards and topics that no longer say what is true.
// Handlers do not think of these; the engine asks here after each decision.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/effect.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// RefreshCard for each posted card and SetTopic for each room, where what they show differs between before
// and after.
[[nodiscard]] std::vector<Effect> refreshes(const Incident& before, const Incident& after);

// "SEV2 · Investigating · IC Ann · next update 14:30Z": the topic of the incident's rooms. People by name.
[[nodiscard]] std::string topic_line(const Incident& incident, const Policy& policy, const People& people);

// "checkout-is-down": lower-case letters, digits and dashes, cut at a word to max_chars.
[[nodiscard]] std::string slug(std::string_view title, std::size_t max_chars);

// Names to try for a room when `base` is taken: base, base-2 … base-5.
[[nodiscard]] std::vector<std::string> numbered_names(const std::string& base);

}  // namespace muster
