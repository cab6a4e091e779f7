// link: ties a URL, another incident or an outside reference to the incident.
#include <algorithm>
#include <array>

#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::array<std::string_view, 7> kRelations = {"cause", "remediation", "detection", "evidence",
                                                        "alert", "related",     "duplicate"};

// Slack hands links over as <https://x|label>.
std::string unwrapped(std::string ref) {
  if (ref.starts_with('<') && ref.ends_with('>')) ref = ref.substr(1, ref.size() - 2);
  return ref.substr(0, ref.find('|'));
}

// A change, alert or report muster knows comes onto the timeline at its own time, once.
void bring_in(Plan& plan, const std::string& ref, const std::string& relation, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (const ChangeRecord* change = ctx.operations.change(ref)) {
    ChangeReported report{change->id,       ChangeOp::start, change->type,      change->service,
                          change->title,    change->risk,    change->result,    change->link,
                          change->incident, relation,        change->started_at};
    const auto known = std::ranges::find(incident.changes, ref, &IncidentChange::change);
    const bool new_here = known == incident.changes.end();
    if (change->completed_at) {
      report.op = ChangeOp::complete;
      plan.record(report, *change->completed_at);
    } else if (new_here || known->relation != relation) {
      plan.record(report, change->started_at);
    }
    return;
  }
  if (const AlertRecord* alert = ctx.operations.alert_named(ref)) {
    AlertReported report = alert->report;
    report.repeats = alert->repeats;
    plan.record(report, alert->fired_at);
    if (alert->cleared_at) {
      report.op = AlertOp::resolve;
      plan.record(report, *alert->cleared_at);
    }
    plan.log(TiedToIncident{ref, incident.number});
    return;
  }
  if (const PageRecord* page = ctx.operations.page(ref)) {
    plan.record(PersonPaged{page->id, page->target, page->people, page->text, page->escalated_from},
                page->sent_at);
    for (std::size_t i = 0; i < page->acknowledged_by.size(); ++i)
      plan.record(PageAcknowledged{page->id, page->acknowledged_by[i]}, page->acknowledged_times[i]);
    plan.log(TiedToIncident{ref, incident.number});
    return;
  }
  const auto report = std::ranges::find(ctx.operations.reports, ref, &IncidentReport::report);
  if (report != ctx.operations.reports.end()) {
    plan.record(ReportReceived{report->report, report->source, "", report->text, relation}, report->at);
    plan.log(TiedToIncident{ref, incident.number});
  }
}

Outcome handle(const Request& request, const Context& ctx) {
  std::string ref = request.option("ref");
  std::string rest = request.text;
  if (ref.empty()) {
    const FirstWord first = first_word(rest);
    ref = first.word;
    rest = first.rest;
  }
  if (ref.empty()) return show(OpenDialog{"link", ctx.incident->number, {}});
  ref = unwrapped(std::move(ref));
  std::string relation = lower(request.option("relation"));
  if (const FirstWord second = first_word(rest);
      relation.empty() && contains(kRelations, lower(second.word))) {
    relation = lower(second.word);
    rest = second.rest;
  }
  if (!relation.empty() && !contains(kRelations, relation)) {
    return refuse("unknown_relation", "A link is a " + one_of({kRelations.begin(), kRelations.end()}),
                  "relation");
  }
  const bool url = ref.find("://") != std::string::npos;
  if (url && !ref.starts_with("https://") && !ref.starts_with("http://")) {
    return refuse("bad_link", "Only http and https links can be kept", "ref");
  }
  if (lower(ref).starts_with("inc-")) {
    const auto number = parse_incident_number(ref);
    if (!number || ctx.incidents.find(*number) == nullptr) {
      return refuse("unknown_incident", "I know no " + ref + " that you may see", "ref");
    }
    ref = to_string(*number);
  }
  Plan plan{ctx};
  plan.record(LinkAdded{ref, clean_text(rest, false), relation});
  bring_in(plan, ref, relation, ctx);
  return plan.done("Linked " + ref + (relation.empty() ? "" : " as " + relation) + ".");
}

constexpr std::array<std::string_view, 2> kAliases = {"related", "sub"};

}  // namespace

const CommandSpec kLinkCommand{
    "link",
    kAliases,
    "link <url|INC-7|CHG-1> [cause|remediation|detection|evidence|related] [title]",
    "Tie a link, an incident or a change to this one",
    "link CHG-142 cause",
    true,
    true,
    handle};

}  // namespace muster
