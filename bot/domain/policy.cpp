#include "bot/domain/policy.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lint.hpp"

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
       PostmortemDue{3, 0},
       {{"internal", fast},
        {"public", {minutes{15}, minutes{30}}},
        {"exec", {minutes{20}, hours{1}}},
        {"restricted", fast}}},
      {Severity{2},
       "SEV2",
       "A tier-1 service is partly down, many users are hit, or an SLA is at risk",
       true,
       PostmortemDue{0, 5},
       {{"internal", half_hour}, {"public", half_hour}, {"restricted", half_hour}}},
      {Severity{3},
       "SEV3",
       "Degraded with a workaround, few users are hit",
       false,
       {},
       {{"internal", slow}, {"restricted", slow}}},
      {Severity{4}, "SEV4", "No user impact, needs a fix", false, {}, {}},
  };
}

// Source: practice reference 2.6 (EU 2025/301 art. 5, NIS2 art. 23, GDPR art. 33, SEC 8-K item 1.05).
// Organisations edit them, and verify them with counsel.
std::vector<ClockRule> default_clocks() {
  return {
      {"gdpr", "GDPR", "notification", "aware", "submitted", hours{72}},
      {"nis2-early-warning", "NIS2", "early warning", "aware", "early_warning_submitted", hours{24}},
      {"nis2-notification", "NIS2", "notification", "aware", "notification_submitted", hours{72}},
      {"nis2-final", "NIS2", "final report", "notification_submitted", "final_submitted", {}, 0, 1},
      {"dora-initial", "DORA", "initial", "classified", "initial_submitted", hours{4}},
      // Classified later than 24 h after becoming aware, only the four hours count (2025/301 art. 5).
      {"dora-awareness", "DORA", "initial", "aware", "initial_submitted", hours{24}, 0, 0, "classified"},
      {"dora-intermediate", "DORA", "intermediate", "initial_submitted", "intermediate_submitted", hours{72}},
      {"dora-final", "DORA", "final", "intermediate_submitted", "final_submitted", {}, 0, 1},
      {"sec-8k", "SEC", "8-K item 1.05", "determined", "submitted", {}, 4},
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

std::vector<std::string> AudienceRule::rooms_on(const std::string& platform) const {
  const auto found = rooms.find(platform);
  return found == rooms.end() ? std::vector<std::string>{} : found->second;
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

const Schedule* Policy::schedule(std::string_view id) const {
  return find_id(schedules, id);
}

const EscalationPolicy* Policy::escalation_named(std::string_view id) const {
  return find_id(escalations, id);
}

const PagerMethod* Policy::pager_method(std::string_view method) const {
  const auto found = std::ranges::find(pager_methods, method, &PagerMethod::method);
  return found == pager_methods.end() ? nullptr : &*found;
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

double Policy::weight(ImpactLevel level) const {
  const auto found = impact_weights.find(level);
  return found == impact_weights.end() ? 0.0 : found->second;
}

const VendorRule* Policy::vendor(std::string_view id_or_name) const {
  const std::string wanted = lower(id_or_name);
  const auto found = std::ranges::find_if(vendors, [&](const VendorRule& rule) {
    return lower(rule.id) == wanted || lower(rule.name) == wanted;
  });
  return found == vendors.end() ? nullptr : &*found;
}

Policy default_policy() {
  Policy policy;
  policy.severities = default_severities();
  policy.roles = default_roles();
  policy.clocks = default_clocks();
  policy.lint = default_lint_rules();
  policy.action_due = {{"P0", hours{24 * 7}}, {"P1", hours{24 * 30}}, {"P2", hours{24 * 90}}};
  policy.weak_verbs = {"investigate", "look",  "consider", "improve", "ensure", "monitor",
                       "check",       "think", "discuss",  "be",      "try"};
  policy.audiences = {
      {"internal", "Internal stakeholders", {}, false},
      {"exec", "Executives", {}, false},
      {"public", "Public", {}, false},
      {"restricted", "Members of a private incident", {}, true},
  };
  return policy;
}

}  // namespace muster
