// Who is on call and who is rung, as muster.yaml says it, and what is said about a wrong one.
#include <gmock/gmock.h>

#include "bot/runtime/config.hpp"

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;

ConfigReading read(std::string_view yaml) {
  return read_config(yaml, {{"slack", "console"}, {}},
                     [](const SecretReference&) -> Result<Secret> { return Secret{"s3cret"}; });
}

std::string said(std::string_view yaml) {
  return say_problems("muster.yaml", read(yaml).problems);
}

TEST(ConfigOncall, SchedulesAndEscalationsReachThePolicy) {
  const ConfigReading reading = read(R"(
people:
  ann: {notify: {chat: 0s, voice: 5m, sms: 2m}, quiet: {from: "22:00", until: "07:00", rings_for: 2}}
  bob: {}
teams:
  shop: {schedule: primary, escalation: shop}
services:
  checkout: {owner: shop, escalation: shop}
schedules:
  primary:
    name: Primary
    zone: Europe/Berlin
    layers:
      nights:
        people: [ann, bob, ann, nobody, "slack:U1"]
        turn: day
        every: 2
        starts: "2026-11-02T09:00"
        ends: "2027-11-02T09:30"
        zone: Asia/Tokyo
        only: [{days: [mon, sun], from: "22:00", until: "06:00"}, {from: "00:00", until: "24:00"}]
        holidays: "off"
        priority: 3
  vendor: {ical: "webcal://calendar.example.org/oncall.ics"}
  platform: {pagerduty: PXYZ123}
escalations:
  shop:
    name: Shop
    steps:
      - targets: ["schedule:primary", "person:ann", "pagerduty:checkout"]
        wait: 3m
        least_severity: 2
        hours: "off"
      - targets: ["team:shop", room]
    repeat: 2
escalation: shop
notify: {chat: 0s, email: 1m}
synthetic_page: {person: ann, at: "08:15"}
calendar_feed: {token: {env: FEED}}
)");
  ASSERT_EQ(say_problems("muster.yaml", reading.problems), "");
  const Policy& policy = reading.settings.policy;
  const Schedule& primary = *policy.schedule("primary");
  EXPECT_EQ(primary.zone, "Europe/Berlin");
  ASSERT_EQ(primary.layers.size(), 1U);
  const RotationLayer& layer = primary.layers[0];
  EXPECT_THAT(layer.people, ElementsAre(PersonId{"ann"}, PersonId{"bob"}, PersonId{"ann"}, PersonId{""},
                                        PersonId{"slack:U1"}));
  EXPECT_EQ(layer.turn, Turn::day);
  EXPECT_EQ(layer.every, 2);
  EXPECT_EQ(layer.starts, (WallTime{2026, 11, 2, hours{9}}));
  EXPECT_EQ(layer.ends, (WallTime{2027, 11, 2, hours{9} + minutes{30}}));
  EXPECT_EQ(layer.zone, "Asia/Tokyo");
  EXPECT_THAT(layer.only, ElementsAre(WeekPart{{1, 7}, hours{22}, hours{6}}, WeekPart{{}, {}, hours{24}}));
  EXPECT_EQ(layer.holidays, Holidays::off);
  EXPECT_EQ(layer.priority, 3);
  EXPECT_EQ(policy.schedule("vendor")->source, ShiftSource::ical);
  EXPECT_EQ(policy.schedule("vendor")->from, "webcal://calendar.example.org/oncall.ics");
  EXPECT_EQ(policy.schedule("platform")->source, ShiftSource::pagerduty);
  EXPECT_EQ(policy.schedule("platform")->from, "PXYZ123");
  const EscalationPolicy& shop = *policy.escalation_named("shop");
  ASSERT_EQ(shop.steps.size(), 2U);
  EXPECT_THAT(shop.steps[0].targets, ElementsAre(EscalationTarget{TargetKind::schedule, "primary"},
                                                 EscalationTarget{TargetKind::person, "ann"},
                                                 EscalationTarget{TargetKind::system, "pagerduty:checkout"}));
  EXPECT_EQ(shop.steps[0].wait, minutes{3});
  EXPECT_EQ(shop.steps[0].least_severity, 2);
  EXPECT_EQ(shop.steps[0].hours, Hours::off);
  EXPECT_THAT(shop.steps[1].targets, ElementsAre(EscalationTarget{TargetKind::team, "shop"},
                                                 EscalationTarget{TargetKind::room, ""}));
  EXPECT_EQ(shop.steps[1].wait, minutes{5});
  EXPECT_EQ(shop.repeat, 2);
  EXPECT_EQ(policy.escalation, "shop");
  EXPECT_EQ(policy.team("shop")->schedule, "primary");
  EXPECT_EQ(policy.team("shop")->escalation, "shop");
  EXPECT_EQ(policy.service("checkout")->escalation, "shop");
  EXPECT_THAT(policy.notify, ElementsAre(ContactRule{"chat", {}}, ContactRule{"email", minutes{1}}));
  EXPECT_THAT(policy.people[0].notify, ElementsAre(ContactRule{"chat", {}}, ContactRule{"sms", minutes{2}},
                                                   ContactRule{"voice", minutes{5}}));
  EXPECT_EQ(policy.people[0].quiet, (QuietHours{hours{22}, hours{7}, 2}));
  EXPECT_EQ(policy.synthetic.person, PersonId{"ann"});
  EXPECT_EQ(policy.synthetic.at, hours{8} + minutes{15});
  EXPECT_FALSE(reading.settings.calendar_token.empty());
}

