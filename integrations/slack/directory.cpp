#include "integrations/slack/directory.hpp"

#include "bot/base/clock.hpp"
#include "bot/base/log.hpp"

namespace muster::slack {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::hours kRemembered{1};
constexpr std::size_t kMostKnown = 10000;

Identity merge(Identity identity, const Profile& profile) {
  if (!profile.identity.name.empty()) identity.name = profile.identity.name;
  identity.outsider = identity.outsider || profile.identity.outsider;
  return identity;
}

}  // namespace

asio::awaitable<Identity> Directory::complete(Identity identity, Self self) {
  const auto found = known_.find(identity.user);
  if (found != known_.end() && found->second.until > steady_now())
    co_return merge(std::move(identity), found->second.profile);
  const auto answer =
      co_await api_->call("users.info", {{"user", identity.user}},
                          {.repeatable = true, .timeout = std::chrono::milliseconds{1000}, .patience = {}});
  if (!answer) {
    // Another team's member may be invisible to us; that they are not one of ours is known from the payload.
    log_warn("Slack did not tell who a user is", {{"detail", answer.error().detail}});
    co_return identity;
  }
  if (known_.size() >= kMostKnown) known_.clear();
  const Known& known = known_[identity.user] = {read_profile(*answer, self), steady_now() + kRemembered};
  co_return merge(std::move(identity), known.profile);
}

}  // namespace muster::slack
