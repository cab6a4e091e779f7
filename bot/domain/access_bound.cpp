#include "bot/domain/access_bound.hpp"

#include <chrono>
#include <utility>

namespace muster {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr int kMostRefusals = 60;
constexpr Duration kHour = hours{1};
constexpr std::size_t kMostRemembered = 2000;

bool is_refusal(AccessKind kind) {
  return kind == AccessKind::sign_in_refused || kind == AccessKind::request_refused ||
         kind == AccessKind::command_refused;
}

Duration once_in(AccessKind kind) {
  if (kind == AccessKind::private_read) return kHour;
  if (kind == AccessKind::feed_read) return hours{24};
  return minutes{10};
}

std::string key_of(const AccessRecorded& access, const std::string& who) {
  // A page, its timeline and its postmortem are one reading.
  const bool is_reading = access.kind == AccessKind::private_read;
  return std::string{name_of(access.kind)} + "\n" + (who.empty() ? access.address : who) + "\n" +
         (is_reading ? "" : access.what) + "\n" + access.person.value + "\n" +
         std::to_string(access.incident.value);
}

}  // namespace

std::optional<std::int64_t> AccessBound::admit(const AccessRecorded& access, const std::string& who,
                                               Time now) {
  std::string key = key_of(access, who);
  const auto found = remembered_.find(key);
  // A clock that was set back hides nothing.
  const bool is_known =
      found != remembered_.end() && now < found->second && found->second <= now + once_in(access.kind);
  std::int64_t left_out = 0;
  if (is_refusal(access.kind)) {
    Refusals& refusals = refusals_of(who, now);
    if (is_known || refusals.recorded >= kMostRefusals) {
      ++refusals.left_out;
      return std::nullopt;
    }
    ++refusals.recorded;
    left_out = std::exchange(refusals.left_out, 0);
  } else if (is_known) {
    return std::nullopt;
  }
  remember(std::move(key), now + once_in(access.kind), now);
  return left_out;
}

void AccessBound::not_kept(const AccessRecorded& access, const std::string& who) {
  remembered_.erase(key_of(access, who));
  const auto refusals = refusals_.find(who);
  if (is_refusal(access.kind) && refusals != refusals_.end())
    refusals->second.left_out += 1 + access.left_out;
}

AccessBound::Refusals& AccessBound::refusals_of(const std::string& who, Time now) {
  if (refusals_.size() >= kMostRemembered && !refusals_.contains(who)) {
    std::erase_if(refusals_, [&](const auto& one) { return now - one.second.hour >= kHour; });
    if (refusals_.size() >= kMostRemembered) refusals_.clear();
  }
  Refusals& refusals = refusals_.try_emplace(who, Refusals{now}).first->second;
  if (now - refusals.hour >= kHour || now < refusals.hour) {
    refusals.hour = now;
    refusals.recorded = 0;
  }
  return refusals;
}

// Should all be in use, they start anew: memory stays bounded, and something is recorded twice.
void AccessBound::remember(std::string key, Time until, Time now) {
  if (remembered_.size() >= kMostRemembered) {
    std::erase_if(remembered_, [&](const auto& one) { return one.second <= now; });
    if (remembered_.size() >= kMostRemembered) remembered_.clear();
  }
  remembered_[std::move(key)] = until;
}

}  // namespace muster
