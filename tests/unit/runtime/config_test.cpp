// muster.yaml as a whole: what a file means, and what is said about a wrong one.
#include "bot/runtime/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace muster {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::Not;

Result<Secret> no_secrets(const SecretReference& reference) {
  return fail(ErrorKind::invalid, "the environment variable " + reference.name + " is not set");
}

const KnownNames kKnown{{"slack", "console"}, {"declared", "update_posted"}};

ConfigReading read(std::string_view yaml) {
  return read_config(yaml, kKnown, no_secrets);
}

// All problems of a text, as a person sees them.
std::string said(std::string_view yaml) {
  return say_problems("muster.yaml", read(yaml).problems);
}

Policy policy_of(std::string_view yaml) {
  const ConfigReading reading = read(yaml);
  EXPECT_EQ(say_problems("muster.yaml", reading.problems), "");
  return reading.settings.policy;
}

TEST(Config, ThePracticeIsConfigured) {
  const Policy policy = policy_of(R"(
severities:
  1: {postmortem_due: {business_days: 2}}
  3: {postmortem_due: {days: 10}}
declarer_commands: false
span_of_control: 5
calendar: {zone: Europe/Berlin, workdays: [sun, mon], holidays: [2026-12-25], opens: "08:30", closes: "24:00"}
clocks:
  gdpr: {within: 48h, duty: notification, from: aware, to: submitted}
  nis2-final: none
  bank: {regime: US-BANK, duty: notification, from: determined, to: notified, within: 36h}
vendors:
  paylink: {name: PayLink, sla: {P1: 15m, P2: 4h}, escalation: "+1 555 0100"}
cost: {currency: USD, responder_rate: 95.5, loss_rate: 120}
impact_weights: {partial: 0.5}
timers: {change_lookback: 12h, commander_break_after: 3h}
)");
  EXPECT_EQ(policy.severity({1})->postmortem_due, (PostmortemDue{0, 2})) << "replaces the default as a whole";
  EXPECT_EQ(policy.severity({3})->postmortem_due, (PostmortemDue{10, 0}));
  EXPECT_FALSE(policy.declarer_commands);
  EXPECT_EQ(policy.span_of_control, 5);
  EXPECT_EQ(policy.calendar.workdays, (std::vector{7, 1}));
  EXPECT_EQ(policy.calendar.holidays, (std::vector<std::string>{"2026-12-25"}));
  EXPECT_EQ(policy.calendar.opens, minutes{510});
  EXPECT_EQ(policy.calendar.closes, days{1});
  const auto clock = [&](std::string_view id) {
    return std::ranges::find(policy.clocks, id, &ClockRule::id);
  };
  EXPECT_EQ(clock("gdpr")->within, days{2});
  EXPECT_EQ(clock("gdpr")->regime, "GDPR");
  EXPECT_EQ(clock("nis2-final"), policy.clocks.end());
  EXPECT_EQ(clock("bank")->regime, "US-BANK");
  EXPECT_EQ(policy.vendor("PayLink")->sla_response.at("P2"), minutes{240});
  EXPECT_EQ(policy.vendor("paylink")->escalation, "+1 555 0100");
  EXPECT_EQ(policy.cost, (CostModel{"USD", 95.5, 120}));
  EXPECT_EQ(policy.weight(ImpactLevel::partial), 0.5);
  EXPECT_EQ(policy.weight(ImpactLevel::full), 1.0);
  EXPECT_EQ(policy.change_lookback, minutes{720});
}

TEST(Config, AWrongPracticeIsNamed) {
  const std::string problems = said(R"(
severities:
  2: {postmortem_due: {business_days: 2, days: 1}}
calendar: {workdays: [monday], holidays: [2026-02-30], opens: "09:00", closes: "08:00"}
clocks:
  both: {duty: tell them, from: aware, to: told, months: 1, within: 3h}
  own: {duty: tell them, from: aware, to: aware}
vendors:
  paylink: {sla: {P1: 15}}
cost: {responder_rate: lots}
)");
  EXPECT_THAT(problems, HasSubstr("severities.2.postmortem_due counts days and business_days at once"));
  EXPECT_THAT(problems, HasSubstr("calendar.workdays: 'monday' is not a weekday"));
  EXPECT_THAT(problems, HasSubstr("calendar.holidays: '2026-02-30' is not a date"));
  EXPECT_THAT(problems, HasSubstr("calendar.closes is not after calendar.opens"));
  EXPECT_THAT(problems, HasSubstr("clocks.both counts time in more than one way"));
  EXPECT_THAT(problems, HasSubstr("clocks.own says no time"));
  EXPECT_THAT(problems, HasSubstr("clocks.own ends with the mark it counts from"));
  EXPECT_THAT(problems, HasSubstr("vendors.paylink.sla.P1: '15' has no unit"));
  EXPECT_THAT(problems, HasSubstr("cost.responder_rate: 'lots' is not a number"));
  EXPECT_THAT(said("calendar: {opens: 9:00}"), HasSubstr("calendar.opens: '9:00' is not a time of day"));
}

