// Names of things in Teams: conversations, places, links. Pure.
//
// A channel is "19:…@thread.tacv2", a thread in it "<channel>;messageid=<root message>", a chat with one
// person "a:1…". Activity ids of messages are the id of the message; those of invokes are opaque.
#pragma once

#include <string>
#include <string_view>

#include "bot/domain/vocabulary.hpp"

namespace muster::teams {

inline constexpr std::string_view kPlatform = "teams";

// Where a conversation is: the channel (or chat) and, in a thread, the message it hangs on.
struct Conversation {
  std::string base;
  std::string root;  // empty: not a thread
};
[[nodiscard]] Conversation split_conversation(std::string_view id);
[[nodiscard]] std::string thread_of(const std::string& channel, const std::string& root);

// The id to send to: Place::room is a channel, a chat, or a thread that is an incident's room; Place::thread
// the root message of another thread in that channel.
[[nodiscard]] std::string conversation_of(const Place& place);

[[nodiscard]] Place room_place(std::string conversation);

[[nodiscard]] bool is_channel_id(std::string_view text);

// Of an app, a tenant, a team: 8-4-4-4-12 hexadecimal digits.
[[nodiscard]] bool is_guid(std::string_view text);

// Deep links of the Teams clients. team: the group id.
struct Tenant {
  std::string id;
  std::string team;
};
[[nodiscard]] std::string channel_link(const Tenant& tenant, const std::string& channel,
                                       const std::string& name);
[[nodiscard]] std::string message_link(const Tenant& tenant, const Place& message);

}  // namespace muster::teams
