// edit: corrects the record silently. What it said before stays in the history.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

std::string micros(Time t) {
  return std::to_string(t.time_since_epoch().count());
}

// "Corrected the title.", and for a time which one was understood.
std::string say_corrected(const FieldEdited& edit, const Context& ctx) {
  if (edit.field != "started") return "Corrected the " + edit.field + ".";
  const Time at{Duration{std::stoll(edit.after)}};  // our own digits
  return "Corrected the beginning: " + say_time(at, zone_of(ctx), ctx.now) + ".";
}

std::expected<FieldEdited, Refusal> read_edit(const std::string& field, const std::string& value,
                                              const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (field == "title") {
    const std::string title = shorten(clean_text(value, false), 120);
    if (title.empty()) return refuse("title_required", "A title cannot be empty", "title");
    return FieldEdited{"title", incident.title, title};
  }
  if (field == "description")
    return FieldEdited{"description", incident.description, clean_text(value, true)};
  if (field == "services" || field == "service") {
    auto services = services_named(value, ctx, "services");
    if (!services) return std::unexpected(std::move(services).error());
    return FieldEdited{"services", joined(incident.services), joined(*services)};
  }
  if (field == "started") {
    const auto at = parse_past_time(value, ctx.now, zone_of(ctx));
    if (!at) return refuse("bad_time", at.error().say, "started");
    return FieldEdited{"started", incident.started_at ? micros(*incident.started_at) : "", micros(*at)};
  }
  return refuse("unknown_field",
                "edit changes title, description, services or started: edit title Checkout fails in EU");
}

Outcome edit_entry(const Request& request, const Context& ctx) {
  const auto entry = parse_incident_number(request.option("entry"));
  if (!entry || entry->value > ctx.incident->last_seq) {
    return refuse("unknown_entry",
                  "Say which entry by its number on the timeline: edit --entry 12 the new text", "entry");
  }
  EntryRevised revised{entry->value, clean_text(request.text, true), std::nullopt, request.option("reason")};
  if (const std::string when = request.option("at"); !when.empty()) {
    const auto at = parse_past_time(when, ctx.now, zone_of(ctx));
    if (!at) return refuse("bad_time", at.error().say, "at");
    revised.at = *at;
  }
  if (revised.text.empty() && !revised.at)
    return refuse("text_required", "Give the new text, or --at TIME", "text");
  Plan plan{ctx};
  const std::string moved =
      revised.at ? " It happened at " + say_time(*revised.at, zone_of(ctx), ctx.now) + "." : std::string{};
  plan.record(std::move(revised));
  return plan.done("Entry " + std::to_string(entry->value) +
                   " is corrected; the old words stay in the history." + moved);
}

// The dialog submits all fields at once; only those that differ are edits.
Outcome edit_fields(const Request& request, const Context& ctx) {
  Plan plan{ctx};
  int edits = 0;
  for (const std::string field : {"title", "description", "services", "started"}) {
    const std::string value = request.option(field);
    if (value.empty()) continue;
    auto edit = read_edit(field, value, ctx);
    if (!edit) return std::unexpected(std::move(edit).error());
    if (edit->before == edit->after) continue;
    plan.record(std::move(*edit));
    ++edits;
  }
  return plan.done(edits == 0 ? "Nothing changed." : "Corrected.");
}

Outcome handle(const Request& request, const Context& ctx) {
  if (!request.option("entry").empty()) return edit_entry(request, ctx);
  if (request.from_dialog) return edit_fields(request, ctx);
  FirstWord word = first_word(request.text);
  if (request.typed == "title") word = {"title", request.text};
  if (word.word.empty()) {
    return show(OpenDialog{"edit",
                           ctx.incident->number,
                           {{"title", ctx.incident->title},
                            {"description", ctx.incident->description},
                            {"services", joined(ctx.incident->services)}}});
  }
  auto edit = read_edit(lower(word.word), word.rest, ctx);
  if (!edit) return std::unexpected(std::move(edit).error());
  const std::string say = say_corrected(*edit, ctx);
  Plan plan{ctx};
  plan.record(std::move(*edit));
  return plan.done(say + " update tells stakeholders, edit does not.");
}

constexpr std::array<std::string_view, 3> kAliases = {"set", "field", "title"};

}  // namespace

const CommandSpec kEditCommand{
    "edit",
    kAliases,
    "edit title|description|services|started <value> | edit --entry 12 [--at TIME] <text>",
    "Correct the record without speaking",
    "edit title Checkout fails for EU cards",
    true,
    true,
    handle};

}  // namespace muster
