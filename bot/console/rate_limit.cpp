#include "bot/console/rate_limit.hpp"

#include <algorithm>

namespace muster::console {

namespace {

constexpr std::size_t kManyBuckets = 10000;

}  // namespace

double RateLimit::level(const Bucket& bucket, std::chrono::steady_clock::time_point now) const {
  const std::chrono::duration<double> passed = now - bucket.at;
  return std::min(burst_, bucket.level + passed.count() * per_second_);
}

bool RateLimit::allows(const std::string& who, std::chrono::steady_clock::time_point now) const {
  const auto found = buckets_.find(who);
  return found == buckets_.end() || level(found->second, now) >= 1;
}

bool RateLimit::take(const std::string& who, std::chrono::steady_clock::time_point now) {
  if (buckets_.size() >= kManyBuckets) forget_full(now);
  auto& bucket = buckets_.try_emplace(who, Bucket{burst_, now}).first->second;
  bucket = {level(bucket, now), now};
  if (bucket.level < 1) return false;
  bucket.level -= 1;
  return true;
}

// A full bucket says nothing that a new one would not. When all are in use, they all start anew: memory stays
// bounded.
void RateLimit::forget_full(std::chrono::steady_clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) { return level(entry.second, now) >= burst_; });
  if (buckets_.size() >= kManyBuckets) buckets_.clear();
}

}  // namespace muster::console