TEST(Config, NothingWrittenMeansTheDefaults) {
  for (const std::string_view text : {"", "\n", "# only a comment\n", "---\n", "services:\n", "{}"}) {
    EXPECT_EQ(policy_of(text), default_policy()) << text;
  }
}

TEST(Config, EveryKindOfKeyReachesItsTarget) {
  const ConfigReading reading = read(R"(
organisation: Example
command: /outage
incident_prefix: out
console_url: https://muster.example.org
listen: "[::1]:9443"
data_dir: /var/lib/muster
tls: {cert: cert.pem, key: key.pem}
log: {format: json, level: warn}
timers: {role_prompt_after: 1h30m, reopen_window: 7d}
services:
  api: {name: API, owner: core, tier: 2, depends_on: [db], slo: 99.95, rto: 4h, rpo: 90s, runbook: "https://w.example.org/api"}
  db: {}
teams:
  core: {name: Core, members: [ann, "slack:U77"], on_call: ann}
people:
  ann: {name: Ann, zone: Asia/Tokyo, identities: {slack: U1}}
auditors: [ann]
announce_rooms: {slack: "#incidents"}
wording: {declared: "We have an incident."}
)");
  ASSERT_EQ(say_problems("muster.yaml", reading.problems), "");
  const Settings& s = reading.settings;
  EXPECT_EQ(s.policy.organisation, "Example");
  EXPECT_EQ(s.policy.command, "/outage");
  EXPECT_EQ(s.policy.incident_prefix, "out");
  EXPECT_EQ(s.policy.console_url, "https://muster.example.org");
  EXPECT_EQ(s.listen, "[::1]:9443");
  EXPECT_EQ(s.data_dir, "/var/lib/muster");
  EXPECT_EQ(s.tls_key, "key.pem");
  EXPECT_EQ(s.log.format, LogFormat::json);
  EXPECT_EQ(s.log.level, LogLevel::warn);
  EXPECT_EQ(s.policy.role_prompt_after, minutes{90});
  EXPECT_EQ(s.policy.reopen_window, days{7});
  EXPECT_EQ(s.policy.handoff_reminder_after, default_policy().handoff_reminder_after);
  const Service* api = s.policy.service("api");
  ASSERT_NE(api, nullptr);
  EXPECT_EQ(*api, (Service{"api",
                           "API",
                           "core",
                           2,
                           {"db"},
                           "https://w.example.org/api",
                           99.95,
                           std::chrono::hours{4},
                           std::chrono::seconds{90}}));
  EXPECT_EQ(s.policy.service("db")->name, "db") << "an entry without a name is called by its id";
  EXPECT_EQ(*s.policy.team("core"),
            (Team{"core", "Core", {PersonId{"ann"}, PersonId{"slack:U77"}}, PersonId{"ann"}}));
  EXPECT_EQ(s.policy.people,
            (std::vector<Person>{{PersonId{"ann"}, "Ann", "Asia/Tokyo", {{"slack", "U1"}}}}));
  EXPECT_EQ(s.policy.auditors, std::vector{PersonId{"ann"}});
  EXPECT_EQ(s.policy.announce_rooms.at("slack"), "#incidents");
  EXPECT_EQ(s.policy.wording.at("declared"), "We have an incident.");
  EXPECT_FALSE(s.slack.has_value());
}

