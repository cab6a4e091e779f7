// The fold of alerts on the operations log: single alerts, their groups, and which of them fire.
#pragma once

#include <string>
#include <string_view>

#include "bot/domain/operations.hpp"

namespace muster {

void fold_alert(OperationsLog& log, const Event& event, const AlertReported& e);
void fold_alert(OperationsLog& log, const AlertGroupCounted& e);
void fold_alert(OperationsLog& log, const TiedToIncident& e);

// A group of what is too much to have groups of its own: "others/INC-1", "others/prometheus".
inline constexpr std::string_view kOthers = "others/";

// How TiedToIncident names a group of alerts.
[[nodiscard]] std::string group_ref(std::string_view key);

// Drops what is long over.
void forget_alerts(OperationsLog& log, Time now);

}  // namespace muster
