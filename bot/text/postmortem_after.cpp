// Actions, open questions and the appendix.
#include <algorithm>
#include <map>

#include "bot/domain/action_lint.hpp"
#include "bot/text/markdown.hpp"
#include "bot/text/postmortem_sections.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

using markdown::cite;
using markdown::escape;
using markdown::row;
using markdown::table;

std::string doubts(const ActionItem& item, const Policy& policy) {
  std::vector<std::string> all;
  for (const ActionFinding& finding : lint_action(item, policy)) all.push_back(escape(finding.what));
  return joined(all, ", ");
}

}  // namespace

std::string write_actions(const PostmortemRecord& r) {
  if (r.incident.actions.empty()) {
    return unknown("what will be done",
                   "Which change would have prevented it, shown it sooner or made it shorter?");
  }
  std::string out = table({"Item", "What", "Type", "Priority", "Owned", "Due", "State", "To settle"});
  int doubtful = 0;
  for (const ActionItem& item : r.incident.actions) {
    const std::string doubt = doubts(item, r.policy);
    doubtful += doubt.empty() ? 0 : 1;
    out += row({escape(item.id), nameless(item.title, r), escape(item.type), escape(item.priority),
                item.owner.empty() ? "no" : "yes", item.due ? iso_seconds(*item.due).substr(0, 10) : "",
                item.done_at ? "done" : "open", doubt});
  }
  out += "\n";
  if (doubtful > 0) {
    out += "- Not settled yet: " + std::to_string(doubtful) + " of " +
           std::to_string(r.incident.actions.size()) +
           ". Ask: Who owns each, until when, and how will we see that it is done?\n";
  }
  return out + "- Ask: Which contributing factor has no action, and is that accepted?\n";
}

std::string write_similar(const PostmortemRecord& r) {
  if (r.similar.empty()) return unknown("whether it happened before", "Is this a repeat, and of what?");
  std::string out = table({"Incident", "What", "Resolved", "Shared", "Still open from then"});
  for (const SimilarIncident& past : r.similar) {
    std::vector<std::string> shared = service_names(past.services, r.policy);
    if (!past.cause_tag.empty()) shared.push_back("cause " + past.cause_tag);
    out += row({to_string(past.number), nameless(past.title, r), full_moment(past.resolved_at),
                escape(joined(shared, ", ")), nameless(joined(past.open_actions, "; "), r)});
  }
  return out + "\n- Ask: Is this a repeat? Which of the actions from then would have changed it?\n";
}

std::string write_questions(const PostmortemRecord& r) {
  std::string out =
      "- What were you looking at, and what differed from what you expected?\n"
      "- Was this kind of problem foreseen, or seen before?\n"
      "- What pressed you, and what was traded off?\n"
      "- What could have been misread?\n"
      "- Who was asked for help, and could they be reached?\n"
      "- Did the way we review and hand over play a part?\n";
  if (!r.refused.empty()) {
    out += "- What did muster refuse that you wanted to do, and was that right?" + cite(r.refused) + "\n";
  }
  return out;
}

std::string write_appendix(const PostmortemRecord& r) {
  std::map<std::string, int> who;
  for (const TimelineEntry& entry : r.entries) {
    if (entry.who != "muster") ++who[entry.who];
  }
  std::vector<std::string> parts;
  for (const auto& [name, entries] : who)
    parts.push_back(escape(name) + " (" + std::to_string(entries) + ")");
  std::string out = "- Participants, with their entries: " + joined(parts, ", ") + "\n";
  for (const LinkFinding& found : r.links) {
    const std::string title =
        found.link.title.empty() ? found.link.ref : found.link.title + " (" + found.link.ref + ")";
    out += "- " + std::string{found.link.relation.empty() ? "Link" : ""} + escape(found.link.relation) +
           ": " + markdown::link(found.link.ref, title) + cite({found.seq}) + "\n";
  }
  if (!r.incident.source_link.empty())
    out += "- Declared from " + markdown::link(r.incident.source_link, "a message") + cite(r.declared.from) +
           "\n";
  out += "- The record has " + std::to_string(r.incident.last_seq) +
         " entries. Its chain of hashes ends in `" + r.incident.head_hash +
         "`; whoever has the record can compute it again and compare.\n";
  return out;
}

}  // namespace muster
