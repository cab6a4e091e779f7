// How pages go out, climb and are answered: shared by the verbs and happenings about pages. A page is on the
// timeline of an incident or, before there is one, on the operations log; both go the same way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/domain/command.hpp"
#include "bot/domain/escalation.hpp"
#include "bot/domain/inbound.hpp"
#include "handlers/plan.hpp"

namespace muster {

// Where pages stand: an incident, or the operations log.
struct PageBook {
  IncidentNumber number;  // kOperations: no incident
  const Incident* incident = nullptr;
  const std::vector<PageRecord>* pages = nullptr;  // never null
  std::optional<Severity> severity{};
  Kind kind = Kind::normal;
  bool open = true;
};
// None: no such incident, or one the asker may not see.
[[nodiscard]] std::optional<PageBook> page_book(IncidentNumber number, const Context& ctx);

// The id a new page of the book gets: P3, PG-7. `more`: how many are added before it in the same decision.
[[nodiscard]] std::string next_page_id(const PageBook& book, const Context& ctx, std::size_t more = 0);

// Records the page and sends it: chat at once, the other ways by each person's rules, systems at once. Gives
// the event's number.
Seq ring(Plan& plan, const Context& ctx, const PageBook& book, const PersonPaged& page,
         const std::vector<std::string>& systems = {});

// The same to one person by one way besides chat: how a test tries it.
void ring_by(Plan& plan, const Context& ctx, const PersonPaged& page, const std::string& method);

// The first page of an escalation; `more` as in next_page_id. An empty target: nobody is there to the end of
// it, which was said.
struct Rung1 {
  std::string page;
  Rung rung;
};
std::optional<Rung1> begin_escalation(Plan& plan, const Context& ctx, const PageBook& book,
                                      const EscalationPolicy& escalation, const std::string& text,
                                      std::size_t more = 0);

// The next step after this page, or its end said aloud.
void escalate(Plan& plan, const Context& ctx, const PageBook& book, const PageRecord& page);

// Whoever it is for acknowledges, by whatever means.
[[nodiscard]] Outcome acknowledge_page(const PageBook& book, const PageRecord& page, const PersonId& person,
                                       const Context& ctx);
[[nodiscard]] Outcome decline_page(const PageBook& book, const PageRecord& page, const PersonId& person,
                                   const std::string& reason, const Context& ctx);

// Of ctx.incident when it is set, else of any or before one; the newest of those that wait for this person
// when `id` is empty.
struct FoundPage {
  PageBook book;
  const PageRecord* page = nullptr;
};
[[nodiscard]] std::optional<FoundPage> page_for(const PersonId& person, const std::string& id,
                                                const Context& ctx);

// The page of that id; one that was sent before an incident may belong to it by now. Null: no such page.
[[nodiscard]] std::optional<FoundPage> locate(IncidentNumber number, const std::string& id,
                                              const Context& ctx);

// The outbox handed a page to its provider, or gave it up; a timer says that a way or a step is due.
[[nodiscard]] Outcome page_went_out(const SendPage& sent, const EffectDelivered& delivered,
                                    const Context& ctx);
[[nodiscard]] Outcome page_did_not(const SendPage& sent, const EffectGivenUp& given_up, const Context& ctx);
[[nodiscard]] Outcome way_due(const TimerFired& fired, const Context& ctx);
[[nodiscard]] Outcome step_due(const TimerFired& fired, const Context& ctx);

}  // namespace muster
