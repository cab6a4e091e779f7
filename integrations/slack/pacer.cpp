#include "integrations/slack/pacer.hpp"

#include <algorithm>

namespace muster::slack {
namespace {

constexpr std::string_view kPost = "chat.postMessage";
constexpr std::chrono::milliseconds kSpacing{1000};
constexpr std::chrono::milliseconds kBurst{3000};  // how far posts may run ahead of one a second
constexpr std::size_t kMostLanes = 500;

}  // namespace

std::string Pacer::lane_of(std::string_view method, std::string_view channel) {
  std::string lane{method};
  if (method == kPost) lane += "/" + std::string{channel};
  return lane;
}

Pacer::TimePoint Pacer::next(const std::string& lane, TimePoint now) const {
  const auto found = lanes_.find(lane);
  if (found == lanes_.end()) return now;
  const Lane& state = found->second;
  TimePoint when = std::max(now, state.earliest);
  if (lane.starts_with(kPost)) when = std::max(when, state.theoretical - kBurst);
  return when;
}

void Pacer::took(const std::string& lane, TimePoint when) {
  if (lanes_.size() >= kMostLanes) forget_idle(when);
  Lane& state = lanes_[lane];
  state.theoretical = std::max(state.theoretical, when) + kSpacing;
}

void Pacer::pause(const std::string& lane, TimePoint until) {
  Lane& state = lanes_[lane];
  state.earliest = std::max(state.earliest, until);
}

void Pacer::forget_idle(TimePoint now) {
  std::erase_if(lanes_, [&](const auto& entry) {
    return entry.second.earliest <= now && entry.second.theoretical <= now;
  });
}

}  // namespace muster::slack
