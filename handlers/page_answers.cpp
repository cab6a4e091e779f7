// What becomes of a page that went out: providers tell how it goes, people answer.
#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/pages.hpp"
#include "handlers/commands.hpp"
#include "handlers/happenings.hpp"
#include "handlers/paging.hpp"

namespace muster {

namespace {

// The fold with one more word about a send, to decide by what is so after it.
PageRecord with(PageRecord page, const PageSent& sent, Time now) {
  std::vector<PageRecord> one{std::move(page)};
  Event event;
  event.occurred_at = now;
  fold_page(one, event, sent);
  return std::move(one.front());
}

Outcome progressed(IncidentNumber number, const PageSent& sent, const Context& ctx) {
  const auto found = locate(number, sent.page, ctx);
  if (!found) return Decision{};
  const PageBook* book = &found->book;
  const PageRecord* page = found->page;
  const auto known = std::ranges::find_if(page->sends, [&](const PageSend& send) {
    return send.person == sent.person && send.method == sent.method;
  });
  if (known != page->sends.end() && !advances(known->state, sent.state)) return Decision{};
  Plan plan = plan_for(ctx, *book);
  const Seq seq = plan.record(sent);
  const bool failed = sent.state == SendState::failed || sent.state == SendState::unknown;
  if (page->purpose == "test" && sent.state != SendState::queued)
    plan.tell(page->by.person(), "page_test_result", seq);
  if (failed && page->purpose.empty() && still_waits(*book, *page)) {
    plan.tell_room("page_way_failed", seq);
    next_after_failure(plan, ctx, *book, with(*page, sent, ctx.now), sent.person);
  }
  return plan.done("");
}

// A system that rings people by itself chose this person for the page.
bool rang_there(const PageRecord& page, const PageAnswered& told) {
  return told.person.empty() && told.answer != PageAnswer::decline &&
         std::ranges::any_of(page.sends, [&](const PageSend& send) {
           return send.person.empty() && send.method == told.method;
         });
}

// Somebody who may not see the incident has taken its page there: nobody else need be rung, and they neither
// learn of it here nor come onto it.
Outcome acknowledged_elsewhere(const FoundPage& found, const Context& ctx) {
  Outcome outcome = acknowledge_page(found.book, *found.page, PersonId{}, ctx);
  if (outcome) outcome->reply = {};
  return outcome;
}

}  // namespace

Outcome acknowledge_page(const PageBook& book, const PageRecord& page, const PersonId& person,
                         const Context& ctx) {
  if (!book.open) {
    return refuse("incident_ended", to_string(book.number) + " is " +
                                        std::string{name_of(book.incident->state)} +
                                        " by now; thank you, you are not needed any more");
  }
  const bool lone = book.incident == nullptr;
  if (contains(page.acknowledged_by, person)) {
    const std::string say = "You acknowledged it already.";
    return lone ? show(ShowHelp{"declare"}, say) : show(ShowIncident{book.number}, say);
  }
  const bool late = answered(page, *book.pages);
  Plan plan = plan_for(ctx, book);
  const Seq acknowledged = plan.record(PageAcknowledged{page.id, person});
  plan.answer_in_place("page_settled", acknowledged);
  if (lone) {
    if (page.by.person() != person) plan.tell(page.by.person(), "page_acknowledged", acknowledged);
    if (!page.escalation.empty()) plan.tell_room("page_acknowledged", acknowledged);
    return plan.done(!page.purpose.empty() ? "Thank you, this way works."
                                           : "Thank you. If it is an incident: declare <what is broken>. The "
                                             "page then belongs to it.");
  }
  plan.tell_room("page_acknowledged", acknowledged);
  std::string say = "Thank you. You are on " + to_string(book.number) + ".";
  if (late) say += " Somebody had acknowledged it before you; ask in the room whether you are needed.";
  const PageRecord& first = first_of(page, *book.pages);
  const bool at_declare = first.sent_at <= book.incident->declared_at && contains(page.people, person);
  if (!book.incident->commander() && at_declare) {
    Context scene = ctx;  // who answers by phone is in no room
    scene.incident = book.incident;
    plan_role(plan, scene, std::string{kIncidentCommander}, person);
    say += " You are the incident commander.";
  }
  return plan.done(say, ShowCatchup{book.number});
}

Outcome decline_page(const PageBook& book, const PageRecord& page, const PersonId& person,
                     const std::string& reason, const Context& ctx) {
  if (!contains(page.people, person))
    return refuse("not_paged", "Page " + page.id + " is not for you. ack takes it, if you can");
  if (!still_waits(book, page)) return refuse("page_over", "Page " + page.id + " is answered already");
  if (contains(page.declined_by, person)) return show(ShowHelp{"page"}, "You declined it already.");
  Plan plan = plan_for(ctx, book);
  const Seq declined = plan.record(PageDeclined{page.id, person, reason});
  plan.tell_room("page_declined", declined);
  PageRecord after = page;
  after.declined_by.push_back(person);
  const bool next = !page.escalation.empty() && is_last(page, *book.pages) && is_lost(after);
  if (next) escalate(plan, ctx, book, after);
  return plan.done(next ? "Thank you for saying so. The next of the escalation is rung now."
                        : "Thank you for saying so.");
}

Outcome page_went_out(const SendPage& sent, const EffectDelivered& delivered, const Context& ctx) {
  return progressed(delivered.incident,
                    PageSent{sent.page, sent.person, sent.method, delivered.platform, delivered.state,
                             delivered.detail, delivered.ref, std::nullopt},
                    ctx);
}

Outcome page_did_not(const SendPage& sent, const EffectGivenUp& given_up, const Context& ctx) {
  const SendState state = given_up.possible_duplicate ? SendState::unknown : SendState::failed;
  return progressed(given_up.incident,
                    PageSent{sent.page, sent.person, sent.method, given_up.platform, state, given_up.error,
                             "", std::nullopt},
                    ctx);
}

Outcome on_page_progressed(const PageProgressed& told, const Context& ctx) {
  return progressed(told.incident,
                    PageSent{told.page, told.person, told.method, platform_of(told.method, ctx.policy),
                             told.state, told.detail, told.ref, std::nullopt},
                    ctx);
}

Outcome on_page_answered(const PageAnswered& told, const Context& ctx) {
  const PersonId person = told.person.empty() ? ctx.actor.person() : told.person;
  const auto found = told.page.empty() ? page_for(person, "", ctx) : locate(told.incident, told.page, ctx);
  // A key and a mail are told by the system, which sees everything: nobody who was taken off a private
  // incident comes back by answering an old page.
  const bool is_hidden = found && found->book.incident != nullptr && !person.empty() &&
                         !may_see(*found->book.incident, person, ctx.policy.auditors);
  if (is_hidden && rang_there(*found->page, told)) return acknowledged_elsewhere(*found, ctx);
  if (!found || is_hidden) {
    return refuse("unknown_page", told.page.empty()
                                      ? "No page waits for you."
                                      : "Page " + told.page + " is over; nothing waits for you.");
  }
  switch (told.answer) {
    case PageAnswer::acknowledge:
    case PageAnswer::resolve:  // whoever resolves it at the provider has it; the incident ends here only
      return acknowledge_page(found->book, *found->page, person, ctx);
    case PageAnswer::decline:
      return decline_page(found->book, *found->page, person, "", ctx);
  }
  return Decision{};
}

}  // namespace muster
