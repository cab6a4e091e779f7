#include "bot/runtime/config_checks.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lint.hpp"
#include "bot/runtime/config_text.hpp"

namespace muster {

namespace {

using Position = ReadingState::Position;

template <class T>
std::vector<std::string> ids(const std::vector<T>& all) {
  std::vector<std::string> found;
  for (const T& each : all) found.push_back(each.id);
  return found;
}

std::vector<std::string> declared(Names names, const Policy& policy, const KnownNames& known) {
  switch (names) {
    case Names::severity:
      return {};
    case Names::role:
      return ids(policy.roles);
    case Names::audience:
      return ids(policy.audiences);
    case Names::service:
      return ids(policy.services);
    case Names::team:
      return ids(policy.teams);
    case Names::person: {
      std::vector<std::string> people;
      for (const Person& person : policy.people) people.push_back(person.id.value);
      return people;
    }
    case Names::platform:
      return known.platforms;
    case Names::wording:
      return known.templates;
    case Names::vendor:
      return ids(policy.vendors);
    case Names::clock:
      return ids(policy.clocks);
    case Names::rule:
      return ids(policy.lint);
    case Names::schedule:
      return ids(policy.schedules);
    case Names::escalation:
      return ids(policy.escalations);
    case Names::route:
      return ids(policy.routes);
    case Names::window:
      return ids(policy.maintenance);
    case Names::heartbeat:
      return ids(policy.heartbeats);
    case Names::priority:
    case Names::source:
    case Names::layer:
    case Names::method:
    case Names::label:
    case Names::system:
      return {};
  }
  return {};
}

// A person may also be named by a platform's user id, as for somebody only met in chat: "slack:U0123".
bool is_met_in_chat(Names names, const std::string& id) {
  const auto colon = id.find(':');
  return names == Names::person && colon != std::string::npos && colon > 0 && colon + 1 < id.size();
}

// A word that people type must have one meaning. Remembers who uses it and complains about the second.
class Words {
 public:
  Words(ReadingState& state, std::string what) : state_{state}, what_{std::move(what)} {}

  void use(const std::string& word, const std::string& by, Position at) {
    const auto [first, is_new] = users_.emplace(lower(word), by);
    if (is_new || first->second == by) return;
    state_.complain(at, what_ + " '" + word + "' of " + by + " is also one of " + first->second,
                    "give one of them another");
  }

 private:
  ReadingState& state_;
  std::string what_;
  std::map<std::string, std::string> users_;
};

void check_words(ReadingState& state, const Policy& policy) {
  Words roles{state, "the word"};
  for (const RoleRule& role : policy.roles) {
    const std::string path = "roles." + role.id;
    roles.use(role.id, path, state.place({path}));
    roles.use(role.name, path, state.place({path + ".name", path}));
    for (const std::string& alias : role.aliases)
      roles.use(alias, path, state.place({path + ".aliases", path}));
  }
  Words labels{state, "the label"};
  for (const SeverityRule& rule : policy.severities) {
    const std::string level = std::to_string(rule.severity.level);
    const std::string path = "severities." + level;
    for (const std::string& word : {level, "sev" + level}) labels.use(word, path, state.place({path}));
    labels.use(rule.label, path, state.place({path + ".label", path}));
  }
  Words identities{state, "the identity"};
  for (const Person& person : policy.people) {
    const std::string path = "people." + person.id.value;
    for (const auto& [platform, user] : person.identities) {
      identities.use(platform + ":" + user, path, state.place({path + ".identities." + platform, path}));
    }
  }
}

// Finds a service that needs itself, by walking depends_on; reports each circle once.
class Circles {
 public:
  Circles(ReadingState& state, const Policy& policy) : state_{state}, policy_{policy} {}

  void walk(const Service& service) {
    if (done_.contains(service.id)) return;
    if (const auto first = std::ranges::find(trail_, service.id); first != trail_.end()) {
      std::string circle;
      for (auto each = first; each != trail_.end(); ++each) circle += *each + " → ";
      state_.complain(state_.place({"services." + trail_.back() + ".depends_on"}),
                      "services depend on each other in a circle: " + circle + service.id,
                      "remove one of the arrows");
      return;
    }
    trail_.push_back(service.id);
    for (const std::string& next : service.depends_on) {
      if (const Service* needed = policy_.service(next)) walk(*needed);
    }
    trail_.pop_back();
    done_.insert(service.id);
  }

