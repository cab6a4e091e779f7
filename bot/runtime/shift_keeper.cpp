#include "bot/runtime/shift_keeper.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/base/log.hpp"
#include "bot/domain/oncall.hpp"

namespace muster {

namespace {

constexpr Duration kAhead = std::chrono::days{21};
constexpr std::chrono::hours kEvery{24};

}  // namespace

asio::awaitable<void> ShiftKeeper::record(const Schedule& schedule) {
  const Time now = clock_.now();
  Inbound inbound;
  inbound.origin_key = "shifts/" + schedule.id + "/" + std::to_string(now.time_since_epoch().count());
  inbound.occurred_at = now;
  inbound.what = ShiftsRead{
      {schedule.id, now, now + kAhead, planned_shifts(schedule, *board_.policy, now, now + kAhead), {}}};
  const auto kept = co_await intake_.submit(std::move(inbound));
  if (!kept)
    log_warn("the shifts to come were not recorded",
             {{"schedule", schedule.id}, {"error", kept.error().say}});
}

asio::awaitable<void> ShiftKeeper::run() {
  while (!stopping_) {
    const std::shared_ptr<const Policy> policy = board_.policy;
    for (const Schedule& schedule : policy->schedules) {
      if (schedule.source == ShiftSource::layers && !stopping_) co_await record(schedule);
    }
    tick_.expires_after(kEvery);
    if (!stopping_) co_await tick_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

void ShiftKeeper::stop() {
  stopping_ = true;
  tick_.cancel();
}

}  // namespace muster
