#include "tests/emulators/slack/method_specs.hpp"

namespace muster::fake::slack {
namespace {

// Slack's own machine-readable definitions of 2026-08-20: tier, JSON input, scopes (any one is enough),
// required and optional arguments, errors. sdk/specs.test.mjs compares this table with those definitions.
constexpr MethodSpec kMethods[] = {
    {"auth.test", 0, true, "", "", "", ""},
    {"apps.connections.open", 1, true, "connections:write", "", "",
     "forbidden_team insecure_request missing_args"},
    {"team.info", 3, true, "team:read", "", "domain team",
     "enterprise_not_found fail_to_get_teams_for_restricted_user missing_user org_not_found "
     "team_not_found team_not_on_enterprise user_not_found"},
    {"bots.info", 3, false, "users:read", "", "bot team_id", "bot_not_found bots_not_found team_not_found"},
    {"chat.postMessage", 0, true, "chat:write", "channel",
     "attachments blocks icon_emoji icon_url link_names markdown_text metadata mrkdwn parse "
     "reply_broadcast text thread_ts unfurl_links unfurl_media username",
     "app_access_restricted as_user_not_supported channel_not_found invalid_blocks "
     "invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived "
     "markdown_text_conflict message_limit_exceeded messages_tab_disabled "
     "metadata_must_be_sent_from_app metadata_too_large msg_blocks_too_long no_text not_in_channel "
     "rate_limited restricted_action restricted_action_non_threadable_channel "
     "restricted_action_read_only_channel restricted_action_thread_locked "
     "restricted_action_thread_only_channel send_on_behalf_not_allowed "
     "slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked "
     "slack_connect_lists_sharing_blocked team_not_found too_many_attachments too_many_contact_cards "
     "cannot_reply_to_message missing_file_data attachment_payload_limit_exceeded"},
    {"chat.update", 3, true, "chat:write", "channel ts",
     "attachments unfurled_attachments blocks markdown_text metadata link_names parse text "
     "reply_broadcast file_ids",
     "as_user_not_supported blocked_file_type block_mismatch cant_broadcast_message "
     "cant_update_message channel_not_found edit_window_closed external_channel_migrating file_deleted "
     "file_is_deleted file_not_found file_share_limit_reached invalid_attachments invalid_blocks "
     "invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_inactive "
     "markdown_text_conflict max_file_sharing_exceeded message_limit_exceeded message_not_found "
     "metadata_must_be_sent_from_app metadata_too_large msg_too_long no_dual_broadcast_content_update "
     "no_text posting_to_channel_denied slack_connect_blocked_file_type "
     "slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked "
     "slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked "
     "streaming_state_conflict team_not_found too_many_attachments unable_to_share_files update_failed"},
    {"chat.delete", 3, true, "chat:write", "channel ts", "",
     "cant_delete_message channel_not_found message_not_found"},
    {"chat.postEphemeral", 4, true, "chat:write", "channel user",
     "attachments blocks icon_emoji icon_url link_names markdown_text metadata parse text thread_ts "
     "username",
     "channel_not_found invalid_blocks invalid_blocks_format is_archived markdown_text_conflict "
     "message_limit_exceeded messages_tab_disabled msg_too_long no_text restricted_action "
     "too_many_attachments user_not_in_channel not_in_channel invalid_attachments "
     "cannot_reply_to_message"},
    {"chat.getPermalink", 0, false, "", "channel message_ts", "", "channel_not_found message_not_found"},
    {"conversations.create", 2, true, "groups:write im:write mpim:write channels:write channels:manage",
     "name", "is_private team_id",
     "cannot_create_channel invalid_name invalid_name_maxlength invalid_name_punctuation "
     "invalid_name_required invalid_name_specials name_taken no_channel restricted_action "
     "canvas_disabled_user_team"},
    {"conversations.invite", 3, true,
     "channels:write.invites groups:write.invites channels:manage groups:write im:write mpim:write",
     "channel users", "force",
     "already_in_channel app_cannot_join_channel cant_invite cant_invite_self channel_not_found "
     "invitee_cant_see_channel is_archived org_user_not_in_team method_not_supported_for_channel_type "
     "no_external_invite_permission no_user not_in_channel ura_max_channels user_is_restricted "
     "user_not_found external_channel_migrating"},
    {"conversations.kick", 3, true, "groups:write channels:manage", "channel", "user",
     "cant_kick_from_general cant_kick_self channel_not_found method_not_supported_for_channel_type "
     "not_in_channel not_supported restricted_action user_not_found"},
    {"conversations.join", 3, true, "channels:join", "channel", "",
     "channel_is_limited_access channel_not_found is_archived method_not_supported_for_channel_type "
     "too_many_members"},
    {"conversations.leave", 3, true, "groups:write im:write mpim:write channels:write channels:manage",
     "channel", "",
     "cant_leave_general channel_not_found is_archived last_member "
     "method_not_supported_for_channel_type user_is_restricted"},
    {"conversations.open", 3, true, "channels:manage groups:write im:write mpim:write", "",
     "channel return_im users prevent_creation",
     "channel_not_found invalid_user_combination method_not_supported_for_channel_type "
     "not_enough_users too_many_users user_disabled user_not_found user_not_visible "
     "users_list_not_supplied"},
    {"conversations.setTopic", 2, true,
     "channels:write.topic groups:write.topic mpim:write.topic im:write.topic channels:manage "
     "groups:write im:write mpim:write",
     "channel topic", "",
     "channel_not_found is_archived method_not_supported_for_channel_type not_in_channel too_long "
     "user_is_restricted"},
    {"conversations.setPurpose", 2, true,
     "channels:write.topic groups:write.topic mpim:write.topic im:write.topic channels:manage "
     "groups:write im:write mpim:write",
     "channel purpose", "",
     "channel_not_found is_archived method_not_supported_for_channel_type not_in_channel too_long "
     "user_is_restricted"},
    {"conversations.rename", 2, true, "groups:write im:write mpim:write channels:write channels:manage",
     "channel name", "",
     "channel_not_found invalid_name invalid_name_maxlength invalid_name_punctuation "
     "invalid_name_required invalid_name_specials is_archived method_not_supported_for_channel_type "
     "name_taken not_authorized not_in_channel"},
    {"conversations.archive", 2, true, "groups:write im:write mpim:write channels:write channels:manage",
     "channel", "",
     "already_archived cant_archive_general cant_archive_required channel_not_found "
     "method_not_supported_for_channel_type not_in_channel restricted_action"},
    {"conversations.unarchive", 2, true, "groups:write im:write mpim:write channels:write channels:manage",
     "channel", "", "channel_not_found method_not_supported_for_channel_type not_archived"},
    {"conversations.info", 3, false, "groups:read im:read mpim:read channels:read", "channel",
     "include_locale include_num_members", "channel_is_limited_access channel_not_found"},
    {"conversations.list", 2, false, "groups:read im:read mpim:read channels:read", "",
     "cursor exclude_archived limit team_id types",
     "invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type"},
    {"conversations.members", 4, false, "groups:read im:read mpim:read channels:read", "channel",
     "cursor limit",
     "channel_not_found fetch_members_failed invalid_cursor invalid_limit "
     "method_not_supported_for_channel_type"},
    {"conversations.history", 3, true, "groups:history im:history mpim:history channels:history", "channel",
     "cursor include_all_metadata inclusive latest limit oldest",
     "channel_is_limited_access channel_not_found invalid_cursor invalid_metadata_filter_keys "
     "invalid_ts_latest invalid_ts_oldest not_in_channel"},
    {"conversations.replies", 3, false, "groups:history im:history mpim:history channels:history",
     "channel ts", "cursor include_all_metadata inclusive latest limit oldest",
     "channel_not_found invalid_cursor invalid_metadata_filter_keys invalid_ts_latest "
     "invalid_ts_oldest thread_not_found method_not_supported_for_channel_type "
     "list_record_comment_fetch_failed"},
    {"users.conversations", 3, false, "groups:read im:read mpim:read channels:read", "",
     "cursor exclude_archived exclude_muted limit team_id types user",
     "invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type"},
    {"users.info", 4, false, "users:read", "user", "include_locale",
     "too_many_users user_not_found user_not_visible"},
    {"users.list", 2, false, "users:read", "", "cursor include_locale limit team_id",
     "invalid_cursor limit_required"},
    {"users.lookupByEmail", 3, false, "users:read.email", "email", "", "users_not_found"},
    {"usergroups.list", 2, false, "usergroups:read", "",
     "include_count include_disabled include_users team_id",
     "plan_upgrade_required invalid_cursor users_not_found invalid_team"},
    {"usergroups.users.list", 2, false, "usergroups:read", "usergroup", "include_disabled team_id",
     "no_such_subteam plan_upgrade_required invalid_cursor"},
    {"views.open", 4, true, "", "view", "trigger_id interactivity_pointer",
     "exchanged_trigger_id expired_trigger_id invalid_trigger_id view_too_large"},
    {"views.push", 4, true, "", "view", "trigger_id interactivity_pointer",
     "exchanged_trigger_id expired_trigger_id invalid_trigger_id not_found push_limit_reached "
     "view_too_large"},
    {"views.update", 4, true, "", "view", "view_id external_id hash",
     "hash_conflict not_found view_too_large"},
    {"views.publish", 4, true, "", "user_id view", "hash interactivity_pointer",
     "hash_conflict missing_profile_id not_enabled not_implemented view_too_large"},
    {"pins.add", 2, true, "pins:write", "channel", "timestamp",
     "already_pinned bad_timestamp channel_not_found external_channel_migrating file_not_found "
     "file_not_shared message_not_found no_item_specified not_in_channel not_pinnable "
     "restricted_action too_many_pins"},
    {"pins.remove", 2, true, "pins:write", "channel", "timestamp",
     "bad_timestamp channel_not_found external_channel_migrating file_comment_not_found file_not_found "
     "message_not_found no_item_specified no_pin not_pinned restricted_action"},
    {"pins.list", 2, false, "pins:read", "channel", "", "channel_not_found restricted_action"},
    {"bookmarks.add", 2, true, "bookmarks:write", "title type",
     "channel_id link emoji entity_id access_level parent_id",
     "cannot_bookmark_from_external_org cannot_bookmark_restricted_sharing_enabled channel_not_found "
     "file_already_added file_not_found invalid_bookmark_type invalid_app_action_type "
     "invalid_shortcut_type invalid_child_type invalid_emoji invalid_entity_id invalid_link "
     "invalid_parent_type not_implemented parent_bookmark_disabled parent_with_link permission_denied "
     "slack_connect_file_upload_sharing_blocked slack_connect_clip_sharing_blocked "
     "slack_connect_blocked_file_type too_many_bookmarks too_many_tabs too_many_requests"},
    {"bookmarks.edit", 2, true, "bookmarks:write", "", "channel_id bookmark_id title link emoji",
     "channel_not_found invalid_bookmark_type invalid_emoji invalid_link not_found not_implemented "
     "parent_with_link permission_denied slack_connect_file_upload_sharing_blocked "
     "slack_connect_clip_sharing_blocked slack_connect_blocked_file_type"},
    {"bookmarks.list", 3, true, "bookmarks:read", "", "channel_id", "channel_not_found not_implemented"},
    {"bookmarks.remove", 2, true, "bookmarks:write", "", "channel_id bookmark_id quip_section_id",
     "channel_not_found user_not_found invalid_bookmark_type not_found not_implemented "
     "permission_denied"},
    {"reactions.add", 3, true, "reactions:write", "channel name timestamp", "",
     "already_reacted bad_timestamp channel_not_found external_channel_migrating invalid_name "
     "is_archived message_not_found no_item_specified not_reactable thread_locked too_many_emoji "
     "too_many_reactions no_access"},
    {"reactions.remove", 2, true, "reactions:write", "name", "file file_comment channel timestamp",
     "bad_timestamp channel_not_found external_channel_migrating file_not_found file_comment_not_found "
     "invalid_name message_not_found no_item_specified no_access no_reaction thread_locked"},
    {"reactions.get", 3, false, "reactions:read", "", "channel file file_comment full timestamp",
     "bad_timestamp channel_not_found file_comment_not_found file_not_found message_not_found "
     "no_item_specified"},
    {"files.getUploadURLExternal", 4, false, "files:write", "length filename", "snippet_type alt_txt",
     "alt_txt_too_large file_upload_size_restricted file_uploads_disabled snippet_too_large "
     "storage_limit_reached unknown_snippet_type unknown_subtype file_type_not_allowed "
     "file_uploads_except_images_disabled"},
    {"files.completeUploadExternal", 4, true, "files:write", "files",
     "channel_id thread_ts channels initial_comment blocks username icon_url icon_emoji",
     "channel_not_found file_not_found file_update_failed invalid_blocks invalid_channel "
     "not_in_channel posting_to_channel_denied channels_limit_exceeded file_type_not_allowed "
     "file_uploads_except_images_disabled"},
    {"files.info", 4, false, "files:read", "file", "count cursor limit page",
     "file_deleted file_not_found canvas_globally_disabled canvas_disabled_user_team "
     "canvas_disabled_file_team not_visible template_not_visible slack_connect_canvas_sharing_blocked"},
};

}  // namespace

std::span<const MethodSpec> method_specs() {
  return kMethods;
}

const MethodSpec* find_method(std::string_view name) {
  for (const MethodSpec& spec : kMethods) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

bool lists_word(std::string_view words, std::string_view word) {
  std::size_t at = 0;
  while (at < words.size()) {
    std::size_t end = words.find(' ', at);
    if (end == std::string_view::npos) end = words.size();
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace muster::fake::slack
