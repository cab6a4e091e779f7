// Ties what is on the operations log to an incident: repeated on its timeline at the time it happened, and
// marked as tied on the log. Shared by declare and link.
#pragma once

#include "bot/domain/operations.hpp"
#include "handlers/plan.hpp"

namespace muster {

// The group as its incident counts it.
[[nodiscard]] AlertGroupCounted counted(const AlertGroup& group);
void tie_alert(Plan& plan, const AlertRecord& alert, IncidentNumber incident);
// The alert of the group that spoke first, how many they are, and a card that goes on counting.
void tie_group(Plan& plan, const AlertGroup& group, IncidentNumber incident, const Context& ctx);
void tie_page(Plan& plan, const PageRecord& page, IncidentNumber incident);
void tie_report(Plan& plan, const IncidentReport& report, const std::string& relation,
                IncidentNumber incident);

}  // namespace muster
