#include "integrations/teams/ids.hpp"

#include "bot/net/url.hpp"

namespace muster::teams {
namespace {

constexpr std::string_view kThread = ";messageid=";
constexpr std::string_view kLinks = "https://teams.microsoft.com/l/";

std::string scope_of(const Tenant& tenant) {
  return "groupId=" + net::percent_encode(tenant.team) + "&tenantId=" + net::percent_encode(tenant.id);
}

}  // namespace

bool is_guid(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_dash = at == 8 || at == 13 || at == 18 || at == 23;
    if (is_dash ? text[at] != '-' : !kHex.contains(text[at])) return false;
  }
  return true;
}

Conversation split_conversation(std::string_view id) {
  const auto at = id.find(kThread);
  if (at == std::string_view::npos) return {std::string{id}, {}};
  return {std::string{id.substr(0, at)}, std::string{id.substr(at + kThread.size())}};
}

std::string thread_of(const std::string& channel, const std::string& root) {
  return channel + std::string{kThread} + root;
}

std::string conversation_of(const Place& place) {
  const bool is_thread = place.room.find(kThread) != std::string::npos;
  return is_thread || place.thread.empty() ? place.room : thread_of(place.room, place.thread);
}

Place room_place(std::string conversation) {
  return {std::string{kPlatform}, std::move(conversation), {}, {}};
}

bool is_channel_id(std::string_view text) {
  return text.starts_with("19:") && text.find('@') != std::string_view::npos;
}

std::string channel_link(const Tenant& tenant, const std::string& channel, const std::string& name) {
  return std::string{kLinks} + "channel/" + net::percent_encode(channel) + "/" + net::percent_encode(name) +
         "?" + scope_of(tenant);
}

std::string message_link(const Tenant& tenant, const Place& message) {
  const Conversation where = split_conversation(conversation_of(message));
  std::string link = std::string{kLinks} + "message/" + net::percent_encode(where.base) + "/" +
                     net::percent_encode(message.message) + "?" + scope_of(tenant);
  if (!where.root.empty() && where.root != message.message)
    link += "&parentMessageId=" + net::percent_encode(where.root);
  return link;
}

}  // namespace muster::teams
