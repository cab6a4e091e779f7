#include "integrations/pagerduty/shift_import.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"

namespace muster::pagerduty {

namespace {

constexpr std::chrono::minutes kEvery{5};
constexpr std::chrono::days kAhead{28};

}  // namespace

ShiftImport::ShiftImport(std::shared_ptr<Rest> rest, const IntegrationDeps& deps)
    : rest_{std::move(rest)},
      io_{deps.io},
      clock_{deps.clock},
      intake_{deps.intake},
      board_{deps.board},
      nap_{deps.io} {}

void ShiftImport::start() {
  const bool wanted = std::ranges::any_of(
      board_.policy->schedules, [](const Schedule& each) { return each.source == ShiftSource::pagerduty; });
  if (!wanted) return;
  asio::co_spawn(
      io_, [self = shared_from_this()] { return self->keep_reading(); },
      [](const std::exception_ptr& bug) {
        give_up_if_out_of_memory(bug);
        if (bug) log_error("the import of PagerDuty's schedules ended by a bug");
      });
}

void ShiftImport::stop() {
  stopping_ = true;
  nap_.cancel();
}

asio::awaitable<void> ShiftImport::keep_reading() {
  while (!stopping_) {
    co_await read_all();
    if (stopping_) co_return;
    nap_.expires_after(kEvery);
    co_await nap_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> ShiftImport::read_all() {
  const auto policy = board_.policy;
  for (const Schedule& schedule : policy->schedules) {
    if (schedule.source != ShiftSource::pagerduty || stopping_) continue;
    const auto read_now = co_await read(schedule);
    if (!read_now)
      log_warn(
          "a schedule could not be read from PagerDuty",
          {{"schedule", schedule.id}, {"error", read_now.error().say}, {"detail", read_now.error().detail}});
  }
}

PersonId ShiftImport::person_of(const OnCall& shift) const {
  const Person* person = board_.people.find_identity("pagerduty", shift.user);
  if (person == nullptr && !shift.email.empty()) person = board_.people.find_identity("email", shift.email);
  return person == nullptr ? PersonId{} : person->id;
}

asio::awaitable<Result<Done>> ShiftImport::read(Schedule schedule) {
  // From midnight, so that somebody who is always on call has the same shift all day long.
  const Time from = std::chrono::floor<std::chrono::days>(clock_.now());
  const Time until = from + kAhead;
  MUSTER_CO_TRY(const std::vector<OnCall> on_call, co_await rest_->on_call(schedule.from, from, until));
  ShiftsImported shifts{schedule.id, from, until, {}, {}};
  std::set<Shift> found;
  std::set<std::string> unknown;
  for (const OnCall& each : on_call) {
    const PersonId person = person_of(each);
    if (person.empty())
      unknown.insert(each.name.empty() ? each.user : each.name);
    else
      found.insert({person, each.from.value_or(from), each.until.value_or(until)});
  }
  shifts.shifts.assign(found.begin(), found.end());
  shifts.unknown.assign(unknown.begin(), unknown.end());
  Inbound inbound;
  inbound.origin_key =
      "pagerduty/shifts/" + schedule.id + "/" + std::to_string(clock_.now().time_since_epoch().count());
  inbound.occurred_at = clock_.now();
  inbound.rule = "pagerduty";
  inbound.what = ShiftsRead{std::move(shifts)};
  MUSTER_CO_CHECK(co_await intake_.submit(std::move(inbound)));
  co_return Done{};
}

}  // namespace muster::pagerduty
