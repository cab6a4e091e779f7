// What muster recorded of a script, in the shape of the script's `expect`, and how the two differ.
#pragma once

#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/ports/reader.hpp"
#include "bot/rehearsal/played.hpp"
#include "bot/rehearsal/script.hpp"

namespace muster {

// One JSON object, as text.
[[nodiscard]] Result<std::string> recorded_json(const Script& script, const Played& played, Reader& reader);

// A line for each difference: `S03 incidents[I1].kpis.ttd_s: expected 95, got 90`. Lengths are exact to the
// second, ratios to 1e-6, percentages to 1e-4, money to 0.01. Lists that must be contained
// (timeline_must_include, template_facts, sections_required) may have more; a template fact holds when each
// of its figures stands in the draft.
[[nodiscard]] std::vector<std::string> differences(const Script& script, const std::string& recorded);

}  // namespace muster
