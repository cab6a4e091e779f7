// Incidents, their timelines and postmortems as JSON text. Pure. Whoever calls has asked may_see() already.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/domain/quality.hpp"
#include "bot/text/message.hpp"
#include "bot/text/timeline.hpp"

namespace muster::console {

// The postmortem as the editor sees it. version: sequence number of the event that last wrote the text; 0 for
// a fresh draft that nobody saved.
struct Postmortem {
  PostmortemState state = PostmortemState::none;
  std::string form;
  std::string markdown;
  std::string html;
  Seq version = 0;
  Quality quality{};
};

// older: what to ask with for those before them; 0: there are none.
[[nodiscard]] std::string incidents_json(const std::vector<std::shared_ptr<const Incident>>& incidents,
                                         IncidentNumber older, const Policy& policy, const People& people);
[[nodiscard]] std::string incident_page_json(const Incident& incident, const Message& card,
                                             const Policy& policy, const People& people);
[[nodiscard]] std::string timeline_json(const std::vector<TimelineEntry>& entries);
[[nodiscard]] std::string postmortem_json(const Postmortem& postmortem);

}  // namespace muster::console
