#include "integrations/teams/incoming_wire.hpp"

#include <nlohmann/json.hpp>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/json.hpp"
#include "integrations/teams/ids.hpp"
#include "integrations/teams/said_text.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr net::JsonLimits kLimits{.max_bytes = 8UL * 1024 * 1024, .max_nodes = 400000};

std::unexpected<Error> not_theirs(const std::string& what) {
  return fail(ErrorKind::corrupt, "Teams answered in words that are not its own.", what);
}

Result<Json> object_of(std::string_view body) {
  auto json = net::parse_json(body, kLimits);
  if (!json || !json->is_object()) return not_theirs("no JSON object");
  return json;
}

Channel channel_of(const Json& json) {
  return {net::text(json, "id"), net::text(json, "displayName"), net::text(json, "description")};
}

template <class T, class Read>
Result<Page<T>> page_of(std::string_view body, Read read) {
  MUSTER_TRY(const Json json, object_of(body));
  const Json& items = net::member(json, "value");
  if (!items.is_array()) return not_theirs("no list");
  Page<T> page;
  for (const Json& item : items) page.items.push_back(read(item));
  page.next = net::text(json, "@odata.nextLink");
  return page;
}

}  // namespace

Result<std::string> read_id(std::string_view body) {
  MUSTER_TRY(const Json json, object_of(body));
  std::string id = net::text(json, "id");
  if (id.empty()) return not_theirs("no id");
  return id;
}

Result<Member> read_member(std::string_view body, const std::string& tenant) {
  MUSTER_TRY(const Json json, object_of(body));
  Member member;
  member.id = net::text(json, "id");
  member.identity.platform = kPlatform;
  // Both spellings were seen.
  member.identity.user = net::text(json, "aadObjectId");
  if (member.identity.user.empty()) member.identity.user = net::text(json, "objectId");
  if (member.identity.user.empty()) member.identity.user = member.id;
  member.identity.name = net::text(json, "name");
  member.identity.email = net::text(json, "email");
  const std::string principal = net::text(json, "userPrincipalName");
  if (member.identity.email.empty()) member.identity.email = principal;
  const std::string role = lower(net::text(json, "userRole"));
  const std::string home = net::text(json, "tenantId");
  member.identity.outsider = role == "guest" || role == "anonymous" ||
                             lower(principal).find("#ext#") != std::string::npos ||
                             (!home.empty() && lower(home) != lower(tenant));
  if (member.identity.user.empty()) return not_theirs("a member without an id");
  return member;
}

Result<Channel> read_channel(std::string_view body) {
  MUSTER_TRY(const Json json, object_of(body));
  Channel channel = channel_of(json);
  if (channel.id.empty()) return not_theirs("a channel without an id");
  return channel;
}

Result<Page<Channel>> read_channels(std::string_view body) {
  return page_of<Channel>(body, channel_of);
}

Result<Page<std::string>> read_members(std::string_view body) {
  return page_of<std::string>(body, [](const Json& member) { return net::text(member, "userId"); });
}

Result<Page<Tab>> read_tabs(std::string_view body) {
  return page_of<Tab>(body, [](const Json& tab) {
    return Tab{net::text(tab, "displayName"), net::text(net::member(tab, "configuration"), "contentUrl")};
  });
}

std::optional<std::string> find_marked(std::string_view messages, const std::string& mark) {
  const auto json = net::parse_json(messages, kLimits);
  if (!json) return std::nullopt;
  for (const Json& message : net::member(*json, "value")) {
    for (const Json& attachment : net::member(message, "attachments")) {
      if (net::text(attachment, "content").find(mark) != std::string::npos) return net::text(message, "id");
    }
  }
  return std::nullopt;
}

Result<MessageSnapshot> read_message(std::string_view body) {
  MUSTER_TRY(const Json json, object_of(body));
  MessageSnapshot found;
  const Json& text = net::member(json, "body");
  const std::string content = net::text(text, "content");
  found.text = lower(net::text(text, "contentType")) == "html" ? text_of_html(content) : content;
  const Json& user = net::member(net::member(json, "from"), "user");
  if (!net::text(user, "id").empty())
    found.author = Identity{std::string{kPlatform}, net::text(user, "id"), net::text(user, "displayName")};
  found.link = net::text(json, "webUrl");
  if (const auto at = parse_instant(net::text(json, "createdDateTime"))) found.at = *at;
  for (const Json& attachment : net::member(json, "attachments")) {
    if (net::text(attachment, "contentType") == "reference")
      found.files.push_back(
          {net::text(attachment, "name"), net::text(attachment, "id"), net::text(attachment, "contentUrl")});
  }
  return found;
}

Result<std::string> read_join_link(std::string_view meeting) {
  MUSTER_TRY(const Json json, object_of(meeting));
  std::string link = net::text(json, "joinWebUrl");
  if (link.empty()) return not_theirs("a meeting without a link");
  return link;
}

}  // namespace muster::teams
