// A dialog with a field of every kind, in words that a chat could make more of than is meant.
#pragma once

#include "bot/text/dialog.hpp"

namespace muster::test {

inline Dialog sample_dialog() {
  Dialog dialog;
  dialog.name = "declare";
  dialog.title = "Declare an incident, a rather long title";
  dialog.submit = "Declare";
  dialog.intro = {Paragraph{{{Plain{"Before *you* start"}}}}};
  dialog.fields = {
      {.id = "text", .label = "What is broken?", .kind = FieldKind::line, .required = true, .initial = "DB"},
      {.id = "description",
       .label = "More",
       .kind = FieldKind::paragraph,
       .hint = "what_users_see",
       .max_chars = 200},
      {.id = "severity",
       .label = "Severity",
       .kind = FieldKind::choice,
       .initial = "sev2",
       .options = {{"sev1", "SEV1", "everything"},
                   {"sev2", "SEV2", ""},
                   {std::string(151, 'x'), "too long", ""}}},
      {.id = "services",
       .label = "Services",
       .kind = FieldKind::choices,
       .initial = "pay",
       .options = {{"pay", "Payments", ""}, {"web", "Web", ""}}},
      {.id = "ic", .label = "Commander", .kind = FieldKind::person, .initial = "ann"},
      {.id = "private", .label = "Private", .kind = FieldKind::flag, .required = true, .initial = "yes"}};
  dialog.hidden = {{"from", "alert-7"}};
  dialog.incident = IncidentNumber{42};
  return dialog;
}

}  // namespace muster::test
