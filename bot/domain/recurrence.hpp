// Recurrence: has this happened before? Pure; the store finds candidates by full text, this says which of
// them are alike and why.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bot/domain/incident.hpp"

namespace muster {

struct SimilarIncident {
  IncidentNumber number;
  std::string title;
  std::optional<Severity> severity;  // the worst
  Time resolved_at{};
  std::vector<std::string> services;      // shared
  std::string cause_tag;                  // shared; empty: not the same, or not known
  std::vector<std::string> open_actions;  // of the earlier one: "AI-1 Alert on certificate age"
  friend bool operator==(const SimilarIncident&, const SimilarIncident&) = default;
};

// What to look for: words of its title, its services and its cause.
[[nodiscard]] std::vector<std::string> search_words(const Incident& incident);
// What an incident is found by, besides its title.
[[nodiscard]] std::string searchable_text(const Incident& incident);

// The likest first, at most `limit`: past incidents that share the cause, an alert, a service or the words
// of the title. Only public ones, and no drills: who reads this may not be a member of others.
[[nodiscard]] std::vector<SimilarIncident> similar_incidents(const Incident& incident,
                                                             std::span<const Incident> candidates,
                                                             std::size_t limit);

}  // namespace muster
