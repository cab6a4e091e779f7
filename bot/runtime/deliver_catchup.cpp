// What a chat missed while it could not be reached, in one message.
#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/runtime/deliver_attempt.hpp"
#include "bot/runtime/staleness.hpp"
#include "bot/text/timeline.hpp"

namespace muster {

namespace {

// What was corrected or taken back since is not said as it was, so corrections stay in.
std::vector<Event> told(std::vector<Event> all, const std::vector<Seq>& about) {
  std::erase_if(all, [&](const Event& event) {
    const bool corrects = std::holds_alternative<EntryRevised>(event.body) ||
                          std::holds_alternative<EntryWithdrawn>(event.body);
    return !corrects && !contains(about, event.seq);
  });
  return all;
}

}  // namespace

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, PostCatchup effect) {
  MUSTER_CO_TRY(std::vector<Event> all, co_await events(a.row.incident));
  MUSTER_CO_TRY(Place place, co_await resolve(a, effect.to));
  a.incident = deps_.board.find(a.row.incident);
  if (!a.incident) co_return unread(a.row.incident);
  if (!may_be_said(effect.to, *a.incident, *deps_.board.policy)) co_return a.unsaid();
  all = told(std::move(all), effect.about);
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people};
  const std::vector<TimelineEntry> entries = timeline(all, scene.policy, scene.people);
  if (std::ranges::all_of(entries, &TimelineEntry::housekeeping)) co_return a.unsaid();
  MUSTER_CO_TRY(Message message, deps_.speaker.missed(*a.incident, all, a.row.effect.platform, scene));
  Delivered delivered = a.done();
  MUSTER_CO_TRY(delivered.receipt.at,
                co_await a.chat->post(a.delivery, std::move(place), std::move(message), deps_.board.people));
  co_return delivered;
}

}  // namespace muster
