// postmortem: the draft written from the timeline, its review and its end.
#include <array>

#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::array<std::string_view, 4> kForms = {"full", "brief", "security", "drill"};

Outcome move_to(PostmortemState to, const std::string& reason, const Context& ctx) {
  Plan plan{ctx};
  const Seq changed = plan.record(PostmortemChanged{to, "", "", reason});
  plan.tell_room("postmortem_state", changed);
  return plan.done("The postmortem of " + to_string(ctx.incident->number) + " is now " +
                   (to == PostmortemState::in_review ? "in review" : std::string{name_of(to)}) + ".");
}

Outcome draft(const std::string& form_word, const Context& ctx) {
  const std::string usual = ctx.incident->kind == Kind::drill ? "drill" : "full";
  const std::string form = form_word.empty() ? usual : lower(form_word);
  if (!contains(kForms, form))
    return refuse("unknown_form", "The forms are full, brief, security and drill", "form");
  if (ctx.incident->postmortem == PostmortemState::published) {
    return refuse("already_published", "It is published already. Edit it on its page; a new version is kept");
  }
  Plan plan{ctx};
  plan.record(PostmortemChanged{PostmortemState::draft, form, "", ""});
  if (ctx.incident->rooms.contains(ctx.source) && ctx.source != "console") {
    plan.promise(ctx.source, ShareDocument{"postmortem"});
  }
  return plan.done("The draft is ready.", ShowPostmortem{ctx.incident->number});
}

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  const FirstWord first = first_word(request.text);
  const std::string word = request.option("form").empty() ? lower(first.word) : "draft";
  if (incident.is_open() && !word.empty() && word != "draft") {
    return refuse("still_open", to_string(incident.number) + " is still open. First: resolve");
  }
  if (word.empty()) return show(ShowPostmortem{incident.number});
  if (word == "draft")
    return draft(request.option("form").empty() ? first_word(first.rest).word : request.option("form"), ctx);
  const bool has_text = incident.postmortem != PostmortemState::none;
  if (word == "submit" || word == "review" || word == "submit_for_review") {
    if (!has_text) return refuse("no_draft", "There is no draft yet. First: postmortem draft");
    return move_to(PostmortemState::in_review, "", ctx);
  }
  if (word == "publish") {
    if (!has_text) return refuse("no_draft", "There is no draft yet. First: postmortem draft");
    return move_to(PostmortemState::published, "", ctx);
  }
  if (word == "waive") {
    if (first.rest.empty())
      return refuse("reason_required", "Say why: postmortem waive duplicate of INC-3", "text");
    return move_to(PostmortemState::waived, first.rest, ctx);
  }
  return refuse("unknown_word", "Say postmortem draft, submit, publish or waive <why>");
}

constexpr std::array<std::string_view, 4> kAliases = {"pm", "retro", "review", "pir"};

}  // namespace

const CommandSpec kPostmortemCommand{
    "postmortem",
    kAliases,
    "postmortem [draft [full|brief|security|drill]|submit|publish|waive <why>]",
    "Write, review and publish the postmortem",
    "postmortem draft",
    true,
    true,
    handle};

}  // namespace muster
