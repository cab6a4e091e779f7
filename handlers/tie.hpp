// Ties what is on the operations log to an incident: repeated on its timeline at the time it happened, and
// marked as tied on the log. Shared by declare and link.
#pragma once

#include "bot/domain/operations.hpp"
#include "handlers/plan.hpp"

namespace muster {

void tie_alert(Plan& plan, const AlertRecord& alert, IncidentNumber incident);
void tie_page(Plan& plan, const PageRecord& page, IncidentNumber incident);
void tie_report(Plan& plan, const IncidentReport& report, const std::string& relation,
                IncidentNumber incident);

}  // namespace muster
