#include "integrations/slack/lanes.hpp"

namespace muster::slack {
namespace {

constexpr std::string_view kPost = "chat.postMessage";

}  // namespace

std::string lane_of(std::string_view method, std::string_view channel) {
  std::string lane{method};
  if (method == kPost) lane += "/" + std::string{channel};
  return lane;
}

net::Pace pace_of(std::string_view method) {
  if (method != kPost) return {};
  return {std::chrono::milliseconds{1000}, std::chrono::milliseconds{3000}};
}

}  // namespace muster::slack
