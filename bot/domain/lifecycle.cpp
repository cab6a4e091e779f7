#include "bot/domain/lifecycle.hpp"

#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"

namespace muster {

std::vector<State> next_states(State from) {
  using enum State;
  switch (from) {
    case triage:
      return {investigating, identified, fixing, canceled, merged};
    case investigating:
      return {identified, fixing, monitoring, resolved, canceled, merged};
    case identified:
      return {investigating, fixing, monitoring, resolved, canceled, merged};
    case fixing:
      return {investigating, identified, monitoring, resolved, merged};
    case monitoring:
      return {investigating, identified, fixing, resolved, merged};
    case resolved:
      return {closed};
    case closed:
    case canceled:
    case merged:
      return {};
  }
  return {};
}

std::vector<State> reopen_states(State from) {
  using enum State;
  switch (from) {
    case resolved:
    case closed:
      return {investigating, identified, fixing};
    case canceled:
      return {triage};
    case merged:
      return {triage, investigating, identified, fixing, monitoring};
    case triage:
    case investigating:
    case identified:
    case fixing:
    case monitoring:
      return {};
  }
  return {};
}

bool may_follow(State from, State to) {
  return contains(next_states(from), to);
}

namespace {

std::string names(const std::vector<State>& states) {
  std::string list;
  for (const State state : states) {
    if (state == State::canceled || state == State::merged) continue;  // verbs of their own
    if (!list.empty()) list += ", ";
    list += name_of(state);
  }
  return list;
}

Refusal on_record(std::string code, std::string say) {
  return {std::move(code), std::move(say), "", std::nullopt, true};
}

Refusal invalid_transition(const Incident& incident, State to) {
  const std::string from{name_of(incident.state)};
  const std::string number = to_string(incident.number);
  if (to == State::closed) {
    return on_record("invalid_transition", "Only a resolved incident can be closed, and " + number + " is " +
                                               from + ". First: resolve");
  }
  const std::string possible = names(next_states(incident.state));
  if (possible.empty() || !incident.is_open()) {
    return on_record("invalid_transition", number + " is " + from + ". To work on it again: reopen <why>");
  }
  return on_record("invalid_transition", "From " + from + " an incident cannot go to " +
                                             std::string{name_of(to)} + ". It can go to: " + possible);
}

}  // namespace

std::optional<Refusal> check_transition(const Incident& incident, State to, const Policy& policy,
                                        std::string_view despite) {
  if (!may_follow(incident.state, to)) return invalid_transition(incident, to);
  const bool leaves_triage = incident.state == State::triage && to != State::canceled && to != State::merged;
  if (leaves_triage && !incident.severity) {
    return on_record("severity_required", "Give it a severity first: severity sev2");
  }
  if (to == State::resolved && incident.impact_open()) {
    std::string services;
    for (const ImpactInterval& interval : incident.impact()) {
      if (!interval.end) services += (services.empty() ? "" : ",") + interval.service;
    }
    return on_record("open_impact",
                     "Impact is still open for " + services + ". End it first: impact " + services + " none");
  }
  if (to == State::resolved && despite.empty() && incident.open_alert() != nullptr) {
    const IncidentAlert& alert = *incident.open_alert();
    return on_record("open_alerts", "Alert \"" + shorten(alert.title, 80) + "\" (" + alert.source +
                                        ") still fires. Wait until it clears, or say why it does not matter: "
                                        "resolve --despite \"the probe itself is broken\"");
  }
  if (to == State::closed) {
    const SeverityRule* peak = incident.peak_severity ? policy.severity(*incident.peak_severity) : nullptr;
    const bool written =
        incident.postmortem == PostmortemState::published || incident.postmortem == PostmortemState::waived;
    if (peak != nullptr && peak->postmortem_required && !written && incident.kind == Kind::normal) {
      return on_record("postmortem_required", peak->label +
                                                  " needs a postmortem first: postmortem publish, or "
                                                  "postmortem waive <why>");
    }
  }
  return std::nullopt;
}

std::string title_case(State state) {
  std::string text{name_of(state)};
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace muster
