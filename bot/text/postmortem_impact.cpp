// Header, summary, impact, contributing factors and detection.
#include <algorithm>

#include "bot/domain/lifecycle.hpp"
#include "bot/text/markdown.hpp"
#include "bot/text/postmortem_sections.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

using markdown::cite;
using markdown::escape;
using markdown::row;
using markdown::table;

std::string name_of_service(const std::string& id, const PostmortemRecord& record) {
  return escape(service_name(id, record.policy));
}

std::string note_text(const std::vector<Seq>& from, const PostmortemRecord& record) {
  for (const TimelineEntry& entry : record.entries) {
    if (!from.empty() && entry.seq == from.back()) return entry.text;
  }
  return {};
}

}  // namespace

std::string write_header(const PostmortemRecord& r) {
  const Incident& incident = r.incident;
  std::string out = table({"", ""});
  out += row({"Incident", escape(kind_prefix(incident.kind) + to_string(incident.number) + " ") +
                              nameless(incident.title, r)});
  std::string severity = r.policy.label(incident.severity);
  if (incident.peak_severity != incident.severity)
    severity += ", at worst " + r.policy.label(incident.peak_severity);
  out += row({"Severity", escape(severity)});
  out += row({"State", title_case(incident.state)});
  out += row({"Declared", full_moment(r.declared.at)});
  out += row({"Resolved", r.resolved ? full_moment(r.resolved->at) : "not yet"});
  const Time begin = r.impact_start ? r.impact_start->at : incident.started_at.value_or(r.declared.at);
  if (r.resolved) out += row({"Lasted", spoken(r.resolved->at - begin)});
  out += row({"Services", escape(joined(service_names(incident.services, r.policy), ", "))});
  out += row({"Postmortem", say_state(incident.postmortem)});
  return out;
}

std::string write_summary(const PostmortemRecord& r) {
  std::string out;
  if (r.impact_start) {
    std::vector<std::string> parts;
    for (const ImpactInterval& i : r.incident.impact()) {
      parts.push_back(name_of_service(i.service, r) + ": " + say_level(i.level));
    }
    std::vector<Seq> from = r.impact_start->from;
    out += "- " + in_words(parts) + ", from " + full_moment(r.impact_start->at);
    if (r.impact_end) {
      out +=
          " to " + full_moment(r.impact_end->at) + ", " + spoken(impact_union(r.incident, r.now)) + " in all";
      from.insert(from.end(), r.impact_end->from.begin(), r.impact_end->from.end());
    }
    out += "." + cite(from) + "\n";
  } else {
    out +=
        unknown("whether and when users were affected", "When did users first notice, and how do you know?");
  }
  out += "- It was declared at " + full_moment(r.declared.at);
  if (r.impact_start && r.impact_start->at < r.declared.at) {
    out += ", " + spoken(r.declared.at - r.impact_start->at) + " after the impact began";
  }
  out += "." + cite(r.declared.from) + "\n";
  if (r.severities.size() > 1) {
    std::vector<std::string> labels;
    std::vector<Seq> from;
    for (const SeverityFinding& span : r.severities) {
      labels.push_back(escape(r.policy.label(span.severity)));
      from.push_back(span.from);
    }
    out += "- The severity went " + joined(labels, " → ") + "." + cite(from) + "\n";
  }
  if (r.identified && !r.identified_note.empty()) {
    out += "- Identified as: " + nameless(r.identified_note, r) + "." + cite({*r.identified}) + "\n";
  }
  if (r.mitigated)
    out += "- It was mitigated at " + full_moment(r.mitigated->at) + "." + cite(r.mitigated->from) + "\n";
  if (r.resolved) {
    out += "- It was resolved at " + full_moment(r.resolved->at) + "." + cite(r.resolved->from) + "\n";
  } else {
    out += "- It is not resolved yet: this draft ends at " + full_moment(r.now) + ".\n";
  }
  return out;
}

std::string write_impact(const PostmortemRecord& r) {
  std::string out;
  const std::vector<ImpactInterval> intervals = r.incident.impact();
  if (!intervals.empty()) {
    out += table({"Service", "Level", "From", "To", "Length"});
    for (const ImpactInterval& i : intervals) {
      out += row({name_of_service(i.service, r), say_level(i.level), full_moment(i.start),
                  i.end ? full_moment(*i.end) : "goes on", spoken(i.end.value_or(r.now) - i.start)});
    }
    std::vector<Seq> from;
    for (const ImpactEntry& entry : r.incident.impact_entries) from.push_back(entry.seq);
    out += "\n- Some service was hit for " + spoken(impact_union(r.incident, r.now)) + " in all." +
           cite(from) + "\n";
    if (!r.impact_end)
      out +=
          unknown("when the impact ended", "From when on was everything normal, and which signal shows it?");
  } else {
    out += unknown("what users noticed and from when to when",
                   "When did users first notice, and how do you know?");
  }
  out += unknown("how many users, requests or orders were hit", "How many, and which query shows it?");
  for (const ImpactInterval& i : intervals) {
    const Service* service = r.policy.service(i.service);
    if (service != nullptr && service->slo_percent) {
      out += unknown("what this cost " + name_of_service(i.service, r) + "'s error budget",
                     "How much of it is left this month?");
      break;
    }
  }
  return out;
}

