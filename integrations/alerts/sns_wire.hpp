// The envelope of Amazon's SNS: what it is, what of it is signed, and where its certificate may come from.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.hpp"

namespace muster::alerts {

struct SnsEnvelope {
  std::string type;  // Notification, SubscriptionConfirmation, UnsubscribeConfirmation
  std::string topic_arn;
  std::string signed_text;
  std::string signature;  // raw bytes
  bool sha256 = false;    // else SHA-1: SignatureVersion 2 or 1
  std::string certificate_url;
  std::string subscribe_url;  // of a confirmation
  std::string timestamp;
};

// invalid when it is no envelope; forbidden when its signature is of a version that SNS does not have.
[[nodiscard]] Result<SnsEnvelope> read_sns(std::string_view body);

// https at sns.<region>.amazonaws.com: anybody may put an address into an envelope.
[[nodiscard]] bool is_sns_address(std::string_view url);

}  // namespace muster::alerts
