// The Web API: from an HTTP request below /api/ to Slack's answer.
#pragma once

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/slack/call.hpp"

namespace muster::fake::slack {

HttpReply handle_api(Slack& slack, const HttpRequest& request);

// A method's work: the members of a successful answer besides "ok". Throws SlackError.
using Method = Json (*)(Call& call);
Method find_handler(std::string_view method);

namespace api {
Json auth_test(Call& call);
Json apps_connections_open(Call& call);
Json team_info(Call& call);
Json bots_info(Call& call);

Json chat_post_message(Call& call);
Json chat_update(Call& call);
Json chat_delete(Call& call);
Json chat_post_ephemeral(Call& call);
Json chat_get_permalink(Call& call);

Json conversations_create(Call& call);
Json conversations_rename(Call& call);
Json conversations_archive(Call& call);
Json conversations_unarchive(Call& call);
Json conversations_set_topic(Call& call);
Json conversations_set_purpose(Call& call);
Json conversations_info(Call& call);
Json conversations_list(Call& call);
Json users_conversations(Call& call);
Json conversations_invite(Call& call);
Json conversations_kick(Call& call);
Json conversations_join(Call& call);
Json conversations_leave(Call& call);
Json conversations_open(Call& call);
Json conversations_members(Call& call);
Json conversations_history(Call& call);
Json conversations_replies(Call& call);

Json users_info(Call& call);
Json users_list(Call& call);
Json users_lookup_by_email(Call& call);
Json usergroups_list(Call& call);
Json usergroups_users_list(Call& call);

Json views_open(Call& call);
Json views_push(Call& call);
Json views_update(Call& call);
Json views_publish(Call& call);

Json pins_add(Call& call);
Json pins_remove(Call& call);
Json pins_list(Call& call);
Json bookmarks_add(Call& call);
Json bookmarks_edit(Call& call);
Json bookmarks_list(Call& call);
Json bookmarks_remove(Call& call);
Json reactions_add(Call& call);
Json reactions_remove(Call& call);
Json reactions_get(Call& call);

Json files_get_upload_url_external(Call& call);
Json files_complete_upload_external(Call& call);
Json files_info(Call& call);
}  // namespace api

}  // namespace muster::fake::slack
