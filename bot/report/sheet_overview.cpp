// The sections one reads first: what happened, what is overdue, how much of what.
#include <algorithm>
#include <array>

#include "bot/report/sheet_sections.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

struct Kept {
  std::size_t on_time = 0;
  std::size_t observations = 0;
};

Kept updates_kept(const Figures& figures) {
  Kept kept;
  for (const CadenceLine& line : figures.cadence) {
    kept.on_time += static_cast<std::size_t>(line.on_time);
    kept.observations += static_cast<std::size_t>(line.observations);
  }
  return kept;
}

double downtime(const Figures& figures) {
  double all = 0;
  for (const ServiceFigures& service : figures.services) all += service.weighted_down_s;
  return all;
}

std::size_t woken(const Figures& figures) {
  std::size_t all = 0;
  for (const PageLoad& load : figures.page_load) all += static_cast<std::size_t>(load.sleep);
  return all;
}

Numbers repeating(const Figures& figures) {
  Numbers all;
  for (const Repeat& repeat : figures.repeats) all.push_back(repeat.incident);
  return all;
}

// The figures of one period, in the order of the summary's rows.
std::vector<Cell> headline(const Figures& f) {
  const Kept kept = updates_kept(f);
  const Postmortems& p = f.postmortems;
  const std::size_t required = p.on_time.size() + p.late.size() + p.overdue.size();
  Numbers failed;
  for (const Change& change : f.changes.failed)
    failed.insert(failed.end(), change.caused.begin(), change.caused.end());
  return {of_incidents(f.volume.declared),
          seconds(downtime(f)),
          part_of(f.escalated.size(), f.paged.size(), f.escalated),
          count(woken(f)),
          part_of(kept.on_time, kept.observations),
          part_of(f.changes.failed.size(), static_cast<std::size_t>(f.changes.completed), failed),
          part_of(p.on_time.size(), required, p.on_time),
          part_of(static_cast<std::size_t>(f.actions.due_on_time), static_cast<std::size_t>(f.actions.due)),
          part_of(f.repeats.size(), f.volume.declared.size(), repeating(f))};
}

Table counts(const std::string& id, const std::string& what, const std::vector<Count>& now,
             const std::vector<Count>& before) {
  Table table{id, {what, "incidents", "before"}, {}};
  const auto find = [](const std::vector<Count>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Count::name);
    return found == all.end() ? Numbers{} : found->incidents;
  };
  for (const Count& one : now)
    table.rows.push_back(
        {plain(one.name), of_incidents(one.incidents), of_incidents(find(before, one.name))});
  for (const Count& one : before) {
    if (std::ranges::find(now, one.name, &Count::name) == now.end())
      table.rows.push_back({plain(one.name), count(0), of_incidents(one.incidents)});
  }
  return table;
}

Cell duty_cell(IncidentNumber incident, const Report& report) {
  return {to_string(incident) + " " + report.titles.at(incident), to_string(incident), {incident}};
}

}  // namespace

Section summary_section(const Report& report) {
  struct Row {
    const char* name;
    const char* definition;
  };
  static constexpr std::array kRows = {Row{"Incidents declared", "declared"},
                                       Row{"Weighted downtime of all services", "availability"},
                                       Row{"Escalated because nobody answered", "escalation"},
                                       Row{"Interruptions of somebody's sleep", "interruptions"},
                                       Row{"Updates on time", "cadence"},
                                       Row{"Changes that failed", "changes"},
                                       Row{"Postmortems on time", "postmortems"},
                                       Row{"Action items on time", "actions"},
                                       Row{"Repeats of an earlier incident", "repeats"}};
  Table table{"summary", {"figure", "this period", "before"}, {}};
  const std::vector<Cell> now = headline(report.current);
  const std::vector<Cell> before = headline(report.before);
  for (std::size_t i = 0; i < kRows.size(); ++i)
    table.rows.push_back({explained(plain(kRows.at(i).name), kRows.at(i).definition), now[i], before[i]});
  return {"summary", "At a glance", {}, {std::move(table)}};
}

Section incidents_section(const Report& report) {
  Table table{"incidents", {"incident", "severity"}, {}};
  for (const Count& severity : report.current.volume.by_severity) {
    for (const IncidentNumber number : severity.incidents)
      table.rows.push_back({duty_cell(number, report), plain(severity.name)});
  }
  return {"incidents", "What happened", {}, {std::move(table)}};
}

Section overdue_section(const Report& report) {
  const Overdue& overdue = report.overdue;
  Section section{"overdue", "Overdue now", {}, {}};
  const auto duties = [&](const std::string& id, const std::string& what,
                          const std::vector<Overdue::Duty>& all) {
    Table table{id, {what, "due", "overdue by"}, {}};
    for (const Overdue::Duty& duty : all) {
      table.rows.push_back({duty_cell(duty.incident, report), moment(duty.due),
                            seconds(static_cast<double>(whole_seconds(duty.due, report.now)))});
    }
    if (!all.empty()) section.tables.push_back(std::move(table));
  };
  duties("overdue_updates", "update", overdue.updates);
  duties("overdue_postmortems", "postmortem", overdue.postmortems);
  Table actions{"overdue_actions", {"action item", "owner", "title", "first agreed for", "overdue by"}, {}};
  for (const OpenAction& action : overdue.actions) {
    actions.rows.push_back({{to_string(action.incident) + " " + action.id, action.id, {action.incident}},
                            plain(action.owner.empty() ? "nobody" : action.owner),
                            plain(action.title),
                            moment(action.due),
                            seconds(static_cast<double>(whole_seconds(*action.due, report.now)))});
  }
  if (!actions.rows.empty()) section.tables.push_back(std::move(actions));
  if (section.tables.empty()) section.notes.emplace_back("Nothing is overdue.");
  return section;
}

Section volume_section(const Report& report) {
  const Volume& now = report.current.volume;
  const Volume& before = report.before.volume;
  Section section{"volume", "Incidents", {}, {}};
  std::vector<Count> weeks;
  for (const Week& week : now.by_week) weeks.push_back(week.declared);
  Table by_week{"by_week", {"week of", "incidents"}, {}, true};
  for (const Count& week : weeks) by_week.rows.push_back({plain(week.name), of_incidents(week.incidents)});
  Table by_weekday{"by_weekday", {"weekday", "incidents"}, {}, true};
  static constexpr std::array kDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
  for (std::size_t i = 0; i < kDays.size(); ++i)
    by_weekday.rows.push_back({plain(kDays.at(i)), count(static_cast<std::size_t>(now.by_weekday.at(i)))});
  Table by_hour{"by_hour", {"hour", "incidents"}, {}, true};
  for (std::size_t i = 0; i < now.by_hour.size(); ++i)
    by_hour.rows.push_back({plain(std::to_string(i)), count(static_cast<std::size_t>(now.by_hour.at(i)))});
  section.tables = {counts("by_severity", "peak severity", now.by_severity, before.by_severity),
                    counts("by_service", "service", now.by_service, before.by_service),
                    counts("by_cause", "cause", now.by_cause, before.by_cause),
                    counts("by_source", "detected by", now.by_source, before.by_source),
                    counts("left_out", "left out", now.left_out, before.left_out),
                    std::move(by_week),
                    std::move(by_weekday),
                    std::move(by_hour)};
  std::erase_if(section.tables, [](const Table& table) { return table.rows.empty(); });
  return section;
}

}  // namespace muster::report
