// How many incidents, of what kind and when; how long each step took.
#include <algorithm>
#include <iterator>
#include <utility>

#include "bot/domain/calendar.hpp"
#include "bot/report/report_parts.hpp"

namespace muster::report {

namespace {

std::vector<Count> as_counts(std::map<std::string, Numbers> counted) {
  std::vector<Count> all;
  for (auto& [name, incidents] : counted) all.push_back({name, std::move(incidents)});
  return all;
}

std::vector<Count> most_first(std::map<std::string, Numbers> counted) {
  std::vector<Count> all = as_counts(std::move(counted));
  std::ranges::sort(all, [](const Count& a, const Count& b) {
    return std::pair{b.incidents.size(), a.name} < std::pair{a.incidents.size(), b.name};
  });
  return all;
}

std::string why_left_out(const IncidentRow& row) {
  if (row.state == State::merged || row.state == State::canceled) return std::string{name_of(row.state)};
  return std::string{name_of(row.kind)};
}

void begin_weeks(Volume& volume, const Period& period) {
  for (Time week = week_begin(period.from, period.zone); week < period.to;
       week = week_begin(week + std::chrono::days{8}, period.zone))
    volume.by_week.push_back({week, {local_day(week, period.zone), {}}});
}

void count_when(Volume& volume, const IncidentRow& row, const Period& period) {
  const LocalClock clock = local_clock(row.declared_at, period.zone);
  ++volume.by_hour.at(static_cast<std::size_t>(clock.hour));
  ++volume.by_weekday.at(static_cast<std::size_t>(clock.weekday - 1));
  const auto after = std::ranges::upper_bound(volume.by_week, row.declared_at, {}, &Week::begin);
  if (after != volume.by_week.begin()) std::prev(after)->declared.incidents.push_back(row.number);
}

bool belongs(const IncidentRow& row, const Kpi& kpi, const Period& period) {
  if (kpi.membership == Membership::by_declaration) return period.has(row.declared_at);
  // What was declared in the period and is not over yet is pending there, not forgotten.
  return row.resolved_at ? period.has(*row.resolved_at) : period.has(row.declared_at);
}

void add(Distribution& distribution, const IncidentRow& row, const Measure& measure) {
  if (measure.seconds) {
    distribution.dots.push_back({row.number, *measure.seconds});
    return;
  }
  switch (measure.absent) {
    case Absent::pending:
      ++distribution.pending;
      break;
    case Absent::not_applicable:
      ++distribution.not_applicable;
      break;
    case Absent::invalid:
    case Absent::no:
      ++distribution.invalid;
      break;
  }
}

std::vector<std::string> shared(const std::vector<std::string>& some,
                                const std::vector<std::string>& others) {
  std::vector<std::string> both;
  std::ranges::copy_if(some, std::back_inserter(both), [&](const std::string& one) {
    return std::ranges::find(others, one) != others.end();
  });
  return both;
}

using Earlier = std::map<std::pair<std::string, std::string>, std::vector<const EarlierRow*>>;

// By cause and service, in the order they were resolved.
Earlier by_cause_and_service(const Rows& rows) {
  Earlier all;
  for (const EarlierRow& earlier : rows.earlier) {
    for (const std::string& service : earlier.services) all[{earlier.cause_tag, service}].push_back(&earlier);
  }
  for (auto& [key, list] : all) std::ranges::sort(list, {}, &EarlierRow::resolved_at);
  return all;
}

// The last one before it: the one whose lesson was the freshest.
const EarlierRow* last_before(const IncidentRow& row, const Earlier& all) {
  const EarlierRow* latest = nullptr;
  for (const std::string& service : row.services) {
    const auto found = all.find({row.cause_tag, service});
    if (found == all.end()) continue;
    auto at = std::ranges::upper_bound(found->second, row.declared_at, {}, &EarlierRow::resolved_at);
    while (at != found->second.begin()) {
      const EarlierRow* one = *--at;
      if (one->number == row.number) continue;
      if (latest == nullptr || one->resolved_at > latest->resolved_at) latest = one;
      break;
    }
  }
  const bool in_time = latest != nullptr && row.declared_at - latest->resolved_at <= kRepeatsWithin;
  return in_time ? latest : nullptr;
}

// Of the earlier one, when the later one was declared. actions: in the order of their incidents.
int open_actions(const std::vector<ActionRow>& actions, IncidentNumber earlier, Time declared_at) {
  const auto of_it = std::ranges::equal_range(actions, earlier, {}, &ActionRow::incident);
  return static_cast<int>(std::ranges::count_if(of_it, [&](const ActionRow& action) {
    return action.added_at <= declared_at && (!action.done_at || *action.done_at > declared_at);
  }));
}

// Linked by hand: what people know counts before what two incidents have in common.
std::optional<IncidentNumber> linked_before(const IncidentRow& row, const std::vector<RepeatRow>& links) {
  const auto link = std::ranges::find(links, row.number, &RepeatRow::incident);
  return link == links.end() ? std::nullopt : std::optional{link->earlier};
}

}  // namespace

void count_volume(Figures& figures, const Chosen& chosen, const Policy& policy) {
  Volume& volume = figures.volume;
  begin_weeks(volume, figures.period);
  std::map<std::optional<Severity>, Numbers> severities;
  std::map<std::string, Numbers> services, causes, sources, left_out;
  for (const IncidentRow* row : chosen.all()) {
    if (!figures.period.has(row->declared_at)) continue;
    volume.declared.push_back(row->number);
    severities[row->peak].push_back(row->number);
    for (const std::string& service : row->services) {
      if (chosen.has_service(service)) services[service].push_back(row->number);
    }
    causes[row->cause_tag.empty() ? "not tagged" : row->cause_tag].push_back(row->number);
    sources[row->detection_source].push_back(row->number);
    count_when(volume, *row, figures.period);
    if (row->pages_sent > 0) figures.paged.push_back(row->number);
    if (row->timeout_escalations > 0) figures.escalated.push_back(row->number);
  }
  for (const IncidentRow* row : chosen.left_out()) {
    if (figures.period.has(row->declared_at)) left_out[why_left_out(*row)].push_back(row->number);
  }
  for (auto& [severity, incidents] : severities) {
    if (severity) volume.by_severity.push_back({policy.label(severity), std::move(incidents)});
  }
  if (const auto unset = severities.find(std::nullopt); unset != severities.end())
    volume.by_severity.push_back({policy.label({}), std::move(unset->second)});
  volume.by_service = most_first(std::move(services));
  volume.by_cause = most_first(std::move(causes));
  volume.by_source = most_first(std::move(sources));
  volume.left_out = as_counts(std::move(left_out));
}

void measure_kpis(Figures& figures, const Chosen& chosen) {
  for (std::size_t i = 0; i < kKpiCount; ++i) {
    Distribution& distribution = figures.kpis[i];
    for (const IncidentRow* row : chosen.all()) {
      if (belongs(*row, kKpis[i], figures.period)) add(distribution, *row, row->measures[i]);
    }
    std::ranges::sort(distribution.dots, {},
                      [](const Dot& dot) { return std::pair{dot.seconds, dot.incident}; });
    std::vector<std::int64_t> sorted;
    for (const Dot& dot : distribution.dots) sorted.push_back(dot.seconds);
    distribution.median = percentile(sorted, 0.5);
    distribution.p90 = percentile(sorted, 0.9);
  }
}

void sum_time(Figures& figures, const Chosen& chosen, const Rows& rows) {
  for (const TimeRow& time : rows.times) {
    const IncidentRow* row = chosen.find(time.incident);
    if (row == nullptr || !figures.period.has(row->declared_at)) continue;
    (time.is_severity ? figures.time_in_severity : figures.time_in_state)[time.name] += time.seconds;
  }
}

void find_repeats(Figures& figures, const Chosen& chosen, const Rows& rows) {
  const Earlier all = by_cause_and_service(rows);
  for (const IncidentRow* row : chosen.all()) {
    if (!figures.period.has(row->declared_at)) continue;
    Repeat repeat{row->number, {}, row->cause_tag, {}, 0};
    if (const auto linked = linked_before(*row, rows.repeats)) {
      repeat.earlier = *linked;
      const IncidentRow* earlier = chosen.find(*linked);
      if (earlier != nullptr) repeat.services = shared(row->services, earlier->services);
    } else if (const EarlierRow* found = row->cause_tag.empty() ? nullptr : last_before(*row, all)) {
      repeat.earlier = found->number;
      repeat.services = shared(row->services, found->services);
    } else {
      continue;
    }
    repeat.open_actions = open_actions(rows.actions, repeat.earlier, row->declared_at);
    figures.repeats.push_back(std::move(repeat));
  }
}

}  // namespace muster::report
