// Every dialog muster has, with something in every field.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/dialogs.hpp"
#include "integrations/teams/card_codec.hpp"
#include "integrations/teams/form_codec.hpp"
#include "tests/golden/text/story.hpp"
#include "tests/unit/teams/form_client.hpp"

namespace muster::teams {
namespace {

TEST(TeamsForm, EveryDialogComesBackAsItWasFilledIn) {
  const Policy policy = story::policy();
  People people = story::people();
  people.put({PersonId{"zoe"}, "Zoe", "", {{"teams", "aad-zoe"}}});
  const Incident incident = fold(story::running());
  const Scene scene{story::at(14, 55), policy, people};
  for (const std::string& name : dialog_names()) {
    const OpenDialog open{
        name, incident.number, {{"text", "Payments *fail* & <at>Ann</at>"}, {"extra", "{{x}}"}}};
    const auto dialog = make_dialog(open, &incident, scene);
    ASSERT_TRUE(dialog) << name;
    const auto card =
        form_card(*dialog, FormOrigin{Place{"teams", "19:a@thread.tacv2", "17", "16"}, {.text = "disk full"}},
                  people, {"n", Secret{"key"}});
    ASSERT_TRUE(card) << name << ": " << card.error().say;
    EXPECT_LE(net::dump_json(*card).size(), kCardBytes) << name;
    std::map<std::string, std::string> typed;
    std::map<std::string, std::string> wanted = dialog->hidden;
    for (const Field& field : dialog->fields) {
      std::string value = "typed: ä😀 \"x\"\\";
      if (field.kind == FieldKind::flag) value = "yes";
      if (field.kind == FieldKind::person) value = "aad-zoe";
      if (!field.options.empty()) value = field.options.back().id;
      if (field.kind == FieldKind::choices && !field.options.empty())
        value = field.options.back().id + "," + field.options.front().id;
      typed[field.id] = value;
      wanted[field.id] = field.kind == FieldKind::person ? "<@aad-zoe>" : value;
    }
    const auto back = read_form(submitted(*card, typed));
    ASSERT_TRUE(back) << name;
    EXPECT_TRUE(is_genuine(*back, Secret{"key"})) << name;
    EXPECT_EQ(back->dialog.fields, wanted) << name;
    EXPECT_EQ(back->dialog.dialog, name);
    EXPECT_EQ(back->dialog.incident, dialog->incident);
    Dialog shown = *dialog;
    for (Field& field : shown.fields) field.initial = wanted.at(field.id);
    EXPECT_EQ(back->form, shown) << name;
  }
}

}  // namespace
}  // namespace muster::teams
