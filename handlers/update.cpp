// update: a status update to audiences, with the time of the next one. edit corrects silently, update speaks.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/cadence.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

using Audiences = std::vector<std::string>;

constexpr std::string_view kUnchanged = "unchanged";  // the dialog's word for the state as it is

std::expected<Audiences, Refusal> read_audiences(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  const bool is_private = incident.visibility == Visibility::private_;
  Audiences audiences =
      split_list(lower(request.option("to").empty() ? request.option("audience") : request.option("to")));
  if (audiences.empty()) audiences.emplace_back(is_private ? kRestricted : kInternal);
  for (const std::string& id : audiences) {
    const AudienceRule* rule = ctx.policy.audience(id);
    if (rule == nullptr) {
      Audiences known;
      for (const AudienceRule& audience : ctx.policy.audiences) known.push_back(audience.id);
      return refuse("unknown_audience", "There is no audience \"" + id + "\". Use " + one_of(known), "to");
    }
    if (rule->for_private != is_private) {
      return refuse("wrong_audience",
                    is_private ? "This incident is private: only the audience restricted may hear of it"
                               : rule->name + " only hear of private incidents, and this one is public",
                    "to");
    }
    if (incident.kind != Kind::normal && id != kInternal) {
      const std::string kind{name_of(incident.kind)};
      return refuse(kind + "_public_broadcast", "This is a " + kind + ": only internal hears of it", "to");
    }
  }
  return audiences;
}

struct Next {
  std::optional<Time> at;
  bool told = false;  // by the person; otherwise each audience keeps its own cadence
};

std::expected<Next, Refusal> read_next(const Request& request, const Audiences& audiences,
                                       const Context& ctx) {
  const std::string word = request.option("next");
  if (lower(word) == "none" || lower(word) == "never") return Next{std::nullopt, true};
  if (!word.empty() && lower(word) != "default") {
    const auto at = parse_future_time(word, ctx.now, zone_of(ctx));
    if (!at) return refuse("bad_time", at.error().say, "next");
    return Next{*at, true};
  }
  Next next;
  for (const std::string& audience : audiences) {
    const auto due = default_next_update(*ctx.incident, audience, ctx.now, ctx.policy);
    if (due && (!next.at || *due < *next.at)) next.at = due;
  }
  return next;
}

// As they are configured; an empty one stands for the room of announcements.
std::vector<std::string> rooms_of(const std::string& audience, const std::string& platform,
                                  const Policy& policy) {
  std::vector<std::string> rooms = policy.audience(audience)->rooms_on(platform);
  if (rooms.empty() && audience == kInternal) rooms.emplace_back();
  return rooms;
}

// Those without a room on any chat in use: nobody there will hear it.
Audiences unheard_of(const Audiences& audiences, const Context& ctx) {
  Audiences unheard;
  for (const std::string& audience : audiences) {
    const auto reaches = [&](const std::string& chat) {
      return !rooms_of(audience, chat, ctx.policy).empty();
    };
    if (audience != kRestricted && std::ranges::none_of(ctx.platforms, reaches)) unheard.push_back(audience);
  }
  return unheard;
}

// Posts to every room an audience has.
void speak(Plan& plan, const Audiences& audiences, Seq posted, const Context& ctx) {
  for (const std::string& audience : audiences) {
    for (const std::string& platform : ctx.platforms) {
      for (std::string& room : rooms_of(audience, platform, ctx.policy))
        plan.promise(platform,
                     PostMessage{{To::audience, audience, std::move(room)}, "update_" + audience, posted});
    }
  }
  plan.tell_room("update_room", posted);
  if (contains(audiences, std::string{kInternal}))
    plan.tell_followers(*ctx.incident, "update_internal", posted);
}

std::string names_of(const Audiences& audiences, const Policy& policy) {
  std::string text;
  for (std::size_t i = 0; i < audiences.size(); ++i) {
    if (i > 0) text += i + 1 == audiences.size() ? " and " : ", ";
    text += policy.audience(audiences[i])->name;
  }
  return text;
}

// What became of it, not what was asked for.
std::string say_sent(const Audiences& audiences, const Audiences& unheard, const Policy& policy) {
  Audiences told;
  std::ranges::copy_if(audiences, std::back_inserter(told),
                       [&](const std::string& id) { return !contains(unheard, id); });
  std::string say =
      told.empty() ? "On record and in the incident's room." : "Sent to " + names_of(told, policy) + ".";
  for (const std::string& id : unheard) {
    say += " " + policy.audience(id)->name + " was told nothing: no room is configured for it (audiences." +
           id + ".rooms in muster.yaml).";
  }
  return say;
}

Outcome post(const Request& request, const Audiences& audiences, const Next& next, const std::string& text,
             const Context& ctx) {
  Plan plan{ctx};
  State state = ctx.incident->state;
  const std::string word = lower(request.option("state"));
  if (!word.empty() && word != kUnchanged && word != name_of(state)) {
    if (auto refusal = check_expected(request, ctx)) return std::unexpected(std::move(*refusal));
    const auto to = named<State>(word);
    if (!to) return refuse("unknown_state", "\"" + word + "\" is not a state", "state");
    if (auto refusal = plan_transition(plan, ctx, *to, "")) {
      refusal->field = "state";
      return std::unexpected(std::move(*refusal));
    }
    state = *to;
  }
  const bool ends = state == State::resolved || state == State::closed;
  const std::optional<Time> next_at = ends ? std::nullopt : next.at;
  const Audiences unheard = unheard_of(audiences, ctx);
  const Seq posted =
      plan.record(UpdatePosted{audiences, text, state, ctx.incident->severity, next_at, unheard});
  if (!next.told && !ends) {
    for (const std::string& audience : audiences) {
      const auto own = default_next_update(*ctx.incident, audience, ctx.now, ctx.policy);
      if (own != next_at) plan.record(PromiseMoved{audience, own, ""});
    }
  }
  speak(plan, audiences, posted, ctx);
  std::string say = say_sent(audiences, unheard, ctx.policy);
  if (next_at) say += " Next update promised by " + say_time(*next_at, zone_of(ctx), ctx.now) + ".";
  return plan.done(say);
}

Outcome handle(const Request& request, const Context& ctx) {
  const std::string text = clean_text(request.text, true);
  if (text.empty() && !request.from_dialog)
    return show(OpenDialog{"update", ctx.incident->number, request.options});
  if (text.empty()) return refuse("text_required", "Say what people notice and what is being done", "text");
  const auto audiences = read_audiences(request, ctx);
  if (!audiences) return std::unexpected(audiences.error());
  const auto next = read_next(request, *audiences, ctx);
  if (!next) return std::unexpected(next.error());
  if (request.flag("preview")) {
    std::map<std::string, std::string> fields = request.options;
    fields.erase("preview");
    fields["text"] = text;
    fields["to"].clear();
    for (const std::string& audience : *audiences)
      fields["to"] += (fields["to"].empty() ? "" : ",") + audience;
    return show(OpenDialog{"update_preview", ctx.incident->number, std::move(fields)});
  }
  return post(request, *audiences, *next, text, ctx);
}

constexpr std::array<std::string_view, 3> kAliases = {"post", "comms", "broadcast"};

}  // namespace

const CommandSpec kUpdateCommand{
    "update",
    kAliases,
    "update [--to internal,exec,public] [--state STATE] [--next 30m|15:00|none] [--preview] [text]",
    "Tell stakeholders, and promise when they hear again",
    "update --to public --next 30m Payments fail for some cards, we are rolling back",
    true,
    false,
    handle};

}  // namespace muster
