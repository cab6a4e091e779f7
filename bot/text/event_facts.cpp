// Facts of one event. One overload an alternative, so that a new event asks here what may be said about it.
#include <algorithm>

#include "bot/base/utf8.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/domain/pages.hpp"
#include "bot/text/incident_facts.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/timeline.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

constexpr std::size_t kSummaryChars = 300;

struct AddFacts {
  FactSheet& sheet;
  const Incident& incident;
  const Event& event;
  const Scene& scene;

  void person(const std::string& name, const PersonId& id) const {
    if (!id.empty()) sheet.pieces(name, person_piece(id, scene));
  }
  void moment(const std::string& name, const std::optional<Time>& at) const {
    if (at) sheet.pieces(name, moment_piece(*at, scene));
  }
  void role(const std::string& id) const {
    sheet.text("role", role_name(id, scene.policy));
    sheet.text("role_id", id);
    const RoleRule* rule = scene.policy.role(id);
    sheet.text("duty", rule == nullptr ? "" : rule->duty);
    if (const auto holder = incident.holder(id)) person("holder", *holder);
  }
  void audience(const std::string& id) const {
    sheet.text("audience", audience_name(id, scene.policy));
    sheet.text("audience_id", id);
  }
  void page(const std::string& id) const {
    sheet.text("page", id);
    const PageRecord* record = incident.page(id);
    if (record == nullptr) return;
    sheet.text("target", target_name(record->target, scene.policy, scene.people));
    sheet.pieces("people", people_pieces(record->people, scene));
    sheet.text("text", record->text);
    sheet.text("waited", spoken(event.occurred_at - record->sent_at));
  }
  // Telephone numbers known here: they help most when nothing else works.
  void phones(const std::vector<PersonId>& called) const {
    std::string list;
    for (const PersonId& id : called) {
      const std::string number = scene.people.identity_of(id, "phone");
      if (!number.empty()) list += (list.empty() ? "" : ", ") + scene.people.name_of(id) + " " + number;
    }
    sheet.text("phones", list);
  }
  // The ways by which a page did not get through.
  void failing(const std::string& id) const {
    page(id);
    const PageRecord* record = incident.page(id);
    if (record == nullptr) return;
    std::string ways;
    for (const PageSend& send : record->sends) {
      if (send.state == SendState::accepted || send.state == SendState::delivered) continue;
      ways += (ways.empty() ? "" : ", ") + send.method + " (" + std::string{name_of(send.state)} +
              (send.detail.empty() ? "" : ": " + send.detail) + ")";
    }
    sheet.text("failing", ways);
  }
  void task(const std::string& id) const {
    sheet.text("task", id);
    const auto found = std::ranges::find(incident.tasks, id, &TaskRecord::id);
    if (found == incident.tasks.end()) return;
    sheet.text("text", found->text);
    person("owner", found->owner);
    moment("due", found->due);
  }

  void action(const std::string& id) const {
    sheet.text("action", id);
    const auto found = std::ranges::find(incident.actions, id, &ActionItem::id);
    if (found == incident.actions.end()) return;
    sheet.text("text", found->title);
    sheet.text("priority", found->priority);
    person("owner", found->owner);
  }
  void vendor(const std::string& ref) const {
    sheet.text("subject", ref);
    const VendorCase* open = incident.vendor_case(ref);
    if (open == nullptr) return;
    sheet.text("what", open->vendor);
    sheet.text("priority", open->priority);
    sheet.text("waited", spoken(event.occurred_at - open->opened_at));
    const VendorRule* rule = scene.policy.vendor(open->vendor);
    sheet.text("note", rule == nullptr ? "" : rule->escalation);
  }

