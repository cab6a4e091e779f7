#include "bot/domain/figures.hpp"

#include <algorithm>
#include <ranges>
#include <set>

#include "bot/base/contains.hpp"
#include "bot/domain/figures_spans.hpp"

namespace muster {

namespace {

using Family = std::span<const Incident* const>;

template <class T>
void keep_earliest(std::optional<T>& earliest, const std::optional<T>& other) {
  if (other && (!earliest || *other < *earliest)) earliest = other;
}

Measure absent(Absent why) {
  return {std::nullopt, why};
}

// from → to; what has not happened yet may still come while the incident is open.
Measure length(const std::optional<Time>& from, const std::optional<Time>& to, bool may_still_come) {
  if (!from || !to) return absent(may_still_come ? Absent::pending : Absent::not_applicable);
  const std::int64_t seconds = whole_seconds(*from, *to);
  return seconds < 0 ? absent(Absent::invalid) : Measure{seconds, Absent::no};
}

void add_impact_anchors(Anchors& anchors, const Incident& incident) {
  for (const ImpactInterval& interval : incident.impact()) {
    keep_earliest(anchors.impact_started_at, std::optional{interval.start});
    if (interval.end && (!anchors.impact_ended_at || *interval.end > *anchors.impact_ended_at))
      anchors.impact_ended_at = interval.end;
  }
  if (incident.impact_open()) anchors.impact_ended_at.reset();
}

struct Detection {
  std::optional<Time> at;
  std::string source;
};

void detect(Detection& first, Time at, const std::string& source) {
  if (!first.at || at < *first.at) first = {at, source};
}

void detect_by(Detection& first, const Incident& incident) {
  for (const IncidentAlert& alert : incident.alerts) {
    if (alert.role == AlertRole::signal) detect(first, alert.fired_at, "monitoring");
  }
  for (const IncidentReport& report : incident.reports) {
    if (report.relation == "detection") detect(first, report.at, report.source);
  }
}

Detection detection(const Incident& incident, Family family, Time declared_at) {
  if (incident.detected) return {incident.detected->at, incident.detected->source};
  Detection first;
  detect_by(first, incident);
  for (const Incident* member : family) detect_by(first, *member);
  detect(first, declared_at, "declared");  // an alert or report of the same instant comes first
  return first;
}

void add_pages(Anchors& anchors, const Incident& incident) {
  for (const PageRecord& page : incident.pages) {
    keep_earliest(anchors.first_page_at, std::optional{page.sent_at});
    keep_earliest(anchors.acknowledged_at, page.acknowledged_at);
  }
}

Anchors find_anchors(const Incident& incident, Family family, std::string& detection_source) {
  Anchors anchors;
  add_impact_anchors(anchors, incident);
  anchors.declared_at = anchors.own_declared_at = incident.declared_at;
  add_pages(anchors, incident);
  for (const Incident* member : family) {
    anchors.declared_at = std::min(anchors.declared_at, member->declared_at);
    add_pages(anchors, *member);
  }
  Detection found = detection(incident, family, anchors.declared_at);
  anchors.detected_at = *found.at;
  detection_source = std::move(found.source);
  for (const RoleTerm& term : incident.role_terms) {
    if (term.role == kIncidentCommander) keep_earliest(anchors.engaged_at, std::optional{term.since});
  }
  const bool ended = incident.state == State::resolved || incident.state == State::closed;
  if (ended) {
    anchors.mitigated_at = incident.mitigated_at;
    anchors.resolved_at = incident.resolved_at;
  } else if (incident.state == State::monitoring) {
    anchors.mitigated_at = incident.mitigated_at;
  }
  anchors.closed_at = incident.state == State::closed ? incident.closed_at : std::nullopt;
  return anchors;
}

// How long until everybody who answered a page before it was mitigated had answered; needs two people.
Measure mobilised(const Incident& incident, Family family, Time detected_at, bool open) {
  std::optional<Time> mitigated;
  for (const StateSpan& span : incident.states) {
    if (span.state == State::monitoring) keep_earliest(mitigated, std::optional{span.since});
  }
  if (!mitigated) mitigated = incident.resolved_at;
  std::set<PersonId> people;
  std::optional<Time> last;
  const auto look = [&](const Incident& one) {
    for (const PageRecord& page : one.pages) {
      if (mitigated && page.sent_at >= *mitigated) continue;
      for (std::size_t i = 0; i < page.acknowledged_by.size(); ++i) {
        const Time at = page.acknowledged_times[i];
        if (mitigated && at >= *mitigated) continue;
        people.insert(page.acknowledged_by[i]);
        last = last ? std::max(*last, at) : at;
      }
    }
  };
  look(incident);
  for (const Incident* member : family) look(*member);
  if (people.size() < 2) return absent(open ? Absent::pending : Absent::not_applicable);
  return length(detected_at, last, false);
}

void measure(IncidentFigures& f, const Incident& incident, Family family) {
  const Anchors& a = f.anchors;
  const bool open = incident.is_open();
  const std::optional<Time> detected = a.detected_at;
  const std::optional<Time> began = a.impact_started_at ? a.impact_started_at : detected;
  if (a.impact_started_at) {
    const std::int64_t raw = whole_seconds(*a.impact_started_at, a.detected_at);
    f.ttd_raw = {raw, Absent::no};
    f.ttd = {std::max<std::int64_t>(0, raw), Absent::no};
  } else {
    f.ttd = f.ttd_raw = absent(open ? Absent::pending : Absent::not_applicable);
  }
  const bool paged = a.first_page_at.has_value();
  f.tta = paged ? length(a.first_page_at, a.acknowledged_at, open) : absent(Absent::not_applicable);
  f.tte = length(detected, a.engaged_at, open);
  f.ttmob = mobilised(incident, family, a.detected_at, open);
  f.ttm = length(began, a.mitigated_at, open);
  f.ttr_impact = length(began, a.resolved_at, open);
  f.ttr_declared = length(a.declared_at, a.resolved_at, open);
  std::optional<Time> told;
  for (const StatusUpdate& update : incident.updates) {
    const std::string heard{kPublic};
    if (contains(update.audiences, heard) && !contains(update.unheard, heard))
      keep_earliest(told, std::optional{update.at});
  }
  f.ttfp = length(detected, told, open && incident.kind == Kind::normal);
  for (const IncidentChange& change : incident.changes) {
    if (change.relation != "cause" || !change.completed_at) continue;
    if (*change.completed_at <= std::max(a.detected_at, began.value_or(a.detected_at)))
      f.change_recovery = length(change.completed_at, a.mitigated_at, open);
  }
  if (std::ranges::none_of(incident.changes,
                           [](const IncidentChange& change) { return change.relation == "cause"; }))
    f.change_recovery = absent(Absent::not_applicable);
}

void count_pages(IncidentFigures& f, const Incident& incident, const People& people) {
  for (const PageRecord& page : incident.pages) {
    ++f.pages_sent;
    if (page.acknowledged_at) ++f.pages_acknowledged;
    if (!page.escalated_from.empty()) ++f.timeout_escalations;
    for (const PersonId& person : page.people) {
      const Person* known = people.find(person);
      f.interruptions.push_back(
          {page.id, person, page.sent_at, band_of(page.sent_at, known == nullptr ? "" : known->zone)});
    }
  }
}

void count_cadence(IncidentFigures& f, const Incident& incident) {
  for (const CadenceObservation& seen : incident.observations) {
    CadenceFigures& audience = f.cadence[seen.audience];
    ++audience.observations;
    if (seen.on_time())
      ++audience.on_time;
    else
      audience.late.push_back(seen.seq);
    audience.max_gap_s = std::max(audience.max_gap_s, whole_seconds(seen.anchor, seen.at));
  }
}

void judge_postmortem(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now) {
  f.postmortem_due_at = postmortem_due_at(incident, policy);
  if (!f.postmortem_due_at) return;
  if (incident.postmortem_published_at)
    f.postmortem_on_time = *incident.postmortem_published_at <= *f.postmortem_due_at;
  else if (!incident.postmortem_waived_at && now > *f.postmortem_due_at)
    f.postmortem_on_time = false;
}

}  // namespace

std::vector<const Incident*> family_of(const Incident& survivor,
                                       const std::function<const Incident*(IncidentNumber)>& find) {
  std::vector<const Incident*> family;
  std::vector<const Incident*> open{&survivor};
  while (!open.empty()) {
    const Incident* into = open.back();
    open.pop_back();
    for (const IncidentNumber number : into->merged_from) {
      const Incident* member = find(number);
      // One that was taken out again may be merged into another since.
      if (member == nullptr || member->merged_into != into->number || contains(family, member)) continue;
      family.push_back(member);
      open.push_back(member);
    }
  }
  return family;
}

bool counts_in_reports(const Incident& incident) {
  return incident.kind == Kind::normal && incident.state != State::merged &&
         incident.state != State::canceled;
}

std::optional<Time> postmortem_due_at(const Incident& incident, const Policy& policy) {
  const SeverityRule* peak = incident.peak_severity ? policy.severity(*incident.peak_severity) : nullptr;
  const bool ended = incident.state == State::resolved || incident.state == State::closed;
  if (!ended || !incident.resolved_at || incident.kind != Kind::normal || peak == nullptr)
    return std::nullopt;
  const PostmortemDue& due = peak->postmortem_due;
  if (due.business_days > 0)
    return plus_business_days(*incident.resolved_at, due.business_days, policy.calendar);
  if (due.calendar_days > 0)
    return plus_calendar_days(*incident.resolved_at, due.calendar_days, policy.calendar);
  return std::nullopt;
}

IncidentFigures figures(const Incident& incident, Family family, const Policy& policy, const People& people,
                        Time now) {
  IncidentFigures f;
  f.incident = incident.number;
  f.anchors = find_anchors(incident, family, f.detection_source);
  f.counts_in_reports = counts_in_reports(incident);
  f.cause_tag = incident.cause_tag;
  for (const IncidentChange& change : incident.changes) f.changes[change.change] = change.relation;
  measure(f, incident, family);
  measure_spans(f, incident, policy, now);
  measure_impact(f, incident, policy, now);
  count_cadence(f, incident);
  count_pages(f, incident, people);
  judge_postmortem(f, incident, policy, now);
  estimate_cost(f, incident, policy, now);
  return f;
}

}  // namespace muster
