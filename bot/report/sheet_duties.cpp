// Duties: updates in time, answers to pages, changes, postmortems and action items.
#include <utility>

#include "bot/report/sheet_sections.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

Cell number(int n) {
  return count(static_cast<std::size_t>(n));
}

Cell kept(const CadenceLine& line) {
  if (line.observations == 0) return plain("nothing was owed");
  return part_of(static_cast<std::size_t>(line.on_time), static_cast<std::size_t>(line.observations));
}

}  // namespace

Section cadence_section(const Report& report) {
  Table table{"cadence", {"audience", "severity", "on time", "worst gap", "late in"}, {}};
  for (const CadenceLine& line : report.current.cadence) {
    Cell gap = line.observations > 0 ? seconds(static_cast<double>(line.max_gap_s)) : seconds(std::nullopt);
    table.rows.push_back({plain(line.audience), plain(line.severity), explained(kept(line), "cadence"),
                          std::move(gap), of_incidents(line.late)});
  }
  return {"cadence", "Updates", {}, {std::move(table)}};
}

Section pages_section(const Report& report) {
  Table table{"page_load", {"person", "interruptions", "in sleep", "off hours", "business hours"}, {}};
  for (const PageLoad& load : report.current.page_load) {
    table.rows.push_back({{load.name, load.person},
                          explained(number(load.total()), "interruptions"),
                          number(load.sleep),
                          number(load.off),
                          number(load.business)});
  }
  Section section{"pages", "Pages", {}, {}};
  if (table.rows.empty()) {
    section.notes.emplace_back("Nobody was paged.");
    return section;
  }
  section.notes.push_back(part_of(report.current.escalated.size(), report.current.paged.size()).text +
                          " paged incidents were escalated because nobody answered in time.");
  section.tables.push_back(std::move(table));
  return section;
}

Section changes_section(const Report& report) {
  const Changes& changes = report.current.changes;
  Section section{"changes", "Changes", {}, {}};
  section.notes.push_back(
      changes.completed == 0
          ? "No standard or normal change completed."
          : part_of(changes.failed.size(), static_cast<std::size_t>(changes.completed)).text +
                " standard and normal changes caused an incident. Before: " +
                part_of(report.before.changes.failed.size(),
                        static_cast<std::size_t>(report.before.changes.completed))
                    .text +
                ".");
  Table table{"failed_changes", {"change", "service", "title", "caused"}, {}};
  for (const Change& change : changes.failed)
    table.rows.push_back({plain(change.id), plain(change.service), plain(change.title),
                          explained(of_incidents(change.caused), "changes")});
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

Section duties_section(const Report& report) {
  const Postmortems& p = report.current.postmortems;
  const Actions& a = report.current.actions;
  Table postmortems{"postmortems",
                    {"postmortems due in the period", "incidents"},
                    {{explained(plain("on time"), "postmortems"), of_incidents(p.on_time)},
                     {plain("late"), of_incidents(p.late)},
                     {plain("overdue"), of_incidents(p.overdue)},
                     {plain("waived"), of_incidents(p.waived)},
                     {plain("not yet due"), of_incidents(p.not_yet_due)}}};
  Table actions{"actions",
                {"action items", "number"},
                {{explained(plain("added in the period"), "actions"), number(a.added)},
                 {plain("done in the period"), number(a.done)},
                 {plain("due in the period"), number(a.due)},
                 {plain("of those done in time"), number(a.due_on_time)},
                 {plain("open now"), number(a.open)}}};
  for (std::size_t i = 0; i < Actions::kAges.size(); ++i) {
    actions.rows.push_back(
        {plain(std::string{"overdue now by "} + Actions::kAges.at(i)), number(a.overdue_by_age.at(i))});
  }
  return {"duties", "What follows incidents", {}, {std::move(postmortems), std::move(actions)}};
}

}  // namespace muster::report
