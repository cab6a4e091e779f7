// AddressBook: the addresses a name had when it could last be looked up. While the name service is down they
// are used instead, for a day at most: a service that moved meanwhile cannot answer in its place, because its
// certificate is verified against the name. Private to bot/net; the caller brings the (monotonic) time.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bot/base/result.hpp"

namespace muster::net {

class AddressBook {
 public:
  using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;
  using TimePoint = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::hours kUsable{24};

  // A look-up that succeeded is remembered; one that failed is answered from memory, when there is one.
  [[nodiscard]] Result<Endpoints> settle(const std::string& host, std::uint16_t port,
                                         Result<Endpoints> looked_up, TimePoint now);
  [[nodiscard]] bool knows(const std::string& host, std::uint16_t port) const;

 private:
  struct Known {
    Endpoints endpoints;
    TimePoint learned;
  };
  void forget_old(TimePoint now);

  std::map<std::string, Known> known_;
};

}  // namespace muster::net
