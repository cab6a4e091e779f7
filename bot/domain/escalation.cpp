#include "bot/domain/escalation.hpp"

#include <algorithm>
#include <chrono>

#include "bot/base/contains.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/oncall.hpp"

namespace muster {

namespace {

void add_once(std::vector<PersonId>& people, const std::vector<PersonId>& more) {
  for (const PersonId& person : more) {
    if (!contains(people, person)) people.push_back(person);
  }
}

void add_words(std::string& words, const std::string& more) {
  words += (words.empty() ? "" : ", ") + more;
}

void add_target(Rung& rung, const EscalationTarget& target, const Policy& policy, const OperationsLog& log,
                Time at) {
  switch (target.kind) {
    case TargetKind::schedule: {
      const Schedule* schedule = policy.schedule(target.id);
      add_words(rung.words, schedule == nullptr ? target.id : schedule->name);
      if (schedule != nullptr) add_once(rung.people, on_call(*schedule, log, policy, at));
      return;
    }
    case TargetKind::person:
      add_words(rung.words, target.id);
      add_once(rung.people, {PersonId{target.id}});
      return;
    case TargetKind::team: {
      const Team* team = policy.team(target.id);
      add_words(rung.words, team == nullptr ? target.id : team->name);
      if (team == nullptr) return;
      const std::vector<PersonId> called = on_call_for(*team, policy, log, at);
      add_once(rung.people, called.empty() ? team->members : called);
      return;
    }
    case TargetKind::room:
      add_words(rung.words, "the room");
      rung.room = true;
      return;
    case TargetKind::system:
      add_words(rung.words, target.id);
      rung.systems.push_back(target.id);
      return;
  }
}

bool applies(const EscalationStep& step, std::optional<Severity> severity, const Policy& policy, Time at) {
  const bool severe = step.least_severity == 0 || !severity || severity->level <= step.least_severity;
  return severe && hours_hold(step.hours, at, policy.calendar);
}

constexpr std::chrono::minutes kNone{0};

std::vector<ContactRule> usual_ways() {
  return {{"push", kNone},
          {"email", kNone},
          {"webhook", kNone},
          {"sms", std::chrono::minutes{1}},
          {"voice", std::chrono::minutes{3}}};
}

}  // namespace

Rung rung_of(const EscalationStep& step, const Policy& policy, const OperationsLog& log, Time at) {
  Rung rung;
  for (const EscalationTarget& target : step.targets) add_target(rung, target, policy, log, at);
  return rung;
}

std::vector<PersonId> on_call_for(const Team& team, const Policy& policy, const OperationsLog& log, Time at) {
  if (const Schedule* schedule = policy.schedule(team.schedule)) return on_call(*schedule, log, policy, at);
  if (team.on_call) return {*team.on_call};
  return {};
}

const EscalationPolicy* escalation_for(const Team& team, const Policy& policy) {
  return policy.escalation_named(team.escalation.empty() ? policy.escalation : team.escalation);
}

const EscalationPolicy* escalation_for(const std::vector<std::string>& services, const Policy& policy) {
  for (const std::string& id : services) {
    const Service* service = policy.service(id);
    if (service == nullptr) continue;
    if (const EscalationPolicy* own = policy.escalation_named(service->escalation)) return own;
    const Team* team = policy.team(service->owner);
    if (team == nullptr) continue;
    if (const EscalationPolicy* theirs = policy.escalation_named(team->escalation)) return theirs;
    // A team that says who is called wants exactly them.
    if (!team->schedule.empty() || team->on_call) return nullptr;
  }
  return policy.escalation_named(policy.escalation);
}

Climbed climb(const EscalationPolicy& escalation, std::int64_t after, std::int64_t round,
              std::optional<Severity> severity, const Policy& policy, const OperationsLog& log, Time at) {
  Climbed climbed;
  const auto steps = static_cast<std::int64_t>(escalation.steps.size());
  for (std::int64_t step = after + 1;; ++step) {
    if (step > steps) {
      if (round >= escalation.repeat) return climbed;
      ++round;
      step = 1;
    }
    const EscalationStep& next = escalation.steps[static_cast<std::size_t>(step - 1)];
    if (!applies(next, severity, policy, at)) continue;
    Rung rung = rung_of(next, policy, log, at);
    if (!rung.empty()) {
      climbed.to = Climb{step, round, std::move(rung)};
      return climbed;
    }
    climbed.skipped.push_back({escalation.id, step, "nobody is on call for " + rung.words});
  }
}

bool is_quiet(const QuietHours& quiet, Time at, std::string_view zone) {
  const LocalClock clock = local_clock(at, zone);
  const Duration now = std::chrono::hours{clock.hour} + std::chrono::minutes{clock.minute};
  if (quiet.from == quiet.until) return false;
  if (quiet.from < quiet.until) return now >= quiet.from && now < quiet.until;
  return now >= quiet.from || now < quiet.until;
}

ContactChoice choice_of(const Person& person, const Policy& policy, const OperationsLog& log) {
  ContactChoice choice{usual_ways(), person.quiet};
  if (!policy.notify.empty()) choice.rules = policy.notify;
  if (!person.notify.empty()) choice.rules = person.notify;
  if (const auto chosen = log.contact.find(person.id); chosen != log.contact.end()) {
    if (!chosen->second.rules.empty()) choice.rules = chosen->second.rules;
    if (chosen->second.quiet) choice.quiet = chosen->second.quiet;
  }
  return choice;
}

std::vector<ContactRule> ways_by(ContactChoice choice, const Person& person, std::optional<Severity> severity,
                                 const Policy& policy, Time at) {
  if (choice.quiet && is_quiet(*choice.quiet, at, person.zone)) {
    const int level = severity ? severity->level : 1;
    if (level > choice.quiet->rings_for) return {};
  }
  std::erase_if(choice.rules, [&](const ContactRule& rule) {
    const PagerMethod* method = policy.pager_method(rule.method);
    return method == nullptr || !person.identities.contains(method->identity);
  });
  std::ranges::sort(choice.rules, {}, &ContactRule::after);
  return std::move(choice.rules);
}

std::vector<ContactRule> ways_to(const Person& person, std::optional<Severity> severity, const Policy& policy,
                                 const OperationsLog& log, Time at) {
  return ways_by(choice_of(person, policy, log), person, severity, policy, at);
}

}  // namespace muster
