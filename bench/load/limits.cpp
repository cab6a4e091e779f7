#include "bench/load/limits.hpp"

#include <algorithm>
#include <cmath>

namespace muster::bench {

namespace {

constexpr double kChannelBurst = 4;  // "about one a second per channel, short bursts allowed"
constexpr double kTierThree = 50;    // a minute, of each other method
const std::string kPost = "chat.postMessage";

bool is_counted(const std::string& method) {
  return method != "auth.test" && method != "apps.connections.open" && method != "response_url";
}

}  // namespace

double Limits::Bucket::wait(Clock::time_point now) {
  if (filled != Clock::time_point{}) {
    const double passed = std::chrono::duration<double>(now - filled).count();
    level = std::min(most, level + passed * per_second);
  }
  filled = now;
  return level >= 1 ? 0 : (1 - level) / per_second;
}

int Limits::take(const std::string& method, const std::string& channel, Clock::time_point now) {
  if (!are_on_ || !is_counted(method)) return 0;
  const bool is_post = method == kPost;
  Bucket& own = is_post ? channels_.try_emplace(channel, Bucket{1, kChannelBurst}).first->second
                        : methods_.try_emplace(method, Bucket{kTierThree / 60, kTierThree}).first->second;
  const double wait = std::max(own.wait(now), is_post ? posts_.wait(now) : 0);
  if (wait > 0) {
    ++(is_post ? refused_posts_ : refused_others_);
    return static_cast<int>(std::ceil(wait));
  }
  --own.level;
  if (is_post) {
    --posts_.level;
    taken_.push_back({channel, now});
  }
  return 0;
}

}  // namespace muster::bench
