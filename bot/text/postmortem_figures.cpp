// Figures to the second, changes, vendor, cost, and the results of a recovery: what can be computed,
// computed.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "bot/domain/figures.hpp"
#include "bot/text/markdown.hpp"
#include "bot/text/postmortem_sections.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

using markdown::cite;
using markdown::escape;
using markdown::row;
using markdown::table;

// "9 m 40 s", "1 h 2 m 0 s": a length to the second.
std::string exact(std::int64_t seconds) {
  std::string text = std::to_string(seconds % 60) + " s";
  if (seconds >= 60) text = std::to_string(seconds / 60 % 60) + " m " + text;
  if (seconds >= 3600) text = std::to_string(seconds / 3600) + " h " + text;
  return text;
}

// "17,289.96"
std::string money(double amount) {
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.2f", amount);
  std::string text = digits;
  for (auto at = text.find('.'); at > 3 && at - 3 > 0; at -= 3) text.insert(at - 3, ",");
  return text;
}

IncidentFigures measured(const PostmortemRecord& r) {
  return figures(r.incident, {}, r.policy, r.known, r.now);
}

void add_trigger(std::string& out, const PostmortemRecord& r, const IncidentFigures& f) {
  for (const IncidentChange& change : r.incident.changes) {
    if (change.relation != "cause" || !change.completed_at) continue;
    out += "- Trigger: " + escape(change.change);
    if (f.anchors.impact_started_at) {
      const std::int64_t before = whole_seconds(*change.completed_at, *f.anchors.impact_started_at);
      out += before == 0  ? ", completed at the second impact began"
             : before > 0 ? ", completed " + exact(before) + " before impact began"
                          : ", completed " + exact(-before) + " after impact began";
    }
    out += ".\n";
  }
  for (const IncidentChange& change : r.incident.changes) {
    if (change.type != ChangeType::rollback || !change.completed_at || !f.anchors.impact_started_at) continue;
    out += "- Rollback " + escape(change.change) + " completed " +
           exact(whole_seconds(*f.anchors.impact_started_at, *change.completed_at)) +
           " after impact start; impact lasted " + exact(f.impact_union_s) + ".\n";
  }
}

void add_freezes(std::string& out, const PostmortemRecord& r) {
  for (const FreezeSpan& freeze : r.incident.freezes) {
    const auto refused = std::ranges::count_if(
        r.incident.changes, [](const IncidentChange& change) { return change.relation == "refused"; });
    out += "- Change freeze " + exact(whole_seconds(freeze.since, freeze.until.value_or(r.now))) + ", " +
           std::to_string(refused) + (refused == 1 ? " change refused.\n" : " changes refused.\n");
  }
}

void add_updates(std::string& out, const PostmortemRecord& r, const IncidentFigures& f) {
  if (!r.first_public) return;
  out += "- First public update " + exact(whole_seconds(f.anchors.declared_at, r.first_public->at)) +
         " after declaring";
  for (const CadenceObservation& seen : r.incident.observations) {
    const bool first = seen.audience == kPublic && seen.at == r.first_public->at;
    if (first && !seen.on_time()) out += ", " + exact(whole_seconds(seen.due, seen.at)) + " late";
  }
  out += "." + cite(r.first_public->from) + "\n";
}

std::string judged(std::int64_t got, std::int64_t limit) {
  return got <= limit ? "met" : "missed by " + exact(got - limit);
}

}  // namespace

std::string write_figures(const PostmortemRecord& r) {
  const IncidentFigures f = measured(r);
  std::string out;
  if (f.ttd.seconds)
    out += "- Detection gap " + exact(*f.ttd.seconds) + " (by " + f.detection_source + ").\n";
  if (f.ttm.seconds) out += "- Mitigated after " + exact(*f.ttm.seconds) + ".\n";
  if (f.ttr_impact.seconds) out += "- Resolved after " + exact(*f.ttr_impact.seconds) + ".\n";
  if (f.impact_union_s > 0) out += "- Impact lasted " + exact(f.impact_union_s) + ".\n";
  add_trigger(out, r, f);
  add_freezes(out, r);
  add_updates(out, r, f);
  if (f.hold_s > 0) {
    out += "- " + exact(f.hold_s) + " on hold";
    for (const Hold& hold : r.incident.holds) out += " (" + nameless(hold.reason, r) + ")";
    out += ".\n";
  }
  for (const auto& [service, impact] : f.impact) {
    if (!impact.burn_pct) continue;
    char percent[32];
    std::snprintf(percent, sizeof percent, "%.1f", *impact.burn_pct);
    out += "- " + escape(service_name(service, r.policy)) + " used " + percent + " % of its error budget.\n";
  }
  for (const RecordedFact& fact : r.incident.facts)
    out += "- " + nameless(fact.key, r) + ": " + nameless(fact.value, r) + "." + cite({fact.seq}) + "\n";
  return out.empty() ? unknown("how long each part took", "Which times are missing from the record?") : out;
}

