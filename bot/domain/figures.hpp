// Figures: what one incident measures. Names carry their anchors, missing is absent with a reason, never 0.
//
// Source: scenarios' definitions.json (definitions); docs/reporting.md explains each to its readers. Pure;
// lengths are whole seconds, instants are cut to whole seconds before they are subtracted.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/names.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// Why a measure has no value. pending: it may still come; not_applicable: it has no meaning for this
// incident; invalid: the record contradicts itself (an end before its beginning).
enum class Absent : std::uint8_t { no, pending, not_applicable, invalid };
template <>
struct EnumNames<Absent> {
  static constexpr std::array<std::string_view, 4> kNames = {"no", "pending", "not_applicable", "invalid"};
};

struct Measure {
  std::optional<std::int64_t> seconds;
  Absent absent = Absent::pending;  // no when there is a value
  friend bool operator==(const Measure&, const Measure&) = default;
};

struct Anchors {
  std::optional<Time> impact_started_at;
  std::optional<Time> impact_ended_at;  // none while impact goes on
  Time detected_at{};
  Time declared_at{};  // earliest of the family
  Time own_declared_at{};
  std::optional<Time> first_page_at;
  std::optional<Time> acknowledged_at;
  std::optional<Time> engaged_at;
  std::optional<Time> mitigated_at;
  std::optional<Time> resolved_at;
  std::optional<Time> closed_at;
  friend bool operator==(const Anchors&, const Anchors&) = default;
};

struct ServiceImpact {
  std::int64_t full_s = 0;
  std::int64_t partial_s = 0;
  std::int64_t degraded_s = 0;
  std::int64_t confidentiality_s = 0;
  double weighted_s = 0;
  std::optional<double> budget_s;  // with an SLO only
  std::optional<double> burn_pct;
  friend bool operator==(const ServiceImpact&, const ServiceImpact&) = default;
};

struct CadenceFigures {
  int on_time = 0;
  int observations = 0;
  std::vector<Seq> late;  // 0: never sent
  std::int64_t max_gap_s = 0;
  friend bool operator==(const CadenceFigures&, const CadenceFigures&) = default;
};

struct Interruption {
  std::string page;
  PersonId person;
  Time at{};
  Band band = Band::business;
  friend bool operator==(const Interruption&, const Interruption&) = default;
};

struct CostFigures {
  std::map<PersonId, std::int64_t> engaged_s;
  double responder_cost = 0;
  double business_loss = 0;
  [[nodiscard]] double total() const { return responder_cost + business_loss; }
  friend bool operator==(const CostFigures&, const CostFigures&) = default;
};

struct IncidentFigures {
  IncidentNumber incident;
  Anchors anchors;
  std::string detection_source;  // monitoring, customer, partner, employee, vendor, declared
  bool counts_in_reports = false;
  std::string cause_tag;                       // empty: nobody tagged it
  std::map<std::string, std::string> changes;  // linked change -> cause, remediation, candidate or refused

  Measure ttd, ttd_raw, tta, tte, ttmob, ttm, ttr_impact, ttr_declared, ttfp;
  std::int64_t impact_union_s = 0;
  Measure change_recovery;
  std::int64_t hold_s = 0;

  std::map<State, std::int64_t>
      time_in_state;  // resolved stands for the gap between a resolve and a reopening
  std::map<std::string, std::int64_t> time_in_severity;  // by label; "unset" before there is one
  std::map<std::string, std::map<PersonId, std::int64_t>> time_in_role;
  std::map<std::string, ServiceImpact> impact;
  std::map<std::string, CadenceFigures> cadence;  // by audience
  std::vector<Interruption> interruptions;
  int pages_sent = 0;
  int pages_acknowledged = 0;
  int timeout_escalations = 0;

  std::optional<Time> postmortem_due_at;
  std::optional<bool> postmortem_on_time;  // none: no duty, waived, or not yet due and unpublished
  CostFigures cost;
  friend bool operator==(const IncidentFigures&, const IncidentFigures&) = default;
};

// family: the incidents merged into this one, directly or through others. now: what open intervals count to.
[[nodiscard]] IncidentFigures figures(const Incident& incident, std::span<const Incident* const> family,
                                      const Policy& policy, const People& people, Time now);

// The incidents merged into this one, directly or through others, and not taken apart again. find: null for
// what is not known.
[[nodiscard]] std::vector<const Incident*> family_of(
    const Incident& survivor, const std::function<const Incident*(IncidentNumber)>& find);

// Whole seconds between the whole seconds of two instants.
[[nodiscard]] std::int64_t whole_seconds(Time from, Time to);

// Counted in operational figures: a normal incident that was neither merged nor canceled.
[[nodiscard]] bool counts_in_reports(const Incident& incident);

// Weighted downtime of one service within [from, to): the worst level wins where intervals overlap. Ongoing
// ones count to `to`.
[[nodiscard]] double weighted_downtime(const std::vector<ImpactInterval>& intervals,
                                       const std::string& service, Time from, Time to, const Policy& policy);

[[nodiscard]] std::optional<Time> postmortem_due_at(const Incident& incident, const Policy& policy);

struct VendorFigures {
  std::string vendor;
  std::string ref;
  Measure time_to_open, response, time_to_fix;
  std::optional<std::int64_t> sla_response_s;
  std::optional<bool> met;  // none without an SLA, or while the answer may still be in time
};
[[nodiscard]] std::vector<VendorFigures> vendor_figures(const Incident& incident,
                                                        const IncidentFigures& figures, Time now);

// What a recovery measured against what the service promises.
struct RecoveryFigures {
  Measure rta, rpa;
  std::optional<std::int64_t> rto_s, rpo_s;
  std::optional<bool> rto_met, rpo_met;
};
[[nodiscard]] std::map<std::string, RecoveryFigures> recovery_figures(const Incident& incident,
                                                                      const Policy& policy);

// A duty towards an authority or customer, as marked so far.
struct ClockFigures {
  std::string regime;
  std::string duty;
  Time anchor_at{};
  Time due_at{};
  std::optional<Time> submitted_at;
  [[nodiscard]] bool met() const { return submitted_at && *submitted_at <= due_at; }
};
[[nodiscard]] std::vector<ClockFigures> clock_figures(const Incident& incident, const Policy& policy);

}  // namespace muster
