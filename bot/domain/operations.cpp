#include "bot/domain/operations.hpp"

#include <algorithm>
#include <chrono>
#include <ranges>

#include "bot/base/contains.hpp"
#include "bot/domain/alert_fold.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/pages.hpp"
#include "bot/domain/timers.hpp"

namespace muster {

namespace {

// How long what is over stays at hand for the rules.
constexpr Duration kKeepChangesFor = std::chrono::days{30};
constexpr Duration kKeepPagesFor = std::chrono::days{1};
constexpr Seq kForgetEvery = 64;  // events: what is many is not looked through each time
constexpr Duration kKeepCovers = std::chrono::days{400};  // reports ask who was on call

void forget_changes(OperationsLog& log, Time now) {
  std::erase_if(log.changes, [&](const auto& item) {
    const ChangeRecord& change = item.second;
    const auto last = std::max(change.completed_at, change.started_at);
    return last && *last < now - kKeepChangesFor && (change.completed_at || change.refused);
  });
}

void forget(OperationsLog& log, Time now) {
  std::erase_if(log.pages, [&](const PageRecord& page) { return page.sent_at < now - kKeepPagesFor; });
  if (log.pages.empty()) log.reminded.clear();
  std::erase_if(log.silences,
                [&](const Silence& silence) { return silence.set.until < now - kKeepPagesFor; });
  std::erase_if(log.covers, [&](const Cover& cover) { return cover.asked.until < now - kKeepCovers; });
  for (ShiftsImported& record : log.imported | std::views::values)
    std::erase_if(record.shifts, [&](const Shift& shift) { return shift.until < now - kKeepCovers; });
  std::erase_if(log.reports, [&](const IncidentReport& report) { return report.at < now - kKeepPagesFor; });
}

// Who was on call is never rewritten: what a source says counts from now on, what it said before counts for
// then.
ShiftsImported with_past(const OperationsLog& log, const ShiftsImported& read) {
  const auto before = log.imported.find(read.schedule);
  if (before == log.imported.end()) return read;
  ShiftsImported kept = read;
  for (Shift& shift : kept.shifts) shift.from = std::max(shift.from, read.from);
  std::erase_if(kept.shifts, [](const Shift& shift) { return shift.from >= shift.until; });
  for (Shift shift : before->second.shifts) {
    shift.until = std::min(shift.until, read.from);
    if (shift.from < shift.until) kept.shifts.push_back(shift);
  }
  std::ranges::sort(kept.shifts, {}, &Shift::from);
  return kept;
}

// A cover counts from the moment it was accepted; one that is taken back while it runs counts until then.
void answer_cover(std::vector<Cover>& covers, const CoverAnswered& e, Time at) {
  const auto found = std::ranges::find_if(covers, [&](const Cover& c) { return c.asked.cover == e.cover; });
  if (found == covers.end()) return;
  if (e.answer == CoverAnswer::withdrawn && found->answer == CoverAnswer::accepted &&
      found->asked.from < at) {
    found->asked.until = std::min(found->asked.until, at);
    return;
  }
  found->answer = e.answer;
  if (e.answer != CoverAnswer::accepted) return;
  found->asked.from = std::max(found->asked.from, at);
  std::rotate(found, std::next(found), covers.end());
}

// Folds one event body into the log; what only concerns an incident passes by.
struct EvolveLog {
  OperationsLog& log;
  const Event& event;

