#include "integrations/teams/outgoing_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/base/utf8.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"
#include "bot/net/signature.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kSummaryChars = 200;
constexpr std::size_t kDescriptionChars = 1000;  // of 1024
// The app of website tabs, the same in every tenant.
constexpr std::string_view kWebTab =
    "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/com.microsoft.teamspace.tab.web";

Json card_attachment(const Message& message, const People& people, const CardStyle& style,
                     const Outgoing& how) {
  Json card = adaptive_card(message, people, style);
  Json& body = card["body"];
  if (!how.key.empty() && !body.empty()) body[0]["id"] = card_mark(how.key);
  return {{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", std::move(card)}};
}

Json picture_attachment(const Outgoing& how) {
  return {{"contentType", "image/png"},
          {"contentUrl", "data:image/png;base64," + net::base64(how.picture)},
          {"name", how.file_name}};
}

}  // namespace

std::string card_mark(const std::string& key) {
  return "muster-" + net::sha256_hex(key).substr(0, 16);
}

std::string message_body(const Message& message, const People& people, const CardStyle& style,
                         const Outgoing& how) {
  Json body{{"type", "message"},
            {"from", {{"id", how.bot}}},
            {"attachmentLayout", "list"},
            {"summary", shorten(clean_text(plain_text(message), false), kSummaryChars)}};
  body["attachments"] = Json::array(
      {how.picture.empty() ? card_attachment(message, people, style, how) : picture_attachment(how)});
  if (how.alert) body["channelData"] = {{"notification", {{"alert", true}}}};
  return net::dump_json(body);
}

std::string direct_body(const std::string& bot, const std::string& tenant, const std::string& user) {
  return net::dump_json({{"bot", {{"id", bot}}},
                         {"members", Json::array({{{"id", user}}})},
                         {"tenantId", tenant},
                         {"channelData", {{"tenant", {{"id", tenant}}}}},
                         {"isGroup", false}});
}

std::string channel_body(const std::string& name, const std::string& description) {
  return net::dump_json({{"displayName", name},
                         {"description", shorten(description, kDescriptionChars)},
                         {"membershipType", "standard"}});
}

std::string description_body(const std::string& description) {
  return net::dump_json({{"description", shorten(description, kDescriptionChars)}});
}

std::string tab_body(const std::string& name, const std::string& url) {
  return net::dump_json(
      {{"displayName", name},
       {"teamsApp@odata.bind", kWebTab},
       {"configuration",
        {{"entityId", nullptr}, {"contentUrl", url}, {"websiteUrl", url}, {"removeUrl", nullptr}}}});
}

std::string meeting_body(const std::string& subject, Time from, Time until) {
  return net::dump_json(
      {{"startDateTime", iso_seconds(from)}, {"endDateTime", iso_seconds(until)}, {"subject", subject}});
}

}  // namespace muster::teams
