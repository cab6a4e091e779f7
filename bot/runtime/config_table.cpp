#include "bot/runtime/config_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "bot/runtime/config_adapters.hpp"

namespace muster {

namespace {

void severity_keys(Keys& keys, SeverityRule& rule) {
  keys.text({"label", "What people see and type"}, rule.label, TextRule::word);
  keys.text({"meaning", "One line a person can decide by"}, rule.meaning, TextRule::any);
  keys.flag({"postmortem_required", "The incident cannot be closed without a postmortem"},
            rule.postmortem_required);
  keys.section({"postmortem_due", "When its postmortem is due after the resolve; without days it never is"},
               [&](Keys& inside) {
                 PostmortemDue due;  // what is written stands for the whole
                 inside.whole({"days", "So many days of the calendar"}, due.calendar_days, 0, 365);
                 inside.whole({"business_days", "Or so many workdays"}, due.business_days, 0, 365);
                 rule.postmortem_due = due;
               });
  keys.entries({"cadences", "How often each audience is told; an audience without a cadence has no duty"},
               Names::audience,
               {.entry =
                    [&](const std::string& audience, Keys& entry) {
                      Cadence& cadence = rule.cadences[audience];
                      duration(entry,
                               {"first", "The first update is due this long after the declaration", true},
                               cadence.first);
                      duration(entry, {"then", "Each later one is due this long after the one before", true},
                               cadence.then);
                    },
                .none = [&](const std::string& audience) { rule.cadences.erase(audience); }});
}

void role_keys(Keys& keys, RoleRule& role) {
  keys.text({"name", "Shown to people"}, role.name, TextRule::any);
  keys.words({"aliases", "Other words for it in commands"}, role.aliases, TextRule::word);
  keys.text({"duty", "One line: what the holder does"}, role.duty, TextRule::any);
  keys.flag({"single", "Only one person holds it at a time"}, role.single);
}

void audience_keys(Keys& keys, AudienceRule& audience) {
  keys.text({"name", "Shown to people"}, audience.name, TextRule::any);
  keys.lists({"rooms", "The room on each platform its updates go to, or several"}, Names::platform,
             audience.rooms);
  keys.flag({"for_private", "May hear of private incidents, and then only of those"}, audience.for_private);
}

void service_keys(Keys& keys, Service& service) {
  keys.text({"name", "Shown to people"}, service.name, TextRule::any);
  keys.reference({"owner", "The team that is called for it"}, Names::team, service.owner);
  keys.whole({"tier", "How much depends on it; 1 is the most important"}, service.tier, 1, 9);
  keys.references({"depends_on", "Services it cannot work without"}, Names::service, service.depends_on);
  keys.text({"runbook", "What to do when it is broken"}, service.runbook, TextRule::url);
  keys.percent({"slo", "Promised availability over 30 days"}, service.slo_percent);
  keys.duration({"rto", "It must be back within this time"}, service.rto);
  keys.duration({"rpo", "At most the changes of this time may be lost"}, service.rpo);
  keys.reference({"escalation", "Who is rung for it; without one, as its owner says"}, Names::escalation,
                 service.escalation);
}

void team_keys(Keys& keys, Team& team) {
  keys.text({"name", "Shown to people"}, team.name, TextRule::any);
  people(keys, {"members", "Who belongs to it"}, team.members);
  std::string on_call = team.on_call.value_or(PersonId{}).value;
  keys.reference({"on_call", "Who is paged for the team and commands its services' incidents"}, Names::person,
                 on_call);
  team.on_call = on_call.empty() ? std::nullopt : std::optional{PersonId{on_call}};
  keys.reference({"schedule", "Instead of on_call: whoever is on call there"}, Names::schedule,
                 team.schedule);
  keys.reference({"escalation", "Who is rung for its services; without one, the escalation of all"},
                 Names::escalation, team.escalation);
}

void person_keys(Keys& keys, Person& person) {
  keys.text({"name", "Shown to people"}, person.name, TextRule::any);
  keys.text({"zone", "Time zone, for times shown to this person"}, person.zone, TextRule::zone);
  keys.texts({"identities", "The user id on each platform"}, Names::platform, person.identities);
  contact_keys(keys, person);
}

void calendar_keys(Keys& keys, BusinessCalendar& calendar) {
  keys.text({"zone", "Time zone of the organisation"}, calendar.zone, TextRule::zone);
  weekdays(keys, {"workdays", "Days on which business days are counted"}, calendar.workdays);
  keys.words({"holidays", "Dates that are no workdays"}, calendar.holidays, TextRule::date);
  time_of_day(keys, {"opens", "Reminders that can wait are said from this time of a workday on"},
              calendar.opens);
  time_of_day(keys, {"closes", "And until this one"}, calendar.closes);
}

void clock_keys(Keys& keys, ClockRule& rule) {
  keys.text({"regime", "What people type: clock GDPR aware"}, rule.regime, TextRule::word);
  keys.text({"duty", "What must be done in time"}, rule.duty, TextRule::any);
  keys.text({"from", "The mark it counts from, set by a person"}, rule.from, TextRule::word);
  keys.text({"to", "The mark that ends it"}, rule.to, TextRule::word);
  duration(keys, {"within", "The time, which runs through week-ends"}, rule.within);
  keys.whole({"business_days", "Or so many workdays of the calendar"}, rule.business_days, 0, 365);
  keys.whole({"months", "Or so many months, to the same day"}, rule.months, 0, 24);
  keys.text({"lapses_with", "A mark that takes its place when it was made after the due time"},
            rule.lapses_with, TextRule::word);
}

void vendor_keys(Keys& keys, VendorRule& vendor) {
  keys.text({"name", "Shown to people"}, vendor.name, TextRule::any);
  keys.durations({"sla", "How soon they must answer, by priority"}, Names::priority, vendor.sla_response);
  keys.text({"escalation", "Whom to call when they do not answer in time"}, vendor.escalation, TextRule::any);
}

void cost_keys(Keys& keys, CostModel& cost) {
  keys.text({"currency", "Shown with amounts"}, cost.currency, TextRule::word);
  keys.number({"responder_rate", "What an hour of a responder costs; 0: not estimated"},
              cost.responder_rate_per_hour);
  keys.number({"loss_rate", "What a minute of full downtime loses; 0: not estimated"},
              cost.loss_per_weighted_minute);
}

void weight_keys(Keys& keys, Policy& policy) {
  for (const ImpactLevel level : {ImpactLevel::full, ImpactLevel::partial, ImpactLevel::degraded}) {
    double weight = policy.weight(level);
    keys.number({name_of(level), "Part of downtime that an impact of this level counts as"}, weight);
    policy.impact_weights[level] = weight;
  }
}

void lint_keys(Keys& keys, LintRule& rule) {
  keys.text({"pattern", "RE2 expression of whole words; NAME and PERSON stand for people"}, rule.pattern,
            TextRule::any);
  keys.text({"advice", "What to write instead"}, rule.advice, TextRule::any);
  keys.flag({"blocks", "Keeps a postmortem from being published"}, rule.blocks);
  one_of(keys, {"where", "The part of the document it looks at"}, rule.where);
  keys.flag({"only_partial", "Only where no impact was full"}, rule.only_partial);
}

void review_keys(Keys& keys, ReviewRule& review) {
  keys.texts({"rooms", "The room on each platform it is posted to; without one it is not posted"},
             Names::platform, review.rooms);
  weekday(keys, {"day", "The weekday on which it is posted"}, review.day);
  time_of_day(keys, {"at", "The time of that day, in the calendar's zone"}, review.at);
}

void practice_keys(Keys& keys, Policy& policy) {
  keys.flag({"declarer_commands", "Who declares commands, unless somebody is on call for it"},
            policy.declarer_commands);
  keys.whole({"span_of_control", "Warn when one commander leads more people than this"},
             policy.span_of_control, 1, 100);
  keys.whole({"pages_per_person",
              "Pages one person may send within ten minutes; who commands the incident may send more"},
             policy.pages_per_person, 1, 10000);
  keys.section({"calendar", "When the organisation works"},
               [&](Keys& inside) { calendar_keys(inside, policy.calendar); });
  merge(keys, {"clocks", "Duties towards authorities and customers; verify them with counsel"}, Names::clock,
        policy.clocks, clock_keys);
  merge(keys, {"vendors", "Suppliers, and how soon they must answer"}, Names::vendor, policy.vendors,
        vendor_keys);
  merge(keys, {"lint", "Rules about the language of postmortems"}, Names::rule, policy.lint, lint_keys);
  keys.section({"actions", "What is expected of action items"}, [&](Keys& inside) {
    inside.durations({"due", "The longest an item of each priority may take"}, Names::priority,
                     policy.action_due);
    inside.words({"weak_verbs", "Verbs that name no result at the beginning"}, policy.weak_verbs,
                 TextRule::word);
  });
  keys.section(
      {"review", "The operations review, posted every week: what happened, what is overdue, what repeats"},
      [&](Keys& inside) { review_keys(inside, policy.review); });
  keys.section({"cost", "What an incident costs"}, [&](Keys& inside) { cost_keys(inside, policy.cost); });
  keys.section({"impact_weights", "How downtime is weighted in availability and error budgets"},
               [&](Keys& inside) { weight_keys(inside, policy); });
}

void timer_keys(Keys& keys, Policy& policy) {
  duration(keys, {"role_prompt_after", "Ask for an incident commander when there is none"},
           policy.role_prompt_after);
  duration(keys, {"handoff_reminder_after", "Remind of a hand-off nobody accepted"},
           policy.handoff_reminder_after);
  duration(keys, {"page_reminder_after", "Say that a page was not acknowledged"}, policy.page_reminder_after);
  duration(keys, {"reminder_lead", "Remind this long before an update is due, and this long after"},
           policy.reminder_lead);
  duration(keys, {"duplicate_window", "How far back 'this may be the same incident' looks"},
           policy.duplicate_window);
  duration(keys, {"reopen_window", "Later, a new incident is declared and linked instead"},
           policy.reopen_window);
  duration(keys, {"change_lookback", "Changes this old may have caused an incident"}, policy.change_lookback);
  duration(keys, {"page_tie_window", "A page this old becomes part of the incident it led to"},
           policy.page_tie_window);
  duration(keys, {"stable_before_resolve", "What the all-clear checklist asks for"},
           policy.stable_before_resolve);
  duration(keys, {"commander_break_after", "Ask a commander to hand over"}, policy.commander_break_after);
  duration(keys, {"close_nudge_after", "Ask to close what was resolved and has nothing left to do"},
           policy.close_nudge_after);
  duration(keys, {"due_lead", "Remind this long before a postmortem or an action is due"}, policy.due_lead);
  duration(keys, {"slo_window", "Error budgets are counted over this time"}, policy.slo_window);
}

void policy_keys(Keys& keys, Policy& policy) {
  keys.text({"organisation", "Name shown in titles"}, policy.organisation, TextRule::any);
  keys.text({"command", "The slash command"}, policy.command, TextRule::command);
  keys.text({"incident_prefix", "Rooms are named by prefix, number and title"}, policy.incident_prefix,
            TextRule::prefix);
  keys.text({"console_url", "Base of links to the console; without it there are no links"},
            policy.console_url, TextRule::url);
  merge(keys, {"severities", "Levels of severity by number; 1 is the worst"}, Names::severity,
        policy.severities, severity_keys);
  merge(keys, {"roles", "Roles people take in an incident"}, Names::role, policy.roles, role_keys);
  merge(keys, {"audiences", "Who is told by status updates"}, Names::audience, policy.audiences,
        audience_keys);
  merge(keys, {"services", "What can break"}, Names::service, policy.services, service_keys);
  merge(keys, {"teams", "Who owns the services"}, Names::team, policy.teams, team_keys);
  merge(keys, {"people", "Who is who on each platform"}, Names::person, policy.people, person_keys);
  people(keys, {"auditors", "See private incidents without being members"}, policy.auditors);
  keys.texts({"announce_rooms", "The room on each platform where incidents are announced"}, Names::platform,
             policy.announce_rooms);
  keys.texts({"wording", "Texts of your own instead of the built-in templates"}, Names::wording,
             policy.wording);
  practice_keys(keys, policy);
  keys.section({"timers", "When muster speaks up by itself"},
               [&](Keys& inside) { timer_keys(inside, policy); });
}

void retention_keys(Keys& keys, Retention& retention) {
  keys.duration({"incidents", "Incidents, counted from their end"}, retention.incidents);
  keys.duration({"drills", "Drills and tests, likewise"}, retention.drills);
  keys.duration({"messages", "What was said in the console, in rooms of no open incident"},
                retention.messages);
  keys.duration({"access", "Who it was, and from which address, in the record of sign-ins and accesses"},
                retention.access);
}

void slack_keys(Keys& keys, SlackSettings& slack) {
  keys.secret({"app_token", "App-level token (xapp-…) that opens the socket", true}, slack.app_token);
  keys.secret({"bot_token", "Bot token (xoxb-…) that calls the Web API", true}, slack.bot_token);
  keys.text({"api_url", "Base of the Web API, for a proxy or an emulator"}, slack.api_url, TextRule::url);
  path(keys, {"ca_file", "PEM file of the authorities to trust instead of the system's"}, slack.ca_file);
}

void microsoft_teams_keys(Keys& keys, MicrosoftTeamsSettings& teams) {
  keys.text({"app_id", "Application (client) id of the bot", true}, teams.app_id, TextRule::word);
  keys.text({"tenant_id", "Directory (tenant) id: the only tenant that is served", true}, teams.tenant_id,
            TextRule::word);
  keys.secret({"app_secret", "Client secret of the application", true}, teams.app_secret);
  keys.text({"team", "Group id of the team in which incidents get channels"}, teams.team, TextRule::word);
  one_of(keys, {"rooms", "An incident gets a channel of its own, or a thread in one channel"}, teams.rooms);
  keys.text({"channel",
             "The channel of the threads, by id or name; with rooms: channels what is used when a "
             "channel cannot be made"},
            teams.channel, TextRule::any);
  keys.text(
      {"organizer", "Object id of the user in whose name incidents get a call; without one they get none"},
      teams.organizer, TextRule::word);
  keys.text({"service_url", "Base of the Bot Connector until Teams has told another"}, teams.service_url,
            TextRule::url);
  keys.words({"service_hosts", "Hosts of the Bot Connector that are believed besides Microsoft's"},
             teams.service_hosts, TextRule::any);
  keys.text({"login_url", "Base of Microsoft Entra, for another cloud or an emulator"}, teams.login_url,
            TextRule::url);
  keys.text({"graph_url", "Base of Microsoft Graph, likewise"}, teams.graph_url, TextRule::url);
  keys.text({"openid_url", "Metadata of the bot service's keys, likewise"}, teams.openid_url, TextRule::url);
  keys.text({"issuer", "Who signs what Teams posts, likewise"}, teams.issuer, TextRule::any);
  path(keys, {"ca_file", "PEM file of the authorities to trust instead of the system's"}, teams.ca_file);
}

}  // namespace

void visit_config_keys(Keys& keys, Settings& settings) {
  policy_keys(keys, settings.policy);
  oncall_keys(keys, settings);
  alert_keys(keys, settings);
  pager_keys(keys, settings);
  keys.text({"listen", "Address and port of the console and the webhooks"}, settings.listen,
            TextRule::listen);
  path(keys, {"data_dir", "Folder of the database; --data-dir wins over it"}, settings.data_dir);
  keys.section({"tls", "Serve HTTPS instead of HTTP"}, [&](Keys& inside) {
    path(inside, {"cert", "PEM file of the certificate chain", true}, settings.tls_cert);
    path(inside, {"key", "PEM file of the private key", true}, settings.tls_key);
    path(inside, {"client_ca", "PEM file of the authorities whose certificates prove who a source is"},
         settings.tls_client_ca);
  });
  keys.section({"log", "Lines on standard error"}, [&](Keys& inside) {
    one_of(inside, {"format", "For people or for a collector"}, settings.log.format);
    one_of(inside, {"level", "Leave out lines below it"}, settings.log.level);
  });
  keys.section({"retention", "How long what is over is kept; a class without a time is kept for ever"},
               [&](Keys& inside) { retention_keys(inside, settings.retention); });
  keys.section({"network", "How muster reaches the services it calls"}, [&](Keys& inside) {
    inside.text({"proxy", "HTTP proxy that everything outgoing goes through, as a tunnel (CONNECT)"},
                settings.network.proxy, TextRule::url);
    inside.words({"no_proxy", "Hosts reached without the proxy, each with everything below it"},
                 settings.network.no_proxy, TextRule::any);
  });
  keys.section({"slack", "Connects to a Slack workspace through Socket Mode"},
               [&](Keys& inside) { slack_keys(inside, settings.slack.emplace()); });
  keys.section({"microsoft_teams", "Connects to a team in Microsoft Teams"},
               [&](Keys& inside) { microsoft_teams_keys(inside, settings.microsoft_teams.emplace()); });
}

}  // namespace muster
