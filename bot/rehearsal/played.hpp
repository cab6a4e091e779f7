// What playing a script left behind, besides the record: its names, and what went out. Whoever plays one
// (Player in memory, a test through a real chat) gives this to whoever compares.
#pragma once

#include <map>
#include <span>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/domain/policy.hpp"
#include "bot/rehearsal/step_inbound.hpp"

namespace muster {

// What went out: which wording, about which incident and when.
struct Sent {
  IncidentNumber incident;
  std::string wording;
  Seq about = 0;
  Time at{};
};

// References outlive it.
struct Played {
  const StepInbound& steps;
  std::span<const Sent> sent;
  const Policy& policy;
  Time now{};

  [[nodiscard]] IncidentNumber number_of(const std::string& script, const std::string& local) const {
    return steps.number_of(script, local);
  }
  // Script's own ids of pages and action items.
  [[nodiscard]] const std::map<std::string, std::string>& ids() const { return steps.ids(); }
  [[nodiscard]] std::string script_update(IncidentNumber incident, Seq seq) const {
    return steps.script_update(incident, seq);
  }
};

}  // namespace muster
