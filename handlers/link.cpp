// link: ties a URL, another incident or an outside reference to the incident.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"
#include "handlers/tie.hpp"

namespace muster {

namespace {

constexpr std::array<std::string_view, 8> kRelations = {"cause", "remediation", "detection", "evidence",
                                                        "alert", "related",     "duplicate", "repeats"};

// Slack hands links over as <https://x|label>.
std::string unwrapped(std::string ref) {
  if (ref.starts_with('<') && ref.ends_with('>')) ref = ref.substr(1, ref.size() - 2);
  return ref.substr(0, ref.find('|'));
}

// A change comes onto the timeline with its part in the incident; nothing new is said twice.
void bring_in(Plan& plan, const ChangeRecord& change, const std::string& relation, const Incident& incident) {
  const auto known = std::ranges::find(incident.changes, change.id, &IncidentChange::change);
  if (known != incident.changes.end() && known->relation == relation) return;
  const bool done = change.completed_at.has_value();
  plan.record(ChangeReported{change.id, done ? ChangeOp::complete : ChangeOp::start, change.type,
                             change.service, change.title, change.risk, change.result, change.link,
                             change.incident, relation, change.started_at},
              done ? change.completed_at : change.started_at);
}

// What muster knows under this reference comes onto the timeline at its own time, once.
void bring_in(Plan& plan, const std::string& ref, const std::string& relation, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (const ChangeRecord* change = ctx.operations.change(ref)) bring_in(plan, *change, relation, incident);
  const AlertRecord* alert = ctx.operations.alert_named(ref);
  if (alert != nullptr && !contains(alert->incidents, incident.number))
    tie_alert(plan, *alert, incident.number);
  if (const PageRecord* page = ctx.operations.page(ref)) tie_page(plan, *page, incident.number);
  const auto report = std::ranges::find(ctx.operations.reports, ref, &IncidentReport::report);
  if (report != ctx.operations.reports.end()) tie_report(plan, *report, relation, incident.number);
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
      return refuse_unseen(number.value_or(IncidentNumber{}), "I know no " + ref + " that you may see",
                           "ref");
    }
    const bool tells = ctx.incidents.find(*number)->visibility == Visibility::private_ &&
                       ctx.incident->visibility == Visibility::public_;
    if (tells) {
      return refuse(
          "private_incident",
          to_string(*number) + " is private: linked here, everybody would know of it. Link this one there",
          "ref");
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
    "link <url|INC-7|CHG-1> [cause|remediation|detection|evidence|related|repeats] [title]",
    "Tie a link, an incident or a change to this one",
    "link CHG-142 cause",
    true,
    true,
    handle};

}  // namespace muster
