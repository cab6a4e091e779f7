#include "bot/domain/figures_spans.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace muster {

namespace {

struct Span {
  Time from{};
  Time to{};
};

// What of [from, to) lies within the span.
std::int64_t overlap(Span span, Time from, Time to) {
  return std::max<std::int64_t>(0, whole_seconds(std::max(span.from, from), std::min(span.to, to)));
}

// The incident's active time: from its declaration to the final resolve, without the gaps after a resolve
// that did not last.
struct Course {
  Span whole;
  std::vector<Span> gaps;

  Course(const Incident& incident, Time now) {
    const bool ended = !incident.is_open();
    Time until = now;
    if (ended && incident.resolved_at) until = *incident.resolved_at;
    if (incident.state == State::canceled || incident.state == State::merged) until = incident.state_since;
    whole = {incident.declared_at, std::max(until, incident.declared_at)};
    for (const StateSpan& span : incident.states) {
      if (is_gap(span.state) && span.until && *span.until < whole.to) add_gap({span.since, *span.until});
    }
  }
  static bool is_gap(State state) { return state >= State::resolved; }
  void add_gap(Span gap) {
    if (!gaps.empty() && gaps.back().to == gap.from)
      gaps.back().to = gap.to;
    else
      gaps.push_back(gap);
  }
  [[nodiscard]] std::int64_t active(Time from, Time to) const {
    std::int64_t seconds = overlap(whole, from, to);
    for (const Span& gap : gaps) seconds -= overlap(gap, std::max(from, whole.from), std::min(to, whole.to));
    return std::max<std::int64_t>(0, seconds);
  }
};

// Cuts [from, to) where any interval of the service begins or ends, and visits each piece with its worst
// level by weight.
template <class Visit>
void each_piece(const std::vector<ImpactInterval>& intervals, const std::string& service, Time from, Time to,
                const Policy& policy, Visit visit) {
  std::vector<Time> cuts{from, to};
  for (const ImpactInterval& interval : intervals) {
    if (interval.service != service) continue;
    for (const Time cut : {interval.start, interval.end.value_or(to)}) {
      if (cut > from && cut < to) cuts.push_back(cut);
    }
  }
  std::ranges::sort(cuts);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const ImpactInterval* worst = nullptr;
    for (const ImpactInterval& interval : intervals) {
      const bool in_force = interval.service == service && interval.start <= cuts[i] &&
                            interval.end.value_or(to) >= cuts[i + 1];
      if (!in_force) continue;
      if (worst == nullptr || policy.weight(interval.level) > policy.weight(worst->level)) worst = &interval;
    }
    if (worst != nullptr) visit(worst->level, whole_seconds(cuts[i], cuts[i + 1]));
  }
}

std::int64_t union_length(std::vector<ImpactInterval> intervals, Time now) {
  std::ranges::sort(intervals, {}, &ImpactInterval::start);
  std::int64_t total = 0;
  std::optional<Time> covered;
  for (const ImpactInterval& interval : intervals) {
    const Time end = interval.end.value_or(std::max(now, interval.start));
    const Time start = covered ? std::max(*covered, interval.start) : interval.start;
    if (end > start) total += whole_seconds(start, end);
    covered = covered ? std::max(*covered, end) : end;
  }
  return total;
}

}  // namespace

std::int64_t whole_seconds(Time from, Time to) {
  using std::chrono::floor;
  using std::chrono::seconds;
  return (floor<seconds>(to) - floor<seconds>(from)).count();
}

