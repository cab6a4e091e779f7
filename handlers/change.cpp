// change: a change to a system, told by hand; or, alone in an incident, the changes that may have caused it.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome candidates(const Context& ctx) {
  if (ctx.incident == nullptr)
    return refuse("bad_change",
                  "Say: change start CHG-142 --service checkout Deploy 8.14, later: change done CHG-142");
  const auto began = ctx.incident->impact_started_at();
  const IncidentFigures measured = figures(*ctx.incident, {}, ctx.policy, ctx.people, ctx.now);
  ShowChanges view{ctx.incident->number,
                   change_candidates(ctx.operations, ctx.incident->services, ctx.incident->changes,
                                     began.value_or(measured.anchors.detected_at),
                                     began ? "impact_started_at" : "detected_at", ctx.policy),
                   ctx.operations.changes};
  return show(std::move(view));
}

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  const std::string op = lower(first.word);
  if (op.empty()) return candidates(ctx);
  const FirstWord id = first_word(first.rest);
  const bool starts = op == "start" || op == "started";
  const bool ends = op == "complete" || op == "done" || op == "completed";
  if ((!starts && !ends) || id.word.empty())
    return refuse("bad_change",
                  "Say: change start CHG-142 --service checkout Deploy 8.14, or: change done CHG-142",
                  "text");
  ChangeReported report;
  report.change = id.word;
  report.op = starts ? ChangeOp::start : ChangeOp::complete;
  report.title = clean_text(id.rest, false);
  report.service = request.option("service");
  report.risk = lower(request.option("risk"));
  report.result = lower(request.option("result"));
  if (const std::string word = lower(request.option("type")); !word.empty()) {
    const auto type = named<ChangeType>(word);
    if (!type) return refuse("bad_change", "A change is standard, normal, emergency or rollback", "type");
    report.type = *type;
  }
  if (starts && report.service.empty())
    return refuse("service_required", "Say what it changes: change start " + id.word + " --service checkout",
                  "service");
  if (const std::string named_incident = request.option("incident"); !named_incident.empty()) {
    const auto number = parse_incident_number(named_incident);
    if (!number)
      return refuse("unknown_incident", "\"" + named_incident + "\" is no incident. Say INC-7", "incident");
    report.incident = *number;
  } else if (ctx.incident != nullptr) {
    report.incident = ctx.incident->number;
  }
  return on_change(ChangeReceived{std::move(report)}, ctx);
}

constexpr std::array<std::string_view, 2> kAliases = {"changes", "chg"};

}  // namespace

const CommandSpec kChangeCommand{"change",
                                 kAliases,
                                 "change | change start CHG-1 --service a [--type "
                                 "standard|normal|emergency|rollback] [title] | change done CHG-1",
                                 "Tell of a change, or see which may have caused the incident",
                                 "change start CHG-142 --service checkout Deploy 8.14",
                                 false,
                                 true,
                                 handle};

}  // namespace muster
