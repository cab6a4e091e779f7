// What muster sends to the Bot Connector and to Graph, as JSON texts. Pure.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/people.hpp"
#include "bot/text/message.hpp"
#include "integrations/teams/card_codec.hpp"

namespace muster::teams {

struct Outgoing {
  std::string bot;          // "28:<app id>"
  std::string key{};        // of the effect: marks the card, so that it is found again; empty: an answer
  bool alert = false;       // shows up in the person's activity feed
  std::string picture{};    // PNG bytes instead of a card
  std::string file_name{};  // of the picture
};

// A message activity: one card and nothing beside it, because Teams splits text and card and then tells no
// id.
[[nodiscard]] std::string message_body(const Message& message, const People& people, const CardStyle& style,
                                       const Outgoing& how);

// The id by which a card with this key is known in its JSON.
[[nodiscard]] std::string card_mark(const std::string& key);

// Members of POST /v3/conversations.
[[nodiscard]] std::string direct_body(const std::string& bot, const std::string& tenant,
                                      const std::string& user);

// Graph.
[[nodiscard]] std::string channel_body(const std::string& name, const std::string& description);
[[nodiscard]] std::string description_body(const std::string& description);
// name: at most 128 characters.
[[nodiscard]] std::string tab_body(const std::string& name, const std::string& url);
[[nodiscard]] std::string meeting_body(const std::string& subject, Time from, Time until);

}  // namespace muster::teams
