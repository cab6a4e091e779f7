// Answers of the Bot Connector and of Graph. Pure. Errors are corrupt: an answer that is not theirs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/inbound.hpp"

namespace muster::teams {

// {"id": …} of a message or a conversation.
[[nodiscard]] Result<std::string> read_id(std::string_view body);

// A member of a conversation, as this bot sees them. An outsider is a guest, or not of our tenant.
struct Member {
  std::string id;  // "29:…"
  Identity identity;
};
[[nodiscard]] Result<Member> read_member(std::string_view body, const std::string& tenant);

struct Channel {
  std::string id;
  std::string name;
  std::string description;
};
[[nodiscard]] Result<Channel> read_channel(std::string_view body);

// One page of a Graph list and where the next one is; empty: that was the last.
template <class T>
struct Page {
  std::vector<T> items;
  std::string next;
};
[[nodiscard]] Result<Page<Channel>> read_channels(std::string_view body);
// Object ids of a team's members.
[[nodiscard]] Result<Page<std::string>> read_members(std::string_view body);
// Names and addresses of a channel's tabs.
struct Tab {
  std::string name;
  std::string url;
};
[[nodiscard]] Result<Page<Tab>> read_tabs(std::string_view body);

// The id of the message that carries a card with this mark (outgoing_codec.hpp).
[[nodiscard]] std::optional<std::string> find_marked(std::string_view messages, const std::string& mark);

// A chatMessage as people read it.
[[nodiscard]] Result<MessageSnapshot> read_message(std::string_view body);

[[nodiscard]] Result<std::string> read_join_link(std::string_view meeting);

}  // namespace muster::teams
