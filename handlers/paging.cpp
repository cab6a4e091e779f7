#include "handlers/paging.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/pages.hpp"
#include "handlers/commands.hpp"
#include "handlers/happenings.hpp"

namespace muster {

namespace {

Plan plan_for(const Context& ctx, const PageBook& book) {
  return book.incident == nullptr ? Plan::outside(ctx) : Plan{ctx, *book.incident};
}

const PageRecord* find_page(const PageBook& book, const std::string& id) {
  const auto found = std::ranges::find(*book.pages, id, &PageRecord::id);
  return found == book.pages->end() ? nullptr : &*found;
}

std::string platform_of(const std::string& method, const Policy& policy) {
  const PagerMethod* known = policy.pager_method(method);
  return known == nullptr ? method.substr(0, method.find(':')) : known->platform;
}

bool still_waits(const PageBook& book, const PageRecord& page) {
  return book.open && !page.expired_at && !answered(page, *book.pages);
}

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

// The sends of a page that may still reach this person. Where nobody can say, it is not waited for.
bool has_hope(const PageRecord& page, const PersonId& person) {
  return std::ranges::any_of(page.sends, [&](const PageSend& send) {
    const bool hopeless = send.state == SendState::failed || send.state == SendState::unknown ||
                          send.state == SendState::canceled;
    return send.person == person && !hopeless;
  });
}

bool has_way(const PageRecord& page, const PersonId& person) {
  return std::ranges::any_of(page.sends, [&](const PageSend& send) { return send.person == person; });
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

// Everybody of the page has declined, or cannot be reached by any way they have.
bool is_lost(const PageRecord& page) {
  const bool systems = std::ranges::any_of(page.sends, [](const PageSend& send) {
    return send.person.empty() && send.state != SendState::failed;
  });
  return !systems && std::ranges::all_of(page.people, [&](const PersonId& person) {
    return contains(page.declined_by, person) || (has_way(page, person) && !has_hope(page, person));
  });
}

// The fold with one more word about a send, to decide by what is so after it.
PageRecord with(PageRecord page, const PageSent& sent, Time now) {
  std::vector<PageRecord> one{std::move(page)};
  Event event;
  event.occurred_at = now;
  fold_page(one, event, sent);
  return std::move(one.front());
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

void after_failure(Plan& plan, const Context& ctx, const PageBook& book, const PageRecord& page,
                   const PersonId& person) {
  if (const PageSend* next = next_planned(page, person)) {
    send_by(plan, page.id, person, next->method, ctx.policy);
    return;
  }
  if (!page.escalation.empty() && is_last(page, *book.pages) && is_lost(page))
    escalate(plan, ctx, book, page);
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
    after_failure(plan, ctx, *book, with(*page, sent, ctx.now), sent.person);
  }
  return plan.done("");
}

}  // namespace

std::optional<PageBook> page_book(IncidentNumber number, const Context& ctx) {
  if (number == kOperations) return PageBook{kOperations, nullptr, &ctx.operations.pages};
  const Incident* incident = ctx.incidents.find(number);
  if (incident == nullptr) return std::nullopt;
  return PageBook{number,         incident,           &incident->pages, incident->severity,
                  incident->kind, incident->is_open()};
}

std::string next_page_id(const PageBook& book, const Context& ctx, std::size_t more) {
  if (book.incident == nullptr && book.number == kOperations)
    return "PG-" + std::to_string(ctx.operations.pages_sent + 1 + static_cast<std::int64_t>(more));
  return "P" + std::to_string(book.pages->size() + 1 + more);
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

std::optional<FoundPage> locate(IncidentNumber number, const std::string& id, const Context& ctx) {
  if (const auto book = page_book(number, ctx)) {
    if (const PageRecord* page = find_page(*book, id)) return FoundPage{*book, page};
  }
  if (number != kOperations) return std::nullopt;
  for (const Incident* incident : ctx.incidents.all()) {
    if (const PageRecord* page = incident->page(id))
      return FoundPage{*page_book(incident->number, ctx), page};
  }
  return std::nullopt;
}

std::optional<FoundPage> page_for(const PersonId& person, const std::string& id, const Context& ctx) {
  std::vector<PageBook> books;
  if (ctx.incident != nullptr) {  // what is said of one incident is never about another
    books.push_back(*page_book(ctx.incident->number, ctx));
  } else {
    for (const Incident* incident : ctx.incidents.all()) {
      if (incident->is_open() && !incident->pages.empty()) books.push_back(*page_book(incident->number, ctx));
    }
  }
  if (ctx.incident == nullptr || id.starts_with("PG-")) books.push_back(*page_book(kOperations, ctx));
  std::optional<FoundPage> found;
  for (const PageBook& book : books) {
    for (const PageRecord& page : *book.pages) {
      const bool meant =
          id.empty() ? contains(page.people, person) && still_waits(book, page) : page.id == id;
      const bool newer = !found || page.sent_at > found->page->sent_at;
      if (meant && newer) found.emplace(FoundPage{book, &page});
    }
  }
  return found;
}

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
