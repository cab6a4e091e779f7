#include "bot/text/speaker.hpp"

#include <gtest/gtest.h>

#include "bot/text/dialogs.hpp"
#include "bot/text/template.hpp"
#include "bot/text/wordings.hpp"
#include "tests/golden/text/story.hpp"

namespace muster {

namespace {

std::string created_with(const std::string& name, const std::string& source) {
  Policy policy = story::policy();
  policy.wording[name] = source;
  const auto speaker = Speaker::create(policy);
  return speaker ? "" : speaker.error().say;
}

TEST(SpeakerCreate, NamesWhatIsWrongWithAnOverride) {
  EXPECT_EQ(created_with("resolved", "{{number}} is over"), "");
  EXPECT_EQ(created_with("resovled", "x"),
            "There is no message 'resovled' to word differently; did you mean 'resolved'?");
  EXPECT_EQ(created_with("resolved", "{{comander}}"),
            "Template 'resolved': it does not know {{comander}}; did you mean {{commander}}?");
  EXPECT_EQ(created_with("list", "{{severity}}"), "Template 'list': it does not know {{severity}}.");
  EXPECT_EQ(created_with("list", "{{#incidents}}{{severity}}{{/incidents}}"), "");
  EXPECT_EQ(created_with("list", "{{#incidents}}{{severity}}"),
            "Template 'list': the section {{#incidents}} is not closed.");
  EXPECT_EQ(created_with("list", "{{/incidents}}"), "Template 'list': {{/incidents}} closes no section.");
  EXPECT_EQ(created_with("list", "{{heading"), "Template 'list': a tag is not closed.");
  EXPECT_EQ(created_with("list", "{{}}"), "Template 'list': a tag is empty.");
  EXPECT_EQ(created_with("list", "{{> other}}"),
            "Template 'list': partials and other delimiters are not supported.");
  EXPECT_EQ(created_with("list", "{{=<% %>=}}"),
            "Template 'list': partials and other delimiters are not supported.");
  EXPECT_NE(created_with("update_nobody", "x"), "") << "there is no such audience";
  EXPECT_EQ(created_with("update_internal", "x"), "");
}

TEST(SpeakerCreate, EveryBuiltInTemplateCompiles) {
  for (const Wording& wording : wordings()) {
    const std::string name{wording.name};
    const auto source = built_in_template(name);
    ASSERT_TRUE(source) << name;
    const auto compiled = Template::compile(name, *source, declared_facts(wording));
    EXPECT_TRUE(compiled) << compiled.error().say;
  }
}

class SpeakerTest : public testing::Test {
 protected:
  [[nodiscard]] Event about(EventBody body) const {
    Event event;
    event.incident = running.number;
    event.seq = 40;
    event.occurred_at = event.recorded_at = story::at(14, 55);
    event.actor = actor(PersonId{"ann"});
    event.body = std::move(body);
    return event;
  }