TEST(Config, EntriesChangeAddAndRemove) {
  const Policy defaults = default_policy();
  const Policy p = policy_of(R"(
severities:
  1: {label: P1, cadences: {exec: none, internal: {first: 5m, then: 15m}}}
  4: none
  5: {meaning: Later}
roles:
  scribe: {aliases: [Note-Taker]}
audiences:
  support: {rooms: {slack: "#support"}, for_private: true}
  exec: {rooms: {slack: ["#board", C0OWNERS]}}
)");
  const SeverityRule* one = p.severity(Severity{1});
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->label, "P1");
  EXPECT_EQ(one->meaning, defaults.severity(Severity{1})->meaning) << "what is not written stays";
  EXPECT_EQ(one->cadences.at("internal"), (Cadence{minutes{5}, minutes{15}}));
  EXPECT_FALSE(one->cadences.contains("exec"));
  EXPECT_TRUE(one->cadences.contains("public"));
  EXPECT_EQ(p.severity(Severity{4}), nullptr);
  EXPECT_EQ(p.severity(Severity{5})->label, "SEV5");
  EXPECT_EQ(p.role_named("note-taker"), p.role("scribe"));
  EXPECT_EQ(p.audience("support")->rooms.at("slack"), (std::vector<std::string>{"#support"}));
  EXPECT_TRUE(p.audience("support")->for_private);
  EXPECT_EQ(p.audience("exec")->rooms_on("slack"), (std::vector<std::string>{"#board", "C0OWNERS"}));
  EXPECT_EQ(p.audiences.size(), defaults.audiences.size() + 1);
}

struct Wrong {
  const char* yaml;
  const char* said;
};
class WrongConfig : public testing::TestWithParam<Wrong> {};

