#include "bot/ports/acquaintances.hpp"

#include <algorithm>

#include "bot/base/clock.hpp"
#include "bot/base/log.hpp"

namespace muster {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::hours kFresh{1};
constexpr std::chrono::hours kUsable{24};
constexpr std::size_t kMostKnown = 10000;

Identity merge(Identity identity, const Identity& told) {
  if (!told.name.empty()) identity.name = told.name;
  if (!told.zone.empty()) identity.zone = told.zone;
  identity.email = told.email;
  identity.outsider = identity.outsider || told.outsider;
  return identity;
}

}  // namespace

// What was learned of this user at most so long ago.
const Identity* Acquaintances::recall(const std::string& user, std::chrono::hours age) const {
  const auto found = known_.find(user);
  if (found == known_.end() || steady_now() - found->second.learned > age) return nullptr;
  return &found->second.identity;
}

bool Acquaintances::is_configured(const std::string& user) const {
  return std::ranges::any_of(board_.policy->people, [&](const Person& person) {
    const auto known = person.identities.find(platform_);
    return known != person.identities.end() && known->second == user;
  });
}

asio::awaitable<Result<Identity>> Acquaintances::complete(Identity identity, Ask ask) {
  if (const Identity* known = recall(identity.user, kFresh)) co_return merge(std::move(identity), *known);
  Result<Identity> told = co_await ask();
  if (!told && worth_retrying(told.error().kind)) told = co_await ask();
  if (told) {
    if (known_.size() >= kMostKnown) known_.clear();
    known_[identity.user] = {*told, steady_now()};
    co_return merge(std::move(identity), *told);
  }
  const Error& why = told.error();
  const std::string chat = platform_title(platform_);
  log_warn(chat + " did not tell who a user is", {{"detail", why.detail}});
  if (const Identity* known = recall(identity.user, kUsable)) co_return merge(std::move(identity), *known);
  identity.outsider = identity.outsider || why.kind == ErrorKind::not_found;
  if (identity.outsider || is_configured(identity.user)) co_return identity;
  co_return fail(why.kind, chat + " did not tell who you are. " + why.say, why.detail);
}

}  // namespace muster
