// Policy: how this organisation runs incidents, as plain values. muster.yaml is read into it
// (runtime/config); the defaults here are what an empty file means.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// How often an audience is told: the first update within `first`, later ones every `then`.
struct Cadence {
  Duration first{};
  Duration then{};
  friend bool operator==(const Cadence&, const Cadence&) = default;
};

struct SeverityRule {
  Severity severity;
  std::string label;    // "SEV1"
  std::string meaning;  // one line a person can decide by
  bool postmortem_required = false;
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
  std::string id;                            // "internal"
  std::string name;                          // "Internal stakeholders"
  std::map<std::string, std::string> rooms;  // platform -> room (id or #name) its updates go to
  bool for_private = false;                  // may hear of private incidents (then only of those)
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
  friend bool operator==(const Service&, const Service&) = default;
};

struct Team {
  std::string id;
  std::string name;
  std::vector<PersonId> members;
  std::optional<PersonId> on_call;  // who is paged for the team, and commands its services' incidents
  friend bool operator==(const Team&, const Team&) = default;
};

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

  [[nodiscard]] const SeverityRule* severity(Severity s) const;
  [[nodiscard]] const RoleRule* role(std::string_view id) const;
  [[nodiscard]] const RoleRule* role_named(std::string_view id_or_alias) const;  // case ignored
  [[nodiscard]] const AudienceRule* audience(std::string_view id) const;
  [[nodiscard]] const Service* service(std::string_view id) const;
  [[nodiscard]] const Team* team(std::string_view id) const;
  // "sev1", "SEV1", "1", or a label of its own.
  [[nodiscard]] std::optional<Severity> severity_named(std::string_view text) const;
  [[nodiscard]] std::string label(std::optional<Severity> s) const;  // "SEV2"; "unset" without one
  friend bool operator==(const Policy&, const Policy&) = default;
};

// What an empty muster.yaml means: SEV1..SEV4, the field's roles, four audiences, and the cadences of
// definitions.json.
[[nodiscard]] Policy default_policy();

}  // namespace muster
