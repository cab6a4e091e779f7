#include "bot/console/signin_links.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "bot/net/digest.hpp"

namespace muster::console {

namespace {

constexpr std::chrono::hours kLinkLife{24};
constexpr std::size_t kMostLinks = 1000;  // the oldest go first

}  // namespace

std::string SigninLinks::make(Guest guest, Time now) {
  std::erase_if(links_, [&](const Link& link) { return link.expires_at <= now; });
  if (links_.size() >= kMostLinks) links_.erase(links_.begin());
  std::string token = net::random_token();
  give_back(token, std::move(guest), now);
  return token;
}

void SigninLinks::give_back(std::string_view token, Guest guest, Time now) {
  links_.push_back({net::sha256_hex(token), std::move(guest), now + kLinkLife});
}

std::optional<Guest> SigninLinks::find(std::string_view token, Time now) const {
  const std::string hash = net::sha256_hex(token);
  // Every link is compared, whichever it is.
  const Link* found = nullptr;
  for (const Link& link : links_) {
    if (net::constant_time_equal(link.token_hash, hash)) found = &link;
  }
  if (found == nullptr || found->expires_at <= now) return std::nullopt;
  return found->guest;
}

void SigninLinks::use(std::string_view token) {
  const std::string hash = net::sha256_hex(token);
  std::erase_if(links_, [&](const Link& link) { return net::constant_time_equal(link.token_hash, hash); });
}

}  // namespace muster::console
