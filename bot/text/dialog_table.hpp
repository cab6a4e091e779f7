// The fields of each dialog (dialogs_command.cpp, dialogs_record.cpp, dialogs_update.cpp).
#pragma once

#include <vector>

#include "bot/text/dialog_fields.hpp"

namespace muster {

// What commands an incident.
[[nodiscard]] std::vector<Field> declare_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> severity_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> status_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> impact_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> role_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> handoff_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> page_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> resolve_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> reason_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> reopen_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> merge_fields(const DialogRequest& request);

// What goes on the record.
[[nodiscard]] std::vector<Field> note_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> task_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> followup_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> decide_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> link_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> edit_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> postmortem_fields(const DialogRequest& request);

// Updates, and dialogs that only ask for a yes.
[[nodiscard]] std::vector<Field> update_fields(const DialogRequest& request);
[[nodiscard]] std::vector<Field> no_fields(const DialogRequest& request);

}  // namespace muster
