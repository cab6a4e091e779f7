// PagerDuty's v3 webhooks: whether they are PagerDuty's, and what they tell. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/secret.hpp"
#include "bot/domain/inbound.hpp"
#include "integrations/pagerduty/events_codec.hpp"

namespace muster::pagerduty {

// header: "v1=<hex>,v1=<hex>"; one that one of the secrets made is enough.
[[nodiscard]] bool is_signed(const std::vector<Secret>& secrets, std::string_view body,
                             std::string_view header);

struct Told {
  std::string event;     // PagerDuty's id of the event
  std::string incident;  // and of the incident
  std::optional<Key> key;
  std::optional<Identity> by;  // the person who did it; none: a system
  std::optional<PageAnswer> answer;
  std::string status;    // "acknowledged", "resolved" with an answer
  std::string progress;  // "escalated to Bob"; empty: nothing of the kind
};
// None: not an event.
[[nodiscard]] std::optional<Told> read_webhook(std::string_view body);

}  // namespace muster::pagerduty
