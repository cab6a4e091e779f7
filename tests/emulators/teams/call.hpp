// One call of the connector's or of Graph's REST API, and the checks that many share. Checks end the call
// with a ServiceError.
#pragma once

#include <string>
#include <vector>

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/teams/faults.hpp"
#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

struct Call;
// A method's work: the answer's body; null for none. May set `status`, `result` and `notes` of the call.
using Handler = Json (*)(Call& call);

struct Route {
  const char* method;  // as the ledger names it
  const char* verb;
  const char* pattern;  // "v3/conversations/{}/activities"
  Area area;
  Load load;
  Handler handler;
  const char* grants = "";  // Graph: the permissions any of which is enough, with spaces between
};
// The route of that path, which has no leading slash; its decoded `{}` go to `params`. Null if there is none.
const Route* find_route(const std::string& verb, const std::string& path, std::vector<std::string>& params);

struct Call {
  Teams& teams;
  const Route& route;
  std::vector<std::string> params;
  Json query = {};
  Json body = {};
  std::string method = {};   // the route's, or "typing"
  std::string channel = {};  // the conversation or channel it is about, without its thread
  int status = 200;
  Json result = Json::object();  // for the ledger: ids
  Json notes = Json::object();   // for the ledger: further members
};

[[noreturn]] void fail(int status, const char* code, const std::string& message);

// What a conversation id leads to.
struct Place {
  std::string conversation;  // of the channel or chat
  std::string root;          // of the thread, or ""
  Json channel;              // null for a chat
  Json user;                 // of a chat, else null
};
// Where the bot may speak and read by that id. ConversationNotFound, BotNotInConversationRoster …
Place find_place(const Call& call, const std::string& conversation_id);
// The users in it.
std::vector<Json> roster(const Teams& teams, const Place& place);

// The part of `items` that begins at `token` ("" = the beginning), and the token of the next part, or "".
struct Page {
  Json items = Json::array();
  std::string next = {};
};
Page page_of(const std::vector<Json>& items, const std::string& token, std::int64_t size);

// The handlers.
Json create_conversation(Call& call);
Json send_activity(Call& call);
Json reply_to_activity(Call& call);
Json update_activity(Call& call);
Json delete_activity(Call& call);
Json get_paged_members(Call& call);
Json get_member(Call& call);
Json get_team(Call& call);
Json get_team_channels(Call& call);

Json graph_create_channel(Call& call);
Json graph_list_channels(Call& call);
Json graph_get_channel(Call& call);
Json graph_update_channel(Call& call);
Json graph_delete_channel(Call& call);
Json graph_list_members(Call& call);
Json graph_list_messages(Call& call);
Json graph_get_message(Call& call);
Json graph_list_replies(Call& call);
Json graph_create_tab(Call& call);
Json graph_list_tabs(Call& call);
Json graph_create_meeting(Call& call);
Json graph_get_user(Call& call);
Json graph_notify(Call& call);

}  // namespace muster::fake::teams
