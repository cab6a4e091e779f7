// EventOrder: Slack promises no order, and two sockets bring events by turns. Of two edits of a message, or
// of a pin and its removal, the one that happened later counts, however they arrive. In memory only: after a
// restart the one that comes last counts. io thread only.
#pragma once

#include <map>
#include <string>

#include "bot/domain/inbound.hpp"

namespace muster::slack {

class EventOrder {
 public:
  // False: something that happened later to the same was seen before, so that this is over.
  bool is_news(const Inbound& inbound) {
    const std::string about = subject(inbound);
    if (about.empty()) return true;
    if (newest_.size() >= kMost && !newest_.contains(about)) newest_.clear();
    Time& newest = newest_[about];
    if (inbound.occurred_at < newest) return false;
    newest = inbound.occurred_at;
    return true;
  }

 private:
  static constexpr std::size_t kMost = 5000;

  // What it is about; empty: it stands for itself.
  static std::string subject(const Inbound& inbound) {
    const std::string message = inbound.place.room + "/" + inbound.place.message;
    if (const auto* reaction = std::get_if<ReactionChanged>(&inbound.what))
      return message + "/" + (inbound.from ? inbound.from->user : std::string{}) + "/" + reaction->emoji;
    const bool rewrites = std::holds_alternative<MessageEdited>(inbound.what) ||
                          std::holds_alternative<MessageDeleted>(inbound.what);
    return rewrites ? message : std::string{};
  }

  std::map<std::string, Time> newest_;
};

}  // namespace muster::slack
