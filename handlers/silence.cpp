// silence and unsilence: alerts that are known and need nobody for a while.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/alert_groups.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr Duration kLongest = std::chrono::days{30};
constexpr std::string_view kUsage =
    "Say which alerts and for how long: silence checkout for 2h disk is being replaced";

// "checkout disk for 2h why" in its parts; none without a length.
struct Asked {
  std::string what;
  Duration length{};
  std::string why;
};
std::optional<Asked> taken_apart(const std::string& text) {
  std::string what;
  for (FirstWord word = first_word(text); !word.word.empty(); word = first_word(word.rest)) {
    if (lower(word.word) == "for") {
      const FirstWord length = first_word(word.rest);
      if (const auto duration = parse_duration(length.word)) return Asked{what, *duration, length.rest};
    }
    what += (what.empty() ? "" : " ") + word.word;
  }
  return std::nullopt;
}

// A group by its name, a service, a source or a part of the title.
std::expected<AlertsSilenced, Refusal> meant(const std::string& what, const Context& ctx) {
  AlertsSilenced silence;
  const std::string id = upper(what);
  if (const AlertGroup* group = ctx.operations.group(id); group != nullptr && may_know(*group, ctx)) {
    silence.source = group->source;
    silence.service = group->service;
    silence.title = group->title;
    return silence;
  }
  if (id.starts_with("AL-")) return refuse("unknown_alert", "I know no " + id + ". alerts lists what fires");
  const FirstWord first = first_word(what);
  const bool is_service = ctx.policy.service(first.word) != nullptr;
  if (is_service) silence.service = first.word;
  silence.title = is_service ? first.rest : what;
  return silence;
}

Outcome silence(const Request& request, const Context& ctx) {
  const auto asked = taken_apart(request.text);
  if (!asked || asked->what.empty()) return refuse("bad_silence", std::string{kUsage}, "text");
  if (asked->length <= Duration{} || asked->length > kLongest)
    return refuse("bad_silence",
                  "A silence lasts at most 30 days; a maintenance window in muster.yaml lasts longer");
  auto set = meant(clean_text(asked->what, false), ctx);
  if (!set) return std::unexpected(std::move(set).error());
  set->silence = "SL-" + std::to_string(ctx.operations.silences_set + 1);
  set->until = ctx.now + asked->length;
  set->reason = clean_text(asked->why, false);
  Decision decision;
  decision.events.push_back({kOperations, *set, std::nullopt});
  decision.reply.say =
      "Silenced as " + set->silence + " until " + say_time(set->until, zone_of(ctx), ctx.now) +
      ". Such alerts are kept and nobody is told; those of an open incident go on counting there. "
      "unsilence " +
      set->silence + " ends it.";
  return decision;
}

Outcome unsilence(const Request& request, const Context& ctx) {
  const std::string id = upper(first_word(request.text).word);
  const auto found = std::ranges::find_if(ctx.operations.silences, [&](const Silence& silence) {
    return silence.set.silence == id && silence.set.until > ctx.now;
  });
  if (found == ctx.operations.silences.end())
    return refuse("unknown_silence", "No silence of that name is in force. alerts lists them", "text");
  AlertsSilenced lifted = found->set;
  lifted.lifted = true;
  Decision decision;
  decision.events.push_back({kOperations, lifted, std::nullopt});
  decision.reply.say = id + " is lifted. What still fires is told when its source says so again.";
  return decision;
}

constexpr std::array<std::string_view, 1> kSilenceAliases = {"mute-alerts"};
constexpr std::array<std::string_view, 1> kUnsilenceAliases = {"unmute-alerts"};

}  // namespace

const CommandSpec kSilenceCommand{"silence",
                                  kSilenceAliases,
                                  "silence AL-1|service|words for 2h [why]",
                                  "Keep alerts from reaching people for a while",
                                  "silence checkout for 2h disk is being replaced",
                                  false,
                                  true,
                                  silence};

const CommandSpec kUnsilenceCommand{
    "unsilence", kUnsilenceAliases, "unsilence SL-1", "End a silence early", "unsilence SL-1", false,
    true,        unsilence};

}  // namespace muster
