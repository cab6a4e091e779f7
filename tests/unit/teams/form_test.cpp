#include "integrations/teams/form_codec.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/teams/card_codec.hpp"
#include "tests/unit/teams/form_client.hpp"
#include "tests/unit/text/sample_dialog.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;
using test::sample_dialog;

People people_in_forms() {
  People people;
  people.put({PersonId{"ann"}, "Ann", "", {{"teams", "aad-ann"}}});
  people.put({PersonId{"bob"}, "Bob", "", {{"teams", "aad-bob"}}});
  people.put({PersonId{"dan"}, "Dan", "", {{"slack", "U1"}}});
  return people;
}

FormOrigin some_origin() {
  return {Place{"teams", "19:a@thread.tacv2", "17", "16"},
          {.text = "disk *full*",
           .author = Identity{"teams", "aad-bob", "Bob", true, ""},
           .files = {{"log.txt", "F1", "https://f"}},
           .link = "https://l",
           .at = Time{std::chrono::seconds{1392734382}}}};
}

Json form(const Dialog& dialog, const FormOrigin& origin = {},
          const std::optional<FieldTrouble>& trouble = {}) {
  const auto card = form_card(dialog, origin, people_in_forms(), {"n1", Secret{"key"}}, trouble);
  EXPECT_TRUE(card) << card.error().say;
  if (!card) return {};
  EXPECT_LE(net::dump_json(*card).size(), kCardBytes);
  return *card;
}

TEST(TeamsForm, AFieldIsAnInputWithItsId) {
  const Json card = form(sample_dialog());
  EXPECT_EQ(card["body"][0]["text"], "Before \\*you\\* start");
  const auto inputs = inputs_of(card);
  ASSERT_EQ(inputs.size(), 6U);
  EXPECT_EQ(inputs.at("text")["type"], "Input.Text");
  EXPECT_EQ(inputs.at("text")["isRequired"], true);
  EXPECT_EQ(inputs.at("text")["value"], "DB");
  EXPECT_EQ(inputs.at("text")["label"], "What is broken?");
  EXPECT_TRUE(inputs.at("text").contains("errorMessage"));
  EXPECT_EQ(inputs.at("description")["isMultiline"], true);
  EXPECT_EQ(inputs.at("description")["maxLength"], 200);
  EXPECT_EQ(inputs.at("severity")["style"], "compact");
  EXPECT_EQ(inputs.at("severity")["choices"].size(), 2U);
  EXPECT_EQ(inputs.at("severity")["choices"][0]["title"], "SEV1 – everything");
  EXPECT_EQ(inputs.at("severity")["value"], "sev2");
  EXPECT_EQ(inputs.at("services")["isMultiSelect"], true);
  EXPECT_EQ(inputs.at("services")["value"], "pay");
  EXPECT_EQ(inputs.at("ic")["choices"],
            Json::parse(R"([{"title":"Ann","value":"aad-ann"},{"title":"Bob","value":"aad-bob"}])"));
  EXPECT_EQ(inputs.at("ic")["value"], "aad-ann");
  EXPECT_EQ(inputs.at("ic")["choices.data"]["dataset"], "graph.microsoft.com/users");
  EXPECT_EQ(inputs.at("private")["type"], "Input.Toggle");
  EXPECT_EQ(inputs.at("private")["value"], "yes");
  EXPECT_FALSE(inputs.at("private").contains("isRequired"));
  EXPECT_NE(net::dump_json(card["body"]).find("what_users_see"), std::string::npos);
  ASSERT_EQ(card["actions"].size(), 1U);
  EXPECT_EQ(card["actions"][0]["type"], "Action.Submit");
  EXPECT_EQ(card["actions"][0]["title"], "Declare");
}

TEST(TeamsForm, WhatIsSubmittedComesBackByFieldAndWithItsOrigin) {
  const Json card = form(sample_dialog(), some_origin());
  const auto back = read_form(submitted(card, {{"text", "DB & <down>"},
                                               {"severity", "sev1"},
                                               {"services", "web,pay"},
                                               {"ic", "aad-bob"},
                                               {"private", "no"}}));
  ASSERT_TRUE(back);
  const std::map<std::string, std::string> wanted{
      {"text", "DB & <down>"}, {"description", ""}, {"severity", "sev1"}, {"services", "web,pay"},
      {"ic", "<@aad-bob>"},    {"private", "no"},   {"from", "alert-7"}};
  EXPECT_EQ(back->dialog.fields, wanted);
  EXPECT_EQ(back->dialog.dialog, "declare");
  EXPECT_EQ(back->dialog.incident, IncidentNumber{42});
  EXPECT_EQ(back->nonce, "n1");
  EXPECT_EQ(back->place, some_origin().place);
  const MessageSnapshot& on = back->dialog.on;
  EXPECT_EQ(on.text, "disk *full*");
  EXPECT_EQ(on.author, some_origin().on.author);
  EXPECT_EQ(on.files, some_origin().on.files);
  EXPECT_EQ(on.link, "https://l");
  EXPECT_EQ(on.at, some_origin().on.at);
}

