// Policy: how this organisation runs incidents, as plain values. muster.yaml is read into it
// (runtime/config); the defaults here are what an empty file means.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/oncall_rules.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// How often an audience is told: the first update within `first`, later ones every `then`.
struct Cadence {
  Duration first{};
  Duration then{};
  friend bool operator==(const Cadence&, const Cadence&) = default;
};

// When a postmortem is due, counted from the final resolve: so many days of the calendar, or of the business
// calendar. Neither: no duty.
struct PostmortemDue {
  int calendar_days = 0;
  int business_days = 0;
  [[nodiscard]] bool exists() const { return calendar_days > 0 || business_days > 0; }
  friend bool operator==(const PostmortemDue&, const PostmortemDue&) = default;
};

struct SeverityRule {
  Severity severity;
  std::string label;    // "SEV1"
  std::string meaning;  // one line a person can decide by
  bool postmortem_required = false;
  PostmortemDue postmortem_due;
  std::map<std::string, Cadence> cadences;  // audience -> cadence; an absent audience has no duty
  friend bool operator==(const SeverityRule&, const SeverityRule&) = default;
};

struct RoleRule {
  std::string id;                    // "incident_commander"
  std::string name;                  // "Incident commander"
  std::vector<std::string> aliases;  // "ic", "lead"
  std::string duty;                  // one line: what the holder does
  bool single = true;                // one holder at a time
  friend bool operator==(const RoleRule&, const RoleRule&) = default;
};

struct AudienceRule {
  std::string id;                                         // "internal"
  std::string name;                                       // "Internal stakeholders"
  std::map<std::string, std::vector<std::string>> rooms;  // platform -> rooms (id or #name) its updates go to
  bool for_private = false;  // may hear of private incidents (then only of those)
  [[nodiscard]] std::vector<std::string> rooms_on(const std::string& platform) const;
  friend bool operator==(const AudienceRule&, const AudienceRule&) = default;
};

struct Service {
  std::string id;
  std::string name;
  std::string owner;  // team id
  int tier = 0;       // 1 is the most important; 0 not given
  std::vector<std::string> depends_on;
  std::string runbook;                // https link
  std::optional<double> slo_percent;  // 99.9
  std::optional<Duration> rto;
  std::optional<Duration> rpo;
  std::string escalation{};  // id; empty: the owner's
  friend bool operator==(const Service&, const Service&) = default;
};

struct Team {
  std::string id;
  std::string name;
  std::vector<PersonId> members;
  std::optional<PersonId> on_call;  // who is paged for the team, and commands its services' incidents
  std::string schedule{};           // instead of on_call: whoever is on call there
  std::string escalation{};         // id; empty: the policy's
  friend bool operator==(const Team&, const Team&) = default;
};

// Days and hours at which the organisation works, in its own zone.
struct BusinessCalendar {
  std::string zone = "UTC";                     // IANA name
  std::vector<int> workdays = {1, 2, 3, 4, 5};  // ISO: 1 is Monday
  std::vector<std::string> holidays{};          // "2026-12-25"
  Duration opens = std::chrono::hours{9};       // after midnight; half-open [opens, closes)
  Duration closes = std::chrono::hours{17};
  friend bool operator==(const BusinessCalendar&, const BusinessCalendar&) = default;
};

// A regulatory clock: so long after somebody marked `from`, `to` must have been marked. Data, to be verified
// with counsel. Several rows with one regime and duty: the earliest due counts.
struct ClockRule {
  std::string id;             // gdpr
  std::string regime;         // GDPR
  std::string duty;           // notification
  std::string from;           // the mark it counts from: aware
  std::string to;             // the mark that ends it: submitted
  Duration within{};          // hours and days run through week-ends
  int business_days = 0;      // instead of within
  int months = 0;             // instead of within: same day, clamped to the month's end
  std::string lapses_with{};  // a mark that, made after this row's due time, takes its place
  friend bool operator==(const ClockRule&, const ClockRule&) = default;
};

struct VendorRule {
  std::string id;
  std::string name;
  std::map<std::string, Duration> sla_response;  // priority -> first answer
  std::string escalation{};                      // whom to call when they do not answer, as text
  friend bool operator==(const VendorRule&, const VendorRule&) = default;
};

// What an incident costs. Zero rates: not estimated.
struct CostModel {
  std::string currency = "EUR";
  double responder_rate_per_hour = 0;
  double loss_per_weighted_minute = 0;
  friend bool operator==(const CostModel&, const CostModel&) = default;
};

// Where a lint rule looks.
enum class LintWhere : std::uint8_t { anywhere, causes, timeline };
template <>
struct EnumNames<LintWhere> {
  static constexpr std::array<std::string_view, 3> kNames = {"anywhere", "causes", "timeline"};
};

// A rule about the language of postmortems (lint.hpp).
struct LintRule {
  std::string id;
  std::string pattern;  // RE2, case ignored, whole words; NAME and PERSON stand for people
  std::string advice;
  bool blocks = false;  // publishing waits for it
  LintWhere where = LintWhere::anywhere;
  bool only_partial = false;  // holds only where no impact was full
  friend bool operator==(const LintRule&, const LintRule&) = default;
};