std::string write_changes(const PostmortemRecord& r) {
  if (r.incident.changes.empty()) {
    return unknown("which changes ran near it", "What was deployed, switched or edited in the day before?");
  }
  std::string out = table({"Change", "What", "Service", "Type", "Started", "Completed", "Part in it"});
  for (const IncidentChange& change : r.incident.changes) {
    out +=
        row({escape(change.change), nameless(change.title, r), escape(service_name(change.service, r.policy)),
             std::string{name_of(change.type)}, change.started_at ? full_moment(*change.started_at) : "never",
             change.completed_at ? full_moment(*change.completed_at) : "-",
             change.relation.empty() ? "unknown" : escape(change.relation)});
  }
  return out;
}

std::string write_vendor(const PostmortemRecord& r) {
  std::string out;
  for (const VendorFigures& f : vendor_figures(r.incident, measured(r), r.now)) {
    out += "- " + escape(f.vendor) + " case " + escape(f.ref);
    if (f.response.seconds) {
      out += ": answered in " + exact(*f.response.seconds);
      if (f.sla_response_s)
        out += " against an SLA of " + exact(*f.sla_response_s) + " (" +
               judged(*f.response.seconds, *f.sla_response_s) + ")";
    } else {
      out += ": not answered";
    }
    if (f.time_to_fix.seconds) out += ", fixed after " + exact(*f.time_to_fix.seconds);
    out += ".\n";
  }
  return out.empty() ? "- No vendor case is on record.\n" : out;
}

std::string write_cost(const PostmortemRecord& r) {
  const IncidentFigures f = measured(r);
  if (r.policy.cost.responder_rate_per_hour <= 0 && r.policy.cost.loss_per_weighted_minute <= 0)
    return unknown("what it cost", "Which rates does the organisation use (cost in muster.yaml)?");
  return "- Estimated cost " + escape(r.policy.cost.currency) + " " + money(f.cost.total()) +
         ": responders " + money(f.cost.responder_cost) + ", lost business " + money(f.cost.business_loss) +
         ".\n";
}

std::string write_objective(const PostmortemRecord& r) {
  std::string out;
  for (const auto& [id, f] : recovery_figures(r.incident, r.policy)) {
    if (f.rto_s)
      out += "- Restore " + escape(service_name(id, r.policy)) + " within " + exact(*f.rto_s) + " (RTO).\n";
    if (f.rpo_s) out += "- Lose at most " + exact(*f.rpo_s) + " of its data (RPO).\n";
  }
  return out.empty() ? unknown("what was to be shown", "Which recovery or skill did you want to prove?")
                     : out;
}

std::string write_scenario(const PostmortemRecord& r) {
  std::string out = "- " + nameless(r.incident.title, r) + "." + cite(r.declared.from) + "\n";
  for (const RecoveryMark& mark : r.incident.recovery) {
    if (mark.op == "simulated_failure" || mark.op == "failure")
      out += "- " + escape(service_name(mark.service, r.policy)) + " was taken as failed at " +
             full_moment(mark.at) + "." + cite({mark.seq}) + "\n";
  }
  return out;
}

std::string write_results(const PostmortemRecord& r) {
  std::string out;
  for (const auto& [id, f] : recovery_figures(r.incident, r.policy)) {
    const std::string name = escape(service_name(id, r.policy));
    if (f.rta.seconds)
      out += "- " + name + ": RTA " + exact(*f.rta.seconds) +
             (f.rto_s ? " against RTO " + exact(*f.rto_s) + ": " + judged(*f.rta.seconds, *f.rto_s) : "") +
             ".\n";
    if (f.rpa.seconds)
      out += "- " + name + ": RPA " + exact(*f.rpa.seconds) +
             (f.rpo_s ? " against RPO " + exact(*f.rpo_s) + ": " + judged(*f.rpa.seconds, *f.rpo_s) : "") +
             ".\n";
  }
  for (const RecoveryMark& mark : r.incident.recovery) {
    if (mark.op == "check")
      out += "- Check \"" + nameless(mark.name, r) + "\": " + escape(mark.outcome) + "." + cite({mark.seq}) +
             "\n";
  }
  return out.empty() ? unknown("what was measured", "When was it restored, and how fresh was the data?")
                     : out;
}

std::string write_gaps(const PostmortemRecord& r) {
  std::string out;
  for (const auto& [id, f] : recovery_figures(r.incident, r.policy)) {
    const std::string name = escape(service_name(id, r.policy));
    if (f.rto_met == false) out += "- " + name + " was not restored in time.\n";
    if (f.rpo_met == false) out += "- The newest usable data of " + name + " was too old.\n";
  }
  for (const Seq refused : r.refused)
    out += "- Something was refused: see the timeline." + cite({refused}) + "\n";
  return out + "- Ask: What cost time that should not have, and what was missing?\n";
}

}  // namespace muster
