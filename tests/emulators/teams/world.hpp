// The state of the fake: one tenant, one team, its channels, people, their chats with the bot, messages.
#pragma once

#include <string>
#include <vector>

#include "tests/emulators/common/documents.hpp"

namespace muster::fake::teams {

namespace kind {
inline constexpr const char* kTeam = "team";          // key "team": {name, installed}
inline constexpr const char* kUsers = "users";        // key 29:…
inline constexpr const char* kChannels = "channels";  // key 19:…
inline constexpr const char* kChats = "chats";        // key a:…: {id, user}
inline constexpr const char* kMessages = "messages";  // key "<conversation>:<id>"; see messages.hpp
inline constexpr const char* kDialogs = "dialogs";    // key user: the dialog open there
inline constexpr const char* kMeetings = "meetings";
inline constexpr const char* kNotifications = "notifications";
inline constexpr const char* kKeys = "keys";  // key kid: {kid, pem, endorsements, published, current}
inline constexpr const char* kKeyDocument = "key_document";  // key "document": {padding_bytes, lie}
inline constexpr const char* kTokens = "tokens";             // key jti: {audience, expires_ms}
inline constexpr const char* kDeliveries = "deliveries";     // key activity id; see courier.hpp
}  // namespace kind

inline constexpr const char* kTenant = "7e4a0000-1111-4222-8333-00000000f00d";
inline constexpr const char* kAppId = "b07a0000-1111-4222-8333-0000000000b0";
// Characters that a form must encode.
inline constexpr const char* kAppSecret = "s3cret~of+the/fake=&100%";
inline constexpr const char* kBotId = "28:b07a0000-1111-4222-8333-0000000000b0";
inline constexpr const char* kBotName = "muster";
inline constexpr const char* kTeamId = "19:general@thread.tacv2";  // also the id of General
inline constexpr const char* kTeamGraphId = "5ea40000-1111-4222-8333-0000000057e0";
inline constexpr const char* kTeamName = "SRE";

class World : public DocumentStore {
 public:
  using DocumentStore::DocumentStore;

  // By name, 29:, object id or UPN (upper or lower case). Null if unknown.
  const Json* user(const std::string& any_id) const;
  // By id or name; deleted ones only by id. Null if unknown.
  const Json* channel(const std::string& id_or_name) const;
  // The id of that user's chat with the bot; made when there is none yet.
  std::string chat_of(const std::string& user_id);
  // Null if there is none yet.
  const Json* chat(const std::string& conversation) const { return find(kind::kChats, conversation); }

  // A message id that no earlier message has: decimal milliseconds.
  std::string next_message_id();
  const Json* message(const std::string& conversation, const std::string& id) const;
  void put_message(Json message);
  // All messages of a channel (replies included) or chat, oldest first.
  std::vector<const Json*> messages(const std::string& conversation) const;

  bool installed() const { return get_bool(team(), "installed"); }
  const Json& team() const;
};

// Users, channels and settings of a new world.
void seed_world(World& world);
// The documents behind POST /control/users and channels: the given members over sensible ones.
Json make_user(const Json& wanted, const std::string& id);
Json make_channel(const Json& wanted, const std::string& id, std::int64_t now_ms);
// A GUID in which that number is recognisable.
std::string guid_of(const std::string& seed);

// "2026-02-01T21:10:07.437Z"
std::string iso_time(std::int64_t ms);
// The conversation without ";messageid=…", and the root that names, or "".
struct Thread {
  std::string conversation;
  std::string root;
};
Thread split_thread(const std::string& conversation);

}  // namespace muster::fake::teams