TEST(TeamsForm, ShownAgainItSaysWhatIsWrongAndKeepsWhatWasTyped) {
  const Json card = form(sample_dialog(), some_origin());
  const auto back = read_form(submitted(card, {{"text", "*typed*"},
                                               {"description", ""},
                                               {"severity", "sev1"},
                                               {"services", "pay,web"},
                                               {"ic", "unknown-1"},
                                               {"private", "no"}}));
  ASSERT_TRUE(back);
  const Json again = form(back->form, {back->place, back->dialog.on}, FieldTrouble{"text", "Say *more*"});
  const auto inputs = inputs_of(again);
  EXPECT_EQ(inputs.at("text")["value"], "*typed*");
  EXPECT_FALSE(inputs.at("description").contains("value"));
  EXPECT_EQ(inputs.at("severity")["value"], "sev1");
  EXPECT_EQ(inputs.at("services")["value"], "pay,web");
  EXPECT_EQ(inputs.at("ic")["value"], "unknown-1");  // found in the directory, not known to muster
  EXPECT_EQ(inputs.at("private")["value"], "no");
  EXPECT_EQ(again["body"][1]["id"], "text");
  EXPECT_EQ(again["body"][2]["text"], "Say \\*more\\*");
  EXPECT_EQ(again["body"][2]["color"], "Attention");
  // Submitted once more it says the same.
  const auto twice = read_form(submitted(again));
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->dialog.fields, back->dialog.fields);
  EXPECT_EQ(twice->dialog.on.text, back->dialog.on.text);
  EXPECT_EQ(twice->form, back->form);
}

TEST(TeamsForm, TroubleWithoutAFieldIsSaidOnTop) {
  const Json card = form(sample_dialog(), {}, FieldTrouble{"", "The incident is closed."});
  EXPECT_EQ(card["body"][0]["text"], "The incident is closed.");
}

TEST(TeamsForm, ManyChoicesAreFilteredAndTooManyAreTyped) {
  Dialog dialog = sample_dialog();
  dialog.fields[3].options.clear();
  for (int i = 0; i < 30; ++i) dialog.fields[3].options.push_back({"s" + std::to_string(i), "S", ""});
  EXPECT_EQ(inputs_of(form(dialog)).at("services")["style"], "filtered");
  for (int i = 30; i < 1000; ++i) dialog.fields[3].options.push_back({"s" + std::to_string(i), "S", ""});
  const Json card = form(dialog);
  EXPECT_EQ(inputs_of(card).at("services")["type"], "Input.Text");
  const auto back = read_form(submitted(card, {{"services", "s999"}}));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->dialog.fields.at("services"), "s999");
}

TEST(TeamsForm, ManyPeopleFit) {
  People people;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = "p" + std::to_string(i);
    people.put({PersonId{id}, "Person " + id, "", {{"teams", "0000-aad-" + id}}});
  }
  Dialog dialog = sample_dialog();
  dialog.fields[4].initial = "p999";
  const auto card = form_card(dialog, some_origin(), people, {"n", {}});
  ASSERT_TRUE(card);
  EXPECT_LE(net::dump_json(*card).size(), kCardBytes);
  const Json input = inputs_of(*card).at("ic");
  EXPECT_EQ(input["value"], "0000-aad-p999");
  EXPECT_EQ(input["choices"][0]["title"], "Person p999");
  EXPECT_EQ(input["choices"].size(), 50U);
}

TEST(TeamsForm, ALongIntroAndALongMessageAreShortenedToFit) {
  Dialog dialog = sample_dialog();
  dialog.intro.clear();
  for (int i = 0; i < 60; ++i)
    dialog.intro.emplace_back(Paragraph{{{Plain{std::string(400, '*') + " words " + std::to_string(i)}}}});
  dialog.fields[1].initial = std::string(3000, '"');
  dialog.fields[1].max_chars = 3000;
  FormOrigin origin = some_origin();
  origin.on.text = std::string(20000, '"');
  const Json card = form(dialog, origin);
  EXPECT_NE(net::dump_json(card["body"]).find("Shortened for Teams"), std::string::npos);
  const auto back = read_form(submitted(card));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->dialog.on.text.size(), 2000U);
  EXPECT_EQ(back->dialog.fields.at("description"), std::string(3000, '"'));
  EXPECT_EQ(form(back->form, {back->place, back->dialog.on})["body"], card["body"]);
}

