// Events API v2: the body of an event, and the key that makes two events one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/secret.hpp"
#include "bot/net/http_client.hpp"
#include "bot/ports/page_name.hpp"
#include "bot/ports/pager.hpp"

namespace muster::pagerduty {

// "muster/INC-42/P1/checkout": the first page of the escalation and the target it went to.
[[nodiscard]] std::string key_of(const PageNotice& notice);
struct Key {
  PageName page;
  std::string target;
};
// None: not one of ours.
[[nodiscard]] std::optional<Key> read_key(std::string_view key);

// action: trigger, acknowledge, resolve.
[[nodiscard]] std::string event_json(std::string_view action, const Secret& routing_key,
                                     const PageNotice& notice);
// Whether these are PagerDuty's words for "taken".
[[nodiscard]] bool is_taken(std::string_view body);
// Of a refused event or REST call: message and errors.
[[nodiscard]] std::string read_reason(const net::HttpResponse& refused);

}  // namespace muster::pagerduty
