#include "bot/text/dialogs.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "bot/domain/grammar.hpp"
#include "bot/text/dialog_fields.hpp"
#include "bot/text/dialog_table.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

// title and submit: at most 24 characters, which is what Slack shows.
struct Spec {
  std::string_view name;
  std::string_view title;
  std::string_view submit;
  bool in_incident;
  std::vector<Field> (*fields)(const DialogRequest&);
  std::string_view explanation = {};
};

constexpr std::array kDialogs = {
    Spec{"declare", "Declare an incident", "Declare", false, declare_fields},
    Spec{"update", "Send an update", "Send", true, update_fields},
    Spec{"update_preview", "Check before sending", "Send", true, no_fields},
    Spec{"severity", "Change severity", "Set severity", true, severity_fields},
    Spec{"status", "Change state", "Set state", true, status_fields},
    Spec{"impact", "Record impact", "Record", true, impact_fields},
    Spec{"role", "Assign a role", "Assign", true, role_fields},
    Spec{"handoff", "Hand over a role", "Ask", true, handoff_fields},
    Spec{"page", "Page somebody", "Page", true, page_fields},
    Spec{"note", "Add a note", "Add", true, note_fields},
    Spec{"timeline_add", "Add to the timeline", "Add", true, note_fields},
    Spec{"task", "Add a task", "Add", true, task_fields},
    Spec{"followup", "Add an action item", "Add", true, followup_fields},
    Spec{"decide", "Record a decision", "Record", true, decide_fields},
    Spec{"link", "Add a link", "Add", true, link_fields},
    Spec{"edit", "Correct the record", "Save", true, edit_fields},
    Spec{"resolve", "Resolve the incident", "Resolve", true, resolve_fields,
         "Give the all-clear: everybody who was told of it hears that it works again."},
    Spec{"cancel", "Cancel the incident", "Cancel the incident", true, reason_fields},
    Spec{"reopen", "Reopen the incident", "Reopen", true, reopen_fields},
    Spec{"merge", "Merge into another", "Merge", true, merge_fields},
    Spec{"private", "Make it private", "Make private", true, no_fields,
         "Only its members and the holders of its roles will see it, in a new private room. muster takes its "
         "cards "
         "out of the old one; what else was said there and in the announcements stays readable."},
    Spec{"postmortem", "Write the postmortem", "Write", true, postmortem_fields},
};

std::string heading(const Incident& incident) {
  return kind_prefix(incident.kind) + to_string(incident.number) + " " + incident.title;
}

}  // namespace

Result<Dialog> make_dialog(const OpenDialog& open, const Incident* incident, const Scene& scene) {
  const auto spec = std::ranges::find(kDialogs, std::string_view{open.dialog}, &Spec::name);
  if (spec == kDialogs.end()) return fail(ErrorKind::not_found, "There is no form '" + open.dialog + "'.");
  if (spec->in_incident && incident == nullptr) {
    return fail(ErrorKind::invalid, "Say which incident: " + scene.policy.command + " INC-7 " + open.dialog);
  }
  const DialogRequest request{open, incident, scene};
  Dialog dialog;
  dialog.name = open.dialog;
  dialog.title = spec->title;
  dialog.submit = spec->submit;
  dialog.fields = spec->fields(request);
  if (spec->in_incident) {
    dialog.incident = incident->number;
    if (open.dialog != "update_preview") dialog.intro = {intro(heading(*incident))};
    if (!spec->explanation.empty()) dialog.intro.push_back(intro(std::string{spec->explanation}));
  }
  // What the form is opened from: a submission against a changed state is told, not obeyed.
  if (open.dialog == "status" || open.dialog == "update")
    dialog.hidden["expected"] = name_of(incident->state);
  // What was prefilled and has no field here is carried along, so that nothing typed is lost.
  for (const auto& [id, value] : open.prefill) {
    if (std::ranges::find(dialog.fields, id, &Field::id) == dialog.fields.end()) dialog.hidden[id] = value;
  }
  return dialog;
}

std::vector<std::string> dialog_names() {
  std::vector<std::string> names;
  std::ranges::transform(kDialogs, std::back_inserter(names),
                         [](const Spec& spec) { return std::string{spec.name}; });
  return names;
}

}  // namespace muster