TEST(TeamsForm, WhatCannotBeCarriedIsAnErrorThatSaysWhatToDo) {
  Dialog dialog = sample_dialog();
  dialog.hidden["text"] = std::string(26000, 'x');
  const auto card = form_card(dialog, {}, people_in_forms(), {"n", {}});
  ASSERT_FALSE(card);
  EXPECT_EQ(card.error().kind, ErrorKind::invalid);
  EXPECT_NE(card.error().say.find("type it as a command"), std::string::npos);
}

TEST(TeamsForm, AForeignFormIsNotRead) {
  for (const char* foreign :
       {"null", "[]", "\"x\"", "{}", R"({"muster":1})", R"({"muster":{"form":[]}})",
        R"({"muster":{"form":{"name":1}}})", R"({"muster":{"form":{"name":"declare"}}})",
        R"({"muster":{"command":"ack","nonce":"n"}})"}) {
    const auto read = read_form(Json::parse(foreign));
    ASSERT_FALSE(read) << foreign;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid);
    EXPECT_EQ(read.error().say, "This form is not one of muster's.");
  }
}

TEST(TeamsForm, WhatItCarriesCannotBeChanged) {
  const Secret key{"key"};
  const auto genuine = [&](const Json& data) { return is_genuine(read_form(data).value(), key); };
  const Json data = submitted(form(sample_dialog(), some_origin()), {{"text", "typed"}});
  EXPECT_TRUE(genuine(data));
  EXPECT_FALSE(is_genuine(read_form(data).value(), Secret{"another"}));
  for (const auto& [where, forged] : std::map<std::string, Json>{{"/origin/room", "19:b@thread.tacv2"},
                                                                 {"/origin/message", "18"},
                                                                 {"/origin/text", "disk is fine"},
                                                                 {"/origin/author/user", "aad-ann"},
                                                                 {"/origin/at", 1},
                                                                 {"/form/incident", 43},
                                                                 {"/form/hidden/from", "alert-8"},
                                                                 {"/nonce", "n2"},
                                                                 {"/digest", ""},
                                                                 {"/origin", nullptr}}) {
    Json changed = data;
    changed["muster"][Json::json_pointer{where}] = forged;
    EXPECT_FALSE(genuine(changed)) << where;
  }
}

TEST(TeamsForm, ForgedValuesAreNotTaken) {
  Json data = submitted(form(sample_dialog(), some_origin()));
  data["text"] = Json::array({"a", "list"});
  data["description"] = std::string(5000, 'x');
  data["severity"] = "sev9";
  data["services"] = "pay,evil,web";
  data["ic"] = "aad-ann> <@aad-bob";
  data["private"] = true;
  data["unknown"] = "x";
  const auto back = read_form(data);
  ASSERT_TRUE(back);
  const std::map<std::string, std::string> wanted{{"text", ""},       {"description", std::string(200, 'x')},
                                                  {"severity", ""},   {"services", "pay,web"},
                                                  {"ic", ""},         {"private", "no"},
                                                  {"from", "alert-7"}};
  EXPECT_EQ(back->dialog.fields, wanted);
}

TEST(TeamsForm, ForgedFormsAreBounded) {
  Json data = submitted(form(sample_dialog(), some_origin()));
  Json& shape = data["muster"]["form"];
  shape["incident"] = -7;
  shape["intro"] = std::string(400000, '[');
  shape["hidden"]["more"] = std::string(400000, 'x');
  for (int i = 0; i < 300; ++i)
    shape["fields"].push_back({{"id", "f" + std::to_string(i)}, {"max", 1 << 30}});
  shape["fields"].push_back("text");
  shape["fields"][2]["options"] = Json::array();
  for (int i = 0; i < 1000; ++i) shape["fields"][2]["options"].push_back(Json::array({i, "x"}));
  data["muster"]["origin"]["files"] = Json::array();
  for (int i = 0; i < 1000; ++i) data["muster"]["origin"]["files"].push_back(i);
  data["muster"]["origin"]["at"] = -1;
  data["f1"] = std::string(400000, 'x');
  const auto back = read_form(data);
  ASSERT_TRUE(back);
  EXPECT_FALSE(back->dialog.incident.exists());
  EXPECT_LE(back->form.fields.size(), 50U);
  EXPECT_LE(back->form.fields[2].options.size(), 200U);
  EXPECT_LE(back->dialog.on.files.size(), 20U);
  EXPECT_FALSE(back->dialog.on.at);
  EXPECT_EQ(back->dialog.fields.at("f1").size(), 3000U);
  EXPECT_LE(back->dialog.fields.at("more").size(), 20000U);
}

}  // namespace
}  // namespace muster::teams
