// postmortem: the draft written from the timeline, its review and its end.
#include <array>

#include "bot/base/ascii.hpp"
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

// People named in a list of words.
std::expected<std::vector<PersonId>, Refusal> people_named(std::string words, const Context& ctx) {
  std::vector<PersonId> people;
  for (FirstWord word = first_word(words); !word.word.empty(); word = first_word(word.rest)) {
    auto person = person_named(word.word, ctx, "text");
    if (!person) return std::unexpected(std::move(person).error());
    people.push_back(*std::move(person));
  }
  return people;
}

std::unexpected<Refusal> no_draft() {
  return refuse("no_draft", "There is no draft yet. First: postmortem draft");
}

Outcome submit(const std::string& names, const Context& ctx) {
  auto reviewers = people_named(names, ctx);
  if (!reviewers) return std::unexpected(std::move(reviewers).error());
  Plan plan{ctx};
  PostmortemChanged change{PostmortemState::in_review, "", "", ""};
  change.reviewers = *reviewers;
  const Seq seq = plan.record(std::move(change));
  plan.tell_room("postmortem_state", seq);
  for (const PersonId& reviewer : *reviewers) plan.tell(reviewer, "postmortem_review", seq);
  std::string say = "The postmortem of " + to_string(ctx.incident->number) + " is now in review.";
  if (reviewers->empty()) say += " Somebody who was not involved sees most: postmortem submit @bob";
  return plan.done(say);
}

Outcome approve(const std::string& note, const Context& ctx) {
  if (ctx.incident->postmortem != PostmortemState::in_review)
    return refuse("not_in_review", "It is not in review. First: postmortem submit @name");
  if (ctx.incident->postmortem_owner == ctx.actor.person())
    return refuse("own_postmortem", "You wrote it; somebody else reviews it: postmortem submit @name");
  Plan plan{ctx};
  PostmortemChanged change{PostmortemState::in_review, "", "", note};
  change.approved = true;
  plan.tell_room("postmortem_approved", plan.record(std::move(change)));
  return plan.done("Your review is on record. Next: postmortem publish");
}

Outcome publish(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  const std::string despite = request.option("despite");
  if (!incident.postmortem_blockers.empty() && despite.empty()) {
    return refuse("lint_blocked", "It blames a person (" + incident.postmortem_blockers.front() +
                                      "). Write what made it possible instead, or, as its reviewer: "
                                      "postmortem publish --despite \"why\"");
  }
  return move_to(PostmortemState::published, despite, ctx);
}

Outcome give_to(const std::string& word, const Context& ctx) {
  const auto person = person_named(word.empty() ? "me" : word, ctx, "text");
  if (!person) return std::unexpected(person.error());
  Plan plan{ctx};
  PostmortemChanged change{ctx.incident->postmortem, "", "", ""};
  change.owner = *person;
  const Seq seq = plan.record(std::move(change));
  if (*person != ctx.actor.person()) plan.tell(*person, "postmortem_owner", seq);
  return plan.done(mention(*person) + " writes the postmortem of " + to_string(ctx.incident->number) + ".");
}

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  const FirstWord first = first_word(request.text);
  const std::string word = request.option("form").empty() ? lower(first.word) : "draft";
  if (word == "owner" || word == "own") return give_to(first_word(first.rest).word, ctx);
  if (incident.is_open() && !word.empty() && word != "draft") {
    return refuse("still_open", to_string(incident.number) + " is still open. First: resolve");
  }
  if (word.empty()) return show(ShowPostmortem{incident.number});
  if (word == "draft")
    return draft(request.option("form").empty() ? first_word(first.rest).word : request.option("form"), ctx);
  const bool has_text = incident.postmortem != PostmortemState::none;
  if (word == "submit" || word == "review" || word == "submit_for_review")
    return has_text ? submit(first.rest, ctx) : no_draft();
  if (word == "approve") return approve(first.rest, ctx);
  if (word == "publish") return has_text ? publish(request, ctx) : no_draft();
  if (word == "waive") {
    if (first.rest.empty())
      return refuse("reason_required", "Say why: postmortem waive duplicate of INC-3", "text");
    return move_to(PostmortemState::waived, first.rest, ctx);
  }
  return refuse("unknown_word", "Say postmortem draft, owner, submit, approve, publish or waive <why>");
}

constexpr std::array<std::string_view, 4> kAliases = {"pm", "retro", "review", "pir"};

}  // namespace

const CommandSpec kPostmortemCommand{"postmortem",
                                     kAliases,
                                     "postmortem [draft [full|brief|security|drill] | owner @x | submit "
                                     "[@reviewer] | approve | publish | waive <why>]",
                                     "Write, review and publish the postmortem",
                                     "postmortem draft",
                                     true,
                                     true,
                                     handle};

}  // namespace muster
