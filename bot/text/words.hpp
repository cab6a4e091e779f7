// Small wordings that messages, timelines and documents share. Plain text, nothing escaped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/event.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// "14:05 UTC" on the day of `now`, else "24 Nov 14:05 UTC", with the year when that differs too.
[[nodiscard]] std::string say_moment(Time at, Time now);
// "2026-11-24 14:05 UTC": for documents, which outlive the day.
[[nodiscard]] std::string full_moment(Time at);

// How long something took at most, for "within ...": rounded up, so that it is true.
[[nodiscard]] std::string spoken_within(Duration d);
// From when an incident counts as lasting: its impact, else its beginning as told, else the declaration.
[[nodiscard]] Time began_at(const Incident& incident);

// "1 incident", "3 incidents".
[[nodiscard]] std::string counted(std::int64_t number, std::string_view noun);

// "a", "a and b", "a, b and c".
[[nodiscard]] std::string in_words(const std::vector<std::string>& parts);
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view separator);

// Names to show for ids; the id itself where nothing better is known.
[[nodiscard]] std::string service_name(const std::string& id, const Policy& policy);
[[nodiscard]] std::string role_name(const std::string& id, const Policy& policy);
[[nodiscard]] std::string audience_name(const std::string& id, const Policy& policy);
[[nodiscard]] std::string actor_name(const Actor& actor, const People& people);
// Whom a page asks for: a team's, role's or person's name.
[[nodiscard]] std::string target_name(const std::string& id, const Policy& policy, const People& people);
[[nodiscard]] std::vector<std::string> people_names(const std::vector<PersonId>& ids, const People& people);
[[nodiscard]] std::vector<std::string> service_names(const std::vector<std::string>& ids,
                                                     const Policy& policy);

// "alerts of checkout with \"disk\" from prometheus": which ones a silence means.
[[nodiscard]] std::string say_silenced(const AlertsSilenced& silence);

// "full outage", "partial outage", "degraded", "confidentiality at risk", "no impact".
[[nodiscard]] std::string say_level(ImpactLevel level);
// "in review"
[[nodiscard]] std::string say_state(PostmortemState state);

// "[DRILL] ", "[TEST] " or nothing: put in front of everything said about an incident of that kind.
[[nodiscard]] std::string kind_prefix(Kind kind);

}  // namespace muster
