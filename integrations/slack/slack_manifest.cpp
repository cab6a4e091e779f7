#include "integrations/slack/slack_manifest.hpp"

#include <array>

#include "integrations/slack/interaction_wire.hpp"

namespace muster::slack {
namespace {

constexpr std::array<std::string_view, 21> kScopes = {
    "app_mentions:read",  // @muster …
    "bookmarks:read",     // look before adding one again
    "bookmarks:write",    // links at the top of the incident's room
    "channels:history",   // messages and reactions in the room; finding our own posts again
    "channels:manage",    // open the room, invite, set its topic
    "channels:read",      // find rooms by name; who joined
    "chat:write",         // posts, cards, private answers
    "chat:write.public",  // announcements where muster was not invited
    "commands",           // /inc and the shortcuts
    "files:read",         // files of captured messages, by reference
    "files:write",        // postmortem and timeline as files
    "groups:history",     // the same for private rooms
    "groups:read",        //
    "groups:write",       //
    "im:history",         // commands in the direct message; finding our own posts again
    "im:write",           // pages and reminders to one person
    "pins:write",         // the card on top of the room
    "reactions:read",     // a pushpin puts a message on the timeline
    "reactions:write",    // how muster confirms it
    "users:read",         // names; who is a guest
    "users:read.email",   // who is the same person in another chat
};

constexpr std::array<std::string_view, 12> kEvents = {
    "app_home_opened", "app_mention",      "app_uninstalled",       "channel_rename",
    "group_rename",    "message.channels", "message.groups",        "message.im",
    "reaction_added",  "reaction_removed", "member_joined_channel", "tokens_revoked",
};

// A YAML double-quoted scalar.
std::string yaml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\n') out += c;
  }
  return out + "\"";
}

std::string slash_command(std::string_view command) {
  return "    - command: " + yaml_quoted(command) + "\n" +
         "      description: Declare and run incidents\n"
         "      usage_hint: \"[declare | update | severity | resolve | help] …\"\n"
         "      should_escape: true\n";
}

std::string shortcut(std::string_view name, std::string_view type, std::string_view id,
                     std::string_view description) {
  std::string out = "    - name: " + yaml_quoted(name) + "\n";
  out += "      type: " + std::string{type} + "\n      callback_id: " + std::string{id} + "\n";
  return out + "      description: " + yaml_quoted(description) + "\n";
}

std::string list(std::span<const std::string_view> items, std::string_view indent) {
  std::string out;
  for (const std::string_view item : items) out += std::string{indent} + "- " + std::string{item} + "\n";
  return out;
}

bool lists(std::string_view comma_separated, std::string_view wanted) {
  while (!comma_separated.empty()) {
    std::string_view one = comma_separated.substr(0, comma_separated.find(','));
    comma_separated.remove_prefix(std::min(one.size() + 1, comma_separated.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == wanted) return true;
  }
  return false;
}

}  // namespace

std::span<const std::string_view> bot_scopes() {
  return kScopes;
}

std::string missing_scopes(std::string_view granted) {
  std::string missing;
  for (const std::string_view scope : kScopes) {
    if (!lists(granted, scope)) missing += (missing.empty() ? "" : ", ") + std::string{scope};
  }
  return missing;
}

std::string slack_manifest(const ManifestOptions& options) {
  std::string yaml = "_metadata:\n  major_version: 1\n  minor_version: 1\n";
  yaml += "display_information:\n  name: " + yaml_quoted(options.name) + "\n";
  yaml += "  description: Declares, runs and records incidents from chat\n  background_color: \"#1f2937\"\n";
  yaml += "features:\n";
  yaml += "  app_home:\n    home_tab_enabled: true\n    messages_tab_enabled: true\n";
  yaml += "    messages_tab_read_only_enabled: false\n";
  yaml += "  bot_user:\n    display_name: " + yaml_quoted(options.name) + "\n    always_online: true\n";
  yaml += "  shortcuts:\n";
  yaml +=
      shortcut("Declare an incident", "global", kDeclareShortcut, "Open the form that declares an incident");
  yaml += shortcut("Declare from message", "message", kDeclareFromMessage,
                   "Declare an incident about this message");
  yaml +=
      shortcut("Add to timeline", "message", kAddToTimeline, "Put this message on the incident's timeline");
  yaml += "  slash_commands:\n" + slash_command(options.command);
  if (options.alias && options.command != "/incident") yaml += slash_command("/incident");
  yaml += "oauth_config:\n  scopes:\n    bot:\n" + list(kScopes, "      ");
  yaml += "settings:\n  event_subscriptions:\n    bot_events:\n" + list(kEvents, "      ");
  yaml += "  interactivity:\n    is_enabled: true\n";
  yaml += "  org_deploy_enabled: false\n  socket_mode_enabled: true\n  token_rotation_enabled: false\n";
  return yaml;
}

}  // namespace muster::slack
