// From something that came in to the handler that decides it: which verb, which incident, may they.
#include <algorithm>

#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/catalog.hpp"
#include "handlers/happenings.hpp"
#include "handlers/missed.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::size_t kOffered = 5;

std::unexpected<Refusal> unknown_verb(const std::string& verb, const Incident* here) {
  std::vector<std::string> known;
  for (const CommandSpec& spec : all_commands()) {
    known.emplace_back(spec.verb);
    known.insert(known.end(), spec.aliases.begin(), spec.aliases.end());
  }
  const std::vector<std::string> close = nearest(verb, known);
  std::string say = "I do not know \"" + shorten(verb, 30) + "\". ";
  say += close.empty() ? "help lists what I know." : "Did you mean " + one_of(close) + "?";
  if (here != nullptr)
    say += " You are in " + to_string(here->number) + ", " + std::string{name_of(here->state)} + ".";
  return refuse("unknown_verb", say);
}

// "Which one?", with the recent incidents to choose from and the command to run again.
std::unexpected<Refusal> which_incident(const std::string& text, const Context& ctx) {
  std::vector<IncidentNumber> recent;
  for (const bool open : {true, false}) {
    for (const Incident* incident : ctx.incidents.recent()) {
      if (incident->is_open() == open && recent.size() < kOffered) recent.push_back(incident->number);
    }
  }
  if (recent.empty())
    return refuse("no_incident", "There is no incident yet. To open one: declare <what is broken>");
  Refusal refusal{"which_incident", "Which incident? This is not an incident's room.", "", std::nullopt,
                  false};
  // A message to be kept is carried along, since the choice comes without it.
  const bool keeps_message = !ctx.message_text.empty();
  refusal.view =
      ChooseIncident{std::move(recent), keeps_message ? "note -- " + shorten(ctx.message_text, 1500) : text};
  return std::unexpected(std::move(refusal));
}

// Before anything is looked up: even which incidents there are is not for guests.
std::unexpected<Refusal> outsider(const Context& ctx) {
  return refuse("outsider", "Commands are for members of " + ctx.policy.organisation +
                                ". Ask somebody of the incident to say it for you");
}

std::unexpected<Refusal> unknown_incident(IncidentNumber number) {
  return refuse_unseen(number, "I know no " + to_string(number) + " that you may see. list shows yours");
}

std::optional<Refusal> may_command(const CommandSpec& spec, const Context& ctx) {
  if (ctx.incident != nullptr && !spec.changes_closed && !ctx.incident->is_open()) {
    return Refusal{"incident_ended",
                   to_string(ctx.incident->number) + " is " + std::string{name_of(ctx.incident->state)} +
                       ". To work on it again: reopen <why>",
                   "", std::nullopt};
  }
  return std::nullopt;
}

Outcome run(const CommandSpec& spec, Request request, std::optional<IncidentNumber> named_incident,
            const std::string& text, const Context& ctx) {
  Context scene = ctx;
  request.verb = spec.verb;
  if (named_incident) {
    scene.incident = ctx.incidents.find(*named_incident);
    if (scene.incident == nullptr) {
      auto refused = unknown_incident(*named_incident);
      refused.error().verb = spec.verb;
      return refused;
    }
  } else {
    scene.incident = ctx.incidents.in_room(ctx.place);
  }
  if (spec.in_incident && scene.incident == nullptr) return which_incident(text, ctx);
  if (auto refusal = may_command(spec, scene)) return std::unexpected(std::move(*refusal));
  Outcome outcome = spec.handle(request, scene);
  if (!outcome) {
    outcome.error().verb = spec.verb;
    if (scene.incident != nullptr) outcome.error().incident = scene.incident->number;
  }
  return outcome;
}

// The bare command: the tray inside an incident, the declare dialog outside.
Outcome bare(std::optional<IncidentNumber> named_incident, const Context& ctx) {
  const Incident* incident =
      named_incident ? ctx.incidents.find(*named_incident) : ctx.incidents.in_room(ctx.place);
  if (named_incident && incident == nullptr) return unknown_incident(*named_incident);
  if (incident != nullptr) return show(ShowTray{incident->number});
  return show(OpenDialog{"declare", {}, {}});
}

