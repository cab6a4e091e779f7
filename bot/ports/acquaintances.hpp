// Acquaintances: who somebody on a chat is, as its directory says, remembered for an hour. Only a directory
// tells guests from members: commands and clicks do not. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/domain/people.hpp"
#include "bot/ports/board.hpp"

namespace muster {

class Acquaintances {
 public:
  // The directory's answer: name, outsider, email and zone. not_found: it does not show that person to us.
  using Ask = std::function<boost::asio::awaitable<Result<Identity>>()>;

  Acquaintances(std::string platform, const Board& board) : platform_{std::move(platform)}, board_{board} {}

  // The identity with what the directory knows filled in. It costs an acknowledgement's time, so it asks
  // twice at most; `ask` limits itself to 700 ms. While the directory cannot be asked, what it said within
  // the last day holds, and whom muster.yaml names by this user id is staff; of anybody else nothing is
  // assumed, and the error says so: a guest must not pass for staff because a directory is slow. Somebody it
  // does not show to us is an outsider.
  boost::asio::awaitable<Result<Identity>> complete(Identity identity, Ask ask);
  // Something about them changed: the directory is asked anew.
  void forget(const std::string& user) { known_.erase(user); }

 private:
  struct Known {
    Identity identity;
    std::chrono::steady_clock::time_point learned;
  };
  [[nodiscard]] const Identity* recall(const std::string& user, std::chrono::hours age) const;
  [[nodiscard]] bool is_configured(const std::string& user) const;

  std::string platform_;
  const Board& board_;
  std::map<std::string, Known> known_;
};

}  // namespace muster
