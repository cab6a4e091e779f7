#include "integrations/slack/view_codec.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/text/utf16.hpp"
#include "integrations/slack/ids.hpp"
#include "integrations/slack/mrkdwn.hpp"
#include "tests/unit/text/sample_dialog.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;
using test::sample_dialog;

People people_in_views() {
  People people;
  people.put({PersonId{"ann"}, "Ann", "", {{"slack", "U0ANN"}}});
  return people;
}

// What Slack would send back: the view with a state.
Json submitted(Json view, Json values) {
  view["id"] = "V1";
  view["state"] = {{"values", std::move(values)}};
  return view;
}

TEST(SlackView, AFieldIsAnInputWithItsIdAsBlockId) {
  const auto view = modal_view(sample_dialog(), {}, people_in_views());
  ASSERT_TRUE(view);
  EXPECT_EQ((*view)["title"]["text"], "Declare an incident, a …");
  EXPECT_EQ((*view)["callback_id"], "declare");
  const Json& blocks = (*view)["blocks"];
  ASSERT_EQ(blocks.size(), 7U);
  EXPECT_EQ(blocks[1]["block_id"], "text");
  EXPECT_EQ(blocks[1]["optional"], false);
  EXPECT_EQ(blocks[1]["element"]["initial_value"], "DB");
  EXPECT_EQ(blocks[2]["element"]["multiline"], true);
  EXPECT_EQ(blocks[3]["element"]["options"].size(), 2U);
  EXPECT_EQ(blocks[3]["element"]["initial_option"], blocks[3]["element"]["options"][1]);
  EXPECT_EQ(blocks[4]["element"]["type"], "checkboxes");
  EXPECT_EQ(blocks[5]["element"]["initial_user"], "U0ANN");
  EXPECT_EQ(blocks[6]["optional"], true);  // an unticked box is an answer
}

TEST(SlackView, WhatComesBackNamesTheFieldsAsTheCommandDoes) {
  const DialogOrigin origin{message_place("C1", "5.000001", "4.000001"),
                            {.text = "disk full",
                             .author = Identity{"slack", "U0BOB", "Bob", true},
                             .files = {{"a.png", "F1", "https://f"}},
                             .link = "https://l"}};
  const auto view = modal_view(sample_dialog(), origin, people_in_views());
  ASSERT_TRUE(view);
  const auto back = read_submitted(submitted(
      *view,
      {{"text", {{"value", {{"type", "plain_text_input"}, {"value", "DB & <down>"}}}}},
       {"description", {{"value", {{"type", "plain_text_input"}, {"value", nullptr}}}}},
       {"severity", {{"value", {{"type", "static_select"}, {"selected_option", {{"value", "sev1"}}}}}}},
       {"services",
        {{"value",
          {{"type", "checkboxes"}, {"selected_options", {{{"value", "pay"}}, {{"value", "web"}}}}}}}},
       {"ic", {{"value", {{"type", "users_select"}, {"selected_user", "U0ANN"}}}}},
       {"private", {{"value", {{"type", "checkboxes"}, {"selected_options", Json::array()}}}}}}));
  ASSERT_TRUE(back);
  const std::map<std::string, std::string> wanted{
      {"text", "DB & <down>"}, {"description", ""}, {"severity", "sev1"}, {"services", "pay,web"},
      {"ic", "<@U0ANN>"},      {"private", "no"},   {"from", "alert-7"}};
  EXPECT_EQ(back->dialog.fields, wanted);
  EXPECT_EQ(back->dialog.dialog, "declare");
  EXPECT_EQ(back->dialog.incident, IncidentNumber{42});
  EXPECT_EQ(back->place, origin.place);
  EXPECT_EQ(back->dialog.on.text, "disk full");
  EXPECT_EQ(back->dialog.on.author, origin.on.author);
  ASSERT_EQ(back->dialog.on.files.size(), 1U);
  EXPECT_EQ(back->inputs,
            (std::vector<std::string>{"text", "description", "severity", "services", "ic", "private"}));
}

TEST(SlackView, ManyChoicesAreAMenu) {
  Dialog dialog = sample_dialog();
  dialog.fields[3].options.clear();
  for (int i = 0; i < 130; ++i) dialog.fields[3].options.push_back({"s" + std::to_string(i), "S", ""});
  const auto view = modal_view(dialog, {}, people_in_views());
  ASSERT_TRUE(view);
  EXPECT_EQ((*view)["blocks"][4]["element"]["type"], "multi_static_select");
  EXPECT_EQ((*view)["blocks"][4]["element"]["options"].size(), 100U);
}

TEST(SlackView, AChoiceWithoutOptionsCanBeTyped) {
  Dialog dialog = sample_dialog();
  dialog.fields[2].options.clear();
  const auto view = modal_view(dialog, {}, people_in_views());
  ASSERT_TRUE(view);
  EXPECT_EQ((*view)["blocks"][3]["element"]["type"], "plain_text_input");
}

TEST(SlackView, ALongCapturedMessageIsShortenedToFit) {
  const DialogOrigin origin{message_place("C1", "5.1"),
                            {.text = std::string(20000, '"'), .link = "https://l"}};
  const auto view = modal_view(sample_dialog(), origin, people_in_views());
  ASSERT_TRUE(view);
  EXPECT_LE(utf16_units((*view)["private_metadata"].get<std::string>()), 3000U);
  const auto back = read_submitted(submitted(*view, Json::object()));
  ASSERT_TRUE(back);
  EXPECT_GT(back->dialog.on.text.size(), 500U);
  EXPECT_EQ(back->dialog.on.link, "https://l");
}

TEST(SlackView, WhatCannotBeCarriedIsAnErrorThatSaysWhatToDo) {
  Dialog dialog = sample_dialog();
  dialog.hidden["text"] = std::string(3000, 'x');
  const auto view = modal_view(dialog, {}, people_in_views());
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error().kind, ErrorKind::invalid);
  EXPECT_NE(view.error().say.find("Shorten"), std::string::npos);
}

TEST(SlackView, AForeignViewIsNotRead) {
  EXPECT_FALSE(read_submitted(Json::object()));
  EXPECT_FALSE(read_submitted({{"private_metadata", "not json"}}));
  EXPECT_FALSE(read_submitted({{"private_metadata", "[1]"}}));
  EXPECT_TRUE(read_origin({{"private_metadata", "{\"place\":{}}"}}).empty());
}

TEST(SlackView, HomeAndNoticeAreViews) {
  const Message message{{Heading{"Open incidents"}}};
  EXPECT_EQ(home_view(message, people_in_views())["type"], "home");
  const Json notice = notice_view("muster", message, people_in_views());
  EXPECT_EQ(notice["type"], "modal");
  EXPECT_FALSE(notice.contains("submit"));
}

}  // namespace
}  // namespace muster::slack
