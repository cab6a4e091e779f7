#include "bot/runtime/decision_change.hpp"

#include <map>
#include <set>

#include "bot/domain/consequences.hpp"
#include "bot/net/digest.hpp"

namespace muster {

namespace {

// More merges than anybody has seen; ends a walk over a damaged record.
constexpr int kLongestFamily = 1000;

struct Changed {
  const Incident* before = nullptr;  // null: it is new
  std::shared_ptr<Incident> after;
};

// The person a receipt captured a message for, or whoever sent the input.
Actor actor_of(const DecisionInput& input) {
  if (const auto* delivered = std::get_if<EffectDelivered>(&input.inbound.what)) {
    if (const auto* asked = std::get_if<FetchMessage>(&delivered->effect)) return actor(asked->asked_by);
  }
  return input.context.actor;
}

std::string source_of(const DecisionInput& input) {
  if (std::holds_alternative<TimerFired>(input.inbound.what)) return "timer";
  if (const auto* delivered = std::get_if<EffectDelivered>(&input.inbound.what)) return delivered->platform;
  if (const auto* failed = std::get_if<EffectGivenUp>(&input.inbound.what)) return failed->platform;
  return input.context.source;
}

class Changing {
 public:
  Changing(const DecisionInput& input, const std::function<const Incident*(IncidentNumber)>& find)
      : input_{input}, find_{find}, actor_{actor_of(input)}, source_{source_of(input)} {}

  void add(NewEvent&& added) {
    if (added.incident == kOperations) {
      result_.operations = true;
      evolve_with(input_.operations(), std::move(added));
    } else {
      evolve_with(*touch(added.incident).after, std::move(added));
    }
  }

  void add(IncidentNumber incident, Effect effect) {
    OutboxRow row;
    row.key = to_string(incident) + "/" + net::sha256_hex(input_.inbound.origin_key).substr(0, 16) + "/" +
              std::to_string(result_.change.outbox.size());
    row.incident = incident;  // kOperations: said before there is an incident
    row.lane = lane_of(effect, incident);
    row.supersedes = superseding_key(effect, incident);
    row.not_before = input_.context.now;
    row.effect = std::move(effect);
    result_.change.outbox.push_back(std::move(row));
  }

  DecisionChange take() {
    result_.change.origin_key = input_.inbound.origin_key;
    result_.change.now = input_.context.now;
    for (auto& [number, changed] : changed_) {
      if (changed.before != nullptr) {
        for (Effect& effect : refreshes(*changed.before, *changed.after)) add(number, std::move(effect));
      }
      const bool only_marks = changed.before != nullptr && only_marks_differ(*changed.before, *changed.after);
      result_.change.incidents.push_back(
          {changed.after.get(), changed.before == nullptr, changed.before, only_marks});
    }
    result_.change.operations = result_.operations ? &input_.operations() : nullptr;
    measure();
    for (auto& [number, changed] : changed_) result_.incidents.push_back(std::move(changed.after));
    return std::move(result_);
  }

 private:
  void evolve_with(auto& fold, NewEvent&& added) {
    Event event;
    event.incident = added.incident;
    event.seq = fold.last_seq + 1;
    event.recorded_at = input_.context.now;
    event.occurred_at = added.occurred_at.value_or(input_.context.now);
    event.actor = actor_;
    event.source = source_;
    event.body = std::move(added.body);
    evolve(fold, event);
    result_.change.events.push_back(std::move(event));
  }

  // An incident and those that survived it, one after the other.
  void add_survivors(std::set<IncidentNumber>& numbers, const Incident* incident) const {
    for (int steps = 0; incident != nullptr && steps < kLongestFamily; ++steps) {
      numbers.insert(incident->number);
      incident = incident->merged_into ? current(*incident->merged_into) : nullptr;
    }
  }

  // Figures of the incidents that changed and of those that survived them, where they say something new. One
  // that is taken out of its survivor again leaves figures behind there.
  void measure() {
    std::set<IncidentNumber> numbers;
    for (const auto& [after, is_new, before, only_marks] : result_.change.incidents) {
      if (only_marks) continue;
      add_survivors(numbers, after);
      if (before != nullptr && before->merged_into) add_survivors(numbers, current(*before->merged_into));
    }
    const Time now = input_.context.now;
    for (const IncidentNumber number : numbers) {
      const Incident* after = current(number);
      if (after == nullptr) continue;
      IncidentFigures measured =
          figures(*after, family_of(*after, [this](IncidentNumber n) { return current(n); }), input_.policy,
                  input_.context.people, now);
      const auto changed = changed_.find(number);
      const Incident* before = changed == changed_.end() ? nullptr : changed->second.before;
      if (before != nullptr && after->merged_from.empty() &&
          measured == figures(*before, {}, input_.policy, input_.context.people, now))
        continue;
      result_.change.figures.push_back(std::move(measured));
    }
  }

  [[nodiscard]] const Incident* current(IncidentNumber number) const {
    const auto changed = changed_.find(number);
    return changed == changed_.end() ? find_(number) : changed->second.after.get();
  }

  Changed& touch(IncidentNumber number) {
    const auto found = changed_.find(number);
    if (found != changed_.end()) return found->second;
    const Incident* before = find_(number);
    auto after = before == nullptr ? std::make_shared<Incident>() : std::make_shared<Incident>(*before);
    return changed_.emplace(number, Changed{before, std::move(after)}).first->second;
  }

  const DecisionInput& input_;
  const std::function<const Incident*(IncidentNumber)>& find_;
  Actor actor_;
  std::string source_;
  std::map<IncidentNumber, Changed> changed_;
  DecisionChange result_;
};

}  // namespace

DecisionChange to_change(Decision decision, const DecisionInput& input,
                         const std::function<const Incident*(IncidentNumber)>& find) {
  Changing changing{input, find};
  for (NewEvent& event : decision.events) changing.add(std::move(event));
  for (auto& [incident, effect] : decision.effects) changing.add(incident, std::move(effect));
  return changing.take();
}

}  // namespace muster