  // The facts a prompt about the commander needs, whatever event asks for it.
  void operator()(const IncidentDeclared& e) const {
    role(std::string{kIncidentCommander});
    sheet.text("text", e.description);
  }
  void operator()(const FieldEdited& e) const {
    sheet.text("what", e.field);
    sheet.text("from", e.before);
    sheet.text("to", e.after);
  }
  void operator()(const SeverityChanged& e) const {
    sheet.text("from", e.from ? scene.policy.label(e.from) : "no severity");
    sheet.text("to", scene.policy.label(e.to));
    sheet.text("reason", e.reason);
    sheet.flag("raised", !e.from || e.to.worse_than(*e.from));
    sheet.flag("lowered", e.from && e.from->worse_than(e.to));
    const SeverityRule* rule = scene.policy.severity(e.to);
    sheet.text("meaning", rule == nullptr ? "" : rule->meaning);
  }
  void operator()(const StateChanged& e) const {
    sheet.text("from", title_case(e.from));
    sheet.text("to", title_case(e.to));
    sheet.text("note", e.note);
  }
  void operator()(const Reopened& e) const {
    sheet.text("from", title_case(e.from));
    sheet.text("to", title_case(e.to));
    sheet.text("reason", e.reason);
  }
  void operator()(const Canceled& e) const { sheet.text("reason", e.reason); }
  void operator()(const Merged& e) const {
    sheet.text("into", to_string(e.into));
    sheet.text("reason", e.reason);
  }
  void operator()(const MergeReceived& e) const { sheet.text("source", to_string(e.source)); }
  void operator()(const ImpactChanged& e) const {
    sheet.text("what", in_words(service_names(e.services, scene.policy)));
    sheet.text("to", say_level(e.level));
    sheet.text("note", e.note);
    moment("due", e.effective_at);
  }
  void operator()(const RoleAssigned& e) const {
    role(e.role);
    person("person", e.person);
  }
  void operator()(const RoleReleased& e) const {
    role(e.role);
    person("person", e.person);
    sheet.flag("released", true);
  }
  void operator()(const HandoffRequested& e) const {
    role(e.role);
    person("from_person", e.from);
    person("to_person", e.to);
    sheet.text("briefing", e.briefing);
  }
  void operator()(const HandoffAnswered& e) const {
    role(e.role);
    person("person", e.to);
    sheet.flag("accepted", e.accepted);
    sheet.flag("declined", !e.accepted);
    sheet.text("reason", e.reason);
  }
  void operator()(const PersonAdded& e) const {
    person("person", e.person);
    sheet.text("what", e.how);
  }
  void operator()(const PersonPaged& e) const {
    page(e.page);
    sheet.text("target", target_name(e.target, scene.policy, scene.people));
    sheet.pieces("people", people_pieces(e.people, scene));
    sheet.text("text", e.text);
    sheet.text("from", e.escalated_from);
  }
  void operator()(const PageAcknowledged& e) const {
    page(e.page);
    person("person", e.person);
  }
  void operator()(const PageSent& e) const {
    page(e.page);
    person("person", e.person);
    sheet.text("method", e.method);
    sheet.text("result", std::string{name_of(e.state)});
    sheet.text("reason", e.detail);
    phones({e.person});
  }
  void operator()(const PageDeclined& e) const {
    page(e.page);
    person("person", e.person);
    sheet.text("reason", e.reason);
  }
  void operator()(const PageExpired& e) const {
    page(e.page);
    sheet.text("note", e.note);
    std::vector<PersonId> called;
    for (const PageRecord& record : incident.pages) {
      const PageRecord* expired = incident.page(e.page);
      if (expired == nullptr || first_of(record, incident.pages).id != first_of(*expired, incident.pages).id)
        continue;
      for (const PersonId& person : record.people) {
        if (std::ranges::find(called, person) == called.end()) called.push_back(person);
      }
    }
    phones(called);
  }
  void operator()(const EscalationSkipped& e) const {
    sheet.text("what", e.escalation);
    sheet.text("step", std::to_string(e.step));
    sheet.text("reason", e.why);
  }
  void operator()(const CoverAsked& e) const {
    sheet.text("cover", e.cover);
    person("from_person", e.person);
    person("to_person", e.by);
    moment("from", e.from);
    moment("until", e.until);
    sheet.text("reason", e.reason);
  }
  void operator()(const CoverAnswered& e) const {
    sheet.text("cover", e.cover);
    sheet.text("result", std::string{name_of(e.answer)});
    sheet.text("reason", e.reason);
  }
  void operator()(const ShiftsImported& e) const { sheet.text("what", e.schedule); }
  void operator()(const ContactRulesChosen& e) const { person("person", e.person); }
  void operator()(const AlertsSilenced& e) const {
    sheet.text("what", e.silence);
    moment("until", e.until);
    sheet.text("reason", e.reason);
  }
  void operator()(const AlertGroupCounted&) const { news(); }
  void operator()(const SignedIn& e) const { sheet.text("what", e.where); }
  void operator()(const AccessRecorded& e) const { sheet.text("what", std::string{name_of(e.kind)}); }
  void operator()(const ConfigurationRead& e) const { sheet.text("what", e.sha256); }
  void operator()(const TimelinesResealed& e) const { sheet.text("what", std::string{name_of(e.cause)}); }
  void operator()(const UpdatePosted& e) const {
    std::vector<std::string> names;
    std::vector<std::string> nobody;
    for (const std::string& id : e.audiences) {
      const bool heard = std::ranges::find(e.unheard, id) == e.unheard.end();
      (heard ? names : nobody).push_back(audience_name(id, scene.policy));
    }
    sheet.text("audiences", in_words(names));
    sheet.text("unheard", in_words(nobody));
    sheet.text("text", e.text);
    sheet.text("update_state", title_case(e.state));
    sheet.text("update_severity", e.severity ? scene.policy.label(e.severity) : "");
    moment("next_at", e.next_at);
  }
  void operator()(const PromiseMoved& e) const {
    audience(e.audience);
    moment("due", e.due);
    sheet.text("reason", e.reason);
  }
  void operator()(const Reminded& e) const {
    sheet.text("subject", e.subject);
    moment("due", e.due);
    if (e.due && event.occurred_at > *e.due) sheet.text("overdue_by", spoken(event.occurred_at - *e.due));
    if (e.what.starts_with("update_")) audience(e.subject);
    if (e.what == "role_unclaimed") role(e.subject);
    if (e.what == "page_unanswered") page(e.subject);
    if (e.what == "synthetic_check") failing(e.subject);
    if (e.what == "task_due") task(e.subject);
    if (e.what == "commander_tired") {
      role(e.subject);
      if (e.due) sheet.text("waited", spoken(event.occurred_at - *e.due));
    }
    if (e.what.starts_with("vendor_")) vendor(e.subject);
    if (e.what.starts_with("clock_")) {
      sheet.text("what", e.subject.substr(e.subject.find('/') + 1));
      sheet.text("from", e.subject.substr(0, e.subject.find('/')));
      sheet.flag("late", e.what == "clock_due");
    }
    if (e.what.starts_with("action_")) action(e.subject);
    if (e.what == "handoff_unanswered") {
      role(e.subject);
      if (incident.handoff) {
        person("from_person", incident.handoff->from);
        person("to_person", incident.handoff->to);
        sheet.text("waited", spoken(event.occurred_at - incident.handoff->requested_at));
      }
    }
  }
  void operator()(const NoteAdded& e) const {
    sheet.text("text", e.text);
    sheet.text("where", platform_title(event.source));
  }
  void operator()(const MessageCaptured& e) const {
    sheet.text("text", shorten(e.text, 300));
    sheet.text("where", platform_title(e.message.platform));
    sheet.text("author", scene.people.name_of(e.author));
    if (may_link(e.link)) sheet.pieces("link", markup::link(e.link, "the message"));
    std::vector<std::string> names;
    for (const FileReference& file : e.files) names.push_back(file.name);
    sheet.text("files", joined(names, ", "));
  }
  void operator()(const EntryRevised& e) const {
    sheet.text("subject", "#" + std::to_string(e.entry));
    sheet.text("text", shorten(e.text, 300));
    sheet.text("reason", e.reason);
  }
  void operator()(const EntryWithdrawn& e) const {
    sheet.text("subject", "#" + std::to_string(e.entry));
    sheet.text("reason", e.reason);
    sheet.flag("withdrawn", true);
  }
  void operator()(const PinRemoved&) const {}
  void operator()(const TaskAdded& e) const {
    sheet.text("task", e.task);
    sheet.text("text", e.text);
    person("owner", e.owner);
    moment("due", e.due);
  }
  void operator()(const TaskDone& e) const { task(e.task); }
  void operator()(const ActionItemAdded& e) const {
    sheet.text("action", e.action);
    sheet.text("text", e.title);
    person("owner", e.owner);
    moment("due", e.due);
    sheet.text("priority", e.priority);
    sheet.text("type", e.type);
  }
  void operator()(const ActionItemDone& e) const { sheet.text("action", e.action); }
  void operator()(const DecisionMade& e) const {
    sheet.text("text", e.text);
    sheet.text("objections", e.objections);
  }
  void operator()(const LinkAdded& e) const {
    sheet.pieces("link", markup::link(e.ref, e.title.empty() ? e.ref : e.title));
    sheet.text("what", e.relation);
  }
  void operator()(const VisibilityChanged& e) const { sheet.text("to", name_of(e.to)); }
  void operator()(const PostmortemChanged& e) const {
    sheet.text("form", e.form);
    sheet.text("new_state", say_state(e.to));
    sheet.text("reason", e.reason);
  }
  void operator()(const RoomOpened& e) const {
    sheet.text("platform", e.room.platform);
    sheet.pieces("link", markup::room(e.room, e.name));
  }
  void operator()(const CardPosted& e) const { sheet.text("what", e.card); }
  void operator()(const EffectFailed& e) const {
    sheet.text("what", e.what);
    sheet.text("platform", e.platform);
    sheet.text("error", e.error);
    sheet.flag("possible_duplicate", e.possible_duplicate);
  }
  void operator()(const CommandRefused& e) const {
    sheet.text("what", e.verb);
    sheet.text("reason", e.reason);
  }
  // What these say is their timeline sentence: they are news, and templates add what to do.
  void operator()(const ChangeReported& e) const {
    sheet.text("subject", e.change);
    news();
  }
  void operator()(const AlertReported& e) const {
    sheet.text("subject", e.alert);
    sheet.text("alert_severity", e.severity);
    sheet.text("summary", shorten(e.summary, kSummaryChars));
    if (may_link(e.link)) sheet.pieces("alert_link", markup::link(e.link, "at " + e.source));
    news();
  }
  void operator()(const ReportReceived&) const { news(); }
  void operator()(const FreezeChanged& e) const {
    sheet.flag("raised", e.on);
    news();
  }
  void operator()(const VendorCaseChanged& e) const {
    sheet.text("subject", e.ref);
    news();
  }
  void operator()(const HoldChanged& e) const {
    sheet.flag("raised", e.on);
    news();
  }
  void operator()(const LegalHoldSet& e) const {
    sheet.flag("raised", e.on);
    news();
  }
  void operator()(const FactRecorded&) const { news(); }
  void operator()(const ClockMarked& e) const {
    sheet.text("subject", e.regime);
    news();
  }
  void operator()(const RecoveryNoted&) const { news(); }
  void operator()(const CadenceSet& e) const {
    audience(e.audience);
    news();
  }
  void operator()(const TiedToIncident&) const { news(); }
  void operator()(const PersonReleased& e) const {
    person("person", e.person);
    news();
  }
  void operator()(const AnchorSet&) const { news(); }
  void operator()(const CauseTagged&) const { news(); }
  void operator()(const ChecklistTicked&) const { news(); }
  void operator()(const ActionItemChanged& e) const {
    sheet.text("action", e.action);
    person("owner", e.owner);
    moment("due", e.due);
    news();
  }
  void news() const { sheet.text("news", sentence(event, scene.policy, scene.people)); }
};

}  // namespace

void add_event_facts(FactSheet& sheet, const Incident& incident, const Event& event, const Scene& scene) {
  sheet.text("actor", actor_name(event.actor, scene.people));
  const PersonId by = event.actor.person();
  sheet.pieces("actor_mention",
               by.empty() ? markup::escape(actor_name(event.actor, scene.people)) : person_piece(by, scene));
  sheet.pieces("at", moment_piece(event.occurred_at, scene));
  sheet.text("entry", "#" + std::to_string(event.seq));
  sheet.flag("late", event.recorded_at - event.occurred_at > std::chrono::minutes{1});
  std::visit(AddFacts{sheet, incident, event, scene}, event.body);
  for (const SimilarIncident& past : scene.similar) {
    FactSheet& row = sheet.row("similar");
    row.text("number", to_string(past.number));
    row.text("title", past.title);
    row.text("severity", past.severity ? scene.policy.label(past.severity) : "");
    row.pieces("when", moment_piece(past.resolved_at, scene));
    std::vector<std::string> shared = service_names(past.services, scene.policy);
    if (!past.cause_tag.empty()) shared.push_back("cause " + past.cause_tag);
    row.text("shared", in_words(shared));
    row.text("actions", joined(past.open_actions, "; "));
  }
}

}  // namespace muster
