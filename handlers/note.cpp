// note: a line on the timeline, back-dated when it starts with a time.
#include <array>

#include "bot/base/utf8.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// "Add to timeline" on a message: the message itself, at its own time, once.
Outcome capture(const Context& ctx) {
  for (const auto& [place, seq] : ctx.incident->captured) {
    if (same_message(place, ctx.place)) {
      return show(ShowTimeline{ctx.incident->number}, "It is on the timeline already.");
    }
  }
  MessageCaptured captured{ctx.place, ctx.message_author.value_or(PersonId{}),
                           clean_text(ctx.message_text, true), ctx.message_files, ctx.message_link};
  Plan plan{ctx};
  plan.relay(plan.record(std::move(captured), ctx.message_at));
  plan.promise(ctx.place.platform, React{ctx.place, "white_check_mark", true});
  return plan.done("On the timeline.");
}

Outcome handle(const Request& request, const Context& ctx) {
  std::string text = clean_text(request.text, true);
  std::string when = request.option("at");
  if (when.empty() && !request.from_dialog) {
    LeadingTime begin = leading_time(text);
    when = std::move(begin.when);
    text = std::move(begin.rest);
  }
  if (text.empty() && request.from_dialog) return refuse("text_required", "Say what happened", "text");
  const bool on_message =
      !ctx.place.message.empty() && (!ctx.message_text.empty() || !ctx.message_files.empty());
  if (text.empty() && on_message) return capture(ctx);
  if (text.empty()) return show(OpenDialog{"note", ctx.incident->number, {{"at", when}}});
  std::optional<Time> at;
  if (!when.empty()) {
    const auto told = parse_past_time(when, ctx.now, zone_of(ctx));
    if (!told) return refuse("bad_time", told.error().say, "at");
    at = *told;
  }
  Plan plan{ctx};
  plan.relay(plan.record(NoteAdded{text}, at));
  return plan.done("On the timeline" + (at ? " at " + say_time(*at, zone_of(ctx), ctx.now) : "") + ".");
}

constexpr std::array<std::string_view, 4> kAliases = {"event", "add-note", "log", "t"};

}  // namespace

const CommandSpec kNoteCommand{"note",
                               kAliases,
                               "note [TIME] <text>",
                               "Put a line on the timeline",
                               "note 10:42 UTC certificate expired on node 7",
                               true,
                               true,
                               handle};

}  // namespace muster
