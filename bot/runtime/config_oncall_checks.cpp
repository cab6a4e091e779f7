// What must hold among schedules, escalations and people, so that nobody finds out at night.
#include <algorithm>
#include <array>

#include "bot/base/contains.hpp"
#include "bot/domain/rotation.hpp"
#include "bot/runtime/config_checks.hpp"
#include "bot/runtime/config_text.hpp"

namespace muster {

namespace {

using Position = ReadingState::Position;

constexpr std::array<std::string_view, 3> kSystems = {"pagerduty", "opsgenie", "jsm"};
constexpr std::array<std::string_view, 6> kMethods = {"chat", "sms", "voice", "email", "push", "webhook"};

class OncallChecks {
 public:
  OncallChecks(ReadingState& state, const Policy& policy) : state_{state}, policy_{policy} {
    for (const Person& person : policy.people) people_.push_back(person.id.value);
  }

  void schedule(const Schedule& schedule) {
    const std::string path = "schedules." + schedule.id;
    const bool elsewhere = schedule.source != ShiftSource::layers;
    if (elsewhere && !schedule.layers.empty())
      complain({path + ".layers", path}, path + " has layers and is kept elsewhere", "keep one of them");
    if (state_.places.contains(path + ".ical") && state_.places.contains(path + ".pagerduty"))
      complain({path + ".pagerduty"}, path + " is kept in two places", "keep one of ical and pagerduty");
    const bool wrong_place =
        !elsewhere && (state_.places.contains(path + ".ical") || state_.places.contains(path + ".pagerduty"));
    if (!elsewhere && !wrong_place && schedule.layers.empty())
      complain({path}, path + " says of nobody when they are on call", "give it layers, ical or pagerduty");
    for (const RotationLayer& each : schedule.layers) layer(path + ".layers." + each.id, each, schedule);
  }

  void escalation(const EscalationPolicy& escalation) {
    const std::string path = "escalations." + escalation.id;
    if (escalation.steps.empty())
      complain({path + ".steps", path}, path + " has no step",
               "like steps: [{targets: [\"schedule:primary\"]}]");
    for (std::size_t i = 0; i < escalation.steps.size(); ++i)
      step(path + ".steps." + std::to_string(i + 1) + ".targets", escalation.steps[i], path);
  }

  void team(const Team& team) {
    const std::string path = "teams." + team.id;
    if (team.on_call && !team.schedule.empty())
      complain({path + ".schedule", path}, path + " has on_call and a schedule", "keep one of them");
  }

  void methods(const std::string& path, const std::vector<ContactRule>& rules) {
    for (const ContactRule& rule : rules) {
      if (contains(kMethods, rule.method)) continue;
      complain({path + "." + rule.method, path},
               path + ": there is no way to reach people called '" + rule.method + "'",
               suggestion(rule.method, {kMethods.begin(), kMethods.end()}));
    }
  }

 private:
  void complain(const std::vector<std::string>& paths, std::string wrong, std::string meant) {
    state_.complain(state_.place(paths), std::move(wrong), std::move(meant));
  }

  [[nodiscard]] bool is_person(const std::string& id) const {
    const auto colon = id.find(':');
    const bool met_in_chat = colon != std::string::npos && colon > 0 && colon + 1 < id.size();
    return met_in_chat || contains(people_, id);
  }

  void layer(const std::string& path, const RotationLayer& layer, const Schedule& schedule) {
    const bool written = state_.places.contains(path + ".people");
    if (written && std::ranges::all_of(layer.people, &PersonId::empty))
      complain({path + ".people"}, path + ".people has nobody who takes a turn", "name at least one person");
    for (std::size_t i = 0; i < layer.people.size(); ++i) {
      const std::string& id = layer.people[i].value;
      if (!id.empty() && !is_person(id))
        complain({path + ".people." + std::to_string(i + 1), path + ".people"},
                 path + ".people: no person '" + id + "'", suggestion(id, people_));
    }
    const std::string& zone = layer.zone.empty() ? schedule.zone : layer.zone;
    if (layer.starts.given() && layer.ends.given() &&
        instant_of(layer.ends, zone) <= instant_of(layer.starts, zone))
      complain({path + ".ends"}, path + " ends before it starts", "write a later time");
    for (std::size_t i = 0; i < layer.only.size(); ++i) {
      if (layer.only[i].from >= std::chrono::hours{24})
        complain({path + ".only." + std::to_string(i + 1) + ".from"},
                 path + ".only: a part of the week cannot begin at 24:00", "write 00:00 and the next day");
    }
  }

  void step(const std::string& path, const EscalationStep& step, const std::string& escalation) {
    if (step.targets.empty())
      complain({path, escalation + ".steps", escalation}, path + " is empty", "name whom the step rings");
    std::vector<EscalationTarget> before;
    for (std::size_t i = 0; i < step.targets.size(); ++i) {
      const EscalationTarget& target = step.targets[i];
      const std::string at = path + "." + std::to_string(i + 1);
      if (contains(before, target))
        complain({at, path}, path + " names a target twice", "remove one of them");
      before.push_back(target);
      known(at, path, target);
    }
  }

  void known(const std::string& at, const std::string& path, const EscalationTarget& target) {
    const auto unknown = [&](std::string_view what, const std::vector<std::string>& names) {
      complain({at, path}, path + ": no " + std::string{what} + " '" + target.id + "'",
               suggestion(target.id, names));
    };
    switch (target.kind) {
      case TargetKind::schedule:
        if (policy_.schedule(target.id) == nullptr) unknown("schedule", ids(policy_.schedules));
        return;
      case TargetKind::person:
        if (!is_person(target.id)) unknown("person", people_);
        return;
      case TargetKind::team:
        if (const Team* team = policy_.team(target.id); team == nullptr)
          unknown("team", ids(policy_.teams));
        else if (team->schedule.empty() && !team->on_call && team->members.empty())
          complain({at, path}, path + ": team " + team->id + " has nobody who could be rung",
                   "give it a schedule, on_call or members");
        return;
      case TargetKind::room:
        if (!target.id.empty())
          complain({at, path}, path + ": room is the incident's and takes no id", "write room");
        return;
      case TargetKind::system:
        if (const std::string kind = target.id.substr(0, target.id.find(':')); !contains(kSystems, kind))
          complain({at, path}, path + ": there is no kind of target '" + kind + "'",
                   "write schedule:, person:, team:, room or pagerduty:");
        return;
    }
  }

  template <class T>
  static std::vector<std::string> ids(const std::vector<T>& all) {
    std::vector<std::string> found;
    for (const T& each : all) found.push_back(each.id);
    return found;
  }

  ReadingState& state_;
  const Policy& policy_;
  std::vector<std::string> people_;
};

}  // namespace

void check_oncall(ReadingState& state, const Policy& policy) {
  OncallChecks checks{state, policy};
  for (const Schedule& schedule : policy.schedules) checks.schedule(schedule);
  for (const EscalationPolicy& escalation : policy.escalations) checks.escalation(escalation);
  for (const Team& team : policy.teams) checks.team(team);
  for (const Person& person : policy.people)
    checks.methods("people." + person.id.value + ".notify", person.notify);
  checks.methods("notify", policy.notify);
}

}  // namespace muster
