// Who calls: the token or signature of a source, checked on the raw bytes before anything is read.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/ports/alert_source.hpp"
#include "bot/ports/hook.hpp"

namespace muster::alerts {

// forbidden with the reason for the operator's log; the caller is never told which it was. A source with
// names of a certificate must come with one of them. One with a secret must sign, or be called at an address
// signed with it; one with a token only must show it; one with nothing of it is closed. Signatures with a
// time are good for five minutes.
[[nodiscard]] Result<Done> check_caller(const HookCall& call, const SourceSettings& source, Time now);

// What Prometheus puts behind the address it was given: it is no part of a token there.
inline constexpr std::string_view kPostedAlerts = "/api/v2/alerts";

// "?expires=1767225600&sig=…": makes an address that needs no header, for so long.
[[nodiscard]] std::string signed_query(const std::string& path, const Secret& secret, Time expires);

// The token in Authorization (Bearer, or Basic as password), X-Muster-Token, ?token= (auth_token=,
// access_token=) or as the last part of the path; empty when there is none.
[[nodiscard]] std::string shown_token(const HookCall& call, std::string_view base_path);

// In a time that tells nothing about where they differ, nor how long the right one is.
[[nodiscard]] bool same_token(std::string_view shown, const Secret& token);

}  // namespace muster::alerts