 private:
  ReadingState& state_;
  const Policy& policy_;
  std::vector<std::string> trail_;
  std::set<std::string> done_;
};

void check_known_by_name(ReadingState& state, const Policy& policy) {
  if (policy.severities.empty()) {
    state.complain(state.place({"severities"}), "there is no severity left", "keep at least one");
  }
  if (policy.role(kIncidentCommander) == nullptr) {
    state.complain(state.place({"roles.incident_commander", "roles"}),
                   "the role incident_commander was removed",
                   "rename it with name: instead; the rules need it");
  }
  for (const std::string_view id : {kInternal, kPublic, kRestricted}) {
    if (policy.audience(id) != nullptr) continue;
    state.complain(state.place({"audiences." + std::string{id}, "audiences"}),
                   "the audience " + std::string{id} + " was removed",
                   "leave it without cadences instead; the rules need it");
  }
}

void check_postmortem_due(ReadingState& state, const Policy& policy) {
  for (const SeverityRule& rule : policy.severities) {
    if (rule.postmortem_due.calendar_days == 0 || rule.postmortem_due.business_days == 0) continue;
    const std::string path = "severities." + std::to_string(rule.severity.level) + ".postmortem_due";
    state.complain(state.place({path + ".days", path}), path + " counts days and business_days at once",
                   "keep one of them");
  }
}

// A clock counts one kind of time, from one mark to another.
void check_clocks(ReadingState& state, const Policy& policy) {
  for (const ClockRule& rule : policy.clocks) {
    const std::string path = "clocks." + rule.id;
    const int ways =
        (rule.within > Duration{0} ? 1 : 0) + (rule.business_days > 0 ? 1 : 0) + (rule.months > 0 ? 1 : 0);
    if (ways != 1) {
      state.complain(state.place({path}),
                     path + (ways == 0 ? " says no time" : " counts time in more than one way"),
                     "write one of within: 72h, business_days: 4, months: 1");
    }
    if (rule.duty.empty() || rule.from.empty() || rule.to.empty())
      state.complain(state.place({path}), path + " needs duty, from and to",
                     "like duty: notification, from: aware, to: submitted");
    if (!rule.from.empty() && rule.from == rule.to)
      state.complain(state.place({path + ".to", path}), path + " ends with the mark it counts from",
                     "give it another mark to end with");
  }
}

void check_lint(ReadingState& state, const Policy& policy) {
  for (const LintRule& rule : policy.lint) {
    const std::string path = "lint." + rule.id;
    if (rule.pattern.empty() || rule.advice.empty()) {
      state.complain(state.place({path}), path + " needs pattern and advice",
                     "like pattern: quick fix, advice: Say what it leaves open");
    } else if (const auto fine = check_lint_pattern(rule.pattern); !fine) {
      state.complain(state.place({path + ".pattern", path}),
                     path + ".pattern cannot be read: " + fine.error().say, "write an RE2 expression");
    }
  }
}

void check_calendar(ReadingState& state, const Policy& policy) {
  if (policy.calendar.workdays.empty())
    state.complain(state.place({"calendar.workdays"}), "calendar.workdays is empty",
                   "name at least one day, or remove the key");
  if (policy.calendar.opens >= policy.calendar.closes)
    state.complain(state.place({"calendar.closes", "calendar.opens"}),
                   "calendar.closes is not after calendar.opens", "write times like 09:00 and 17:00");
}

// Addresses that pages go to.
void check_addresses(ReadingState& state, const Policy& policy) {
  static const RE2 phone{R"(\+[1-9][0-9]{6,14})"};
  static const RE2 mail{R"([^\s@<>,;:"()\\]+@[A-Za-z0-9.-]+)"};
  for (const Person& person : policy.people) {
    for (const auto& [platform, address] : person.identities) {
      const std::string path = "people." + person.id.value + ".identities." + platform;
      if (platform == "phone" && !RE2::FullMatch(address, phone))
        state.complain(state.place({path}), path + ": '" + address + "' is not a phone number",
                       "write it with its country, without spaces: \"+4915112345678\"");
      if (platform == "email" && !RE2::FullMatch(address, mail))
        state.complain(state.place({path}), path + ": '" + address + "' is not a mail address",
                       "write one like ann@example.org");
    }
  }
}

}  // namespace

void check_references(ReadingState& state, const Policy& policy, const KnownNames& known) {
  for (const ReadingState::Reference& reference : state.references) {
    const std::vector<std::string> names = declared(reference.to, policy, known);
    const NamesForm& form = form_of(reference.to);
    const bool unchecked = form.key.empty() && names.empty();
    if (unchecked || contains(names, reference.id) || is_met_in_chat(reference.to, reference.id)) continue;
    state.complain(reference.at,
                   reference.path + ": no " + std::string{form.singular} + " '" + reference.id + "'",
                   suggestion(reference.id, names));
  }
}

void check_policy(ReadingState& state, const Policy& policy) {
  check_postmortem_due(state, policy);
  check_clocks(state, policy);
  check_calendar(state, policy);
  check_lint(state, policy);
  check_oncall(state, policy);
  check_alerts(state, policy);
  check_known_by_name(state, policy);
  check_words(state, policy);
  check_addresses(state, policy);
  Circles circles{state, policy};
  for (const Service& service : policy.services) circles.walk(service);
}

}  // namespace muster
