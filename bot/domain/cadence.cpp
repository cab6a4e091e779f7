#include "bot/domain/cadence.hpp"

#include <algorithm>
#include <ranges>

namespace muster {

std::optional<Cadence> duty(const Incident& incident, std::optional<Severity> severity,
                            const std::string& audience, const Policy& policy) {
  const SeverityRule* rule = severity ? policy.severity(*severity) : nullptr;
  const AudienceRule* listener = policy.audience(audience);
  if (rule == nullptr || listener == nullptr) return std::nullopt;
  if (listener->for_private != (incident.visibility == Visibility::private_)) return std::nullopt;
  if (incident.kind != Kind::normal && !listener->for_private) return std::nullopt;
  const auto cadence = rule->cadences.find(audience);
  if (cadence == rule->cadences.end()) return std::nullopt;
  const auto overridden = incident.cadence_overrides.find(audience);
  if (overridden != incident.cadence_overrides.end()) return Cadence{overridden->second, overridden->second};
  return cadence->second;
}

std::vector<PromiseMoved> promises_after_declare(const Incident& incident, Time at, const Policy& policy) {
  std::vector<PromiseMoved> moved;
  for (const AudienceRule& audience : policy.audiences) {
    if (const auto cadence = duty(incident, incident.severity, audience.id, policy)) {
      moved.push_back({audience.id, at + cadence->first, ""});
    }
  }
  return moved;
}

std::vector<PromiseMoved> promises_after_severity(const Incident& incident, Severity to, Time at,
                                                  const Policy& policy) {
  std::vector<PromiseMoved> moved;
  for (const AudienceRule& audience : policy.audiences) {
    const auto cadence = duty(incident, to, audience.id, policy);
    const auto standing = incident.promises.find(audience.id);
    const bool has_promise = standing != incident.promises.end() && standing->second.due;
    if (!cadence) {
      if (has_promise) moved.push_back({audience.id, std::nullopt, ""});
      continue;
    }
    if (!has_promise) {
      moved.push_back({audience.id, at + cadence->first, ""});
      continue;
    }
    const Time due = *standing->second.due;
    const Duration allowance = standing->second.first ? cadence->first : cadence->then;
    const bool raised = !incident.severity || to.worse_than(*incident.severity);
    const Time changed =
        raised ? std::min(due, at + cadence->first) : std::max(due, standing->second.anchor + allowance);
    if (changed != due) moved.push_back({audience.id, changed, ""});
  }
  return moved;
}

std::optional<PromiseMoved> promise_after_override(const Incident& incident, const std::string& audience,
                                                   std::optional<Duration> every, Time at,
                                                   const Policy& policy) {
  Incident assumed = incident;
  if (every)
    assumed.cadence_overrides[audience] = *every;
  else
    assumed.cadence_overrides.erase(audience);
  const auto cadence = duty(assumed, incident.severity, audience, policy);
  if (!cadence) return std::nullopt;
  const auto standing = incident.promises.find(audience);
  if (standing == incident.promises.end()) return PromiseMoved{audience, at + cadence->first, ""};
  const Duration allowance = standing->second.first ? cadence->first : cadence->then;
  return PromiseMoved{audience, standing->second.anchor + allowance, ""};
}

std::optional<Time> default_next_update(const Incident& incident, const std::string& audience, Time at,
                                        const Policy& policy) {
  const auto cadence = duty(incident, incident.severity, audience, policy);
  return cadence ? std::optional{at + cadence->then} : std::nullopt;
}

}  // namespace muster