TEST_P(WrongConfig, SaysWhereWhatAndWhatWasMeant) {
  EXPECT_EQ(said(GetParam().yaml), GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongConfig,
    testing::Values(
        Wrong{"organization: X", "muster.yaml:1:1: unknown key 'organization'; did you mean 'organisation'?"},
        Wrong{"services:\n  a:\n    ownr: x",
              "muster.yaml:3:5: unknown key 'ownr' in services.a; did you mean 'owner'?"},
        Wrong{"services:\n  a:\n    owner: paymnts\nteams:\n  payments: {}",
              "muster.yaml:3:12: services.a.owner: no team 'paymnts'; did you mean 'payments'?"},
        Wrong{"services: {a: {owner: x}}",
              "muster.yaml:1:23: services.a.owner: no team 'x'; none is declared yet"},
        Wrong{"services: {a: {depends_on: [b]}}",
              "muster.yaml:1:29: services.a.depends_on: no service 'b'; did you mean 'a'?"},
        Wrong{"teams: {t: {members: [ana]}}\npeople: {ann: {}}",
              "muster.yaml:1:23: teams.t.members: no person 'ana'; did you mean 'ann'?"},
        Wrong{"services:\n  a: {tier: high}",
              "muster.yaml:2:13: services.a.tier: 'high' is not a number that fits; write a whole number "
              "from 1 to 9"},
        Wrong{"services: {a: {tier: 10}}",
              "muster.yaml:1:22: services.a.tier: '10' is not a number that fits; write a whole number from "
              "1 to 9"},
        Wrong{"services: {a: {slo: 100}}",
              "muster.yaml:1:21: services.a.slo: '100' is not a percentage below 100; write a number like "
              "99.9"},
        Wrong{"services: [a, b]",
              "muster.yaml:1:11: services is a list instead of a map; write its keys below it, indented"},
        Wrong{"organisation: {a: b}",
              "muster.yaml:1:15: organisation is a map instead of a text; write a text, like Payments"},
        Wrong{"command:",
              "muster.yaml:1:1: command has no value; write a slash command, like /inc, or remove the key"},
        Wrong{"command: inc",
              "muster.yaml:1:10: command: 'inc' is not a slash command: a slash, then lower-case letters, "
              "digits, - or _; "
              "write one like /inc"},
        Wrong{"timers: {role_prompt_after: 3}",
              "muster.yaml:1:29: timers.role_prompt_after: '3' has no unit; write 3m for minutes, 3h for "
              "hours"},
        Wrong{"timers: {role_prompt_after: soon}",
              "muster.yaml:1:29: timers.role_prompt_after: 'soon' is not a length of time up to a year; "
              "write one like "
              "90s, 10m, 1h30m or 14d"},
        Wrong{"people: {ann: {zone: Europe/Berln}}",
              "muster.yaml:1:22: people.ann.zone: there is no time zone 'Europe/Berln'; did you mean "
              "'Europe/Berlin'?"},
        Wrong{"roles: {scribe: {single: yes}}",
              "muster.yaml:1:26: roles.scribe.single: 'yes' is neither true nor false; write true or false"},
        Wrong{"log: {format: jsn}", "muster.yaml:1:15: log.format: there is no 'jsn'; did you mean 'json'?"},
        Wrong{"listen: 8080",
              "muster.yaml:1:9: listen: '8080' is not an address: host:port with a port up to 65535; write "
              "one like "
              "127.0.0.1:8080"},
        Wrong{"tls: {cert: a.pem}", "muster.yaml:1:6: tls needs the key 'key'; PEM file of the private key"},
        Wrong{"announce_rooms: {slak: '#x'}",
              "muster.yaml:1:18: announce_rooms.slak: no platform 'slak'; did you mean 'slack'?"},
        Wrong{"wording: {declred: x}",
              "muster.yaml:1:11: wording.declred: no template 'declred'; did you mean 'declared'?"},
        Wrong{"severities: {sev1: {}}",
              "muster.yaml:1:14: 'sev1' is not a level of severity; write a number from 1 (the worst) to 9"},
        Wrong{"services: {'a b': {}}",
              "muster.yaml:1:12: 'a b' cannot be the id of a service; letters, digits, - _ and . only, like "
              "payments-api"},
        Wrong{"severities: {1: {cadences: {execs: {first: 1m, then: 2m}}}}",
              "muster.yaml:1:29: severities.1.cadences.execs: no audience 'execs'; did you mean 'exec'?"},
        Wrong{"audiences: {exec: {rooms: {slack: ['#a', '#a'], console: []}}}",
              "muster.yaml:1:42: audiences.exec.rooms.slack names '#a' twice; remove one of them\n"
              "muster.yaml:1:58: audiences.exec.rooms.console is empty; write a value or remove the key"},
        Wrong{"command: /a\ncommand: /b",
              "muster.yaml:2:1: duplicate key 'command', first on line 1; keep one of the two"},
        Wrong{"teams: {t: {members: [ann, ann]}}\npeople: {ann: {}}",
              "muster.yaml:1:28: teams.t.members names 'ann' twice; remove one of them"},
        Wrong{"roles:\n  deputy:\n    aliases: [ic]",
              "muster.yaml:3:14: the word 'ic' of roles.deputy is also one of roles.incident_commander; give "
              "one of them "
              "another"},
        Wrong{"severities:\n  2:\n    label: SEV1",
              "muster.yaml:3:12: the label 'SEV1' of severities.2 is also one of severities.1; give one of "
              "them another"},
        Wrong{"people:\n  ann: {identities: {slack: U1}}\n  ben: {identities: {slack: U1}}",
              "muster.yaml:3:29: the identity 'slack:U1' of people.ben is also one of people.ann; give one "
              "of them "
              "another"},
        Wrong{"services:\n  a: {depends_on: [b]}\n  b: {depends_on: [c]}\n  c:\n    depends_on: [a]",
              "muster.yaml:5:17: services depend on each other in a circle: a → b → c → a; remove one of the "
              "arrows"},
        Wrong{"services: {a: {depends_on: [a]}}",
              "muster.yaml:1:28: services depend on each other in a circle: a → a; remove one of the arrows"},
        Wrong{"roles: {incident_commander: none}",
              "muster.yaml:1:9: the role incident_commander was removed; rename it with name: instead; the "
              "rules need it"},
        Wrong{"severities: {1: none, 2: none, 3: none, 4: none}",
              "muster.yaml:1:13: there is no severity left; keep at least one"},
        Wrong{"- a\n- b",
              "muster.yaml:1:1: the file is not a map of keys; write lines like organisation: Example"},
        Wrong{"a: &x 1\nb: *x",
              "muster.yaml:1:1: unknown key 'a'; known: organisation, command, incident_prefix, "
              "console_url, severities, roles, audiences, services, teams, people, auditors, "
              "announce_rooms, …\n"
              "muster.yaml:1:4: anchors (&name) are not read here; write the value itself\n"
              "muster.yaml:2:1: unknown key 'b'; known: organisation, command, incident_prefix, "
              "console_url, severities, roles, audiences, services, teams, people, auditors, "
              "announce_rooms, …\n"
              "muster.yaml:2:4: aliases (*name) are not read here; write the value again"}));

TEST(Config, UrlsAreHttpsExceptForThisMachine) {
  EXPECT_EQ(said("console_url: http://127.0.0.1:8080"), "");
  EXPECT_EQ(said("console_url: http://localhost:8080"), "");
  EXPECT_THAT(said("console_url: http://muster.example.org"), HasSubstr("muster.yaml:1:14: console_url: "));
  EXPECT_THAT(said("console_url: wss://muster.example.org"), HasSubstr("must be https"));
  EXPECT_THAT(said("services: {a: {runbook: 'not a url'}}"),
              HasSubstr("services.a.runbook: not a usable URL"));
}

TEST(Config, AllProblemsAreReportedAtOnceInTheOrderOfTheFile) {
  const ConfigReading reading =
      read("services:\n  a: {owner: nobody, tier: 0, rto: 5}\nlog: {level: loud}\nnope: 1\n");
  ASSERT_EQ(reading.problems.size(), 5U) << say_problems("muster.yaml", reading.problems);
  for (std::size_t i = 1; i < reading.problems.size(); ++i) {
    const ConfigProblem& a = reading.problems[i - 1];
    const ConfigProblem& b = reading.problems[i];
    EXPECT_LE(std::tie(a.line, a.column), std::tie(b.line, b.column));
  }
}

TEST(Config, BrokenYamlNamesThePlace) {
  EXPECT_THAT(said("services:\n  a: [1, 2\n"), HasSubstr("not YAML"));
  EXPECT_THAT(said("a: b: c"), HasSubstr("muster.yaml:1:"));
  EXPECT_THAT(said("\xff\xfe"), HasSubstr("not UTF-8"));
  EXPECT_THAT(said("command: /a\n---\ncommand: /b\n"), HasSubstr("more than one YAML document"));
  EXPECT_THAT(said(std::string(200, '[')), HasSubstr("nested too deeply"));
  EXPECT_THAT(said("listen: !!binary aGk="), HasSubstr("tags (!name) are not read"));
  EXPECT_THAT(said(std::string(2U << 20U, '#')), HasSubstr("larger than 1 MiB"));
}

TEST(Config, AnInvalidValueKeepsItsDefaultSoLaterChecksStaySensible) {
  EXPECT_EQ(read("timers: {role_prompt_after: x}").settings.policy.role_prompt_after,
            default_policy().role_prompt_after);
}

TEST(ConfigSecrets, AreReferencesOnly) {
  const SecretSource source = [](const SecretReference& r) -> Result<Secret> {
    if (r.from == SecretReference::From::env && r.name == "APP") return Secret{"xapp-1"};
    if (r.from == SecretReference::From::file && r.name == "bot.token") return Secret{"xoxb-1"};
    return no_secrets(r);
  };
  const ConfigReading reading =
      read_config("slack: {app_token: {env: APP}, bot_token: {file: bot.token}}", kKnown, source);
  ASSERT_EQ(say_problems("muster.yaml", reading.problems), "");
  ASSERT_TRUE(reading.settings.slack.has_value());
  EXPECT_EQ(reading.settings.slack->app_token.reveal(), "xapp-1");
  EXPECT_EQ(reading.settings.slack->bot_token.reveal(), "xoxb-1");
  EXPECT_EQ(reading.settings.slack->api_url, "https://slack.com/api");
}

TEST(ConfigSecrets, AMissingOneSaysWhichVariable) {
  const std::string text = said("slack: {app_token: {env: APP}, bot_token: {env: BOT}}");
  EXPECT_THAT(text, HasSubstr("slack.app_token: the environment variable APP is not set"));
  EXPECT_THAT(text, HasSubstr("slack.bot_token: the environment variable BOT is not set"));
  EXPECT_THAT(said("slack: {app_token: {env: APP}}"), HasSubstr("slack needs the key 'bot_token'"));
}

TEST(ConfigSecrets, ALiteralIsRefusedWithoutRepeatingIt) {
  const std::string canary = "xoxb-CANARY-123456";
  for (const std::string& yaml : std::vector<std::string>{
           "slack: {bot_token: " + canary + "}", "slack: {bot_token: {env: " + canary + "}}",
           "slack: {bot_token: [" + canary + "]}", "slack: {bot_token: {value: " + canary + "}}",
           std::string{"organisation: "} + canary, "command: " + canary, canary + ": 1",
           "teams: {t: {members: [" + canary + "]}}",
           "slack: {api_url: 'https://hooks.slack.com/services/T0/B0/CANARY-123456'}",
           "log: {level: " + canary + "}"}) {
    const std::string text = said(yaml);
    EXPECT_NE(text, "") << yaml;
    EXPECT_THAT(text, Not(HasSubstr("CANARY"))) << yaml;
  }
}

TEST(ConfigSecrets, APlainLiteralPasswordIsRefusedWithoutRepeatingIt) {
  const std::string text = said("slack: {bot_token: correct horse}");
  EXPECT_THAT(text, HasSubstr("slack.bot_token must not stand in the configuration itself"));
  EXPECT_THAT(text, Not(HasSubstr("horse")));
}

}  // namespace
}  // namespace muster
