// How pages go out, climb (paging.cpp) and are answered (page_answers.cpp): shared by the verbs and
// happenings about pages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/domain/escalation.hpp"
#include "bot/domain/inbound.hpp"
#include "handlers/page_book.hpp"

namespace muster {

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

// A way did not reach this person: the next one is taken now, or the next step when none is left. page: as it
// is with the failure.
void next_after_failure(Plan& plan, const Context& ctx, const PageBook& book, const PageRecord& page,
                        const PersonId& person);

// The platform that a method of paging belongs to: "twilio" of "sms".
[[nodiscard]] std::string platform_of(const std::string& method, const Policy& policy);

// Whoever it is for acknowledges, by whatever means.
[[nodiscard]] Outcome acknowledge_page(const PageBook& book, const PageRecord& page, const PersonId& person,
                                       const Context& ctx);
[[nodiscard]] Outcome decline_page(const PageBook& book, const PageRecord& page, const PersonId& person,
                                   const std::string& reason, const Context& ctx);

// The outbox handed a page to its provider, or gave it up; a timer says that a way or a step is due.
[[nodiscard]] Outcome page_went_out(const SendPage& sent, const EffectDelivered& delivered,
                                    const Context& ctx);
[[nodiscard]] Outcome page_did_not(const SendPage& sent, const EffectGivenUp& given_up, const Context& ctx);
[[nodiscard]] Outcome way_due(const TimerFired& fired, const Context& ctx);
[[nodiscard]] Outcome step_due(const TimerFired& fired, const Context& ctx);

}  // namespace muster
