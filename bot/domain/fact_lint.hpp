// Numbers of a postmortem's text against the record: "down for 42 min" where the record has 41 min 20 s,
// "1,900 orders failed" where the fact says 1842. Advice, never a refusal: a person may know better, and then
// corrects the record. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "bot/domain/figures.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/lint.hpp"

namespace muster {

// Findings of rule FACT, both numbers in each. A length is compared with what its sentence speaks of (impact,
// detection, acknowledgement, mitigation, resolution), as exactly as it is written: "42 min" holds from 41
// min 30 s on. The timeline, tables, quotations, comments and code are left out.
[[nodiscard]] std::vector<LintFinding> lint_facts(std::string_view markdown, const Incident& incident,
                                                  const IncidentFigures& figures);

}  // namespace muster
