// evolve: what each event makes of an incident.
#include "bot/domain/incident.hpp"

#include <algorithm>
#include <ranges>

#include "bot/base/contains.hpp"
#include "bot/domain/pages.hpp"
#include "bot/domain/timers.hpp"

namespace muster {

namespace {

template <class T>
void add_once(std::vector<T>& list, const T& value) {
  if (!contains(list, value)) list.push_back(value);
}

void end_term(Incident& incident, const std::string& role, const PersonId* person, Time at) {
  for (RoleTerm& term : incident.role_terms) {
    const bool theirs = person == nullptr || term.person == *person;
    if (term.role == role && !term.until && theirs) term.until = at;
  }
}

void enter_state(Incident& incident, State to, Time at) {
  const bool leaves_monitoring = incident.state == State::monitoring && !incident.states.empty();
  if (leaves_monitoring && to < State::monitoring) {
    ++incident.regression_count;
    incident.mitigated_at.reset();
  }
  if (!incident.states.empty()) incident.states.back().until = at;
  incident.states.push_back({to, at, std::nullopt});
  incident.state = to;
  incident.state_since = at;
  if (to == State::monitoring) incident.mitigated_at = at;
  if (to == State::resolved) {
    const bool skipped_monitoring = !incident.mitigated_at;
    incident.resolved_at = at;
    if (skipped_monitoring) incident.mitigated_at = at;
  }
  if (to == State::closed) incident.closed_at = at;
}

void enter_severity(Incident& incident, std::optional<Severity> to, Time at) {
  if (!incident.severities.empty()) incident.severities.back().until = at;
  incident.severities.push_back({to, at, std::nullopt});
}

// A duty that was due and unmet when the all-clear came was missed.
void miss_promises(Incident& incident, Time at) {
  for (const auto& [audience, promise] : incident.promises) {
    if (promise.owed && *promise.owed < at) {
      incident.observations.push_back({audience, 0, promise.anchor, *promise.owed, at});
    }
  }
}

// Ended incidents owe nobody an update.
void end(Incident& incident) {
  incident.promises.clear();
  incident.handoff.reset();
}

void add_change(Incident& incident, const ChangeReported& e, Time at) {
  auto known = std::ranges::find(incident.changes, e.change, &IncidentChange::change);
  if (known == incident.changes.end()) {
    incident.changes.push_back({e.change, e.type, e.service, e.title, "", "", {}, {}});
    known = std::prev(incident.changes.end());
  }
  if (!e.relation.empty()) known->relation = e.relation;
  if (!e.result.empty()) known->result = e.result;
  if (e.started_at) known->started_at = e.started_at;
  if (e.op == ChangeOp::start) known->started_at = at;
  if (e.op == ChangeOp::complete) known->completed_at = at;
}

void count_group(Incident& incident, const AlertGroupCounted& e) {
  const auto known = std::ranges::find(incident.alert_groups, e.group, &AlertGroupCounted::group);
  if (known == incident.alert_groups.end())
    incident.alert_groups.push_back(e);
  else
    *known = e;
}

void add_alert(Incident& incident, const AlertReported& e, Time at) {
  const auto same = [&](const IncidentAlert& alert) {
    return alert.source == e.source &&
           (alert.alert == e.alert || (!e.dedup_key.empty() && alert.dedup_key == e.dedup_key));
  };
  const auto known = std::ranges::find_if(incident.alerts, same);
  if (e.op == AlertOp::resolve) {
    for (IncidentAlert& alert : incident.alerts) {
      if (same(alert) && !alert.cleared_at) alert.cleared_at = at;
    }
    return;
  }
  if (known == incident.alerts.end()) {
    incident.alerts.push_back(
        {e.alert, e.source, e.service, e.dedup_key, e.title, e.role, at, std::nullopt, e.repeats});
    return;
  }
  ++known->repeats;
  known->cleared_at.reset();
}

void change_case(Incident& incident, const VendorCaseChanged& e, Time at) {
  auto known = std::ranges::find(incident.vendor_cases, e.ref, &VendorCase::ref);
  if (known == incident.vendor_cases.end()) {
    incident.vendor_cases.push_back({e.vendor, e.ref, e.priority, e.sla_response, at, {}, {}, {}});
    known = std::prev(incident.vendor_cases.end());
  }
  switch (e.op) {
    case VendorOp::open:
    case VendorOp::promise:
      return;
    case VendorOp::response:
      if (!known->responded_at) known->responded_at = at;
      return;
    case VendorOp::fixed:
      known->fixed_at = at;
      return;
    case VendorOp::closed:
      known->closed_at = at;
      return;
  }
}

// Folds one event body into the incident. One overload an alternative: a new event does not compile without
// its own.
struct Evolve {
  Incident& incident;
  const Event& event;

