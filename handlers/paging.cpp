#include "handlers/paging.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/pages.hpp"

namespace muster {

namespace {

// Sends by one way now.
void send_by(Plan& plan, const std::string& page, const PersonId& person, const std::string& method,
             const Policy& policy) {
  const std::string platform = platform_of(method, policy);
  plan.record(PageSent{page, person, method, platform, SendState::queued, "", "", std::nullopt});
  plan.promise(platform, SendPage{page, person, method});
}

// A way of the page comes for this person by then. One that a provider has not taken yet does not count: it
// may fail, and a phone that rings twice is better than one that does not.
bool rings_by(const PageRecord& page, const PersonId& person, Time then) {
  return !contains(page.declined_by, person) && std::ranges::any_of(page.sends, [&](const PageSend& send) {
    return send.person == person && send.state == SendState::planned && send.due && *send.due <= then;
  });
}

// What this escalation did to a person up to this page, which is as it is after what happens now. Null:
// nothing.
struct Before {
  const PageRecord* page = nullptr;   // the newest that went to them
  const PageRecord* rings = nullptr;  // the newest that rings them before the next step would
};
Before before(const PageBook& book, const PageRecord& last, const PersonId& person, Time next_step) {
  Before known;
  const PageRecord* page = &last;
  while (page != nullptr && known.rings == nullptr) {
    const bool theirs = contains(page->people, person);
    if (theirs && known.page == nullptr) known.page = page;
    if (theirs && rings_by(*page, person, next_step)) known.rings = page;
    const PageRecord* older = find_page(book, page->escalated_from);
    page = older != nullptr && older->seq < page->seq ? older : nullptr;
  }
  return known;
}

void send_to(Plan& plan, const Context& ctx, const PageBook& book, const PersonPaged& page,
             const PersonId& id) {
  const Person* person = ctx.people.find(id);
  if (person == nullptr || book.kind == Kind::test) return;
  const bool proof = !page.purpose.empty();  // proves every way, now and whatever the hour
  for (const ContactRule& rule :
       ways_to(*person, proof ? std::nullopt : book.severity, ctx.policy, ctx.operations, ctx.now)) {
    if (rule.after <= Duration{0} || proof) {
      send_by(plan, page.page, id, rule.method, ctx.policy);
      continue;
    }
    plan.record(PageSent{page.page, id, rule.method, platform_of(rule.method, ctx.policy), SendState::planned,
                         "", "", ctx.now + rule.after});
  }
}

// The way that is planned next for this person, to be taken at once since the one before failed.
const PageSend* next_planned(const PageRecord& page, const PersonId& person) {
  const PageSend* next = nullptr;
  for (const PageSend& send : page.sends) {
    const bool planned = send.person == person && send.state == SendState::planned;
    if (planned && (next == nullptr || send.due < next->due)) next = &send;
  }
  return next;
}

std::string step_target(const Climb& to) {
  return to.rung.words;
}

// The same, and who of them this escalation has paged before on another step of this round, since a phone
// that rings again for the same thing is not somebody else.
std::string step_target(const Climb& to, const PageBook& book, const PageRecord& after, Time next_step,
                        const Context& ctx) {
  std::string again;
  for (const PersonId& person : to.rung.people) {
    const Before known = before(book, after, person, next_step);
    const std::string name = "; " + ctx.people.name_of(person);
    const auto where = [](const PageRecord& page) {
      return " already on step " + std::to_string(page.step) + " (" + page.id + ")";
    };
    if (known.rings != nullptr) {
      again += name + " is being rung" + where(*known.rings) + ", so by chat only now";
    } else if (known.page != nullptr && known.page->round == to.round && known.page->step != to.step) {
      again += name + " was paged" + where(*known.page);
    }
  }
  return again.empty() ? to.rung.words : ctx.people.name_of(PersonId{to.rung.words}) + again;
}

// Rings all but those whom an earlier page still rings: they hear of this one by chat only.
Seq ring_but(Plan& plan, const Context& ctx, const PageBook& book, const PersonPaged& page,
             const std::vector<std::string>& systems, const std::vector<PersonId>& spared) {
  const Seq paged = plan.record(page);
  const std::string wording = book.number == kOperations ? "page_alone" : "page";
  for (const PersonId& person : page.people) {
    plan.tell(person, page.purpose.empty() ? wording : "page_test", paged);
    if (!contains(spared, person)) send_to(plan, ctx, book, page, person);
  }
  if (book.kind == Kind::test) return paged;  // wakes nobody
  for (const std::string& system : systems) send_by(plan, page.page, {}, system, ctx.policy);
  return paged;
}

}  // namespace

std::string platform_of(const std::string& method, const Policy& policy) {
  const PagerMethod* known = policy.pager_method(method);
  return known == nullptr ? method.substr(0, method.find(':')) : known->platform;
}

Seq ring(Plan& plan, const Context& ctx, const PageBook& book, const PersonPaged& page,
         const std::vector<std::string>& systems) {
  return ring_but(plan, ctx, book, page, systems, {});
}

void ring_by(Plan& plan, const Context& ctx, const PersonPaged& page, const std::string& method) {
  const Seq paged = plan.record(page);
  for (const PersonId& person : page.people) {
    plan.tell(person, "page_test", paged);
    send_by(plan, page.page, person, method, ctx.policy);
  }
}

std::optional<Rung1> begin_escalation(Plan& plan, const Context& ctx, const PageBook& book,
                                      const EscalationPolicy& escalation, const std::string& text,
                                      std::size_t more) {
  Climbed climbed = climb(escalation, 0, 0, book.severity, ctx.policy, ctx.operations, ctx.now);
  for (const EscalationSkipped& skipped : climbed.skipped)
    plan.tell_room("escalation_skipped", plan.record(skipped));
  if (!climbed.to) return std::nullopt;
  Rung& rung = climbed.to->rung;
  const std::string id = next_page_id(book, ctx, more);
  const Seq paged = ring(plan, ctx, book,
                         PersonPaged{id, step_target(*climbed.to), rung.people, text, "", escalation.id,
                                     climbed.to->step, climbed.to->round, ""},
                         rung.systems);
  plan.tell_room("page_room", paged);
  return Rung1{id, rung};
}

void escalate(Plan& plan, const Context& ctx, const PageBook& book, const PageRecord& page) {
  const EscalationPolicy* escalation = ctx.policy.escalation_named(page.escalation);
  Climbed climbed;
  if (escalation != nullptr)
    climbed = climb(*escalation, page.step, page.round, book.severity, ctx.policy, ctx.operations, ctx.now);
  for (const EscalationSkipped& skipped : climbed.skipped)
    plan.tell_room("escalation_skipped", plan.record(skipped));
  if (!climbed.to) {
    const Seq expired = plan.record(PageExpired{page.id, ""});
    plan.tell_room("page_expired", expired);
    if (book.number != kOperations) plan.announce("page_expired", expired);
    return;
  }
  const Climb& to = *climbed.to;
  const Time next_step = ctx.now + escalation->steps[static_cast<std::size_t>(to.step - 1)].wait;
  std::vector<PersonId> spared = to.rung.people;
  std::erase_if(spared,
                [&](const PersonId& each) { return before(book, page, each, next_step).rings == nullptr; });
  const PersonPaged next{next_page_id(book, ctx),
                         step_target(to, book, page, next_step, ctx),
                         to.rung.people,
                         page.text,
                         page.id,
                         page.escalation,
                         to.step,
                         to.round,
                         ""};
  const Seq paged = ring_but(plan, ctx, book, next, to.rung.systems, spared);
  if (book.incident != nullptr) plan.invite(to.rung.people);
  plan.tell_room("page_escalated", paged);
}

void next_after_failure(Plan& plan, const Context& ctx, const PageBook& book, const PageRecord& page,
                        const PersonId& person) {
  if (const PageSend* next = next_planned(page, person)) {
    send_by(plan, page.id, person, next->method, ctx.policy);
    return;
  }
  if (!page.escalation.empty() && is_last(page, *book.pages) && is_lost(page))
    escalate(plan, ctx, book, page);
}

Outcome way_due(const TimerFired& fired, const Context& ctx) {
  const auto book = page_book(fired.incident, ctx);
  if (!book) return Decision{};
  for (const PageRecord& page : *book->pages) {
    for (const PageSend& send : page.sends) {
      if (way_subject(page, send) != fired.subject || send.state != SendState::planned) continue;
      if (!still_waits(*book, page)) return Decision{};
      Plan plan = plan_for(ctx, *book);
      // After an outage only the last of the ways that were due is taken: one phone rings once.
      const bool overtaken = std::ranges::any_of(page.sends, [&](const PageSend& other) {
        return other.person == send.person && other.state == SendState::planned && other.due <= ctx.now &&
               other.due > send.due;
      });
      if (overtaken) {
        plan.record(PageSent{page.id, send.person, send.method, send.platform, SendState::canceled,
                             "a later way was due too", "", std::nullopt});
      } else {
        send_by(plan, page.id, send.person, send.method, ctx.policy);
      }
      return plan.done("");
    }
  }
  return Decision{};
}

Outcome step_due(const TimerFired& fired, const Context& ctx) {
  const auto book = page_book(fired.incident, ctx);
  const PageRecord* page = book ? find_page(*book, fired.subject) : nullptr;
  if (page == nullptr || !still_waits(*book, *page) || !is_last(*page, *book->pages)) return Decision{};
  Plan plan = plan_for(ctx, *book);
  escalate(plan, ctx, *book, *page);
  return plan.done("");
}

}  // namespace muster
