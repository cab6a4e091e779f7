// How ready a postmortem is to be reviewed: a score from 0 to 100, each point of it explained. Source:
// practice reference 2.4. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/action_lint.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/lint.hpp"

namespace muster {

struct QualityItem {
  std::string id;    // impact_numbers
  std::string text;  // "The impact has numbers"
  int weight = 0;    // all of them together: 100
  bool holds = false;
  std::string advice;  // of one that does not hold
  friend bool operator==(const QualityItem&, const QualityItem&) = default;
};

struct Quality {
  int score = 0;
  std::vector<QualityItem> items;
  std::vector<LintFinding> language;
  std::vector<ActionFinding> actions;
  friend bool operator==(const Quality&, const Quality&) = default;
};

[[nodiscard]] Quality postmortem_quality(const Incident& incident, const IncidentFigures& figures,
                                         std::string_view markdown, const Policy& policy,
                                         const People& people);

// Names and handles of everybody on the incident, for the lint.
[[nodiscard]] std::vector<std::string> participants(const Incident& incident, const People& people);
[[nodiscard]] std::vector<LintFinding> lint_postmortem(const Incident& incident, std::string_view markdown,
                                                       const Policy& policy, const People& people);

}  // namespace muster
