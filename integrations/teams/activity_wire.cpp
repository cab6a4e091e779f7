#include <nlohmann/json.hpp>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/json.hpp"
#include "integrations/teams/activity.hpp"
#include "integrations/teams/ids.hpp"
#include "integrations/teams/said_text.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostActivityBytes = 256UL * 1024;
constexpr std::string_view kFile = "application/vnd.microsoft.teams.file.download.info";

Account account(const Json& json) {
  Account found{net::text(json, "id"), net::text(json, "name"), net::text(json, "aadObjectId")};
  if (found.aad.empty()) found.aad = net::text(json, "objectId");
  return found;
}

std::vector<Account> accounts(const Json& list) {
  std::vector<Account> all;
  for (const Json& each : list) all.push_back(account(each));
  return all;
}

std::vector<std::string> reactions(const Json& list) {
  std::vector<std::string> all;
  for (const Json& each : list) all.push_back(net::text(each, "type"));
  return all;
}

void read_entities(const Json& entities, Activity& into) {
  for (const Json& entity : entities) {
    const std::string type = lower(net::text(entity, "type"));
    if (type == "clientinfo") into.zone = net::text(entity, "timezone");
    if (type != "mention") continue;
    const Json& mentioned = net::member(entity, "mentioned");
    into.mentions.push_back(
        {net::text(mentioned, "id"), net::text(mentioned, "name"), net::text(entity, "text")});
  }
}

void read_attachments(const Json& attachments, Activity& into) {
  for (const Json& attachment : attachments) {
    const std::string type = net::text(attachment, "contentType");
    if (type == "text/html") into.html = net::text(attachment, "content");
    if (type == kFile || type == "reference") {
      const Json& content = net::member(attachment, "content");
      into.files.push_back({net::text(attachment, "name"), net::text(content, "uniqueId"),
                            net::text(attachment, "contentUrl")});
    }
  }
}

void read_channel_data(const Json& data, Activity& into) {
  if (into.tenant.empty()) into.tenant = net::text(net::member(data, "tenant"), "id");
  into.event_type = net::text(data, "eventType");
  const Json& team = net::member(data, "team");
  into.team = net::text(team, "id");
  into.team_group = net::text(team, "aadGroupId");
  const Json& channel = net::member(data, "channel");
  into.channel = net::text(channel, "id");
  into.channel_name = net::text(channel, "name");
}

// The message that a message action was used on, as Graph writes a chatMessage.
MessageSnapshot payload(const Json& json) {
  MessageSnapshot on;
  const Json& body = net::member(json, "body");
  const std::string content = net::text(body, "content");
  on.text = lower(net::text(body, "contentType")) == "html" ? text_of_html(content) : content;
  const Json& user = net::member(net::member(json, "from"), "user");
  if (!net::text(user, "id").empty())
    on.author = Identity{std::string{kPlatform}, net::text(user, "id"), net::text(user, "displayName")};
  on.link = net::text(json, "linkToMessage");
  if (const auto at = parse_instant(net::text(json, "createdDateTime"))) on.at = *at;
  return on;
}

ActivityValue muster_value(const Json& data) {
  const Json& ours = net::member(data, "muster");
  if (net::member(ours, "form").is_object()) {
    auto form = read_form(data);
    if (form) return *std::move(form);
    return Foreign{form.error().say};
  }
  if (const std::string card = net::text(ours, "card"); !card.empty())
    return CardWanted{card, IncidentNumber{net::integer(ours, "incident").value_or(0)}};
  if (const std::string command = net::text(ours, "command"); !command.empty())
    return Pressed{command, net::text(ours, "nonce"), net::text(ours, "confirm"),
                   net::flag(ours, "confirmed")};
  return Foreign{"This button is not one of muster's, or its message is too old. Type the command instead."};
}

ActivityValue value_of(const Activity& activity, const Json& value) {
  if (!value.is_object()) return {};
  if (activity.name == "adaptiveCard/action")
    return muster_value(net::member(net::member(value, "action"), "data"));
  if (activity.name == "composeExtension/fetchTask") {
    ActionAsked asked{net::text(value, "commandId"), {}, {}, {}};
    const Json& message = net::member(value, "messagePayload");
    if (message.is_object()) {
      asked.message = payload(message);
      asked.message_id = net::text(message, "id");
      asked.reply_to = net::text(message, "replyToId");
    }
    return asked;
  }
  if (activity.type == "invoke") return muster_value(net::member(value, "data"));
  return muster_value(value);
}

}  // namespace

Result<Activity> read_activity(std::string_view body) {
  MUSTER_TRY(const Json json,
             net::parse_json(body, {.max_bytes = kMostActivityBytes, .reject_duplicate_keys = true}));
  if (!json.is_object()) return fail(ErrorKind::invalid, "An activity is a JSON object.");
  Activity activity;
  activity.type = net::text(json, "type");
  if (activity.type.empty()) return fail(ErrorKind::invalid, "An activity has a type.");
  activity.id = net::text(json, "id");
  activity.name = net::text(json, "name");
  activity.channel_id = net::text(json, "channelId");
  activity.service_url = net::text(json, "serviceUrl");
  if (const auto at = parse_instant(net::text(json, "timestamp"))) activity.at = *at;
  activity.from = account(net::member(json, "from"));
  activity.recipient = account(net::member(json, "recipient"));
  const Json& conversation = net::member(json, "conversation");
  activity.conversation = net::text(conversation, "id");
  activity.conversation_type = net::text(conversation, "conversationType");
  activity.tenant = net::text(conversation, "tenantId");
  read_channel_data(net::member(json, "channelData"), activity);
  activity.action = lower(net::text(json, "action"));
  activity.reply_to = net::text(json, "replyToId");
  activity.text = net::text(json, "text");
  read_entities(net::member(json, "entities"), activity);
  read_attachments(net::member(json, "attachments"), activity);
  activity.reactions_added = reactions(net::member(json, "reactionsAdded"));
  activity.reactions_removed = reactions(net::member(json, "reactionsRemoved"));
  activity.members_added = accounts(net::member(json, "membersAdded"));
  activity.members_removed = accounts(net::member(json, "membersRemoved"));
  const Json& value = net::member(json, "value");
  activity.has_value = value.is_object();
  activity.is_automatic = net::text(value, "trigger") == "automatic";
  activity.value = value_of(activity, value);
  return activity;
}

}  // namespace muster::teams
