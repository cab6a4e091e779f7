// AccessRecord: what auditors ask about afterwards goes on the operations log: who was refused, who read what
// is private, who took something out.
//
// It is handed in and not waited for, so that it neither delays nor changes what the caller is answered. A
// flood is counted and not kept (bot/domain/access_bound.hpp). io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/access_bound.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/board.hpp"

namespace muster {

class AccessRecord {
 public:
  // Done when it is durable.
  using Keep = std::function<boost::asio::awaitable<Result<Done>>(Inbound)>;
  // run: a word that no other run of muster had, for the origin keys.
  AccessRecord(boost::asio::any_io_executor io, const Clock& clock, const Board& board, std::string run,
               Keep keep);

  // Neither: nobody knows who it is.
  struct Caller {
    std::optional<Identity> person{};
    std::string system{};  // a source of muster.yaml
  };
  void note(AccessRecorded access, Caller caller);
  // The caller was shown the incident. Nothing is noted when it is public; otherwise also by what right it
  // was shown.
  void note_reading(const Incident& incident, AccessRecorded access, Caller caller);

 private:
  [[nodiscard]] std::string who_is(const Caller& caller) const;
  boost::asio::awaitable<void> keep(Inbound inbound, std::string who);

  boost::asio::any_io_executor io_;
  const Clock& clock_;
  const Board& board_;
  std::string run_;
  Keep keep_;
  AccessBound bound_;
  std::int64_t noted_ = 0;
};

}  // namespace muster
