// What muster says, word for word: every wording, view and dialog against its golden file.
#include <array>

#include "bot/text/dialogs.hpp"
#include "bot/text/speaker.hpp"
#include "tests/golden/text/golden.hpp"
#include "tests/golden/text/story.hpp"
#include "tests/golden/text/wordings.hpp"

namespace muster {

namespace {

using golden::expect_golden;

class Messages : public testing::Test {
 protected:
  static Policy with_partners() {
    Policy policy = story::policy();
    policy.audiences.push_back({"partners", "Partners", {}, false});
    return policy;
  }

  void expect_message(const std::string& name, const Result<Message>& message) const {
    ASSERT_TRUE(message) << name << ": " << message.error().say;
    expect_golden("message/" + name + ".txt",
                  story::dump(*message) + "\n---- plain\n" + plain_text(*message) + "\n");
  }

  const Policy policy = with_partners();
  const People people = story::people();
  const std::vector<SimilarIncident> similar = {{IncidentNumber{3},
                                                 "Checkout is slow",
                                                 Severity{2},
                                                 story::at(11, 0),
                                                 {"checkout"},
                                                 "capacity",
                                                 {"AI-1 Alert on queue depth"}}};
  static AlertGroup disks() {
    AlertGroup group;
    group.key = "prometheus/checkout/Disk full";
    group.id = "AL-3";
    group.source = "prometheus";
    group.service = "checkout";
    group.title = "Disk *full* @here";
    group.severity = "critical";
    group.total = 1500;
    group.firing = 12;
    group.cut = 4;
    group.first_at = story::at(14, 20);
    group.last_at = story::at(14, 48);
    return group;
  }
  const AlertGroup group = disks();
  const Scene scene{story::at(14, 49), policy, people, similar, &group};
  const Speaker speaker = *Speaker::create(policy);
  const Incident running = fold(story::running());
  const Incident ended = fold(story::whole());
};

TEST_F(Messages, EveryWordingSaysWhatItSaid) {
  for (const story::Spoken& spoken : story::spoken_wordings("payments time out in every region")) {
    Event about;
    about.incident = running.number;
    about.seq = 21;
    about.occurred_at = about.recorded_at = story::at(14, 55);
    about.actor = actor(PersonId{"ann"});
    about.body = spoken.about;
    const bool over = spoken.wording == "resolved" || spoken.wording.starts_with("postmortem");
    Incident incident = over ? ended : running;
    if (spoken.wording == "handoff_unanswered") {
      incident.handoff =
          PendingHandoff{"incident_commander", PersonId{"ann"}, PersonId{"bea"}, "", story::at(14, 45)};
    }
    if (incident.actions.empty()) {
      incident.actions.push_back(
          {"AI-1", "Alert on certificate age", PersonId{"bob"}, story::at(15, 0), "P1", "detect", {}, {}});
    }
    incident.vendor_cases.push_back(
        {"PayLink", "PL-1", "P1", std::chrono::minutes{15}, story::at(14, 50), {}, {}, {}});
    expect_message(spoken.name, speaker.speak(spoken.wording, incident, about, scene));
  }
}

TEST_F(Messages, CardsOfEveryKindOfIncident) {
  Incident triage;
  triage.number = IncidentNumber{8};
  triage.title = "Something is odd";
  triage.declared_at = triage.state_since = story::at(14, 40);
  Incident drill = running;
  drill.kind = Kind::drill;
  Incident secret = running;
  secret.visibility = Visibility::private_;
  secret.members = {PersonId{"ann"}, PersonId{"bob"}};
  for (const char* card : {"room", "announcement"}) {
    expect_message("card_" + std::string{card} + "_running", speaker.card(card, running, scene));
    expect_message("card_" + std::string{card} + "_ended", speaker.card(card, ended, scene));
    expect_message("card_" + std::string{card} + "_triage", speaker.card(card, triage, scene));
    expect_message("card_" + std::string{card} + "_drill", speaker.card(card, drill, scene));
  }
  expect_message("card_alerts", speaker.card("alerts/1", running, scene));
  AlertGroup calm = group;
  calm.firing = calm.cut = 0;
  const Scene later{story::at(14, 59), policy, people, similar, &calm};
  expect_message("card_alerts_quiet", speaker.card("alerts/1", running, later));
  expect_message("card_room_private", speaker.card("room", secret, scene));
  expect_message("card_announcement_private", speaker.card("announcement", secret, scene));
}

TEST_F(Messages, Views) {
  static constexpr std::array<std::string_view, 2> kAliases = {"post", "comms"};
  const std::array<CommandSpec, 2> commands = {
      CommandSpec{"update", kAliases, "update [--to audience] <text>", "Send a status update",
                  "update --to public Fixed", true, false, nullptr},
      CommandSpec{"list", {}, "list", "Open incidents", "list", false, false, nullptr}};
  Speaker::Lookup lookup;
  lookup.find = [&](IncidentNumber number) -> const Incident* {
    return number == running.number ? &running : number == IncidentNumber{6} ? &ended : nullptr;
  };
  lookup.timeline = [&](IncidentNumber number, int) {
    return number == running.number ? story::running() : story::whole();
  };
  lookup.commands = commands;
  lookup.viewer = PersonId{"ann"};
  const std::vector<IncidentNumber> numbers = {{7}, {6}, {99}};
  ChangeRecord deploy;
  deploy.id = "CHG-1";
  deploy.title = "Deploy checkout 8.14";
  deploy.service = "checkout";
  deploy.completed_at = story::at(14, 0);
  const std::vector<std::pair<std::string, View>> views = {
      {"incident", ShowIncident{{7}}},
      {"catchup", ShowCatchup{{7}}},
      {"list", ShowList{numbers, "Open incidents"}},
      {"list_none", ShowList{{}, "Open incidents"}},
      {"timeline", ShowTimeline{{7}, 10}},
      {"alerts", ShowAlerts{{group},
                            {{{"SL-1", "", "checkout", "Disk", story::at(16, 0), "replaced", false},
                              PersonId{"ann"}}}}},
      {"alerts_none", ShowAlerts{}},
      {"help", ShowHelp{""}},
      {"help_alias", ShowHelp{"post"}},
      {"help_unknown", ShowHelp{"updat"}},
      {"tray", ShowTray{{7}}},
      {"tray_ended", ShowTray{{6}}},
      {"tasks", ShowTasks{{6}}},
      {"checklist", ShowChecklist{{6}}},
      {"changes",
       ShowChanges{{6}, {"impact_started_at", {"CHG-1"}, {{"CHG-2", "never ran"}}}, {{"CHG-1", deploy}}}},
      {"roles", ShowRoles{{7}}},
      {"postmortem", ShowPostmortem{{6}}},
      {"choose", ChooseIncident{numbers, "severity sev1 all regions"}},
      {"lookalikes", ShowLookalikes{numbers, "declare --anyway -- Payments fail"}},
  };
  for (const auto& [name, view] : views) expect_message("view_" + name, speaker.view(view, lookup, scene));
  const auto hidden = speaker.view(ShowIncident{{99}}, lookup, scene);
  ASSERT_FALSE(hidden);
  EXPECT_EQ(hidden.error().kind, ErrorKind::not_found);
}

TEST_F(Messages, WhatAChatMissed) {
  expect_message("missed", speaker.missed(running, story::running(), "teams", scene));
}

TEST_F(Messages, Home) {
  expect_message("home", speaker.home(PersonId{"bob"}, {&running, &ended}, scene));
  expect_message("home_calm", speaker.home(PersonId{"dan"}, {}, scene));
}

TEST_F(Messages, Dialogs) {
  for (const std::string& name : dialog_names()) {
    OpenDialog open{name, running.number, {}};
    if (name == "timeline_add") open.prefill = {{"text", "Orders are back"}, {"at", "2026-02-11T14:57:00Z"}};
    if (name == "update_preview") {
      open.prefill = {{"to", "internal,public"},
                      {"text", "Payments work again."},
                      {"state", "monitoring"},
                      {"next", "30m"}};
    }
    const Incident& incident = name == "reopen" || name == "postmortem" ? ended : running;
    const auto dialog = speaker.dialog(open, name == "declare" ? nullptr : &incident, scene);
    ASSERT_TRUE(dialog) << name << ": " << dialog.error().say;
    EXPECT_LE(dialog->title.size(), 24U) << name;
    EXPECT_LE(dialog->submit.size(), 24U) << name;
    expect_golden("dialog/" + name + ".txt", story::dump(*dialog));
  }
}

}  // namespace

}  // namespace muster
