// The state of the fake workspace. What a document holds is Slack's own object plus, where noted, members of
// ours that never leave through the Web API.
#pragma once

#include <string>
#include <vector>

#include "tests/emulators/common/documents.hpp"

namespace muster::fake::slack {

namespace kind {
inline constexpr const char* kUsers = "users";
inline constexpr const char* kChannels = "channels";      // + members[], bookmarks[]
inline constexpr const char* kMessages = "messages";      // key "<channel>:<ts>"
inline constexpr const char* kEphemerals = "ephemerals";  // key ts; + channel, ephemeral_user
inline constexpr const char* kViews = "views";            // {view, user, open, state, file}
inline constexpr const char* kStacks = "stacks";          // key user: ids of open modals, the top one last
inline constexpr const char* kHomes = "homes";            // key user: the id of the home view
inline constexpr const char* kFiles = "files";            // {file, content, uploaded, completed}
inline constexpr const char* kUsergroups = "usergroups";
inline constexpr const char* kTriggers = "triggers";           // {user, expires_us, used}
inline constexpr const char* kResponseUrls = "response_urls";  // {user, channel, expires_us, uses, message?}
inline constexpr const char* kEnvelopes = "envelopes";         // see socket_hub.hpp
inline constexpr const char* kConfig = kConfigKind;
inline constexpr const char* kCounters = kCountersKind;
}  // namespace kind

inline constexpr const char* kTeam = "T0TEAM";
inline constexpr const char* kTeamDomain = "acme";
inline constexpr const char* kBotUser = "U0BOT";
inline constexpr const char* kBotId = "B0BOT";
inline constexpr const char* kAppId = "A0APP";

class Workspace : public DocumentStore {
 public:
  using DocumentStore::DocumentStore;

  // A new id with that first letter, as in C000000001.
  std::string next_id(const std::string& prefix);
  // A message stamp that no earlier message has: "<seconds>.<six digits>".
  std::string next_ts();

  const Json* message(const std::string& channel, const std::string& ts) const;
  void put_message(const std::string& channel, Json message);
  // All messages of a channel, replies included, oldest first.
  std::vector<const Json*> messages(const std::string& channel) const;
  // By id or name; "#" allowed before a channel's name. Null if unknown.
  const Json* user(const std::string& id_or_name) const;
  const Json* channel(const std::string& id_or_name) const;
};

// Users, channels, scopes and settings of a new workspace.
void seed_workspace(Workspace& workspace);
// The documents behind POST /control/users, channels and usergroups: the given members over sensible ones.
Json make_user(const Json& wanted, const std::string& id);
Json make_channel(const Json& wanted, const std::string& id, std::int64_t now_s);

// "1610241741.000200" ↔ microseconds; -1 if `ts` is no stamp. A stamp without a fraction is a time, too.
std::int64_t ts_to_us(const std::string& ts);
std::string us_to_ts(std::int64_t us);

}  // namespace muster::fake::slack
