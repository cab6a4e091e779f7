#include "bot/runtime/broadcast_pace.hpp"

#include <algorithm>

namespace muster {

namespace {

constexpr Duration kBurst = std::chrono::seconds{1};      // so much at once where nothing was said lately
constexpr Duration kSlowest = std::chrono::seconds{1};    // whatever was measured
constexpr Duration kTogether = std::chrono::seconds{10};  // refusals that are about the same
constexpr int kFaster = 1000;                             // by one part of so many with each message

}  // namespace

Time BroadcastPace::next(Time now) const {
  return std::max(now, theoretical_ - kBurst);
}

void BroadcastPace::took(Time now) {
  theoretical_ = std::max(theoretical_, now) + spacing_;
}

void BroadcastPace::accepted() {
  ++accepted_;
  spacing_ = std::max(kFastest, spacing_ - spacing_ / kFaster);
}

void BroadcastPace::refused(const std::string& room, Duration wait, Time now) {
  const bool is_another = now < suspected_until_ && room != suspect_;
  if (!is_another && now >= until_) {
    suspect_ = room;
    suspected_until_ = now + kTogether;
    return;
  }
  if (now >= until_) measure(now);  // otherwise it was on its way when the others were refused
  until_ = std::max(until_, now + wait);
  theoretical_ = until_ + kBurst;  // nothing is made up for
}

void BroadcastPace::measure(Time now) {
  if (refused_) spacing_ = std::clamp((now - *refused_) / (accepted_ + 1), kFastest, kSlowest);
  refused_ = now;
  accepted_ = 0;
}

void BroadcastPace::rest() {
  refused_.reset();
  spacing_ = kFastest;
}

void BroadcastPace::follow(Duration set) {
  theoretical_ += set;
  until_ += set;
  suspected_until_ += set;
  if (refused_) *refused_ += set;
}

}  // namespace muster