Outcome typed(const CommandTyped& command, const Context& ctx) {
  if (ctx.outsider) return outsider(ctx);
  ParsedCommand parsed = parse_command(command.text);
  if (parsed.verb.empty()) return bare(parsed.incident, ctx);
  const CommandSpec* spec = find_command(parsed.verb);
  if (spec == nullptr) return unknown_verb(parsed.verb, ctx.incidents.in_room(ctx.place));
  return run(*spec, std::move(parsed.request), parsed.incident, command.text, ctx);
}

// Dialogs carry the verb's name; those that belong to a verb under another name stand here.
std::string_view verb_of(std::string_view dialog) {
  if (dialog == "update_preview") return "update";
  if (dialog == "timeline_add") return "note";
  return dialog;
}

Outcome submitted(const DialogSubmitted& dialog, const Context& ctx) {
  if (ctx.outsider) return outsider(ctx);
  if (dialog.dialog == "postmortem_text") return on_postmortem_text(dialog, ctx);
  const CommandSpec* spec = find_command(verb_of(dialog.dialog));
  if (spec == nullptr) return refuse("unknown_dialog", "This form is out of date. Open it again");
  Request request;
  request.typed = spec->verb;
  request.from_dialog = true;
  request.options = dialog.fields;
  if (const auto text = request.options.find("text"); text != request.options.end()) {
    request.text = clean_text(text->second, true);
    request.options.erase(text);
  }
  const auto incident = dialog.incident.exists() ? std::optional{dialog.incident} : std::nullopt;
  return run(*spec, std::move(request), incident, std::string{spec->verb}, ctx);
}

Context with_message(const Context& ctx, const MessageSnapshot& on) {
  Context scene = ctx;
  scene.message_text = on.text;
  scene.message_link = on.link;
  scene.message_files = on.files;
  scene.message_at = on.at;
  if (on.author) {
    const Person* author = ctx.people.find_identity(on.author->platform, on.author->user);
    if (author != nullptr) scene.message_author = author->id;
  }
  return scene;
}

}  // namespace

Outcome decide(const Inbound& inbound, const Context& ctx) {
  return std::visit(Overloaded{
                        [&](const CommandTyped& e) {
                          if (is_too_late(inbound.occurred_at, ctx.now))
                            return ask_again(e, inbound.occurred_at, ctx);
                          Context scene = with_message(ctx, e.on);
                          scene.pressed = e.pressed;
                          return typed(e, scene);
                        },
                        [&](const DialogSubmitted& e) { return submitted(e, with_message(ctx, e.on)); },
                        [&](const MessagePosted& e) { return on_message_posted(e, ctx); },
                        [&](const MessageEdited& e) { return on_message_edited(e, ctx); },
                        [&](const MessageDeleted& e) { return on_message_deleted(e, ctx); },
                        [&](const ReactionChanged& e) { return on_reaction(e, ctx); },
                        [&](const RoomJoined& e) { return on_room_joined(e, ctx); },
                        [&](const RoomRenamed& e) { return on_room_renamed(e, ctx); },
                        [&](const TimerFired& e) { return on_timer(e, ctx); },
                        [&](const EffectDelivered& e) { return on_delivered(e, ctx); },
                        [&](const EffectGivenUp& e) { return on_given_up(e, ctx); },
                        [&](const MessagesPiledUp& e) { return on_piled_up(e); },
                        [&](const AlertReceived& e) { return on_alert(e, ctx); },
                        [&](const ChangeReceived& e) { return on_change(e, ctx); },
                        [&](const ReportArrived& e) { return on_report(e, ctx); },
                        [&](const AlertsReceived& e) { return on_alerts(e, ctx); },
                        [&](const PageAnswered& e) { return on_page_answered(e, ctx); },
                        [&](const PageProgressed& e) { return on_page_progressed(e, ctx); },
                        [&](const ShiftsRead& e) { return on_shifts_read(e, ctx); },
                        [&](const ConsoleEntered& e) { return on_console_entered(e, ctx); },
                        [&](const AccessNoted& e) { return on_access(e); },
                        [&](const ConfigurationLoaded& e) { return on_configuration(e, ctx); },
                    },
                    inbound.what);
}

}  // namespace muster