  void operator()(const ChangeReported& e) const {
    ChangeRecord& change = log.changes[e.change];
    change.id = e.change;
    if (!e.service.empty()) change.service = e.service;
    if (!e.title.empty()) change.title = e.title;
    if (!e.risk.empty()) change.risk = e.risk;
    if (!e.link.empty()) change.link = e.link;
    if (!e.result.empty()) change.result = e.result;
    change.type = e.type;
    if (e.incident.exists() && e.op != ChangeOp::refused) change.incident = e.incident;
    if (e.started_at) change.started_at = e.started_at;
    change.refused = e.op == ChangeOp::refused;
    if (e.op == ChangeOp::start) change.started_at = event.occurred_at;
    if (e.op == ChangeOp::complete) change.completed_at = event.occurred_at;
  }
  void operator()(const AlertReported& e) const { fold_alert(log, event, e); }
  void operator()(const ReportReceived& e) const {
    log.reports.push_back({e.report, e.source, e.text, e.relation, event.occurred_at});
  }
  void operator()(const FreezeChanged& e) const {
    std::erase_if(log.freezes, [&](const Freeze& freeze) { return freeze.incident == e.incident; });
    if (e.on) log.freezes.push_back({e.incident, e.scope, e.reason, event.occurred_at});
  }
  void operator()(const PersonPaged& e) const {
    ++log.pages_sent;
    if (e.purpose == "synthetic") log.synthetic_at = event.occurred_at;
    fold_page(log.pages, event, e);
  }
  void operator()(const PageAcknowledged& e) const { fold_page(log.pages, event, e); }
  void operator()(const PageSent& e) const { fold_page(log.pages, event, e); }
  void operator()(const PageDeclined& e) const { fold_page(log.pages, event, e); }
  void operator()(const PageExpired& e) const { fold_page(log.pages, event, e); }
  void operator()(const EscalationSkipped&) const {}
  void operator()(const CoverAsked& e) const {
    ++log.covers_asked;
    log.covers.push_back({e, std::nullopt, event.occurred_at});
  }
  void operator()(const CoverAnswered& e) const { answer_cover(log.covers, e, event.recorded_at); }
  void operator()(const ShiftsImported& e) const { log.imported[e.schedule] = with_past(log, e); }
  void operator()(const ContactRulesChosen& e) const {
    if (e.rules.empty() && !e.quiet)
      log.contact.erase(e.person);
    else
      log.contact[e.person] = {e.rules, e.quiet};
  }
  void operator()(const AlertsSilenced& e) const {
    if (!e.lifted) ++log.silences_set;
    std::erase_if(log.silences, [&](const Silence& known) { return known.set.silence == e.silence; });
    if (!e.lifted) log.silences.push_back({e, event.actor.person()});
  }
  void operator()(const TiedToIncident& e) const {
    fold_alert(log, e);
    std::erase_if(log.pages, [&](const PageRecord& page) { return page.id == e.ref; });
    std::erase_if(log.reports, [&](const IncidentReport& report) { return report.report == e.ref; });
  }
  void operator()(const SignedIn&) const {}
  void operator()(const AccessRecorded&) const {}
  void operator()(const TimelinesResealed&) const {}
  void operator()(const ConfigurationRead& e) const { log.configuration = e.sha256; }
  void operator()(const Reminded& e) const {
    if (e.what == kWeeklyReview)
      log.reviewed = e.due;
    else if (e.due)
      log.reminded.push_back(reminder_key(e.what, e.subject, *e.due));
  }
  // Of an incident, never on this log.
  void operator()(const IncidentDeclared&) const {}
  void operator()(const FieldEdited&) const {}
  void operator()(const SeverityChanged&) const {}
  void operator()(const StateChanged&) const {}
  void operator()(const Reopened&) const {}
  void operator()(const Canceled&) const {}
  void operator()(const Merged&) const {}
  void operator()(const MergeReceived&) const {}
  void operator()(const ImpactChanged&) const {}
  void operator()(const RoleAssigned&) const {}
  void operator()(const RoleReleased&) const {}
  void operator()(const HandoffRequested&) const {}
  void operator()(const HandoffAnswered&) const {}
  void operator()(const PersonAdded&) const {}
  void operator()(const UpdatePosted&) const {}
  void operator()(const PromiseMoved&) const {}
  void operator()(const NoteAdded&) const {}
  void operator()(const MessageCaptured&) const {}
  void operator()(const EntryRevised&) const {}
  void operator()(const EntryWithdrawn&) const {}
  void operator()(const PinRemoved&) const {}
  void operator()(const TaskAdded&) const {}
  void operator()(const TaskDone&) const {}
  void operator()(const ActionItemAdded&) const {}
  void operator()(const ActionItemDone&) const {}
  void operator()(const DecisionMade&) const {}
  void operator()(const LinkAdded&) const {}
  void operator()(const VisibilityChanged&) const {}
  void operator()(const PostmortemChanged&) const {}
  void operator()(const RoomOpened&) const {}
  void operator()(const CardPosted&) const {}
  void operator()(const EffectFailed&) const {}
  void operator()(const CommandRefused&) const {}
  void operator()(const VendorCaseChanged&) const {}
  void operator()(const HoldChanged&) const {}
  void operator()(const LegalHoldSet&) const {}
  void operator()(const FactRecorded&) const {}
  void operator()(const ClockMarked&) const {}
  void operator()(const RecoveryNoted&) const {}
  void operator()(const CadenceSet&) const {}
  void operator()(const PersonReleased&) const {}
  void operator()(const AnchorSet&) const {}
  void operator()(const CauseTagged&) const {}
  void operator()(const ChecklistTicked&) const {}
  void operator()(const ActionItemChanged&) const {}
  void operator()(const AlertGroupCounted& e) const { fold_alert(log, e); }
};

}  // namespace

void evolve(OperationsLog& log, const Event& event) {
  std::visit(EvolveLog{log, event}, event.body);
  forget(log, event.recorded_at);
  if (event.seq % kForgetEvery == 0) {
    forget_changes(log, event.recorded_at);
    forget_alerts(log, event.recorded_at);
  }
  log.last_seq = event.seq;
  if (!event.hash.empty()) log.head_hash = event.hash;
}

const ChangeRecord* OperationsLog::change(const std::string& id) const {
  const auto found = changes.find(id);
  return found == changes.end() ? nullptr : &found->second;
}

const AlertRecord* OperationsLog::alert(const std::string& source, const std::string& dedup_key) const {
  return alerts.find({source, dedup_key});
}

const AlertRecord* OperationsLog::alert_named(const std::string& id) const {
  const std::vector<const AlertRecord*> all = alerts.all();
  const auto found = std::ranges::find_if(all, [&](const auto* alert) { return alert->report.alert == id; });
  return found == all.end() ? nullptr : *found;
}

const AlertGroup* OperationsLog::group(std::string_view key_or_id) const {
  for (const auto& [key, group] : groups) {
    if (key == key_or_id || group.id == key_or_id) return &group;
  }
  return nullptr;
}

const PageRecord* OperationsLog::page(std::string_view id) const {
  const auto found = std::ranges::find(pages, id, &PageRecord::id);
  return found == pages.end() ? nullptr : &*found;
}

const Freeze* OperationsLog::freeze_for(const std::string& service, IncidentNumber done_for) const {
  for (const Freeze& freeze : freezes) {
    const bool meant = freeze.scope.empty() || contains(freeze.scope, service);
    if (meant && freeze.incident != done_for) return &freeze;
  }
  return nullptr;
}

std::vector<std::string> with_dependencies(const std::vector<std::string>& services, const Policy& policy) {
  std::vector<std::string> all = services;
  for (std::size_t i = 0; i < all.size(); ++i) {  // grows while it is walked
    const Service* service = policy.service(all[i]);
    if (service == nullptr) continue;
    for (const std::string& needed : service->depends_on) {
      if (!contains(all, needed)) all.push_back(needed);
    }
  }
  return all;
}

namespace {

// Why a change cannot be a candidate; empty when it can.
std::string exclusion(const ChangeRecord& change, const std::vector<std::string>& near,
                      const std::vector<IncidentChange>& of_incident, Time anchor,
                      const std::string& anchor_words, Duration lookback) {
  if (change.refused || !change.started_at) return "never ran";
  const auto linked = std::ranges::find(of_incident, change.id, &IncidentChange::change);
  if (linked != of_incident.end() && linked->relation == "remediation") return "remediation";
  if (!contains(near, change.service)) {
    return "service " + change.service + " is neither affected nor a dependency of an affected service";
  }
  const Time last = change.completed_at.value_or(*change.started_at);
  if (change.completed_at && last < anchor - lookback) {
    return "completed " + std::to_string(whole_seconds(last, anchor)) + " s before " + anchor_words +
           ", outside the " +
           std::to_string(std::chrono::duration_cast<std::chrono::seconds>(lookback).count()) +
           " s look-back";
  }
  if (*change.started_at > anchor) return "started after " + anchor_words;
  return {};
}

}  // namespace

ChangeCandidates change_candidates(const OperationsLog& log, const std::vector<std::string>& services,
                                   const std::vector<IncidentChange>& of_incident, Time anchor,
                                   std::string anchor_name, const Policy& policy) {
  ChangeCandidates result;
  const std::string words = anchor_name == "impact_started_at" ? "impact start" : "detection";
  result.anchor = std::move(anchor_name);
  const std::vector<std::string> near = with_dependencies(services, policy);
  struct Ranked {
    Duration distance;
    bool indirect;
    std::string id;
    auto operator<=>(const Ranked&) const = default;
  };
  std::vector<Ranked> ranked;
  for (const auto& [id, change] : log.changes) {
    if (std::string why = exclusion(change, near, of_incident, anchor, words, policy.change_lookback);
        !why.empty()) {
      result.excluded[id] = std::move(why);
      continue;
    }
    const Time last = change.completed_at.value_or(*change.started_at);
    const Duration distance = last > anchor ? Duration{0} : anchor - last;
    ranked.push_back({distance, !contains(services, change.service), id});
  }
  std::ranges::sort(ranked);
  for (Ranked& entry : ranked) result.ranked.push_back(std::move(entry.id));
  return result;
}

}  // namespace muster
