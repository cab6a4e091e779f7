// Response and the time spent in each state and severity.
#include <algorithm>
#include <map>

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

std::string pages(const PostmortemRecord& r) {
  if (r.pages.empty()) return "- Nobody was paged.\n";
  std::string out = table({"Page", "To", "Sent", "Acknowledged", "After", "Entries"});
  for (const PageFinding& found : r.pages) {
    const PageRecord& page = found.page;
    out +=
        row({escape(page.id), escape(target_name(page.target, r.policy, r.people)), full_moment(page.sent_at),
             page.acknowledged_at ? full_moment(*page.acknowledged_at) : "never",
             page.acknowledged_at ? spoken(*page.acknowledged_at - page.sent_at) : "",
             cite({found.sent, found.acknowledged})});
  }
  out += "\n";
  if (r.first_page && r.first_ack) {
    out +=
        "- From the first page to the first acknowledgement: " + spoken(r.first_ack->at - r.first_page->at) +
        "." + cite({r.first_page->from.front(), r.first_ack->from.front()}) + "\n";
  }
  for (const PageFinding& found : r.pages) {
    const bool slow = !found.page.acknowledged_at ||
                      *found.page.acknowledged_at - found.page.sent_at > r.policy.page_reminder_after;
    if (slow) {
      out += unknown("what delayed the answer to page " + escape(found.page.id),
                     "What stood in the way of answering?", {found.sent, found.acknowledged});
    }
  }
  return out;
}

std::string roles(const PostmortemRecord& r) {
  std::string out;
  if (r.incident.role_terms.empty()) {
    out += "- No role was taken.\n";
  } else {
    out += table({"Role", "Who", "From", "To"});
    for (const RoleTerm& term : r.incident.role_terms) {
      out += row({escape(role_name(term.role, r.policy)), escape(r.people.name_of(term.person)),
                  full_moment(term.since), term.until ? full_moment(*term.until) : "the end"});
    }
    out += "\n";
  }
  if (r.engaged) {
    out += "- Command was taken " + spoken(r.engaged->at - r.declared.at) + " after the declaration." +
           cite({r.declared.from.front(), r.engaged->from.front()}) + "\n";
  } else {
    out += unknown("who led", "Who decided, and how did others know?");
  }
  for (const HandoffFinding& found : r.handoffs) {
    out += "- " + escape(role_name(found.asked.role, r.policy)) + " was handed over";
    if (found.answered == 0)
      out += "; the hand-off was never answered";
    else
      out += std::string{found.accepted ? ", accepted" : ", declined"} + " after " + spoken(found.waited);
    out += "." + cite({found.seq, found.answered}) + "\n";
  }
  return out;
}

}  // namespace

std::string write_response(const PostmortemRecord& r) {
  return pages(r) + "\n" + roles(r);
}

std::string write_times(const PostmortemRecord& r) {
  const Time end = r.resolved ? r.resolved->at : r.now;
  std::vector<std::pair<std::string, std::pair<Duration, std::vector<Seq>>>> rows;
  const auto add = [&](const std::string& name, Duration length, Seq from) {
    auto found = std::ranges::find(rows, name, &decltype(rows)::value_type::first);
    if (found == rows.end()) found = rows.insert(rows.end(), {name, {Duration{}, {}}});
    found->second.first += length;
    found->second.second.push_back(from);
  };
  for (const StateFinding& span : r.states) {
    const std::string name = span.after_resolve ? "Resolved, before it was reopened" : title_case(span.state);
    add(name, span.end.value_or(end) - span.start, span.from);
  }
  const auto print = [&](const std::string& column) {
    std::string out = table({column, "Time", "Entries"});
    Duration total{};
    for (const auto& [name, time] : rows) {
      out += row({escape(name), spoken(time.first), cite(time.second)});
      total += time.first;
    }
    rows.clear();
    return out + row({"**Together**", spoken(total), ""});
  };
  std::string out = print("State") + "\n";
  for (const SeverityFinding& span : r.severities) {
    add(r.policy.label(span.severity), span.end.value_or(end) - span.start, span.from);
  }
  return out + print("Severity");
}

}  // namespace muster
