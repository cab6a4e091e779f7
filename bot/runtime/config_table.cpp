#include "bot/runtime/config_table.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace muster {

namespace {

// Adapters from the targets of Policy to the few types that Keys knows.

void duration(Keys& keys, Key key, Duration& target) {
  std::optional<Duration> value = target;
  keys.duration(key, value);
  target = value.value_or(target);
}

void path(Keys& keys, Key key, std::filesystem::path& target) {
  std::string value = target.string();
  keys.text(key, value, TextRule::path);
  target = value;
}

template <class E>
void one_of(Keys& keys, Key key, E& target) {
  auto index = static_cast<std::size_t>(target);
  keys.one_of(key, EnumNames<E>::kNames, index);
  target = static_cast<E>(index);
}

void people(Keys& keys, Key key, std::vector<PersonId>& target) {
  std::vector<std::string> values;
  for (const PersonId& person : target) values.push_back(person.value);
  keys.references(key, Names::person, values);
  target.clear();
  for (std::string& value : values) target.push_back(PersonId{std::move(value)});
}

std::string id_of(const SeverityRule& rule) {
  return std::to_string(rule.severity.level);
}
std::string id_of(const Person& person) {
  return person.id.value;
}
template <class T>
std::string id_of(const T& named) {
  return named.id;
}

void name_it(SeverityRule& rule, const std::string& id) {
  std::from_chars(id.data(), id.data() + id.size(), rule.severity.level);
  rule.label = "SEV" + id;
}
void name_it(Person& person, const std::string& id) {
  person.id.value = id;
  person.name = id;
}
template <class T>
void name_it(T& named, const std::string& id) {
  named.id = id;
  named.name = id;
}

// What is written is laid over what is there: a known id changes only the keys that were written, a new id is
// added, and "none" removes one.
template <class T>
void merge(Keys& keys, Key key, Names ids, std::vector<T>& all, void (*keys_of)(Keys&, T&)) {
  keys.entries(key, ids,
               {.entry =
                    [&](const std::string& id, Keys& entry) {
                      auto found = std::ranges::find(all, id, [](const T& each) { return id_of(each); });
                      if (found == all.end()) {
                        found = all.insert(all.end(), T{});
                        name_it(*found, id);
                      }
                      keys_of(entry, *found);
                    },
                .none =
                    [&](const std::string& id) {
                      std::erase_if(all, [&](const T& each) { return id_of(each) == id; });
                    }});
}

void severity_keys(Keys& keys, SeverityRule& rule) {
  keys.text({"label", "What people see and type"}, rule.label, TextRule::word);
  keys.text({"meaning", "One line a person can decide by"}, rule.meaning, TextRule::any);
  keys.flag({"postmortem_required", "The incident cannot be closed without a postmortem"},
            rule.postmortem_required);
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
  keys.words({"aliases", "Other words for it in commands"}, role.aliases);
  keys.text({"duty", "One line: what the holder does"}, role.duty, TextRule::any);
  keys.flag({"single", "Only one person holds it at a time"}, role.single);
}

void audience_keys(Keys& keys, AudienceRule& audience) {
  keys.text({"name", "Shown to people"}, audience.name, TextRule::any);
  keys.texts({"rooms", "The room on each platform its updates go to"}, Names::platform, audience.rooms);
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
}

void team_keys(Keys& keys, Team& team) {
  keys.text({"name", "Shown to people"}, team.name, TextRule::any);
  people(keys, {"members", "Who belongs to it"}, team.members);
  std::string on_call = team.on_call.value_or(PersonId{}).value;
  keys.reference({"on_call", "Who is paged for the team and commands its services' incidents"}, Names::person,
                 on_call);
  team.on_call = on_call.empty() ? std::nullopt : std::optional{PersonId{on_call}};
}

void person_keys(Keys& keys, Person& person) {
  keys.text({"name", "Shown to people"}, person.name, TextRule::any);
  keys.text({"zone", "Time zone, for times shown to this person"}, person.zone, TextRule::zone);
  keys.texts({"identities", "The user id on each platform"}, Names::platform, person.identities);
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
  keys.section({"timers", "When muster speaks up by itself"},
               [&](Keys& inside) { timer_keys(inside, policy); });
}

void slack_keys(Keys& keys, SlackSettings& slack) {
  keys.secret({"app_token", "App-level token (xapp-…) that opens the socket", true}, slack.app_token);
  keys.secret({"bot_token", "Bot token (xoxb-…) that calls the Web API", true}, slack.bot_token);
  keys.text({"api_url", "Base of the Web API, for a proxy or an emulator"}, slack.api_url, TextRule::url);
  path(keys, {"ca_file", "PEM file of the authorities to trust instead of the system's"}, slack.ca_file);
}

}  // namespace

void visit_config_keys(Keys& keys, Settings& settings) {
  policy_keys(keys, settings.policy);
  keys.text({"listen", "Address and port of the console and the webhooks"}, settings.listen,
            TextRule::listen);
  path(keys, {"data_dir", "Folder of the database; --data-dir wins over it"}, settings.data_dir);
  keys.section({"tls", "Serve HTTPS instead of HTTP"}, [&](Keys& inside) {
    path(inside, {"cert", "PEM file of the certificate chain", true}, settings.tls_cert);
    path(inside, {"key", "PEM file of the private key", true}, settings.tls_key);
  });
  keys.section({"log", "Lines on standard error"}, [&](Keys& inside) {
    one_of(inside, {"format", "For people or for a collector"}, settings.log.format);
    one_of(inside, {"level", "Leave out lines below it"}, settings.log.level);
  });
  keys.section({"slack", "Connects to a Slack workspace through Socket Mode"},
               [&](Keys& inside) { slack_keys(inside, settings.slack.emplace()); });
}

}  // namespace muster
