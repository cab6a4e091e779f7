// decide: a decision on record, with the objections that were heard.
#include <array>

#include "bot/base/utf8.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  if (request.text.empty() && !request.from_dialog)
    return show(OpenDialog{"decide", ctx.incident->number, {}});
  if (request.text.empty()) return refuse("text_required", "Say what was decided", "text");
  Plan plan{ctx};
  const Seq made = plan.record(
      DecisionMade{clean_text(request.text, true), clean_text(request.option("objections"), true)});
  plan.tell_room("decision", made);
  return plan.done("The decision is on record.");
}

constexpr std::array<std::string_view, 1> kAliases = {"decision"};

}  // namespace

const CommandSpec kDecideCommand{"decide",
                                 kAliases,
                                 "decide <text> [--objections \"…\"]",
                                 "Record a decision",
                                 "decide fail over to region B",
                                 true,
                                 false,
                                 handle};

}  // namespace muster
