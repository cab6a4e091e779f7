// Routing: what becomes of an alert by the rules of muster.yaml. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/domain/operations.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// The first route whose conditions all hold at that time; null: none does.
[[nodiscard]] const AlertRoute* route_of(const AlertReported& alert, Time at, const Policy& policy);
[[nodiscard]] bool matches(const AlertMatch& match, const AlertReported& alert, Time at,
                           const Policy& policy);

// Alerts with the same key share a card: one source and service, and the same title or values of the route's
// labels. At most 200 bytes.
[[nodiscard]] std::string group_key(const AlertReported& alert, const AlertRoute* route);

// Why the alert is kept and not acted on; empty: it is acted on.
struct Hush {
  std::string act;   // silenced, maintenance
  std::string name;  // SL-1, or the window's
  [[nodiscard]] bool quiet() const { return !act.empty(); }
};
[[nodiscard]] Hush hushed(const AlertReported& alert, Time at, const OperationsLog& log,
                          const Policy& policy);
[[nodiscard]] bool holds(const MaintenanceWindow& window, Time at);

// It changed so often lately that each change is no news.
[[nodiscard]] bool flaps(const AlertRecord& alert, Time now, const FlapRule& rule);

// The severity of an incident that begins with this alert: the route's, else what the source's word means
// here; none when nobody can tell.
[[nodiscard]] std::optional<Severity> severity_of(const AlertReported& alert, const AlertRoute* route,
                                                  const Policy& policy);

// One depends on the other, over however many steps.
[[nodiscard]] bool related(const std::string& a, const std::string& b, const Policy& policy);

// Alerts of such a route are spoken of only to those who are called for them.
[[nodiscard]] bool is_private_route(std::string_view route, const Policy& policy);

}  // namespace muster
