// What each figure means, in the words that stand at the end of every report.
#include "bot/report/sheet.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

std::string say_weights(const Report& report) {
  std::string all;
  for (const auto& [level, weight] : report.weights)
    all += (all.empty() ? "" : ", ") + std::string{name_of(level)} + " " + decimals(weight, 2);
  return all.empty() ? "none" : all;
}

std::string say_membership(const Kpi& kpi) {
  return kpi.membership == Membership::by_declaration
             ? "Of incidents declared in the period."
             : "Of incidents resolved in the period; those declared in it and not over yet are pending.";
}

}  // namespace

std::vector<Definition> definitions(const Report& report) {
  std::vector<Definition> all = {
      {"declared", "Incidents",
       "Incidents declared in the period, each counted once in total and once in each of its services; a "
       "merged "
       "one counts in the incident it lives on in. Drills, tests, canceled and merged ones are left out and "
       "counted apart. Severity is the worst it had."},
      {"percentile", "Median and 90 %",
       "Linear interpolation between the closest ranks (position p × (n − 1)), as a spreadsheet's "
       "PERCENTILE.INC. "
       "There is no mean: one long incident would own it."},
      {"trend", "Better or not",
       "Mann-Whitney rank-sum test of the two periods, two-sided at 5 %. With fewer than " +
           std::to_string(kFewest) + " values on either side nothing is said."},
      {"missing", "Without a value",
       "pending: may still come. not applicable: has no meaning there (nobody was paged, nothing was hurt). "
       "invalid: the record contradicts itself. None of them is counted as 0."}};
  for (const Kpi& kpi : kKpis) {
    all.push_back({std::string{kpi.id}, std::string{kpi.name},
                   std::string{kpi.anchors} + ", in seconds. " + say_membership(kpi)});
  }
  const std::vector<Definition> more = {
      {"availability", "Availability",
       "1 − weighted downtime / length of the period. Downtime is clipped to the period, the worst level "
       "wins "
       "where intervals overlap, what goes on counts to the end of the period. Weights: " +
           say_weights(report) +
           "; levels not named weigh nothing. Maintenance agreed in muster.yaml is neither downtime nor part "
           "of "
           "the period."},
      {"burn", "Error budget used", "Weighted downtime / ((1 − SLO) × length of the period)."},
      {"mtbf", "Time between failures",
       "(length of the period − time down at any level with weight) / incidents whose downtime began in the "
       "period. Without a failure it is at least the period."},
      {"cadence", "Updates on time",
       "One observation for each update that had a duty, and one for a duty still unmet at the resolve, of "
       "incidents declared in the period, by their peak severity. In time: at or before it was due."},
      {"interruptions", "Interruptions",
       "One for each page and person, by the person's own clock: sleep 22-08 every day, business 08-18 "
       "Monday to "
       "Friday, off otherwise. Pages of the period that belong to an incident."},
      {"escalation", "Escalated",
       "Incidents with a page sent because nobody answered one in time, of those declared in the period with "
       "any "
       "page."},
      {"changes", "Change failure rate",
       "Completed changes of type standard or normal that are linked to an incident as its cause, of all "
       "such "
       "changes completed in the period, without aborted ones. Emergency changes and rollbacks are "
       "remediation and in neither."},
      {"postmortems", "Postmortems on time",
       "Published at or before they were due, of those due in the period. One that is unpublished and past "
       "due "
       "is not on time; waived ones are counted apart."},
      {"actions", "Action items",
       "On time: done by the date first agreed, of those whose first date lies in the period; moving a date "
       "does "
       "not make an item on time. Ageing: days past that date, of what is open now."},
      {"repeats", "Repeated incidents",
       "Incidents declared in the period that people linked as a repeat of an earlier one (link INC-7 "
       "repeats), "
       "or that share a service and the cause tag with one resolved at most 90 days before."}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace muster::report
