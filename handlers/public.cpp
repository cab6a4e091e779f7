// public: the incident need not be hidden any more.
#include <array>

#include "bot/domain/cadence.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& /*request*/, const Context& ctx) {
  if (ctx.incident->visibility == Visibility::public_) {
    return show(ShowIncident{ctx.incident->number}, to_string(ctx.incident->number) + " is public already.");
  }
  Incident seen = *ctx.incident;
  seen.visibility = Visibility::public_;
  Plan plan{ctx, seen};
  plan.record(VisibilityChanged{Visibility::public_, {}});
  for (const auto& [audience, promise] : ctx.incident->promises)
    plan.record(PromiseMoved{audience, std::nullopt, ""});
  if (seen.is_open()) {
    for (PromiseMoved& moved : promises_after_declare(seen, ctx.now, ctx.policy))
      plan.record(std::move(moved));
  }
  plan.announce_card();
  return plan.done(to_string(ctx.incident->number) + " is public now. Its private room stays private.");
}

constexpr std::array<std::string_view, 1> kAliases = {"unrestrict"};

}  // namespace

const CommandSpec kPublicCommand{"public", kAliases, "public", "Let everybody see a private incident",
                                 "public", true,     true,     handle};

}  // namespace muster
