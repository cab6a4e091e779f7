// PagerDuty's REST API as JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/ports/pager.hpp"

namespace muster::pagerduty {

[[nodiscard]] std::string incident_json(const PageNotice& notice, const std::string& service);
[[nodiscard]] std::string status_json(std::string_view status);
[[nodiscard]] std::string note_json(std::string_view text);
[[nodiscard]] std::string status_update_json(std::string_view text);
[[nodiscard]] std::string responders_json(const std::string& requester, const std::vector<std::string>& users,
                                          std::string_view text);

// The id of the incident made, and of the one of a list that has this key; none: not PagerDuty's words, or
// none there.
[[nodiscard]] std::optional<std::string> read_incident(std::string_view body);
[[nodiscard]] std::optional<std::string> read_incident_of(std::string_view body,
                                                          std::string_view incident_key);
// The user with exactly this address.
[[nodiscard]] std::optional<std::string> read_user(std::string_view body, std::string_view email);

struct OnCall {
  std::string user;
  std::string name;
  std::string email;
  std::optional<Time> from;  // none: always
  std::optional<Time> until;
};
struct OnCallPage {
  std::vector<OnCall> shifts;
  bool more = false;
};
[[nodiscard]] std::optional<OnCallPage> read_oncalls(std::string_view body);

}  // namespace muster::pagerduty
