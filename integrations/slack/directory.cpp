#include "integrations/slack/directory.hpp"

#include <algorithm>

#include "bot/base/clock.hpp"
#include "bot/base/log.hpp"

namespace muster::slack {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::hours kFresh{1};
constexpr std::chrono::hours kUsable{24};
constexpr std::chrono::milliseconds kPatience{700};
constexpr std::size_t kMostKnown = 10000;

Identity merge(Identity identity, const Profile& profile) {
  if (!profile.identity.name.empty()) identity.name = profile.identity.name;
  identity.outsider = identity.outsider || profile.identity.outsider;
  return identity;
}

asio::awaitable<Result<ApiAnswer>> ask(std::shared_ptr<WebApi> api, std::string user) {
  return api->call("users.info", {{"user", std::move(user)}},
                   {.repeatable = true, .timeout = kPatience, .patience = {}});
}

}  // namespace

// What was learned of this user at most so long ago.
std::optional<Profile> Directory::recall(const std::string& user, std::chrono::hours age) const {
  const auto found = known_.find(user);
  if (found == known_.end() || steady_now() - found->second.learned > age) return std::nullopt;
  return found->second.profile;
}

bool Directory::is_configured(const std::string& user) const {
  return std::ranges::any_of(board_.policy->people, [&](const Person& person) {
    const auto known = person.identities.find("slack");
    return known != person.identities.end() && known->second == user;
  });
}

asio::awaitable<Result<Identity>> Directory::complete(Identity identity, Self self) {
  if (const auto known = recall(identity.user, kFresh)) co_return merge(std::move(identity), *known);
  auto answer = co_await ask(api_, identity.user);
  if (!answer && worth_retrying(answer.error().kind)) answer = co_await ask(api_, identity.user);
  if (answer) {
    if (known_.size() >= kMostKnown) known_.clear();
    const Profile profile = read_profile(*answer, self);
    known_[identity.user] = {profile, steady_now()};
    co_return merge(std::move(identity), profile);
  }
  const Error& why = answer.error();
  log_warn("Slack did not tell who a user is", {{"detail", why.detail}});
  if (const auto known = recall(identity.user, kUsable)) co_return merge(std::move(identity), *known);
  identity.outsider = identity.outsider || why.kind == ErrorKind::not_found;
  if (identity.outsider || is_configured(identity.user)) co_return identity;
  co_return fail(why.kind, "Slack did not tell who you are. " + why.say, why.detail);
}

}  // namespace muster::slack
