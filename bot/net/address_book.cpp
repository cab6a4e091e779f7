#include "bot/net/address_book.hpp"

#include "bot/base/log.hpp"

namespace muster::net {

namespace {

constexpr std::size_t kMostKnown = 256;

std::string key_of(const std::string& host, std::uint16_t port) {
  return host + ":" + std::to_string(port);
}

}  // namespace

Result<AddressBook::Endpoints> AddressBook::settle(const std::string& host, std::uint16_t port,
                                                   Result<Endpoints> looked_up, TimePoint now) {
  const std::string key = key_of(host, port);
  forget_old(now);
  if (looked_up) {
    if (known_.size() >= kMostKnown && !known_.contains(key)) known_.clear();
    known_[key] = {*looked_up, now};
    return looked_up;
  }
  const auto known = known_.find(key);
  if (known == known_.end()) return looked_up;
  log_warn("A name cannot be looked up; its last known addresses are used",
           {{"host", host}, {"detail", looked_up.error().detail}});
  return known->second.endpoints;
}

bool AddressBook::knows(const std::string& host, std::uint16_t port) const {
  return known_.contains(key_of(host, port));
}

void AddressBook::forget_old(TimePoint now) {
  std::erase_if(known_, [&](const auto& entry) { return now - entry.second.learned > kUsable; });
}

}  // namespace muster::net