  void operator()(const IncidentDeclared& e) const {
    incident.number = event.incident;
    incident.title = e.title;
    incident.description = e.description;
    incident.source_link = e.source_link;
    incident.kind = e.kind;
    incident.visibility = e.visibility;
    incident.services = e.services;
    incident.started_at = e.started_at;
    incident.declared_by = event.actor;
    incident.declared_at = event.occurred_at;
    incident.severity = incident.initial_severity = incident.peak_severity = e.severity;
    incident.members = e.members;
    if (event.actor.kind == ActorKind::person) add_once(incident.members, event.actor.person());
    enter_state(incident, e.severity ? State::investigating : State::triage, event.occurred_at);
    enter_severity(incident, e.severity, event.occurred_at);
  }
  void operator()(const FieldEdited& e) const {
    if (e.field == "title") incident.title = e.after;
    if (e.field == "description") incident.description = e.after;
    if (e.field == "started") {
      // Stored as microseconds since 1970; empty: not known after all.
      incident.started_at = e.after.empty() ? std::optional<Time>{}
                                            : Time{Duration{std::strtoll(e.after.c_str(), nullptr, 10)}};
    }
    if (e.field == "services") {
      incident.services.clear();
      for (const auto part : e.after | std::views::split(',')) {
        incident.services.emplace_back(part.begin(), part.end());
      }
    }
  }
  void operator()(const SeverityChanged& e) const {
    enter_severity(incident, e.to, event.occurred_at);
    incident.severity = e.to;
    if (!incident.initial_severity) incident.initial_severity = e.to;
    if (!incident.peak_severity || e.to.worse_than(*incident.peak_severity)) incident.peak_severity = e.to;
  }
  void operator()(const StateChanged& e) const {
    enter_state(incident, e.to, event.occurred_at);
    if (e.to == State::resolved) {
      miss_promises(incident, event.occurred_at);
      if (!incident.holds.empty() && !incident.holds.back().until)
        incident.holds.back().until = event.occurred_at;
    }
    if (!incident.is_open()) end(incident);
  }
  void operator()(const Reopened& e) const {
    if (e.from != State::merged) ++incident.reopen_count;
    enter_state(incident, e.to, event.occurred_at);
    incident.resolved_at.reset();
    incident.closed_at.reset();
    incident.mitigated_at.reset();
    incident.merged_into.reset();
  }
  void operator()(const Canceled& e) const {
    incident.state_before_end = e.from;
    enter_state(incident, State::canceled, event.occurred_at);
    end(incident);
  }
  void operator()(const Merged& e) const {
    incident.state_before_end = e.from;
    incident.merged_into = e.into;
    enter_state(incident, State::merged, event.occurred_at);
    end(incident);
  }
  void operator()(const MergeReceived& e) const { add_once(incident.merged_from, e.source); }
  void operator()(const ImpactChanged& e) const {
    for (const std::string& service : e.services) {
      incident.impact_entries.push_back({service, e.level, e.effective_at, event.seq});
      add_once(incident.services, service);
    }
  }
  void operator()(const RoleAssigned& e) const {
    end_term(incident, e.role, e.shared ? &e.person : nullptr, event.occurred_at);
    incident.roles[e.role] = e.person;
    incident.role_terms.push_back({e.role, e.person, event.occurred_at, std::nullopt});
    add_once(incident.members, e.person);
    if (incident.handoff && incident.handoff->role == e.role) incident.handoff.reset();
  }
  void operator()(const RoleReleased& e) const {
    end_term(incident, e.role, &e.person, event.occurred_at);
    const auto held = incident.roles.find(e.role);
    if (held == incident.roles.end() || held->second != e.person) return;
    incident.roles.erase(held);
    for (const RoleTerm& term : incident.role_terms) {  // of a shared role, whoever else holds it
      if (term.role == e.role && !term.until) incident.roles[e.role] = term.person;
    }
  }
  void operator()(const HandoffRequested& e) const {
    incident.handoff = PendingHandoff{e.role, e.from, e.to, e.briefing, event.occurred_at};
    add_once(incident.members, e.to);
  }
  void operator()(const HandoffAnswered& /*e*/) const { incident.handoff.reset(); }
  void operator()(const PersonAdded& e) const {
    add_once(e.how == "following" ? incident.followers : incident.members, e.person);
  }
  void operator()(const PersonPaged& e) const {
    fold_page(incident.pages, event, e);
    for (const PersonId& person : e.people) add_once(incident.members, person);
  }
  void operator()(const PageAcknowledged& e) const {
    fold_page(incident.pages, event, e);
    if (incident.page(e.page) != nullptr && !e.person.empty()) add_once(incident.members, e.person);
  }
  void operator()(const PageSent& e) const { fold_page(incident.pages, event, e); }
  void operator()(const PageDeclined& e) const { fold_page(incident.pages, event, e); }
  void operator()(const PageExpired& e) const { fold_page(incident.pages, event, e); }
  void operator()(const EscalationSkipped&) const {}
  void operator()(const AlertGroupCounted& e) const { count_group(incident, e); }
  // Of the operations log.
  void operator()(const CoverAsked&) const {}
  void operator()(const CoverAnswered&) const {}
  void operator()(const ShiftsImported&) const {}
  void operator()(const ContactRulesChosen&) const {}
  void operator()(const AlertsSilenced&) const {}
  void operator()(const SignedIn&) const {}
  void operator()(const AccessRecorded&) const {}
  void operator()(const ConfigurationRead&) const {}
  void operator()(const TimelinesResealed&) const {}
  void operator()(const UpdatePosted& e) const {
    incident.updates.push_back(
        {event.seq, event.occurred_at, event.actor, e.audiences, e.text, e.state, e.next_at, e.unheard});
    for (const std::string& audience : e.audiences) {
      const auto owed = incident.promises.find(audience);
      if (owed != incident.promises.end() && owed->second.owed) {
        incident.observations.push_back(
            {audience, event.seq, owed->second.anchor, *owed->second.owed, event.occurred_at});
      }
      if (e.next_at)
        incident.promises[audience] = {event.occurred_at, e.next_at, false, false, e.next_at};
      else
        incident.promises.erase(audience);
    }
  }
  void operator()(const PromiseMoved& e) const {
    if (!e.due) {
      incident.promises.erase(e.audience);
      return;
    }
    Promise& promise = incident.promises[e.audience];
    if (promise.anchor == Time{}) promise.anchor = event.occurred_at;
    promise.due = e.due;
    promise.snoozed = !e.reason.empty();
    if (!promise.snoozed || !promise.owed) promise.owed = e.due;
  }
  void operator()(const Reminded& e) const {
    incident.reminded.push_back(reminder_key(e.what, e.subject, e.due.value_or(Time{})));
  }
  void operator()(const NoteAdded& /*e*/) const {}
  void operator()(const MessageCaptured& e) const {
    incident.captured[e.message] = event.seq;
    incident.withdrawn.erase(e.message);
  }
  void operator()(const PinRemoved& e) const { incident.withdrawn[e.message] = event.seq; }
  void operator()(const EntryRevised& /*e*/) const {}
  void operator()(const EntryWithdrawn& e) const {
    for (const auto& [place, entry] : incident.captured) {
      if (entry == e.entry) incident.withdrawn[place] = event.seq;
    }
    std::erase_if(incident.captured, [&](const auto& item) { return item.second == e.entry; });
  }
  void operator()(const TaskAdded& e) const {
    incident.tasks.push_back({e.task, e.text, e.owner, e.due, event.occurred_at, std::nullopt});
  }
  void operator()(const TaskDone& e) const {
    const auto task = std::ranges::find(incident.tasks, e.task, &TaskRecord::id);
    if (task != incident.tasks.end() && !task->done_at) task->done_at = event.occurred_at;
  }
  void operator()(const ActionItemAdded& e) const {
    incident.actions.push_back(
        {e.action, e.title, e.owner, e.due, e.priority, e.type, event.occurred_at, std::nullopt, e.due});
  }
  void operator()(const ActionItemDone& e) const {
    const auto action = std::ranges::find(incident.actions, e.action, &ActionItem::id);
    if (action != incident.actions.end() && !action->done_at) action->done_at = event.occurred_at;
  }
  void operator()(const DecisionMade& /*e*/) const { ++incident.decisions; }
  void operator()(const LinkAdded& e) const { add_once(incident.links, e); }
  void operator()(const VisibilityChanged& e) const {
    incident.visibility = e.to;
    for (const PersonId& person : e.members) add_once(incident.members, person);
    if (e.to != Visibility::private_) return;
    // Everybody reads the rooms it had: nothing more is said there, and private ones are opened instead.
    incident.rooms.clear();
    std::erase_if(incident.cards, [](const auto& card) { return !card.first.ends_with("/announcement"); });
  }
  void operator()(const PostmortemChanged& e) const {
    incident.postmortem = e.to;
    if (!e.form.empty()) incident.postmortem_form = e.form;
    if (!e.text.empty()) {
      incident.postmortem_version = event.seq;
      incident.postmortem_blockers = e.blockers;
      incident.postmortem_approvals.clear();  // they were of another text
    }
    if (!e.owner.empty()) incident.postmortem_owner = e.owner;
    for (const PersonId& reviewer : e.reviewers) add_once(incident.postmortem_reviewers, reviewer);
    if (e.approved) add_once(incident.postmortem_approvals, event.actor.person());
    if (e.to == PostmortemState::published && !incident.postmortem_published_at)
      incident.postmortem_published_at = event.occurred_at;
    if (e.to == PostmortemState::waived) incident.postmortem_waived_at = event.occurred_at;
  }
  void operator()(const RoomOpened& e) const { incident.rooms[e.room.platform] = {e.room, e.name, e.link}; }
  void operator()(const CardPosted& e) const {
    const std::string card = e.at.platform + "/" + e.card;
    if (e.at.message.empty())
      incident.cards.erase(card);  // it was deleted in the chat
    else
      incident.cards[card] = e.at;
  }
  void operator()(const EffectFailed& /*e*/) const {}
  void operator()(const CommandRefused& /*e*/) const {}
  void operator()(const ChangeReported& e) const { add_change(incident, e, event.occurred_at); }
  void operator()(const AlertReported& e) const { add_alert(incident, e, event.occurred_at); }
  void operator()(const ReportReceived& e) const {
    incident.reports.push_back({e.report, e.source, e.text, e.relation, event.occurred_at});
  }
  void operator()(const FreezeChanged& e) const {
    if (e.on) {
      incident.freezes.push_back({e.scope, e.reason, event.occurred_at, std::nullopt});
      return;
    }
    for (FreezeSpan& freeze : incident.freezes) {
      if (!freeze.until) freeze.until = event.occurred_at;
    }
  }
  void operator()(const VendorCaseChanged& e) const { change_case(incident, e, event.occurred_at); }
  void operator()(const HoldChanged& e) const {
    if (!incident.holds.empty() && !incident.holds.back().until)
      incident.holds.back().until = event.occurred_at;
    if (e.on) incident.holds.push_back({e.reason, event.occurred_at, std::nullopt});
  }
  void operator()(const LegalHoldSet& e) const {
    incident.legal_hold.reset();
    if (e.on) incident.legal_hold = LegalHold{e.reason, event.occurred_at, event.actor};
  }
  void operator()(const FactRecorded& e) const {
    incident.facts.push_back({e.key, e.value, event.occurred_at, event.seq});
  }
  void operator()(const ClockMarked& e) const {
    incident.clock_marks.push_back({e.regime, e.mark, event.occurred_at, event.seq});
  }
  void operator()(const RecoveryNoted& e) const {
    incident.recovery.push_back(
        {e.op, e.service, e.at.value_or(event.occurred_at), e.name, e.outcome, event.seq});
  }
  void operator()(const CadenceSet& e) const {
    if (e.every)
      incident.cadence_overrides[e.audience] = *e.every;
    else
      incident.cadence_overrides.erase(e.audience);
  }
  void operator()(const PersonReleased& e) const {
    incident.released[e.person] = event.occurred_at;
    if (e.removed) {
      std::erase(incident.members, e.person);
      std::erase(incident.followers, e.person);
    }
  }
  void operator()(const AnchorSet& e) const {
    if (e.anchor == "detected") incident.detected = SetAnchor{event.occurred_at, e.source};
  }
  void operator()(const CauseTagged& e) const { incident.cause_tag = e.tag; }
  void operator()(const TiedToIncident& /*on the operations log*/) const {}
  void operator()(const ChecklistTicked& e) const { incident.checklist[e.item] = e.done; }
  void operator()(const ActionItemChanged& e) const {
    const auto action = std::ranges::find(incident.actions, e.action, &ActionItem::id);
    if (action == incident.actions.end()) return;
    if (!e.owner.empty()) action->owner = e.owner;
    if (e.due) action->due = e.due;
    if (!action->first_due) action->first_due = e.due;
    if (e.reopened) action->done_at.reset();
  }
};

}  // namespace

void evolve(Incident& incident, const Event& event) {
  const std::size_t states = incident.states.size();
  std::visit(Evolve{incident, event}, event.body);
  if (incident.states.size() != states) incident.state_by = event.actor;
  incident.last_seq = event.seq;
  if (!event.hash.empty()) incident.head_hash = event.hash;
}

Incident fold(const std::vector<Event>& events) {
  Incident incident;
  for (const Event& event : events) evolve(incident, event);
  return incident;
}

}  // namespace muster