std::string write_factors(const PostmortemRecord& r) {
  std::string out;
  for (const LinkFinding& found : r.links) {
    if (found.link.relation != "cause") continue;
    const std::string what =
        found.link.title.empty() ? found.link.ref : found.link.title + " (" + found.link.ref + ")";
    out += "- " + nameless(what, r) + " was linked as a cause." + cite({found.seq}) +
           "\n  - Ask: What made it look safe? Which check could have shown it?\n";
  }
  if (r.identified && !r.identified_note.empty()) {
    out += "- Called identified: " + nameless(r.identified_note, r) + "." + cite({*r.identified}) +
           "\n  - Ask: What had to be true for this to have an effect on users?\n";
  }
  for (const Seq seq : r.regressions) {
    out +=
        "- After monitoring it came back." + cite({seq}) + "\n  - Ask: What made the first fix look right?\n";
  }
  for (const Seq seq : r.reopens) {
    out += "- It was reopened after a resolve." + cite({seq}) +
           "\n  - Ask: Which signal was read as the all-clear?\n";
  }
  if (r.impact_start && r.impact_start->at < r.declared.at) {
    std::vector<Seq> from = r.impact_start->from;
    from.push_back(r.declared.from.front());
    out += "- Users were hit before anybody declared." + cite(from) +
           "\n  - Ask: What would have told us before users did?\n";
  }
  if (out.empty()) out += unknown("what contributed", "What had to be true for this to happen?");
  out += "- Ask: Why were we surprised? List at least two factors; none of them is a person.\n";
  return out;
}

// Which alert spoke first, and how many said the same after it.
std::string write_alerts(const PostmortemRecord& r) {
  const auto first = std::ranges::min_element(r.alerts, {}, &AlertFinding::at);
  if (first == r.alerts.end()) return {};
  std::string out = "- The first alert was \"" + nameless(first->title, r) + "\" of " +
                    nameless(first->source, r) + " at " + full_moment(first->at) + "." + cite({first->seq}) +
                    "\n";
  for (const auto& [key, group] : r.alert_groups) {
    if (group.total > 1)
      out += "- Alerts of \"" + nameless(group.title, r) + "\": " + std::to_string(group.total) + "." +
             cite({group.seq}) + "\n";
  }
  if (r.alerts.size() > 1)
    out += "  - Ask: Which of these " + std::to_string(r.alerts.size()) +
           " told something new, and which were noise?\n";
  return out;
}

std::string write_detection(const PostmortemRecord& r) {
  std::string out;
  std::vector<Seq> alerts;
  for (const LinkFinding& found : r.links) {
    if (found.link.relation == "detection" || found.link.relation == "alert") alerts.push_back(found.seq);
  }
  const std::string spoke = write_alerts(r);
  out += spoke;
  if (alerts.empty() && spoke.empty()) {
    const bool by_person = r.incident.declared_by.kind == ActorKind::person;
    out += std::string{"- It was declared by "} + (by_person ? "a person" : "a rule") +
           "; no alert is linked." + cite(r.declared.from) + "\n";
    out += unknown("which alert should have fired", "Why did no alert page before users noticed?");
  } else if (!alerts.empty()) {
    out += "- Linked alerts and reports: " + std::to_string(alerts.size()) + "." + cite(alerts) + "\n";
  }
  if (r.impact_start) {
    const Duration gap = r.declared.at - r.impact_start->at;
    std::vector<Seq> from = r.impact_start->from;
    from.push_back(r.declared.from.front());
    out += gap < Duration::zero()
               ? "- It was declared " + spoken(-gap) + " before users were hit." + cite(from) + "\n"
               : "- From the first impact to the declaration: " + spoken(gap) + "." + cite(from) + "\n";
  } else {
    out += unknown("how long it went unnoticed", "When did it begin, and how do you know?");
  }
  const std::string note = r.impact_start ? note_text(r.impact_start->from, r) : std::string{};
  if (!note.empty())
    out += "- Evidence given: " + nameless(note, r) + "." + cite(r.impact_start->from) + "\n";
  return out;
}

}  // namespace muster
