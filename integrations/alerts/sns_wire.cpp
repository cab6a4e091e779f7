#include "integrations/alerts/sns_wire.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "bot/base/ascii.hpp"
#include "bot/net/json.hpp"
#include "bot/net/signature.hpp"
#include "bot/net/url.hpp"
#include "integrations/alerts/parts_wire.hpp"

namespace muster::alerts {

Result<SnsEnvelope> read_sns(std::string_view body) {
  static constexpr std::array<const char*, 6> kNotification = {"Message",   "MessageId", "Subject",
                                                               "Timestamp", "TopicArn",  "Type"};
  static constexpr std::array<const char*, 7> kConfirmation = {
      "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"};
  MUSTER_TRY(const Json json, body_of(body));
  SnsEnvelope envelope;
  envelope.type = net::text(json, "Type");
  if (envelope.type.empty())
    return fail(ErrorKind::invalid, "This is no SNS message: raw delivery must be off.");
  envelope.topic_arn = net::text(json, "TopicArn");
  envelope.certificate_url = net::text(json, "SigningCertURL");
  envelope.subscribe_url = net::text(json, "SubscribeURL");
  envelope.timestamp = net::text(json, "Timestamp");
  const std::string version = net::text(json, "SignatureVersion");
  if (version != "1" && version != "2")
    return fail(ErrorKind::forbidden, "its signature is of a version that SNS does not have");
  envelope.sha256 = version == "2";
  envelope.signature = net::base64_decoded(net::text(json, "Signature")).value_or("");
  const std::span<const char* const> keys = envelope.type == "Notification"
                                                ? std::span<const char* const>{kNotification}
                                                : std::span<const char* const>{kConfirmation};
  for (const char* key : keys) {
    const Json& value = net::member(json, key);
    if (value.is_string()) envelope.signed_text += std::string{key} + "\n" + value.get<std::string>() + "\n";
  }
  return envelope;
}

bool is_sns_address(std::string_view text) {
  const auto url = net::parse_url(text);
  if (!url || url->scheme != "https" || url->port != 443) return false;
  std::string_view host = url->host;
  constexpr std::string_view kChina = ".cn";
  if (host.ends_with(kChina)) host.remove_suffix(kChina.size());
  constexpr std::string_view kFirst = "sns.";
  constexpr std::string_view kLast = ".amazonaws.com";
  if (!host.starts_with(kFirst) || !host.ends_with(kLast) || host.size() < kFirst.size() + kLast.size() + 3)
    return false;
  host.remove_prefix(kFirst.size());
  host.remove_suffix(kLast.size());
  return std::ranges::all_of(host, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

}  // namespace muster::alerts
