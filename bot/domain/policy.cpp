#include "bot/domain/policy.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

template <class T>
const T* find_id(const std::vector<T>& all, std::string_view id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

using std::chrono::hours;
using std::chrono::minutes;

// Source: scenarios' definitions.json, policies.cadence_s.
std::vector<SeverityRule> default_severities() {
  const Cadence fast{minutes{10}, minutes{30}};
  const Cadence half_hour{minutes{30}, hours{1}};
  const Cadence slow{hours{1}, hours{4}};
  return {
      {Severity{1},
       "SEV1",
       "A tier-1 service is down, most users are hit, or data is lost or exposed",
       true,
       {{"internal", fast},
        {"public", {minutes{15}, minutes{30}}},
        {"exec", {minutes{20}, hours{1}}},
        {"restricted", fast}}},
      {Severity{2},
       "SEV2",
       "A tier-1 service is partly down, many users are hit, or an SLA is at risk",
       true,
       {{"internal", half_hour}, {"public", half_hour}, {"restricted", half_hour}}},
      {Severity{3},
       "SEV3",
       "Degraded with a workaround, few users are hit",
       false,
       {{"internal", slow}, {"restricted", slow}}},
      {Severity{4}, "SEV4", "No user impact, needs a fix", false, {}},
  };
}

std::vector<RoleRule> default_roles() {
  return {
      {"incident_commander",
       "Incident commander",
       {"ic", "lead", "commander", "owner"},
       "decides, delegates and keeps the record straight; does not touch systems",
       true},
      {"deputy", "Deputy", {}, "stands by to take command and keeps the timers", true},
      {"operations_lead", "Operations lead", {"ops", "tech_lead", "tech"}, "directs the hands-on work", true},
      {"communications_lead",
       "Communications lead",
       {"comms", "comms_lead", "communications"},
       "writes the status updates",
       true},
      {"scribe", "Scribe", {}, "keeps the timeline", true},
      {"internal_liaison",
       "Internal liaison",
       {"liaison"},
       "talks to executives and other departments",
       true},
      {"responder", "Responder", {"sme"}, "works the problem", false},
  };
}

}  // namespace

const SeverityRule* Policy::severity(Severity s) const {
  const auto found = std::ranges::find(severities, s, &SeverityRule::severity);
  return found == severities.end() ? nullptr : &*found;
}

const RoleRule* Policy::role(std::string_view id) const {
  return find_id(roles, id);
}

const RoleRule* Policy::role_named(std::string_view id_or_alias) const {
  std::string wanted = lower(id_or_alias);
  std::ranges::replace(wanted, '-', '_');
  for (const RoleRule& rule : roles) {
    if (lower(rule.id) == wanted || lower(rule.name) == wanted) return &rule;
    if (contains(rule.aliases, wanted)) return &rule;
  }
  return nullptr;
}

const AudienceRule* Policy::audience(std::string_view id) const {
  return find_id(audiences, id);
}
const Service* Policy::service(std::string_view id) const {
  return find_id(services, id);
}
const Team* Policy::team(std::string_view id) const {
  return find_id(teams, id);
}

std::optional<Severity> Policy::severity_named(std::string_view text) const {
  const std::string wanted = lower(text);
  for (const SeverityRule& rule : severities) {
    const std::string level = std::to_string(rule.severity.level);
    if (wanted == lower(rule.label) || wanted == level || wanted == "sev" + level) return rule.severity;
  }
  return std::nullopt;
}

std::string Policy::label(std::optional<Severity> s) const {
  if (!s) return "unset";
  const SeverityRule* rule = severity(*s);
  return rule == nullptr ? "SEV" + std::to_string(s->level) : rule->label;
}

Policy default_policy() {
  Policy policy;
  policy.severities = default_severities();
  policy.roles = default_roles();
  policy.audiences = {
      {"internal", "Internal stakeholders", {}, false},
      {"exec", "Executives", {}, false},
      {"public", "Public", {}, false},
      {"restricted", "Members of a private incident", {}, true},
  };
  return policy;
}

}  // namespace muster
