// The operations review: every week by the calendar's clock, in the room the configuration names.
#include "handlers/review.hpp"

#include <algorithm>
#include <chrono>

#include "bot/domain/calendar.hpp"
#include "bot/domain/timers.hpp"

namespace muster {

namespace {

constexpr Duration kStillNews = std::chrono::hours{24};

// In words everywhere, as a picture where a chat takes files; the console's report page draws it itself.
void post_review(Decision& decision, Time until, const Context& ctx) {
  for (const std::string& platform : ctx.platforms) {
    if (!ctx.policy.review.rooms.contains(platform)) continue;
    PostReport review{"", "7d", until, "", true, false, {}};
    decision.effects.emplace_back(kOperations, Effect{platform, review});
    if (platform == "console") continue;
    review.picture = true;
    decision.effects.emplace_back(kOperations, Effect{platform, std::move(review)});
  }
}

}  // namespace

// Of several weeks missed only the last is said, and none that is more than a day late. A review that was
// just configured begins with the next week.
Outcome review_due(const TimerFired& fired, const Context& ctx) {
  const ReviewRule& rule = ctx.policy.review;
  const std::optional<Time>& reviewed = ctx.operations.reviewed;
  const Time week = last_weekly(ctx.now, rule.day, rule.at, ctx.policy.calendar.zone);
  const auto wanted = wanted_timers(ctx.operations, ctx.policy);
  const bool still_wanted = std::ranges::any_of(
      wanted, [&](const Timer& timer) { return timer.what == kWeeklyReview && timer.due == fired.due; });
  if (!still_wanted) return Decision{};
  Decision decision;
  decision.events.push_back({kOperations, Reminded{std::string{kWeeklyReview}, "", week}, std::nullopt});
  const bool is_news = reviewed && *reviewed < week && ctx.now - week <= kStillNews;
  if (is_news) post_review(decision, week, ctx);
  return decision;
}

}  // namespace muster
