// What was owed: updates in time, answers to pages, changes that hold, postmortems and action items.
#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "bot/report/report_parts.hpp"

namespace muster::report {

namespace {

bool is_owed(const IncidentRow& row) {
  return row.postmortem != PostmortemState::published && row.postmortem != PostmortemState::waived;
}

std::optional<Time> agreed(const ActionRow& action) {
  return action.first_due ? action.first_due : action.due;
}

std::size_t age_of(Duration overdue) {
  const auto days = std::chrono::duration_cast<std::chrono::days>(overdue).count();
  if (days <= 7) return 0;
  if (days <= 30) return 1;
  return days <= 90 ? 2 : 3;
}

}  // namespace

void count_cadence(Figures& figures, const Chosen& chosen, const Rows& rows, const Policy& policy) {
  // Every audience with a duty has a line, so that one nobody had to be told stands there with nothing.
  std::map<std::pair<std::size_t, int>, CadenceLine> lines;
  const auto audience_rank = [&](const std::string& id) {
    const auto found = std::ranges::find(policy.audiences, id, &AudienceRule::id);
    return static_cast<std::size_t>(found - policy.audiences.begin());
  };
  for (const SeverityRule& severity : policy.severities) {
    for (const auto& [audience, cadence] : severity.cadences)
      lines[{audience_rank(audience), severity.severity.level}] = {audience, severity.label, 0, 0, 0, {}};
  }
  for (const CadenceRow& row : rows.cadence) {
    const IncidentRow* incident = chosen.find(row.incident);
    if (incident == nullptr || !figures.period.has(incident->declared_at)) continue;
    const int level = incident->peak ? incident->peak->level : 0;
    CadenceLine& line = lines[{audience_rank(row.audience), level}];
    line.audience = row.audience;
    line.severity = policy.label(incident->peak);
    line.on_time += row.on_time;
    line.observations += row.observations;
    line.max_gap_s = std::max(line.max_gap_s, row.max_gap_s);
    if (row.on_time < row.observations) line.late.push_back(row.incident);
  }
  for (auto& [key, line] : lines) figures.cadence.push_back(std::move(line));
}

void count_pages(Figures& figures, const Chosen& chosen, const Rows& rows) {
  std::map<std::string, PageLoad> people;
  for (const InterruptionRow& row : rows.interruptions) {
    if (!figures.period.has(row.at) || chosen.find(row.incident) == nullptr) continue;
    PageLoad& load = people[row.person.value];
    load.person = row.person.value;
    load.name = row.name;
    switch (row.band) {
      case Band::business:
        ++load.business;
        break;
      case Band::off:
        ++load.off;
        break;
      case Band::sleep:
        ++load.sleep;
        break;
    }
  }
  for (auto& [id, load] : people) figures.page_load.push_back(std::move(load));
  std::ranges::sort(figures.page_load, [](const PageLoad& a, const PageLoad& b) {
    return std::tuple{b.sleep, b.total(), a.name} < std::tuple{a.sleep, a.total(), b.name};
  });
}

void count_changes(Figures& figures, const Chosen& chosen, const Rows& rows) {
  for (const ChangeRow& row : rows.changes) {
    if (!figures.period.has(row.completed_at) || !chosen.has_service(row.service)) continue;
    ++figures.changes.completed;
    Change change{row.id, row.service, row.title, {}};
    std::ranges::copy_if(row.caused, std::back_inserter(change.caused),
                         [&](IncidentNumber number) { return chosen.find(number) != nullptr; });
    if (!change.caused.empty()) figures.changes.failed.push_back(std::move(change));
  }
}

void count_postmortems(Figures& figures, const Chosen& chosen, Time now) {
  Postmortems& p = figures.postmortems;
  for (const IncidentRow* row : chosen.all()) {
    if (!row->postmortem_due_at || !figures.period.has(*row->postmortem_due_at)) continue;
    if (row->postmortem == PostmortemState::waived)
      p.waived.push_back(row->number);
    else if (row->postmortem == PostmortemState::published)
      (row->postmortem_on_time.value_or(false) ? p.on_time : p.late).push_back(row->number);
    else
      (*row->postmortem_due_at < now ? p.overdue : p.not_yet_due).push_back(row->number);
  }
}

void count_actions(Figures& figures, const Chosen& chosen, const Rows& rows, Time now) {
  Actions& a = figures.actions;
  for (const ActionRow& row : rows.actions) {
    if (chosen.find(row.incident) == nullptr) continue;
    const auto due = agreed(row);
    if (figures.period.has(row.added_at)) ++a.added;
    if (row.done_at && figures.period.has(*row.done_at)) ++a.done;
    if (due && figures.period.has(*due)) {
      ++a.due;
      if (row.done_at && *row.done_at <= *due) ++a.due_on_time;
    }
    if (row.done_at) continue;
    ++a.open;
    if (due && *due < now) ++a.overdue_by_age[age_of(now - *due)];
  }
}

Overdue overdue(const Chosen& chosen, const Rows& rows, Time now) {
  Overdue found;
  for (const IncidentRow* row : chosen.all()) {
    if (row->next_update_due && *row->next_update_due < now && row->state < State::resolved)
      found.updates.push_back({row->number, *row->next_update_due});
    if (row->postmortem_due_at && *row->postmortem_due_at < now && is_owed(*row))
      found.postmortems.push_back({row->number, *row->postmortem_due_at});
  }
  for (const ActionRow& row : rows.actions) {
    const auto due = agreed(row);
    if (row.done_at || !due || *due >= now || chosen.find(row.incident) == nullptr) continue;
    found.actions.push_back({row.incident, row.id, row.title, row.owner, due});
  }
  const auto by_due = [](const auto& a, const auto& b) {
    return std::pair{a.due, a.incident} < std::pair{b.due, b.incident};
  };
  std::ranges::sort(found.updates, by_due);
  std::ranges::sort(found.postmortems, by_due);
  std::ranges::sort(found.actions, by_due);
  return found;
}

}  // namespace muster::report
