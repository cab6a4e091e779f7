// Once a day a page proves every way to one person; what did not get through is said aloud.
#include "handlers/synthetic.hpp"

#include <algorithm>

#include "bot/domain/timers.hpp"
#include "handlers/paging.hpp"

namespace muster {

Outcome synthetic_due(const Context& ctx) {
  const Person* person = ctx.people.find(ctx.policy.synthetic.person);
  if (person == nullptr) return Decision{};
  const PageBook book = *page_book(kOperations, ctx);
  Plan plan = Plan::outside(ctx);
  ring(plan, ctx, book,
       PersonPaged{next_page_id(book, ctx),
                   person->id.value,
                   {person->id},
                   "The daily test of every way",
                   "",
                   "",
                   0,
                   0,
                   "synthetic"});
  return plan.done("");
}

Outcome synthetic_check(const TimerFired& fired, const Context& ctx) {
  const PageRecord* page = ctx.operations.page(fired.subject);
  if (page == nullptr) return Decision{};
  const bool all_through = std::ranges::all_of(page->sends, [](const PageSend& send) {
    return send.state == SendState::accepted || send.state == SendState::delivered;
  });
  Plan plan = Plan::outside(ctx);
  const Seq checked = plan.record(Reminded{fired.what, fired.subject, page->sent_at});
  if (!all_through) plan.tell_room("synthetic_failed", checked);
  return plan.done("");
}

}  // namespace muster
