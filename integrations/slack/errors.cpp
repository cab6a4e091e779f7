#include "integrations/slack/errors.hpp"

#include <algorithm>
#include <array>

namespace muster::slack {
namespace {

using enum ErrorKind;

constexpr std::string_view kToken =
    "Slack does not accept muster's token. Put a current one into the configuration.";
constexpr std::string_view kAdmin = "A Slack administrator has to allow this for muster.";
constexpr std::string_view kScope =
    "Reinstall the Slack app from muster's manifest, which asks for every scope it uses.";
constexpr std::string_view kMember = "Invite muster to that channel: /invite @muster.";
constexpr std::string_view kGone = "It is no longer there.";
constexpr std::string_view kArchived = "The channel is archived. Unarchive it in Slack.";

// Scopes of a word: the whole Web API. Order: tokens, administration, our own mistakes, things, limits,
// passing trouble.
constexpr std::array kWords = {
    ErrorWord{"not_authed", forbidden, kToken},
    ErrorWord{"invalid_auth", forbidden, kToken},
    ErrorWord{"token_revoked", forbidden, kToken},
    ErrorWord{"token_expired", forbidden, kToken},
    ErrorWord{"account_inactive", forbidden, kToken},
    ErrorWord{"user_removed_from_team", forbidden, kToken},
    ErrorWord{"team_disabled", forbidden, kToken},
    ErrorWord{"two_factor_setup_required", forbidden, kToken},
    ErrorWord{"not_allowed_token_type", forbidden,
              "The app token starts with xapp-, the bot token with xoxb-."},
    ErrorWord{"forbidden_team", forbidden, kAdmin},

    ErrorWord{"missing_scope", forbidden, kScope},
    ErrorWord{"no_permission", forbidden, kAdmin},
    ErrorWord{"permission_denied", forbidden, kAdmin},
    ErrorWord{"access_denied", forbidden, kAdmin},
    ErrorWord{"no_access", forbidden, kMember},
    ErrorWord{"restricted_action", forbidden, kAdmin},
    ErrorWord{"restricted_action_read_only_channel", forbidden, kAdmin},
    ErrorWord{"restricted_action_thread_only_channel", forbidden, kAdmin},
    ErrorWord{"restricted_action_non_threadable_channel", forbidden, kAdmin},
    ErrorWord{"restricted_action_thread_locked", forbidden, kAdmin},
    ErrorWord{"posting_to_channel_denied", forbidden, kAdmin},
    ErrorWord{"ekm_access_denied", forbidden, kAdmin},
    ErrorWord{"accesslimited", forbidden, kAdmin},
    ErrorWord{"enterprise_is_restricted", forbidden, kAdmin},
    ErrorWord{"team_access_not_granted", forbidden, kAdmin},
    ErrorWord{"app_access_restricted", forbidden, kAdmin},
    ErrorWord{"not_in_channel", forbidden, kMember},
    ErrorWord{"user_not_in_channel", forbidden, {}},
    ErrorWord{"channel_is_limited_access", forbidden, kMember},
    ErrorWord{"not_authorized", forbidden, kAdmin},
    ErrorWord{"user_is_restricted", forbidden, "Guests cannot do this in Slack."},
    ErrorWord{"cannot_create_channel", forbidden, kAdmin},
    ErrorWord{"not_enabled", forbidden, "Switch on the home tab of the Slack app."},
    ErrorWord{"messages_tab_disabled", forbidden, "Switch on the messages tab of the Slack app."},
    ErrorWord{"file_uploads_disabled", forbidden, kAdmin},
    ErrorWord{"file_uploads_except_images_disabled", forbidden, kAdmin},

    ErrorWord{"channel_not_found", not_found,
              "The channel does not exist, or it is private and muster is not in it."},
    ErrorWord{"message_not_found", not_found, kGone},
    ErrorWord{"thread_not_found", not_found, kGone},
    ErrorWord{"user_not_found", not_found, "Slack knows no such person."},
    ErrorWord{"users_not_found", not_found, "Slack knows no such person."},
    ErrorWord{"user_not_visible", not_found, "Slack knows no such person."},
    ErrorWord{"file_not_found", not_found, kGone},
    ErrorWord{"not_found", not_found, kGone},
    ErrorWord{"no_reaction", not_found, kGone},
    ErrorWord{"is_archived", rejected, kArchived},
    ErrorWord{"is_inactive", rejected, kArchived},
    ErrorWord{"user_disabled", rejected, "That person's Slack account is deactivated."},

    ErrorWord{"name_taken", conflict, {}},
    ErrorWord{"hash_conflict", conflict, {}},
    ErrorWord{"already_pinned", conflict, {}},
    ErrorWord{"already_reacted", conflict, {}},
    ErrorWord{"already_in_channel", conflict, {}},
    ErrorWord{"already_archived", conflict, {}},
    ErrorWord{"too_many_requests", rate_limited, {}},

    ErrorWord{"expired_trigger_id", rejected, "Slack allows three seconds for a form to open. Try again."},
    ErrorWord{"trigger_expired", rejected, "Slack allows three seconds for a form to open. Try again."},
    ErrorWord{"exchanged_trigger_id", rejected, "That form is open already."},
    ErrorWord{"trigger_exchanged", rejected, "That form is open already."},
    ErrorWord{"invalid_trigger_id", rejected, "Try again."},
    ErrorWord{"cant_delete_message", rejected,
              "Slack lets muster delete only its own messages. Delete it there, or ask an administrator."},
    ErrorWord{"cant_update_message", rejected, "Only muster's own messages can be changed by it."},
    ErrorWord{"edit_window_closed", rejected, "The workspace no longer allows this message to be changed."},
    ErrorWord{"too_many_pins", rejected, "The channel has as many pins as Slack allows."},
    ErrorWord{"too_many_bookmarks", rejected, "The channel has as many bookmarks as Slack allows."},
    ErrorWord{"storage_limit_reached", rejected, "The workspace has no room for more files."},
    ErrorWord{"link_disabled", forbidden, "Switch on Socket Mode in the settings of the Slack app."},

    ErrorWord{"invalid_arguments", invalid, {}},
    ErrorWord{"invalid_arg_name", invalid, {}},
    ErrorWord{"invalid_array_arg", invalid, {}},
    ErrorWord{"invalid_form_data", invalid, {}},
    ErrorWord{"invalid_json", invalid, {}},
    ErrorWord{"json_not_object", invalid, {}},
    ErrorWord{"invalid_charset", invalid, {}},
    ErrorWord{"invalid_post_type", invalid, {}},
    ErrorWord{"missing_post_type", invalid, {}},
    ErrorWord{"missing_argument", invalid, {}},
    ErrorWord{"unknown_method", invalid, {}},
    ErrorWord{"method_deprecated", invalid, {}},
    ErrorWord{"deprecated_endpoint", invalid, {}},
    ErrorWord{"invalid_blocks", invalid, {}},
    ErrorWord{"invalid_blocks_format", invalid, {}},
    ErrorWord{"msg_too_long", invalid, {}},
    ErrorWord{"msg_blocks_too_long", invalid, {}},
    ErrorWord{"view_too_large", invalid, {}},
    ErrorWord{"no_text", invalid, {}},
    ErrorWord{"too_long", invalid, {}},
    ErrorWord{"metadata_too_large", invalid, {}},
    ErrorWord{"invalid_metadata_format", invalid, {}},
    ErrorWord{"invalid_metadata_schema", invalid, {}},
    ErrorWord{"invalid_cursor", invalid, {}},
    ErrorWord{"invalid_name", invalid, {}},
    ErrorWord{"invalid_name_required", invalid, {}},
    ErrorWord{"invalid_name_maxlength", invalid, {}},
    ErrorWord{"invalid_name_specials", invalid, {}},
    ErrorWord{"invalid_name_punctuation", invalid, {}},
    ErrorWord{"invalid_link", invalid, {}},

    ErrorWord{"ratelimited", rate_limited, {}},
    ErrorWord{"rate_limited", rate_limited, {}},
    ErrorWord{"message_limit_exceeded", rate_limited, {}},

    ErrorWord{"internal_error", unavailable, {}},
    ErrorWord{"fatal_error", unavailable, {}},
    ErrorWord{"service_unavailable", unavailable, {}},
    ErrorWord{"request_timeout", timeout, {}},
    ErrorWord{"team_added_to_org", unavailable, {}},
    ErrorWord{"org_login_required", unavailable, {}},
    ErrorWord{"external_channel_migrating", unavailable, {}},
    ErrorWord{"update_failed", unavailable, {}},
    ErrorWord{"fetch_members_failed", unavailable, {}},
};

const ErrorWord* find(std::string_view word) {
  const auto found = std::ranges::find(kWords, word, &ErrorWord::word);
  return found == kWords.end() ? nullptr : &*found;
}

}  // namespace

std::span<const ErrorWord> error_words() {
  return kWords;
}

ErrorKind kind_of(std::string_view word) {
  const ErrorWord* known = find(word);
  return known == nullptr ? rejected : known->kind;
}

bool is_token_problem(std::string_view word) {
  const ErrorWord* known = find(word);
  return known != nullptr && known->fix == kToken;
}

Error api_error(std::string_view method, std::string_view word, std::string_view needed,
                std::string_view notes) {
  const ErrorWord* known = find(word);
  Error error;
  error.kind = kind_of(word);
  error.detail = std::string{method} + ": " + std::string{word};
  if (!needed.empty()) error.detail += " (needs " + std::string{needed} + ")";
  if (!notes.empty()) error.detail += " " + std::string{notes.substr(0, 400)};
  error.say = "Slack refused " + std::string{method} + " (" + std::string{word};
  error.say += needed.empty() ? ")." : ", needs " + std::string{needed} + ").";
  if (known != nullptr && !known->fix.empty()) error.say += " " + std::string{known->fix};
  return error;
}

}  // namespace muster::slack
