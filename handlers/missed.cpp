#include "handlers/missed.hpp"

#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::chrono::minutes kStillMeant{10};
constexpr std::size_t kQuoted = 200;
constexpr std::string_view kCode = "typed_while_away";

}  // namespace

bool is_too_late(Time typed_at, Time now) {
  return typed_at != Time{} && now - typed_at > kStillMeant;  // none: nobody says when
}

Outcome ask_again(const CommandTyped& command, Time typed_at, const Context& ctx) {
  const std::string reason = "\"" + shorten(clean_text(command.text, false), kQuoted) + "\" was typed at " +
                             say_time(typed_at, zone_of(ctx), ctx.now) + ", " + spoken(ctx.now - typed_at) +
                             " before I could read it";
  const Incident* incident = ctx.incidents.in_room(ctx.place);
  if (incident == nullptr || ctx.outsider)
    return refuse(std::string{kCode}, reason + ". Nothing was done. If it still holds, type it again");
  Plan plan{ctx, *incident};
  const CommandRefused refused{parse_command(command.text).verb, std::string{kCode}, reason};
  plan.tell_room("command_missed", plan.record(refused));
  return plan.done("");
}

}  // namespace muster
