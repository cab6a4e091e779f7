#include "integrations/slack/gap_repair.hpp"

#include <algorithm>
#include <set>

#include "bot/base/log.hpp"
#include "integrations/slack/answers.hpp"

namespace muster::slack {
namespace {

constexpr std::chrono::hours kLongest{20};
constexpr std::chrono::minutes kOverlap{1};
constexpr int kMostRepaired = 10;
constexpr int kMostAttempts = 5;

struct Gap {
  Time oldest{};
  bool just_started = false;
};

// Asks again when Slack is busy; gives up when it refuses, or at stop.
asio::awaitable<Result<ApiAnswer>> ask(CorePtr core, std::string method, net::FormFields fields) {
  for (int attempt = 1;; ++attempt) {
    auto answer = co_await core->api->call(method, fields, {.repeatable = true});
    if (answer || !worth_retrying(answer.error().kind) || attempt == kMostAttempts || core->stop.raised())
      co_return answer;
    co_await core->stop.pause(
        std::chrono::seconds{std::clamp<std::int64_t>(answer.error().retry_after_s, 2, 60)});
  }
}

// All pages, oldest message first. Threads that go on are read too: replies are not in the history.
asio::awaitable<Result<std::vector<Inbound>>> read_room(CorePtr core, std::string room, std::string method,
                                                        std::string thread, Gap gap) {
  std::vector<Inbound> all;
  std::vector<std::string> threads;
  std::string cursor;
  for (int page = 0; page < kMostRepaired; ++page) {
    net::FormFields fields{{"channel", room}, {"oldest", ts_of_time(gap.oldest)}, {"limit", "200"}};
    if (!thread.empty()) fields.emplace_back("ts", thread);
    if (!cursor.empty()) fields.emplace_back("cursor", cursor);
    MUSTER_CO_TRY(const ApiAnswer answer, co_await ask(core, method, std::move(fields)));
    PastMessages past = read_past(answer, room, core->self, core->clock.now());
    std::ranges::move(past.inbound, std::back_inserter(all));
    std::ranges::move(past.threads, std::back_inserter(threads));
    cursor = next_cursor(answer);
    if (cursor.empty()) break;
  }
  if (thread.empty()) {
    for (const std::string& parent : threads) {
      auto replies = co_await read_room(core, room, "conversations.replies", parent, gap);
      if (replies) std::ranges::move(*replies, std::back_inserter(all));
    }
  }
  // The message before its reactions.
  std::ranges::sort(all, {}, [](const Inbound& inbound) {
    return std::pair{inbound.place.message, std::holds_alternative<ReactionChanged>(inbound.what)};
  });
  co_return all;
}

// Who did it; asked for again while Slack is busy.
asio::awaitable<Result<Identity>> who(CorePtr core, Identity from) {
  for (int attempt = 1;; ++attempt) {
    auto known = co_await core->directory.complete(from, core->self);
    const bool again = !known && worth_retrying(known.error().kind) && attempt < kMostAttempts;
    if (!again || core->stop.raised()) co_return known;
    co_await core->stop.pause(std::chrono::seconds{2});
  }
}

bool is_worth_handing_in(const Incident& incident, const Inbound& inbound) {
  if (std::holds_alternative<ReactionChanged>(inbound.what)) {
    // Captured ones need nothing. Withdrawn ones stay withdrawn: history tells who has pinned a message, not
    // when, so an old pin that is still there would bring the entry back.
    const auto is_this = [&](const auto& entry) { return same_message(entry.first, inbound.place); };
    return std::ranges::none_of(incident.captured, is_this) &&
           std::ranges::none_of(incident.withdrawn, is_this);
  }
  return true;
}

asio::awaitable<Result<Done>> hand_in(CorePtr core, Inbound inbound, Gap gap) {
  const std::string key = inbound.origin_key;
  Asker asker;
  if (std::holds_alternative<CommandTyped>(inbound.what)) {
    asker.via = Asker::Via::mention;
    asker.user = inbound.from ? inbound.from->user : std::string{};
    asker.place = inbound.place;
  }
  if (inbound.from) {
    MUSTER_CO_TRY(inbound.from, co_await who(core, *inbound.from));
  }
  name_mentions(inbound, core->board.people);
  auto answer = co_await core->intake.submit(std::move(inbound));
  if (!answer) co_return std::unexpected(answer.error());
  const bool is_new = core->answered.claim(key);
  if (is_new && !gap.just_started && asker.via == Asker::Via::mention) {
    co_await answer_mention(core, std::move(asker), *std::move(answer));
  }
  co_return Done{};
}

asio::awaitable<Result<Done>> repair_room(CorePtr core, IncidentNumber number, std::string room, Gap gap) {
  MUSTER_CO_TRY(std::vector<Inbound> missed,
                co_await read_room(core, room, "conversations.history", {}, gap));
  std::set<std::string> seen;  // a reply shown in the channel is in both lists
  for (Inbound& inbound : missed) {
    if (core->stop.raised()) break;
    const auto incident = core->board.find(number);  // as it is by now
    if (!is_worth_handing_in(*incident, inbound) || !seen.insert(inbound.origin_key).second) continue;
    MUSTER_CO_CHECK(co_await hand_in(core, std::move(inbound), gap));
  }
  co_return Done{};
}

}  // namespace

asio::awaitable<void> repair_gap(CorePtr core, Time since) {
  const Time now = core->clock.now();
  const Gap gap{.oldest = std::max(since - kOverlap, Time{now - kLongest}), .just_started = since == Time{}};
  const auto incidents = core->board.incidents;
  for (const auto& [number, incident] : incidents) {
    const auto room = incident->rooms.find(std::string{kPlatform});
    if (!incident->is_open() || room == incident->rooms.end() || core->stop.raised()) continue;
    const auto repaired = co_await repair_room(core, number, room->second.place.room, gap);
    if (repaired) continue;
    log_warn("What was said while Slack was out of reach could not be read",
             {{"incident", to_string(number)}, {"detail", repaired.error().detail}});
  }
}

}  // namespace muster::slack
