// Timeline, decisions and communication.
#include "bot/base/contains.hpp"
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

constexpr auto kGap = std::chrono::minutes{15};

// Whether the incident was open at its worst level at that time: then silence is worth a question.
bool tense(Time at, const PostmortemRecord& r) {
  if (r.resolved && at >= r.resolved->at) return false;
  for (const SeverityFinding& span : r.severities) {
    const bool then = span.start <= at && (!span.end || at < *span.end);
    if (then && span.severity && span.severity->level == 1) return true;
  }
  return false;
}

std::string what(const TimelineEntry& entry) {
  std::string text = escape(entry.text);
  if (entry.revised) text += " _(corrected)_";
  if (entry.back_dated) text += " _(recorded " + full_moment(entry.recorded_at) + ")_";
  for (const FileReference& file : entry.files) text += " · file " + markdown::link(file.link, file.name);
  if (!entry.link.empty()) text += " · " + markdown::link(entry.link, "source");
  return text;
}

}  // namespace

std::string write_timeline(const PostmortemRecord& r) {
  std::string out = "All times are UTC.\n\n" + table({"Entry", "Time", "Who", "What"});
  const TimelineEntry* before = nullptr;
  for (const TimelineEntry& entry : r.entries) {
    if (entry.type == "postmortem") continue;
    const bool silent = before != nullptr && entry.at - before->at > kGap && tense(before->at, r);
    if (silent) out += row({"", "", "", "_nothing recorded for " + spoken(entry.at - before->at) + "_"});
    out += row({markdown::entry(entry.seq),
                iso_seconds(entry.at).substr(0, 10) + " " + iso_seconds(entry.at).substr(11, 8),
                escape(entry.who), what(entry)});
    before = &entry;
  }
  return out;
}

std::string write_decisions(const PostmortemRecord& r) {
  if (r.decisions.empty())
    return "- No decision is on record.\n" +
           unknown("what was decided and when",
                   "Which choices did you make, and what else was on the table?");
  std::string out;
  for (const DecisionFinding& found : r.decisions) {
    out += "- " + full_moment(found.at) + ": " + nameless(found.decision.text, r) + ".";
    if (!found.decision.objections.empty())
      out += " Objections: " + nameless(found.decision.objections, r) + ".";
    if (found.next_state != 0) out += " Then: " + title_case(found.then) + ".";
    out += cite({found.seq, found.next_state}) + "\n";
  }
  return out + "- Ask: What other options were on the table?\n";
}

std::string write_communication(const PostmortemRecord& r) {
  std::string out;
  if (r.updates.empty()) {
    out += "- No update was sent.\n";
  } else {
    out += table({"Time", "To", "In time", "Text", "Entry"});
    for (const UpdateFinding& found : r.updates) {
      std::vector<std::string> names;
      for (const std::string& id : found.update.audiences) {
        const bool heard = !contains(found.unheard, id);
        names.push_back(audience_name(id, r.policy) + (heard ? "" : " (not delivered: no room)"));
      }
      out += row({full_moment(found.update.at), escape(in_words(names)),
                  found.late ? spoken(*found.late) + " late" : "yes", nameless(found.update.text, r),
                  markdown::entry(found.update.seq)});
    }
    out += "\n";
  }
  if (r.first_public) {
    out += "- The first public update came " + spoken(r.first_public->at - r.declared.at) +
           " after the declaration." + cite({r.declared.from.front(), r.first_public->from.front()}) + "\n";
  }
  for (const MissedUpdate& missed : r.missed) {
    out += "- The update to " + escape(audience_name(missed.audience, r.policy)) + " due " +
           full_moment(missed.due) + " was never sent." + cite({missed.resolve}) + "\n";
  }
  return out;
}

}  // namespace muster
