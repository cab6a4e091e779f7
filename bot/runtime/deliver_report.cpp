// Reports for everybody in a room: in words, or as a picture of the trend.
#include <algorithm>

#include "bot/report/picture.hpp"
#include "bot/runtime/deliver.hpp"
#include "bot/runtime/deliver_attempt.hpp"
#include "bot/runtime/report_message.hpp"

namespace muster {

namespace asio = boost::asio;

namespace {

// Fewer weeks are no trend.
constexpr Duration kTrend = std::chrono::days{7 * 12};

report::Asked asked_for(const PostReport& effect) {
  report::Asked asked;
  asked.last = effect.last;
  asked.service = effect.service;
  return asked;
}

}  // namespace

// What everybody may see: nothing private is in it.
asio::awaitable<Result<report::Report>> Deliverer::report_of(report::Period period, report::Filter filter,
                                                             Time until) {
  const auto policy = deps_.board.policy;
  MUSTER_CO_TRY(const report::Rows rows, co_await deps_.reader.read([=](Reader& reader) {
    return reader.report_rows(report::query_for(period, until, {}));
  }));
  co_return report::make_report(rows, period, filter, *policy, until);
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, PostReport effect) {
  const auto policy = deps_.board.policy;
  const std::string platform = a.row.effect.platform;
  const auto configured = policy->review.rooms.find(platform);
  const std::string room =
      effect.room.empty() && configured != policy->review.rooms.end() ? configured->second : effect.room;
  if (room.empty()) co_return a.unsaid();  // the review is no longer wanted
  MUSTER_CO_TRY(report::Period period, report::read_period(asked_for(effect), *policy, effect.until));
  MUSTER_CO_TRY(const report::Filter filter, report::read_filter(asked_for(effect), *policy));
  MUSTER_CO_TRY(const Place place, co_await a.chat->find_room(room));
  if (effect.picture) period.from = std::min(period.from, period.to - kTrend);
  MUSTER_CO_TRY(const report::Report made, co_await report_of(period, filter, effect.until));
  if (effect.picture) {
    const std::string title = "Incidents by week, " + report::say_period(period);
    MUSTER_CO_CHECK(co_await a.chat->share_file(a.delivery, place, "incidents.png", title,
                                                report::trend_png(made, *policy)));
    co_return a.done();
  }
  const auto layout = effect.review ? report::Layout::weekly : report::Layout::full;
  Delivered delivered = a.done();
  MUSTER_CO_TRY(delivered.receipt.at,
                co_await a.chat->post(a.delivery, place, report_message(made, layout), deps_.board.people));
  co_return delivered;
}

}  // namespace muster