void measure_spans(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now) {
  const Course course{incident, now};
  for (const StateSpan& span : incident.states) {
    const State bucket = Course::is_gap(span.state) ? State::resolved : span.state;
    const std::int64_t seconds = overlap(course.whole, span.since, span.until.value_or(now));
    if (seconds > 0) f.time_in_state[bucket] += seconds;
  }
  for (const SeveritySpan& span : incident.severities) {
    const Time until = span.until.value_or(std::max(now, course.whole.to));
    const std::int64_t seconds = overlap(course.whole, span.since, until);
    if (seconds > 0) f.time_in_severity[policy.label(span.severity)] += seconds;
  }
  for (const RoleTerm& term : incident.role_terms) {
    const std::int64_t seconds = course.active(term.since, term.until.value_or(course.whole.to));
    if (seconds > 0) f.time_in_role[term.role][term.person] += seconds;
  }
  for (const Hold& hold : incident.holds) f.hold_s += whole_seconds(hold.since, hold.until.value_or(now));
}

double weighted_downtime(const std::vector<ImpactInterval>& intervals, const std::string& service, Time from,
                         Time to, const Policy& policy) {
  double weighted = 0;
  each_piece(intervals, service, from, to, policy, [&](ImpactLevel level, std::int64_t seconds) {
    weighted += policy.weight(level) * static_cast<double>(seconds);
  });
  return weighted;
}

void measure_impact(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now) {
  const std::vector<ImpactInterval> intervals = incident.impact();
  f.impact_union_s = union_length(intervals, now);
  for (const ImpactInterval& interval : intervals) {
    ServiceImpact& impact = f.impact[interval.service];
    const std::int64_t seconds =
        std::max<std::int64_t>(0, whole_seconds(interval.start, interval.end.value_or(now)));
    switch (interval.level) {
      case ImpactLevel::full:
        impact.full_s += seconds;
        break;
      case ImpactLevel::partial:
        impact.partial_s += seconds;
        break;
      case ImpactLevel::degraded:
        impact.degraded_s += seconds;
        break;
      case ImpactLevel::confidentiality:
        impact.confidentiality_s += seconds;
        break;
      case ImpactLevel::none:
        break;
    }
    impact.weighted_s += policy.weight(interval.level) * static_cast<double>(seconds);
  }
  for (auto& [id, impact] : f.impact) {
    const Service* service = policy.service(id);
    if (service == nullptr || !service->slo_percent) continue;
    const auto window = std::chrono::duration<double>(policy.slo_window).count();
    impact.budget_s = (100.0 - *service->slo_percent) / 100.0 * window;
    if (*impact.budget_s > 0) impact.burn_pct = impact.weighted_s / *impact.budget_s * 100.0;
  }
}

void estimate_cost(IncidentFigures& f, const Incident& incident, const Policy& policy, Time now) {
  const Course course{incident, now};
  std::map<PersonId, Time> engaged;
  const auto engage = [&](const PersonId& person, Time at) {
    const auto known = engaged.find(person);
    if (known == engaged.end() || at < known->second) engaged[person] = at;
  };
  for (const PageRecord& page : incident.pages) {
    for (std::size_t i = 0; i < page.acknowledged_by.size(); ++i)
      engage(page.acknowledged_by[i], page.acknowledged_times[i]);
  }
  for (const RoleTerm& term : incident.role_terms) engage(term.person, term.since);
  std::int64_t all = 0;
  for (const auto& [person, since] : engaged) {
    const auto released = incident.released.find(person);
    const Time until =
        released == incident.released.end() ? course.whole.to : std::min(released->second, course.whole.to);
    // People may be at work on it before somebody declares it.
    const std::int64_t before = std::max<std::int64_t>(0, whole_seconds(since, course.whole.from));
    const std::int64_t seconds = before + course.active(since, until);
    f.cost.engaged_s[person] = seconds;
    all += seconds;
  }
  double weighted = 0;
  for (const auto& [service, impact] : f.impact) weighted = std::max(weighted, impact.weighted_s);
  const auto cents = [](double money) { return std::round(money * 100.0) / 100.0; };
  f.cost.responder_cost = cents(static_cast<double>(all) / 3600.0 * policy.cost.responder_rate_per_hour);
  f.cost.business_loss = cents(weighted / 60.0 * policy.cost.loss_per_weighted_minute);
}

}  // namespace muster