  Policy policy = story::policy();
  People people = story::people();
  Scene scene{story::at(14, 55), policy, people};
  Incident running = fold(story::running());
};

TEST_F(SpeakerTest, AnOverrideIsUsedAndCannotUnescape) {
  policy.wording["note_like"] = "";
  policy.wording.clear();
  policy.wording["decision"] = "# Decided\n{{{text}}} {{&text}} {{text}}";
  const Speaker speaker = *Speaker::create(policy);
  const std::string hostile = "[x](command: resolve) <@person:ann;Ann>";
  const Message message = speaker.speak("decision", running, about(DecisionMade{hostile, ""}), scene).value();
  EXPECT_EQ(plain_text(message), "Decided\n" + hostile + " " + hostile + " " + hostile);
  EXPECT_EQ(message.blocks.size(), 2U);
}

TEST_F(SpeakerTest, AnAudienceWithoutItsOwnWordingGetsTheGeneralOne) {
  policy.audiences.push_back({"partners", "Partners", {}, false});
  const UpdatePosted update{{"partners"}, "Payments fail", State::identified, Severity{1}, std::nullopt};
  const Speaker speaker = *Speaker::create(policy);
  EXPECT_EQ(speaker.speak("update_partners", running, about(update), scene),
            speaker.speak("update", running, about(update), scene));
  policy.wording["update_partners"] = "Dear partners: {{text}}";
  const Speaker own = *Speaker::create(policy);
  EXPECT_EQ(plain_text(own.speak("update_partners", running, about(update), scene).value()),
            "Dear partners: Payments fail");
  EXPECT_EQ(own.speak("update_internal", running, about(update), scene),
            speaker.speak("update_internal", running, about(update), scene));
  EXPECT_FALSE(speaker.speak("update_nobody", running, about(update), scene));
}

TEST_F(SpeakerTest, DrillsAndTestsSaySoFirst) {
  const Speaker speaker = *Speaker::create(policy);
  running.kind = Kind::drill;
  const Message with_heading =
      speaker.speak("canceled", running, about(Canceled{State::triage, "over"}), scene).value();
  EXPECT_TRUE(plain_text(with_heading).starts_with("[DRILL] INC-7 is canceled"));
  running.kind = Kind::test;
  const Message without = speaker.speak("task_done", running, about(TaskDone{"T1"}), scene).value();
  EXPECT_TRUE(plain_text(without).starts_with("[TEST] Ann Lee finished task T1"));
}

TEST_F(SpeakerTest, PublicUpdatesNameNobodyAndNothingInternal) {
  const Speaker speaker = *Speaker::create(policy);
  const UpdatePosted update{{"public"}, "Payments fail", State::identified, Severity{1}, story::at(15, 15)};
  const std::string text = plain_text(speaker.speak("update_public", running, about(update), scene).value());
  for (const char* secret : {"Ann", "Bea", "INC-7", "SEV1", "inc-7", "Checkout is down", "CHG"}) {
    EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in\n" << text;
  }
}

TEST_F(SpeakerTest, MomentsOfOtherDaysNameTheDay) {
  const Speaker speaker = *Speaker::create(policy);
  const Scene later{story::at(14, 55) + std::chrono::days{1}, policy, people};
  EXPECT_NE(plain_text(speaker.card("room", running, later).value()).find("since 11 Feb 14:46 UTC"),
            std::string::npos);
  const Scene years_later{story::at(14, 55) + std::chrono::days{400}, policy, people};
  EXPECT_NE(
      plain_text(speaker.card("room", running, years_later).value()).find("since 11 Feb 2026 14:46 UTC"),
      std::string::npos);
}

class DialogTest : public SpeakerTest {
 protected:
  [[nodiscard]] Dialog made(const OpenDialog& open) const {
    return make_dialog(open, &running, scene).value();
  }
  static const Field& field(const Dialog& dialog, const std::string& id) {
    for (const Field& field : dialog.fields) {
      if (field.id == id) return field;
    }
    throw std::out_of_range(id);
  }
  static std::vector<std::string> ids(const Field& field) {
    std::vector<std::string> ids;
    for (const FieldOption& option : field.options) ids.push_back(option.id);
    return ids;
  }
};

TEST_F(DialogTest, UnknownOrWithoutItsIncident) {
  EXPECT_EQ(make_dialog({"nothing", {}, {}}, &running, scene).error().kind, ErrorKind::not_found);
  EXPECT_EQ(make_dialog({"severity", {}, {}}, nullptr, scene).error().kind, ErrorKind::invalid);
  EXPECT_TRUE(make_dialog({"declare", {}, {}}, nullptr, scene));
}

TEST_F(DialogTest, UpdateOffersWhomItMayTell) {
  EXPECT_EQ(ids(field(made({"update", {7}, {}}), "to")),
            (std::vector<std::string>{"internal", "exec", "public"}));
  EXPECT_EQ(field(made({"update", {7}, {{"to", "public,nobody"}}}), "to").initial, "public");
  EXPECT_EQ(field(made({"update", {7}, {}}), "next").initial, "30m")
      << "SEV1 owes internal one every 30 minutes";
  running.kind = Kind::drill;
  EXPECT_EQ(ids(field(made({"update", {7}, {}}), "to")), (std::vector<std::string>{"internal"}));
  running.kind = Kind::normal;
  running.visibility = Visibility::private_;
  EXPECT_EQ(ids(field(made({"update", {7}, {}}), "to")), (std::vector<std::string>{"restricted"}));
  EXPECT_EQ(field(made({"update", {7}, {}}), "to").initial, "restricted");
  running.visibility = Visibility::public_;
  running.severity = Severity{4};
  EXPECT_EQ(field(made({"update", {7}, {}}), "next").initial, "none") << "SEV4 owes nobody an update";
}

TEST_F(DialogTest, WhatHasNoFieldIsCarriedAlong) {
  const Dialog dialog = made({"note", {7}, {{"text", "it is back"}, {"at", "14:57 UTC"}, {"other", "kept"}}});
  EXPECT_EQ(field(dialog, "text").initial, "it is back");
  EXPECT_EQ(dialog.hidden, (std::map<std::string, std::string>{{"other", "kept"}}));
}

TEST_F(DialogTest, AnUnknownChoiceIsNotPreselected) {
  EXPECT_EQ(field(made({"severity", {7}, {}}), "severity").initial, "sev1");
  EXPECT_EQ(field(made({"severity", {7}, {{"severity", "sev9"}}}), "severity").initial, "sev1");
  EXPECT_EQ(field(made({"severity", {7}, {{"severity", "sev2"}}}), "severity").initial, "sev2");
}

TEST_F(DialogTest, ThePreviewShowsTheMessageOfEachAudience) {
  const Speaker speaker = *Speaker::create(policy);
  const OpenDialog open{
      "update_preview", {7}, {{"to", "internal,public"}, {"text", "It works again"}, {"next", "30m"}}};
  const Dialog dialog = speaker.dialog(open, &running, scene).value();
  const std::string shown = plain_text(Message{dialog.intro});
  EXPECT_NE(shown.find("To Internal stakeholders\nINC-7 Checkout is down\nIt works again"), std::string::npos)
      << shown;
  EXPECT_NE(shown.find("To Public. Goes nowhere: no room configured\nCheckout: Identified\nIt works "
                       "again\nNext update by 15:25 UTC"),
            std::string::npos)
      << shown;
  EXPECT_TRUE(dialog.fields.empty());
  EXPECT_EQ(dialog.hidden, open.prefill);
  EXPECT_EQ(dialog.submit, "Send");
}

}  // namespace

}  // namespace muster
