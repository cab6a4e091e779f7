#include "tests/emulators/teams/call.hpp"

namespace muster::fake::teams {
namespace {

Place channel_place(const Call& call, const Thread& thread) {
  const World& world = call.teams.world;
  const Json* channel = world.find(kind::kChannels, thread.conversation);
  const bool there = channel && !get_bool(*channel, "deleted") &&
                     get_int(*channel, "available_ms") <= call.teams.clock.now_ms();
  if (!there) fail(404, "ConversationNotFound", "Conversation not found.");
  if (!world.installed() || get_string(*channel, "membership") != "standard") {
    fail(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
  }
  if (!thread.root.empty()) {
    const Json* root = world.message(thread.conversation, thread.root);
    if (!root || root->contains("thread")) fail(404, "ConversationNotFound", "Conversation not found.");
  }
  return {thread.conversation, thread.root, *channel, nullptr};
}

}  // namespace

void fail(int status, const char* code, const std::string& message) {
  throw ServiceError{status, code, message};
}

Place find_place(const Call& call, const std::string& conversation_id) {
  const Thread thread = split_thread(conversation_id);
  if (thread.conversation.starts_with("19:")) return channel_place(call, thread);
  if (!thread.conversation.starts_with("a:")) fail(400, "BadSyntax", "Bad format of conversation ID");
  const Json* chat = call.teams.world.chat(conversation_id);
  if (!chat) fail(404, "ConversationNotFound", "Conversation not found.");
  const Json user = *call.teams.world.user(get_string(*chat, "user"));
  const bool reachable =
      get_bool(user, "installed") || (get_bool(user, "in_team") && call.teams.world.installed());
  if (!reachable) fail(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
  return {conversation_id, "", nullptr, user};
}

std::vector<Json> roster(const Teams& teams, const Place& place) {
  if (place.channel.is_null()) return {place.user};
  std::vector<Json> users;
  for (const auto& [id, user] : teams.world.all(kind::kUsers)) {
    if (get_bool(user, "in_team")) users.push_back(user);
  }
  return users;
}

Page page_of(const std::vector<Json>& items, const std::string& token, std::int64_t size) {
  // Opaque to clients; to us it says where the next part begins.
  static const std::string kPrefix = "next_";
  std::size_t begin = 0;
  if (token.starts_with(kPrefix)) begin = std::strtoul(token.c_str() + kPrefix.size(), nullptr, 16);
  const std::size_t end = std::min(items.size(), begin + static_cast<std::size_t>(size));
  Page page;
  for (std::size_t i = begin; i < end; ++i) page.items.push_back(items[i]);
  if (end < items.size()) {
    char next[32];
    std::snprintf(next, sizeof next, "next_%06zx", end);
    page.next = next;
  }
  return page;
}

}  // namespace muster::fake::teams
