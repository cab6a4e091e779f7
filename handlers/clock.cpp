// clock: an explicit act that a regulatory clock counts from or ends with. muster records and reminds; it
// never decides a legal question.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::vector<std::string> marks_of(const std::string& regime, const Policy& policy) {
  std::vector<std::string> marks;
  for (const ClockRule& rule : policy.clocks) {
    if (lower(rule.regime) != lower(regime)) continue;
    for (const std::string& mark : {rule.from, rule.to}) {
      if (std::find(marks.begin(), marks.end(), mark) == marks.end()) marks.push_back(mark);
    }
  }
  return marks;
}

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord regime = first_word(request.text);
  const FirstWord mark = first_word(regime.rest);
  const std::vector<std::string> marks = marks_of(regime.word, ctx.policy);
  if (regime.word.empty() || marks.empty()) {
    std::vector<std::string> known;
    for (const ClockRule& rule : ctx.policy.clocks) {
      if (known.empty() || known.back() != rule.regime) known.push_back(rule.regime);
    }
    return refuse("unknown_regime", "Say which clock: clock " + one_of(known) + " aware", "text");
  }
  if (std::find(marks.begin(), marks.end(), lower(mark.word)) == marks.end())
    return refuse("unknown_mark", "Mark one of " + one_of(marks), "text");
  std::optional<Time> at;
  if (const std::string when = request.option("at"); !when.empty()) {
    const auto parsed = parse_past_time(when, ctx.now, zone_of(ctx));
    if (!parsed) return refuse("bad_time", parsed.error().say, "at");
    at = *parsed;
  }
  std::string name = regime.word;
  for (const ClockRule& rule : ctx.policy.clocks) {
    if (lower(rule.regime) == lower(regime.word)) name = rule.regime;
  }
  Plan plan{ctx};
  const ClockMarked marked{name, lower(mark.word), mark.rest};
  const Seq seq = plan.record(marked, at);
  plan.tell_room("news", seq);
  Incident assumed = *ctx.incident;
  assumed.clock_marks.push_back({name, marked.mark, at.value_or(ctx.now), seq});
  std::string say = "On record.";
  for (const ClockFigures& clock : clock_figures(assumed, ctx.policy)) {
    if (clock.regime == name && !clock.submitted_at)
      say += " " + clock.regime + " " + clock.duty + " is due by " + iso_seconds(clock.due_at) + ".";
  }
  return plan.done(say + " Verify with counsel.");
}

constexpr std::array<std::string_view, 1> kAliases = {"regulatory"};

}  // namespace

const CommandSpec kClockCommand{"clock",
                                kAliases,
                                "clock <regime> <mark> [--at TIME] [why]",
                                "Mark what a regulatory clock counts from, or ends with",
                                "clock GDPR aware",
                                true,
                                true,
                                handle};

}  // namespace muster
