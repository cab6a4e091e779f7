// Dialogs that put something on the record.
#include "bot/text/dialog_table.hpp"

namespace muster {

std::vector<Field> note_fields(const DialogRequest& request) {
  return {required(paragraph_field(request, "text", "What happened?")),
          line_field(request, "at", "When?", "For example 10:32 UTC or 20m ago; empty means now")};
}

std::vector<Field> task_fields(const DialogRequest& request) {
  return {required(line_field(request, "text", "What is to be done?")),
          person_field(request, "owner", "Who does it?"),
          line_field(request, "due", "Until when?", "For example 15m or 15:00 UTC; muster asks then")};
}

std::vector<Field> followup_fields(const DialogRequest& request) {
  return {
      required(line_field(request, "text", "What is to be done?",
                          "Start with a verb: add, remove, alert, test ...")),
      person_field(request, "owner", "Who owns it?"),
      line_field(request, "due", "Until when?", "For example 2026-12-01"),
      choice_field(
          request, "priority", "Priority",
          {{"P0", "P0", "Within a week"}, {"P1", "P1", "Within a month"}, {"P2", "P2", "Within a quarter"}}),
      choice_field(request, "type", "Type",
                   {{"prevent", "Prevent", "It cannot happen again"},
                    {"detect", "Detect", "We notice sooner"},
                    {"mitigate", "Mitigate", "It hurts less or ends sooner"},
                    {"process", "Process", "We work differently"},
                    {"repair", "Repair", "Clean up after it"},
                    {"vendor", "Vendor", "Somebody else must act"}})};
}

std::vector<Field> decide_fields(const DialogRequest& request) {
  return {required(paragraph_field(request, "text", "What was decided?")),
          line_field(request, "objections", "Strong objections?", "Empty when there were none")};
}

std::vector<Field> link_fields(const DialogRequest& request) {
  return {required(line_field(request, "ref", "Link", "https://..., INC-7 or a reference such as CHG-1")),
          line_field(request, "text", "Title"),
          choice_field(request, "relation", "It is",
                       {{"cause", "The cause", {}},
                        {"remediation", "The remedy", {}},
                        {"detection", "How it was detected", {}},
                        {"evidence", "Evidence", {}},
                        {"alert", "An alert", {}},
                        {"related", "Related", {}},
                        {"duplicate", "A duplicate", {}}})};
}

std::vector<Field> edit_fields(const DialogRequest& request) {
  const Incident& incident = *request.incident;
  Field title = line_field(request, "title", "Title");
  if (title.initial.empty()) title.initial = incident.title;
  title.max_chars = 120;
  Field description = paragraph_field(request, "description", "Description");
  if (description.initial.empty()) description.initial = incident.description;
  Field started = line_field(request, "started", "When did it begin?", "For example 10:32 UTC");
  if (started.initial.empty() && incident.started_at) started.initial = iso_seconds(*incident.started_at);
  return {std::move(title), service_field(request, "services", "Services"), std::move(description),
          std::move(started)};
}

std::vector<Field> postmortem_fields(const DialogRequest& request) {
  const bool is_private = request.incident->visibility == Visibility::private_;
  return {required(choice_field(request, "form", "Form",
                                {{"full", "Full", "Every section, for review with the team"},
                                 {"brief", "Brief", "Summary, impact, timeline and actions"},
                                 {"security", "Security", "Restricted and without names"}},
                                is_private ? "security" : "full"))};
}

}  // namespace muster
