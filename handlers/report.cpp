// report: the figures of a period at a glance, of what the asker may see; or, with --post, for everybody in
// the room. Who reports that something is broken ("report checkout is down") declares it.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

bool is_length(const std::string& word) {
  return word == "month" || word == "quarter" || (!word.empty() && is_digit(word[0]));
}

// In the room where it was asked for, to everybody there: so without what is private.
Outcome post(const ShowReport& view, const Context& ctx) {
  if (ctx.place.room.empty() || !contains(ctx.platforms, ctx.place.platform))
    return refuse("no_room", "Say it in the room that is to see the report");
  PostReport report{
      ctx.place.room,    view.last.empty() ? "30d" : view.last, ctx.now, view.service, view.review, false,
      ctx.actor.person()};
  Decision decision;
  decision.effects.emplace_back(kOperations, Effect{ctx.place.platform, report});
  if (ctx.place.platform != "console") {  // its report page draws the pictures itself
    report.picture = true;
    decision.effects.emplace_back(kOperations, Effect{ctx.place.platform, std::move(report)});
  }
  decision.reply.say = "The report is on its way to this room, for everybody in it.";
  return decision;
}

// "report month checkout" in any order; which lengths there are is the report's business.
Outcome handle(const Request& request, const Context& ctx) {
  ShowReport view{request.option("last"), request.option("service")};
  for (FirstWord word = first_word(request.text); !word.word.empty(); word = first_word(word.rest)) {
    const std::string text = lower(word.word);
    if (text == "weekly" || text == "week") {
      view.last = "7d";
      view.review = true;
    } else if (is_length(text)) {
      view.last = text;
    } else if (ctx.policy.service(word.word) != nullptr) {
      view.service = word.word;
    } else {
      return kDeclareCommand.handle(request, ctx);
    }
  }
  if (!view.service.empty()) {
    if (auto known = services_named(view.service, ctx, "service"); !known)
      return std::unexpected(std::move(known).error());
  }
  if (request.flag("post")) return post(view, ctx);
  return show(std::move(view));
}

constexpr std::array<std::string_view, 3> kAliases = {"stats", "kpis", "metrics"};

}  // namespace

const CommandSpec kReportCommand{"report",
                                 kAliases,
                                 "report [week|30d|month|quarter] [service] [--post]",
                                 "See the figures of a period",
                                 "report month checkout",
                                 false,
                                 true,
                                 handle};

}  // namespace muster
