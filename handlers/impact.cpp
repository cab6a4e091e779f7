// impact: which service is hit, how badly and since when. May be said late and out of order; "none" ends it.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::string level_names() {
  std::vector<std::string> names;
  for (const auto name : EnumNames<ImpactLevel>::kNames) names.emplace_back(name);
  return one_of(names);
}

// "checkout,api partial note": services, level, note; a level alone means the services already known.
struct Words {
  std::string services;
  std::string level;
  std::string note;
};

Words read_words(const Request& request) {
  Words words{request.option("service"), lower(request.option("level")), request.text};
  if (words.services.empty() && !request.from_dialog) {
    const FirstWord first = first_word(words.note);
    if (!named<ImpactLevel>(lower(first.word))) {
      words.services = first.word;
      words.note = first.rest;
    }
  }
  if (words.level.empty()) {
    const FirstWord first = first_word(words.note);
    words.level = lower(first.word);
    words.note = first.rest;
  }
  return words;
}

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (request.text.empty() && request.options.empty()) return show(OpenDialog{"impact", incident.number, {}});
  const Words words = read_words(request);
  const auto level = named<ImpactLevel>(words.level);
  if (!level) {
    return refuse("unknown_level",
                  "Say the level as " + level_names() + ": impact checkout partial --at 10:32", "level");
  }
  auto services = services_named(words.services, ctx, "service");
  if (!services) return std::unexpected(std::move(services).error());
  if (services->empty()) {
    for (const ImpactInterval& interval : incident.impact()) {
      if (!interval.end || *level != ImpactLevel::none) services->push_back(interval.service);
    }
  }
  if (services->empty()) *services = incident.services;
  if (services->empty())
    return refuse("service_required", "Say which service: impact checkout partial", "service");
  Time at = ctx.now;
  if (const std::string when = request.option("at"); !when.empty()) {
    const auto told = parse_past_time(when, ctx.now, zone_of(ctx));
    if (!told) return refuse("bad_time", told.error().say, "at");
    at = *told;
  }
  Plan plan{ctx};
  plan.record(ImpactChanged{*services, *level, at, words.note}, at);
  std::string list;
  for (const std::string& service : *services) list += (list.empty() ? "" : ", ") + service;
  return plan.done("Impact on " + list + ": " + std::string{name_of(*level)} + " from " +
                   say_time(at, zone_of(ctx), ctx.now) + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"affected"};

}  // namespace

const CommandSpec kImpactCommand{"impact",
                                 kAliases,
                                 "impact <service,…> none|degraded|partial|full [--at TIME] [note]",
                                 "Say which service is hit, how badly, since when",
                                 "impact checkout partial --at 10:32",
                                 true,
                                 true,
                                 handle};

}  // namespace muster
