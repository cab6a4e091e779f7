// snooze: moves the promise of the next update, on record and with a reason.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (incident.promises.empty())
    return refuse("no_promise", "No update is promised, so there is nothing to snooze");
  FirstWord word = first_word(request.text);
  std::string when = request.option("next").empty() ? word.word : request.option("next");
  std::string reason = request.option("next").empty() ? word.rest : request.text;
  std::string audience = request.option("to");
  if (audience.empty() && ctx.policy.audience(lower(first_word(reason).word)) != nullptr) {
    word = first_word(reason);
    audience = lower(word.word);
    reason = word.rest;
  }
  if (when.empty()) when = "30m";
  const auto due = parse_future_time(when, ctx.now, zone_of(ctx));
  if (!due) return refuse("bad_time", due.error().say, "next");
  Plan plan{ctx};
  int moved = 0;
  for (const auto& [id, promise] : incident.promises) {
    const bool meant = audience.empty() ? !promise.due || *promise.due < *due : id == audience;
    if (!meant) continue;
    plan.record(PromiseMoved{id, *due, reason.empty() ? "snoozed" : reason});
    ++moved;
  }
  if (moved == 0) return refuse("no_promise", "Every promised update is later than that already");
  return plan.done("The next update is due by " + say_time(*due, zone_of(ctx), ctx.now) +
                   ". The snooze is on the timeline.");
}

constexpr std::array<std::string_view, 1> kAliases = {"later"};

}  // namespace

const CommandSpec kSnoozeCommand{"snooze",
                                 kAliases,
                                 "snooze [30m|15:00] [audience] [reason]",
                                 "Promise the next update later: in 10m, at 15:00, or without a time in 30m",
                                 "snooze 10m waiting for the vendor",
                                 true,
                                 false,
                                 handle};

}  // namespace muster
