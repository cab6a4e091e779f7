// Lint of a postmortem's language: sentences that blame a person, wish instead of tell, or promise effort.
//
// The rules are data (Policy::lint, keys `lint` in muster.yaml). Findings are advice; a rule that blocks
// keeps the postmortem from being published until it is answered or overridden with a reason. Source of the
// built-in rules: practice reference 2.3. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

struct LintFinding {
  std::string rule;   // BL01
  int line = 0;       // of the Markdown, from 1
  std::string words;  // what was found
  std::string advice;
  bool blocks = false;
  friend bool operator==(const LintFinding&, const LintFinding&) = default;
};

// people: names and handles of who had part in it. full_outage: the worst impact was full, so that "outage"
// may be said. Quotations (> lines, "..." and code), comments and tables of the record are left out.
[[nodiscard]] std::vector<LintFinding> lint(std::string_view markdown, const std::vector<std::string>& people,
                                            bool full_outage, const std::vector<LintRule>& rules);

// Whether the pattern of a rule can be read; invalid says why.
[[nodiscard]] Result<Done> check_lint_pattern(const std::string& pattern);

// What a draft comes with, as a table.
[[nodiscard]] std::vector<LintRule> default_lint_rules();

}  // namespace muster