struct Wrong {
  std::string yaml;
  std::string said;
};
class WrongOncall : public testing::TestWithParam<Wrong> {};

TEST_P(WrongOncall, SaysWhereWhatAndWhatWasMeant) {
  EXPECT_EQ(said(GetParam().yaml), GetParam().said);
}

std::string primary(const std::string& layer) {
  return "people: {ann: {}}\nschedules:\n  primary:\n    layers:\n      a: " + layer;
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongOncall,
    testing::Values(
        Wrong{primary("{people: [ann, anne], starts: \"2026-11-02T09:00\"}"),
              "muster.yaml:5:25: schedules.primary.layers.a.people: no person 'anne'; did you mean 'ann'?"},
        Wrong{
            primary("{people: [], starts: \"2026-11-02T09:00\"}"),
            "muster.yaml:5:19: schedules.primary.layers.a.people has nobody who takes a turn; name at least "
            "one person"},
        Wrong{
            primary("{people: [nobody], starts: \"2026-11-02T09:00\"}"),
            "muster.yaml:5:19: schedules.primary.layers.a.people has nobody who takes a turn; name at least "
            "one person"},
        Wrong{
            primary("{people: [ann]}"),
            "muster.yaml:5:10: schedules.primary.layers.a needs the key 'starts'; The first hand-off; before "
            "it nobody is on call"},
        Wrong{
            primary("{people: [ann], starts: \"2026-02-30T09:00\"}"),
            "muster.yaml:5:34: schedules.primary.layers.a.starts: '2026-02-30T09:00' is not a date and time: "
            "by the clock on the wall, without a zone; write one like 2026-11-02T09:00"},
        Wrong{primary("{people: [ann], starts: \"2026-11-02T09:00\", ends: \"2026-11-02T09:00\"}"),
              "muster.yaml:5:60: schedules.primary.layers.a ends before it starts; write a later time"},
        Wrong{"schedules: {primary: {zone: EST, ical: /var/oncall.ics}}",
              "muster.yaml:1:29: schedules.primary.zone: 'EST' is an abbreviation and no time zone: it says "
              "nothing of summer time; write the zone of a place, like Europe/Berlin"},
        Wrong{"schedules: {primary: {zone: IST, ical: /var/oncall.ics}}",
              "muster.yaml:1:29: schedules.primary.zone: 'IST' is an abbreviation and no time zone: it says "
              "nothing of summer time; write the zone of a place, like Europe/Berlin"},
        Wrong{"schedules: {primary: {zone: Europe/Berln, ical: /var/oncall.ics}}",
              "muster.yaml:1:29: schedules.primary.zone: there is no time zone 'Europe/Berln'; did you mean "
              "'Europe/Berlin'?"},
        Wrong{"schedules: {primary: {}}",
              "muster.yaml:1:13: schedules.primary says of nobody when they are on call; give it layers, "
              "ical or "
              "pagerduty"},
        Wrong{"schedules: {primary: {ical: \"http://calendar.example.org/a.ics\"}}",
              "muster.yaml:1:29: schedules.primary.ical: not a usable URL: The URL of calendar.example.org "
              "uses "
              "http://, which anybody on the way can read. Write https:// instead; plain http:// is only for "
              "localhost, 127.0.0.1 and [::1].; write one like https://muster.example.org"},
        Wrong{"teams: {shop: {schedule: primry}}\nschedules: {primary: {ical: a.ics}}",
              "muster.yaml:1:26: teams.shop.schedule: no schedule 'primry'; did you mean 'primary'?"},
        Wrong{"escalations: {shop: {}}",
              "muster.yaml:1:15: escalations.shop has no step; like steps: [{targets: "
              "[\"schedule:primary\"]}]"},
        Wrong{"escalations: {shop: {steps: [{targets: []}]}}",
              "muster.yaml:1:40: escalations.shop.steps.1.targets is empty; name whom the step rings"},
        Wrong{"escalations: {shop: {steps: [{targets: [room, \"schedule:x\"]}]}}",
              "muster.yaml:1:47: escalations.shop.steps.1.targets: no schedule 'x'; none is declared yet"},
        Wrong{"escalations: {shop: {steps: [{targets: [\"persn:ann\"]}]}}",
              "muster.yaml:1:41: escalations.shop.steps.1.targets: there is no kind of target 'persn'; write "
              "schedule:, person:, team:, room or pagerduty:"},
        Wrong{"escalations: {shop: {steps: [{targets: [room, room]}]}}",
              "muster.yaml:1:47: escalations.shop.steps.1.targets names a target twice; remove one of them"},
        Wrong{"teams: {shop: {}}\nescalations: {shop: {steps: [{targets: [\"team:shop\"]}]}}",
              "muster.yaml:2:41: escalations.shop.steps.1.targets: team shop has nobody who could be rung; "
              "give "
              "it a schedule, on_call or members"},
        Wrong{"notify: {fax: 1m}",
              "muster.yaml:1:15: notify: there is no way to reach people called 'fax'; known: chat, sms, "
              "voice, "
              "email, push, webhook"},
        Wrong{"escalation: shop",
              "muster.yaml:1:13: escalation: no escalation 'shop'; none is declared yet"}));

}  // namespace
}  // namespace muster
