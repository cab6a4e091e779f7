// Slack's rate limits, enforced: a bucket for each thing that Slack counts, and a 429 for what finds it
// empty. Slack tells no figure for a workspace's chat.postMessage ("several hundred a minute"), so the driver
// chooses one. The caller brings the time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace muster::bench {

class Limits {
 public:
  using Clock = std::chrono::steady_clock;
  struct Post {
    std::string channel;
    Clock::time_point at;
  };

  Limits() = default;  // takes everything
  // chat.postMessage of the workspace, and how many of it at once where none came lately.
  Limits(double posts_per_minute, double burst) : posts_{posts_per_minute / 60, burst}, are_on_{true} {}

  // 0: taken, and kept when it is a post. Otherwise for how many whole seconds to wait, as Slack tells it.
  int take(const std::string& method, const std::string& channel, Clock::time_point now);
  [[nodiscard]] const std::vector<Post>& taken() const { return taken_; }
  // Of posts, and of other calls.
  [[nodiscard]] std::int64_t refused_posts() const { return refused_posts_; }
  [[nodiscard]] std::int64_t refused_others() const { return refused_others_; }

 private:
  struct Bucket {
    double per_second = 1;
    double most = 1;
    double level = most;
    Clock::time_point filled{};
    // Seconds until there is one.
    double wait(Clock::time_point now);
  };

  Bucket posts_;
  bool are_on_ = false;
  std::map<std::string, Bucket> channels_, methods_;
  std::vector<Post> taken_;
  std::int64_t refused_posts_ = 0, refused_others_ = 0;
};

}  // namespace muster::bench
