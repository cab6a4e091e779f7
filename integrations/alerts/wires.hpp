// From the bytes a source sends to alerts in muster's words: one parser a kind. Pure; every body is a
// stranger's. What is unknown is passed over, what is too much is cut, and only what cannot be an alert at
// all is an error, whose say is for the sender and quotes nothing.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/alert_source.hpp"
#include "bot/ports/hook.hpp"

namespace muster::alerts {

struct Heard {
  AlertsReceived alerts;
  std::string delivery;  // what the source calls this delivery, the same when it is sent again; may be empty
};

// As the source spells it; now: instants of the far past or future are brought near to it.
[[nodiscard]] Result<Heard> parse_alertmanager(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_prometheus(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_datadog(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_newrelic(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_cloudwatch(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_azure(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_gcp(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_sentry(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_splunk(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_elastic(const HookCall& call, const SourceSettings& source, Time now);
[[nodiscard]] Result<Heard> parse_generic(const HookCall& call, const SourceSettings& source, Time now);

// By the kind of the source.
[[nodiscard]] Result<Heard> parse(const HookCall& call, const SourceSettings& source, Time now);

}  // namespace muster::alerts
