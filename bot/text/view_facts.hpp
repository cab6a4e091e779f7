// Facts of the views: what an asker sees besides one line of text.
#pragma once

#include <string>

#include "bot/text/fact_sheet.hpp"
#include "bot/text/speaker.hpp"

namespace muster {

// A view as a wording and its facts.
struct ViewFacts {
  std::string wording;
  const Incident* incident = nullptr;  // none: not about one incident
  FactSheet sheet;
};

// not_found when the view is about an incident the viewer may not see. OpenDialog is not a message: invalid.
[[nodiscard]] Result<ViewFacts> facts_of(const View& view, const Speaker::Lookup& lookup, const Scene& scene);

// What was not said on a platform while it could not be reached.
[[nodiscard]] FactSheet missed_facts(const std::vector<Event>& events, const std::string& platform,
                                     const Scene& scene);

[[nodiscard]] FactSheet home_facts(const PersonId& person, const std::vector<const Incident*>& visible,
                                   const Scene& scene);

}  // namespace muster
