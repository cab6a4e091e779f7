// IncidentRooms: which rooms of one chat are an incident's. A chat tells its bot what is said everywhere; the
// rules have a use only for what happens in an incident's room, and the rest is let go before anybody is
// looked up or anything is written. io thread only.
#pragma once

#include <set>
#include <string>

#include "bot/domain/inbound.hpp"
#include "bot/ports/board.hpp"

namespace muster {

class IncidentRooms {
 public:
  IncidentRooms(std::string platform, const Board& board) : platform_{std::move(platform)}, board_{board} {}

  // One was made for an incident just now: somebody may be in it before the board shows it.
  void made(const Place& room) { made_.insert(room.room); }
  [[nodiscard]] bool contains(const Place& place) const;
  // False: the rules do nothing with it. Commands and forms concern them wherever they come from.
  [[nodiscard]] bool concerned_by(const Inbound& inbound) const;

 private:
  std::string platform_;
  const Board& board_;
  std::set<std::string> made_;  // in this run
};

}  // namespace muster