// The operations review of the week, said every week by the calendar's clock.
struct ReviewRule {
  std::map<std::string, std::string> rooms;  // platform -> room; empty: it is not said
  int day = 1;                               // ISO: 1 is Monday
  Duration at = std::chrono::hours{9};       // after midnight
  friend bool operator==(const ReviewRule&, const ReviewRule&) = default;
};

// Whoever pages more than Policy::pages_per_person in this time is told to wait.
inline constexpr Duration kPageCapWindow = std::chrono::minutes{10};

struct Policy {
  std::string organisation = "muster";
  std::string command = "/inc";         // and "/incident"
  std::string incident_prefix = "inc";  // rooms are named <prefix>-<number>-<slug>
  std::string console_url;              // base URL of the console for links; empty: no links
  std::vector<SeverityRule> severities;
  std::vector<RoleRule> roles;
  std::vector<AudienceRule> audiences;
  std::vector<Service> services;
  std::vector<Team> teams;
  std::vector<Person> people;
  std::vector<PersonId> auditors;                     // see private incidents without being members
  std::map<std::string, std::string> announce_rooms;  // platform -> room of announcements
  std::map<std::string, std::string> wording;  // template name -> its text, instead of the built-in one
  Duration role_prompt_after = std::chrono::minutes{3};
  Duration handoff_reminder_after = std::chrono::minutes{10};
  Duration page_reminder_after = std::chrono::minutes{5};
  Duration reminder_lead = std::chrono::minutes{5};   // before an update is due, and again after
  Duration duplicate_window = std::chrono::hours{1};  // "may be the same" looks this far back
  Duration reopen_window = std::chrono::days{14};     // later: declare a new incident and link it
  Duration change_lookback = std::chrono::hours{24};  // changes this old may have caused an incident
  Duration page_tie_window = std::chrono::hours{1};  // a page this old becomes part of the incident it led to
  Duration stable_before_resolve = std::chrono::minutes{30};  // what the all-clear checklist asks for
  Duration commander_break_after = std::chrono::hours{4};     // ask a commander to hand over
  Duration close_nudge_after =
      std::chrono::hours{48};                  // a resolved incident without open duties is to be closed
  Duration due_lead = std::chrono::hours{24};  // before a postmortem or action is due
  int span_of_control = 7;                     // people one commander can lead
  int pages_per_person = 30;  // one person may send in kPageCapWindow; commanders may send more
  Duration slo_window = std::chrono::days{30};
  bool declarer_commands = true;  // the declarer is commander unless somebody else is on call
  std::map<ImpactLevel, double> impact_weights = {{ImpactLevel::full, 1.0}, {ImpactLevel::partial, 0.3}};
  BusinessCalendar calendar;
  ReviewRule review;
  std::vector<ClockRule> clocks;
  std::vector<VendorRule> vendors;
  CostModel cost;
  std::vector<LintRule> lint;
  std::map<std::string, Duration> action_due;  // priority -> longest time an action item may take
  std::vector<std::string> weak_verbs;         // that name no result at the beginning of an action item
  std::vector<Schedule> schedules;
  std::vector<EscalationPolicy> escalations;
  std::string escalation;                  // of whatever has none of its own; empty: whoever is on call only
  std::vector<PagerMethod> pager_methods;  // by the integrations that are configured
  std::vector<ContactRule> notify;         // how people are reached who chose nothing
  std::vector<AlertRoute> routes;          // in order
  AlertAct unrouted = AlertAct::attach;    // what becomes of alerts that no route matches
  Duration attach_window = std::chrono::minutes{30};  // an alert joins an incident whose last one is this old
  FlapRule flapping;
  std::vector<MaintenanceWindow> maintenance;
  std::vector<HeartbeatRule> heartbeats;
  SyntheticPage synthetic;

  [[nodiscard]] double weight(ImpactLevel level) const;                       // 0 when not given
  [[nodiscard]] const VendorRule* vendor(std::string_view id_or_name) const;  // case ignored

  [[nodiscard]] const SeverityRule* severity(Severity s) const;
  [[nodiscard]] const RoleRule* role(std::string_view id) const;
  [[nodiscard]] const RoleRule* role_named(std::string_view id_or_alias) const;  // case ignored
  [[nodiscard]] const AudienceRule* audience(std::string_view id) const;
  [[nodiscard]] const Service* service(std::string_view id) const;
  [[nodiscard]] const Team* team(std::string_view id) const;
  [[nodiscard]] const Schedule* schedule(std::string_view id) const;
  [[nodiscard]] const EscalationPolicy* escalation_named(std::string_view id) const;
  // By an integration that is configured; null when none does it.
  [[nodiscard]] const PagerMethod* pager_method(std::string_view method) const;
  // "sev1", "SEV1", "1", or a label of its own.
  [[nodiscard]] std::optional<Severity> severity_named(std::string_view text) const;
  [[nodiscard]] std::string label(std::optional<Severity> s) const;  // "SEV2"; "unset" without one
  friend bool operator==(const Policy&, const Policy&) = default;
};

// What an empty muster.yaml means: SEV1..SEV4, the field's roles, four audiences, and the cadences of
// definitions.json.
[[nodiscard]] Policy default_policy();

}  // namespace muster
