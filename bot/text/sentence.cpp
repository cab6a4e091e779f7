// What one event says, in the past tense and without its time and actor. One overload an alternative: a new
// event does not compile without its own.
#include <algorithm>

#include "bot/base/utf8.hpp"
#include "bot/text/timeline.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

std::string because(const std::string& reason) {
  return reason.empty() ? std::string{} : ": " + reason;
}

struct Say {
  const Actor& by;
  const Policy& policy;
  const People& people;

  [[nodiscard]] std::string name(const PersonId& person) const { return people.name_of(person); }
  [[nodiscard]] std::string role(const std::string& id) const { return role_name(id, policy); }

  std::string operator()(const IncidentDeclared& e) const {
    std::string text = "declared \"" + e.title + "\"";
    text += e.severity ? " as " + policy.label(e.severity) : " without a severity";
    if (!e.services.empty()) text += " on " + in_words(service_names(e.services, policy));
    if (e.kind != Kind::normal) text += ", a " + std::string{name_of(e.kind)};
    if (e.visibility == Visibility::private_) text += ", private";
    return text;
  }
  std::string operator()(const FieldEdited& e) const {
    return "corrected " + e.field + (e.before.empty() ? "" : " from \"" + shorten(e.before, 120) + "\"") +
           " to \"" + shorten(e.after, 120) + "\"";
  }
  std::string operator()(const SeverityChanged& e) const {
    if (!e.from) return "set severity to " + policy.label(e.to) + because(e.reason);
    return "changed severity from " + policy.label(e.from) + " to " + policy.label(e.to) + because(e.reason);
  }
  std::string operator()(const StateChanged& e) const {
    return "changed state from " + std::string{muster::name_of(e.from)} + " to " +
           std::string{muster::name_of(e.to)} + because(e.note) +
           (e.despite.empty() ? "" : " (alerts still open, because: " + e.despite + ")");
  }
  std::string operator()(const Reopened& e) const {
    return "reopened it as " + std::string{muster::name_of(e.to)} + because(e.reason);
  }
  std::string operator()(const Canceled& e) const { return "canceled it" + because(e.reason); }
  std::string operator()(const Merged& e) const {
    return "merged it into " + to_string(e.into) + because(e.reason);
  }
  std::string operator()(const MergeReceived& e) const {
    return "merged " + to_string(e.source) + " into this incident";
  }
  std::string operator()(const ImpactChanged& e) const {
    const std::string services = in_words(service_names(e.services, policy));
    const std::string from = full_moment(e.effective_at) + because(e.note);
    if (e.level == ImpactLevel::none) return "recorded the end of the impact on " + services + " at " + from;
    return "recorded impact on " + services + ": " + say_level(e.level) + " from " + from;
  }
  std::string operator()(const RoleAssigned& e) const {
    if (by.person() == e.person)
      return e.role == kIncidentCommander ? "took command" : "became " + role(e.role);
    return "made " + name(e.person) + " " + role(e.role);
  }
  std::string operator()(const RoleReleased& e) const {
    if (by.person() == e.person) return "gave up being " + role(e.role);
    return "released " + name(e.person) + " as " + role(e.role);
  }
  std::string operator()(const HandoffRequested& e) const {
    return "asked " + name(e.to) + " to take over as " + role(e.role) + " from " + name(e.from) +
           because(e.briefing);
  }
  std::string operator()(const HandoffAnswered& e) const {
    return std::string{e.accepted ? "accepted" : "declined"} + " the hand-off of " + role(e.role) +
           because(e.reason);
  }
  std::string operator()(const PersonAdded& e) const {
    if (e.how == "joined") return name(e.person) + " joined";
    if (e.how == "following") return name(e.person) + " follows the incident";
    return "invited " + name(e.person);
  }
  std::string operator()(const PersonPaged& e) const {
    const std::string target = target_name(e.target, policy, people);
    const std::string who = in_words(people_names(e.people, people));
    const std::string whom = who.empty() || who == target ? target : target + " (" + who + ")";
    return "paged " + whom + ", page " + e.page + because(e.text);
  }
  std::string operator()(const PageAcknowledged& e) const { return "acknowledged page " + e.page; }
  std::string operator()(const PageSent& e) const {
    const std::string whom = e.person.empty() ? e.method : name(e.person) + " by " + e.method;
    const std::string page = "page " + e.page + " to " + whom;
    switch (e.state) {
      case SendState::planned:
        return page + (e.due ? " is planned for " + full_moment(*e.due) : " is planned");
      case SendState::queued:
        return page + " goes out";
      case SendState::accepted:
        return page + " was accepted by " + e.platform;
      case SendState::delivered:
        return page + " was delivered";
      case SendState::failed:
        return page + " failed" + because(e.detail);
      case SendState::unknown:
        return page + " may or may not have gone out" + because(e.detail);
      case SendState::canceled:
        return page + " was no longer needed";
    }
    return page;
  }
  std::string operator()(const PageDeclined& e) const {
    return (by.person() == e.person ? "declined page " : name(e.person) + " declined page ") + e.page +
           because(e.reason);
  }
  std::string operator()(const PageExpired& e) const {
    return "nobody answered page " + e.page + " to the end of its escalation" + because(e.note);
  }
  std::string operator()(const EscalationSkipped& e) const {
    return "skipped step " + std::to_string(e.step) + " of escalation " + e.escalation + because(e.why);
  }
  std::string operator()(const CoverAsked& e) const {
    return "asked " + name(e.by) + " to be on call for " + name(e.person) + " from " + full_moment(e.from) +
           " to " + full_moment(e.until) + because(e.reason);
  }
  std::string operator()(const CoverAnswered& e) const {
    return std::string{muster::name_of(e.answer)} + " cover " + e.cover + because(e.reason);
  }
  std::string operator()(const ShiftsImported& e) const {
    return "read " + std::to_string(e.shifts.size()) + " shifts of schedule " + e.schedule;
  }
  std::string operator()(const ContactRulesChosen& e) const {
    return "chose how " + name(e.person) + " is reached";
  }
  std::string operator()(const AlertsSilenced& e) const {
    if (e.lifted) return "lifted silence " + e.silence;
    return "silenced " + say_silenced(e) + " (" + e.silence + ") until " + full_moment(e.until) +
           because(e.reason);
  }
  std::string operator()(const SignedIn& e) const {
    return (e.out ? "signed out of the " : "signed in to the ") + e.where;
  }
  std::string operator()(const AccessRecorded& e) const {
    return std::string{muster::name_of(e.kind)} + (e.what.empty() ? "" : " " + e.what) + because(e.why);
  }
  std::string operator()(const ConfigurationRead& e) const {
    return "started with the configuration " + e.sha256.substr(0, 12);
  }
  std::string operator()(const TimelinesResealed& e) const {
    const char* what =
        e.cause == SealingCause::retention ? "forgot what the retention says" : "forgot a person";
    return std::string{what} + ": " + std::to_string(e.timelines.size()) + " timelines sealed anew" +
           because(e.reason);
  }
  std::string operator()(const AlertGroupCounted& e) const {
    const std::string what = "alerts of \"" + e.title + "\": ";
    if (e.firing == 0) return what + "all " + std::to_string(e.total) + " are quiet";
    return what + std::to_string(e.total) + " so far, " + std::to_string(e.firing) + " firing" +
           (e.cut > 0 ? ", and " + std::to_string(e.cut) + " that the source left out" : "");
  }
  std::string operator()(const UpdatePosted& e) const {
    std::vector<std::string> names;
    std::vector<std::string> nobody;
    for (const std::string& id : e.audiences) {
      const bool heard = std::ranges::find(e.unheard, id) == e.unheard.end();
      (heard ? names : nobody).push_back(audience_name(id, policy));
    }
    std::string text = names.empty() ? "wrote an update" : "sent an update to " + in_words(names);
    if (!nobody.empty()) text += " (not delivered to " + in_words(nobody) + ": no room)";
    text += because(e.text);
    if (e.next_at) text += " (next by " + full_moment(*e.next_at) + ")";
    return text;
  }
  std::string operator()(const PromiseMoved& e) const {
    const std::string whose = "the next update to " + audience_name(e.audience, policy);
    if (!e.due) return whose + " is no longer due" + because(e.reason);
    return whose + " is due " + full_moment(*e.due) + because(e.reason);
  }
  std::string operator()(const Reminded& e) const {
    if (e.what == "update_soon")
      return "reminded: the update to " + audience_name(e.subject, policy) + " is due soon";
    if (e.what == "update_due")
      return "reminded: the update to " + audience_name(e.subject, policy) + " is due";
    if (e.what == "update_overdue")
      return "reminded: the update to " + audience_name(e.subject, policy) + " is late";
    if (e.what == "role_unclaimed") return "reminded: nobody is " + role(e.subject);
    if (e.what == "handoff_unanswered")
      return "reminded: the hand-off of " + role(e.subject) + " is not answered";
    if (e.what == "task_due") return "reminded: task " + e.subject + " is due";
    if (e.what == "page_unanswered") return "reminded: page " + e.subject + " is not acknowledged";
    return "reminded: " + practice_reminder(e);
  }
  std::string practice_reminder(const Reminded& e) const {
    if (e.what == "commander_tired") return "the " + role(e.subject) + " has led for long";
    if (e.what == "span_of_control") return "more people work on it than one commander can lead";
    if (e.what == "two_hats") return "the commander leads the operations too";
    if (e.what == "vendor_half") return "half of the vendor's time for case " + e.subject + " is over";
    if (e.what == "vendor_missed") return "the vendor did not answer case " + e.subject + " in time";
    if (e.what == "clock_due") return e.subject + " is due";
    if (e.what.starts_with("clock_"))
      return e.what.substr(6) + " % of the time for " + e.subject + " is over";
    if (e.what == "postmortem_soon") return "the postmortem is due soon";
    if (e.what == "postmortem_overdue") return "the postmortem is overdue";
    if (e.what == "action_soon") return "action item " + e.subject + " is due soon";
    if (e.what == "action_overdue") return "action item " + e.subject + " is overdue";
    if (e.what == "close_nudge") return "nothing is left to do, it can be closed";
    return e.what + " " + e.subject;
  }
  std::string operator()(const NoteAdded& e) const { return e.text; }
  std::string operator()(const MessageCaptured& e) const {
    return (e.text.empty() ? std::string{"a message without text"} : e.text);
  }
  std::string operator()(const EntryRevised& e) const {
    return "corrected entry #" + std::to_string(e.entry) + because(e.reason);
  }
  std::string operator()(const EntryWithdrawn& e) const {
    return "withdrew entry #" + std::to_string(e.entry) + because(e.reason);
  }
  std::string operator()(const PinRemoved& /*e*/) const { return "took a pin away again"; }
  std::string operator()(const TaskAdded& e) const {
    const std::string owner = e.owner.empty() ? "" : " for " + name(e.owner);
    const std::string due = e.due ? ", due " + full_moment(*e.due) : "";
    return "added task " + e.task + owner + due + because(e.text);
  }
  std::string operator()(const TaskDone& e) const { return "finished task " + e.task; }
  std::string operator()(const ActionItemAdded& e) const {
    std::string text = "added action item " + e.action + because(e.title);
    if (!e.owner.empty()) text += ", owner " + name(e.owner);
    if (e.due) text += ", due " + iso_seconds(*e.due).substr(0, 10);
    if (!e.priority.empty()) text += ", " + e.priority;
    return text;
  }
  std::string operator()(const ActionItemDone& e) const { return "finished action item " + e.action; }
  std::string operator()(const DecisionMade& e) const {
    return "decided: " + e.text + (e.objections.empty() ? "" : " (objections: " + e.objections + ")");
  }
  std::string operator()(const LinkAdded& e) const {
    const std::string as = e.relation.empty() ? "" : " as " + e.relation;
    return "linked " + (e.title.empty() ? e.ref : e.title + " (" + e.ref + ")") + as;
  }
  std::string operator()(const VisibilityChanged& e) const {
    if (e.to == Visibility::public_) return "made the incident public";
    return "made the incident private; members are " + in_words(people_names(e.members, people));
  }
  std::string operator()(const PostmortemChanged& e) const {
    if (e.to == PostmortemState::waived) return "waived the postmortem" + because(e.reason);
    if (e.approved) return "reviewed the postmortem and agrees" + because(e.reason);
    if (!e.owner.empty()) return "gave the postmortem to " + name(e.owner);
    if (!e.text.empty()) return "wrote the postmortem (" + e.form + ", " + say_state(e.to) + ")";
    const std::string asked =
        e.reviewers.empty() ? "" : ", reviewed by " + in_words(people_names(e.reviewers, people));
    return "moved the postmortem to " + say_state(e.to) + asked + because(e.reason);
  }
  std::string operator()(const RoomOpened& e) const {
    return "opened the room #" + (e.name.empty() ? e.room.room : e.name) + " on " + e.room.platform;
  }
  std::string operator()(const CardPosted& e) const {
    return "posted the " + e.card + " card on " + e.at.platform;
  }
  std::string operator()(const EffectFailed& e) const {
    return "could not do \"" + e.what + "\" on " + e.platform + because(e.error) +
           (e.possible_duplicate ? " (it may have happened after all)" : "");
  }
  std::string operator()(const CommandRefused& e) const {
    return "was refused \"" + e.verb + "\"" + because(e.reason);
  }
  std::string operator()(const ChangeReported& e) const {
    const std::string what = std::string{muster::name_of(e.type)} + " change " + e.change +
                             (e.service.empty() ? "" : " on " + service_name(e.service, policy)) +
                             because(e.title);
    const std::string as = e.relation.empty() || e.relation == "refused" ? "" : " (" + e.relation + ")";
    switch (e.op) {
      case ChangeOp::start:
        return "started " + what + as;
      case ChangeOp::complete:
        return "completed " + what + (e.result.empty() ? "" : ", " + e.result) + as;
      case ChangeOp::refused:
        return "was refused " + what + ", " + e.result;
    }
    return what;
  }
  std::string operator()(const AlertReported& e) const {
    const std::string what = (e.title.empty() ? e.dedup_key : e.title) + " (" + e.source +
                             (e.service.empty() ? "" : ", " + service_name(e.service, policy)) + ")";
    if (e.op == AlertOp::resolve) return "alert cleared: " + what;
    const std::string hint = e.role == AlertRole::precursor ? "early sign: " : "alert: ";
    return hint + what + (e.repeats > 0 ? ", fired " + std::to_string(e.repeats + 1) + " times" : "");
  }
  std::string operator()(const ReportReceived& e) const {
    return "report from " + (e.source.empty() ? std::string{"somebody"} : e.source) + because(e.text);
  }
  std::string operator()(const FreezeChanged& e) const {
    const std::string scope = e.scope.empty() ? "all services" : in_words(service_names(e.scope, policy));
    return (e.on ? "turned a change freeze on for " : "turned the change freeze off for ") + scope +
           because(e.reason);
  }
  std::string operator()(const VendorCaseChanged& e) const {
    const std::string which = e.vendor + " case " + e.ref;
    switch (e.op) {
      case VendorOp::open:
        return "opened " + which + (e.priority.empty() ? "" : ", " + e.priority) +
               (e.sla_response ? ", answer owed within " + spoken(*e.sla_response) : "") + because(e.note);
      case VendorOp::response:
        return e.vendor + " answered case " + e.ref + because(e.note);
      case VendorOp::promise:
        return e.vendor + " promised on case " + e.ref + because(e.note);
      case VendorOp::fixed:
        return e.vendor + " says it is fixed, case " + e.ref + because(e.note);
      case VendorOp::closed:
        return "closed " + which + because(e.note);
    }
    return which;
  }
  std::string operator()(const HoldChanged& e) const {
    return (e.on ? "put it on hold" : "took it off hold") + because(e.reason);
  }
  std::string operator()(const LegalHoldSet& e) const {
    return (e.on ? "put it under legal hold" : "lifted the legal hold") + because(e.reason);
  }
  std::string operator()(const FactRecorded& e) const { return "fact: " + e.key + " = " + e.value; }
  std::string operator()(const ClockMarked& e) const {
    return e.regime + ": marked \"" + e.mark + "\"" + because(e.note);
  }
  std::string operator()(const RecoveryNoted& e) const {
    std::string text = "recovery of " + service_name(e.service, policy) + ", " + e.op;
    std::ranges::replace(text, '_', ' ');
    if (!e.name.empty()) text += " \"" + e.name + "\"";
    if (!e.outcome.empty()) text += ": " + e.outcome;
    if (e.at) text += " (" + full_moment(*e.at) + ")";
    return text + because(e.note);
  }
  std::string operator()(const CadenceSet& e) const {
    if (!e.every)
      return "set updates to " + audience_name(e.audience, policy) + " back to the policy" +
             because(e.reason);
    return "set updates to " + audience_name(e.audience, policy) + " to every " + spoken(*e.every) +
           because(e.reason);
  }
  std::string operator()(const TiedToIncident& e) const {
    return "tied " + e.ref + " to " + to_string(e.incident);
  }
  std::string operator()(const PersonReleased& e) const {
    return (e.removed ? "took away the access of " : "released ") + name(e.person) + because(e.reason);
  }
  std::string operator()(const AnchorSet& e) const {
    return "set when it was " + e.anchor + (e.source.empty() ? "" : " (by " + e.source + ")") +
           because(e.reason);
  }
  std::string operator()(const CauseTagged& e) const { return "named the cause: " + e.tag; }
  std::string operator()(const ChecklistTicked& e) const {
    return (e.done ? "ticked \"" : "unticked \"") + e.item + "\"" + because(e.note);
  }
  std::string operator()(const ActionItemChanged& e) const {
    std::string text =
        e.reopened ? "opened action item " + e.action + " again" : "changed action item " + e.action;
    if (!e.owner.empty()) text += ", owner " + name(e.owner);
    if (e.due) text += ", due " + iso_seconds(*e.due).substr(0, 10);
    return text + because(e.reason);
  }
};

}  // namespace

std::string sentence(const Event& event, const Policy& policy, const People& people) {
  return std::visit(Say{event.actor, policy, people}, event.body);
}

}  // namespace muster
