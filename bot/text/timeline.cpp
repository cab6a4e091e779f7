#include "bot/text/timeline.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "bot/text/words.hpp"

namespace muster {

namespace {

constexpr std::string_view kRoom = "room";
constexpr std::string_view kCard = "card";
constexpr std::string_view kReminder = "reminder";

// The scenarios' timeline_types, or one of muster's own. Without a default, so that a new event asks for its
// type.
struct TypeOf {
  std::string_view operator()(const IncidentDeclared&) const { return "declared"; }
  std::string_view operator()(const FieldEdited&) const { return "note"; }
  std::string_view operator()(const SeverityChanged&) const { return "severity"; }
  std::string_view operator()(const StateChanged&) const { return "state"; }
  std::string_view operator()(const Reopened&) const { return "reopened"; }
  std::string_view operator()(const Canceled&) const { return "canceled"; }
  std::string_view operator()(const Merged&) const { return "merged"; }
  std::string_view operator()(const MergeReceived&) const { return "merged"; }
  std::string_view operator()(const ImpactChanged&) const { return "impact"; }
  std::string_view operator()(const RoleAssigned&) const { return "role"; }
  std::string_view operator()(const RoleReleased&) const { return "role"; }
  std::string_view operator()(const HandoffRequested&) const { return "handoff"; }
  std::string_view operator()(const HandoffAnswered&) const { return "handoff"; }
  std::string_view operator()(const PersonAdded&) const { return "role"; }
  std::string_view operator()(const PersonPaged&) const { return "page"; }
  std::string_view operator()(const PageAcknowledged&) const { return "ack"; }
  std::string_view operator()(const UpdatePosted&) const { return "update"; }
  std::string_view operator()(const PromiseMoved&) const { return "cadence"; }
  std::string_view operator()(const Reminded&) const { return kReminder; }
  std::string_view operator()(const NoteAdded&) const { return "note"; }
  std::string_view operator()(const MessageCaptured&) const { return "message"; }
  std::string_view operator()(const EntryRevised&) const { return "note"; }
  std::string_view operator()(const EntryWithdrawn&) const { return "note"; }
  std::string_view operator()(const PinRemoved&) const { return kCard; }
  std::string_view operator()(const TaskAdded&) const { return "action"; }
  std::string_view operator()(const TaskDone&) const { return "action"; }
  std::string_view operator()(const ActionItemAdded&) const { return "action"; }
  std::string_view operator()(const ActionItemDone&) const { return "action"; }
  std::string_view operator()(const DecisionMade&) const { return "decision"; }
  std::string_view operator()(const LinkAdded&) const { return "link"; }
  std::string_view operator()(const VisibilityChanged&) const { return "note"; }
  std::string_view operator()(const PostmortemChanged&) const { return "postmortem"; }
  std::string_view operator()(const RoomOpened&) const { return kRoom; }
  std::string_view operator()(const CardPosted&) const { return kCard; }
  std::string_view operator()(const EffectFailed&) const { return "note"; }
  std::string_view operator()(const CommandRefused&) const { return "refused"; }
  std::string_view operator()(const ChangeReported&) const { return "change"; }
  std::string_view operator()(const AlertReported&) const { return "alert"; }
  std::string_view operator()(const ReportReceived&) const { return "report"; }
  std::string_view operator()(const FreezeChanged&) const { return "freeze"; }
  std::string_view operator()(const VendorCaseChanged&) const { return "vendor"; }
  std::string_view operator()(const HoldChanged&) const { return "hold"; }
  std::string_view operator()(const FactRecorded&) const { return "fact"; }
  std::string_view operator()(const ClockMarked&) const { return "clock"; }
  std::string_view operator()(const RecoveryNoted&) const { return "dr"; }
  std::string_view operator()(const CadenceSet&) const { return "cadence"; }
  std::string_view operator()(const TiedToIncident&) const { return "link"; }
  std::string_view operator()(const PersonReleased&) const { return "role"; }
  std::string_view operator()(const AnchorSet&) const { return "note"; }
  std::string_view operator()(const CauseTagged&) const { return "note"; }
  std::string_view operator()(const ChecklistTicked&) const { return "note"; }
  std::string_view operator()(const ActionItemChanged&) const { return "action"; }
  std::string_view operator()(const PageSent&) const { return "page"; }
  std::string_view operator()(const PageDeclined&) const { return "page"; }
  std::string_view operator()(const PageExpired&) const { return "page"; }
  std::string_view operator()(const EscalationSkipped&) const { return "page"; }
  std::string_view operator()(const CoverAsked&) const { return "cover"; }
  std::string_view operator()(const CoverAnswered&) const { return "cover"; }
  std::string_view operator()(const ShiftsImported&) const { return "cover"; }
  std::string_view operator()(const ContactRulesChosen&) const { return "note"; }
  std::string_view operator()(const AlertsSilenced&) const { return "alert"; }
  std::string_view operator()(const AlertGroupCounted&) const { return "alert"; }
  std::string_view operator()(const SignedIn&) const { return "note"; }
  std::string_view operator()(const AccessRecorded&) const { return "note"; }
  std::string_view operator()(const ConfigurationRead&) const { return "note"; }
  std::string_view operator()(const LegalHoldSet&) const { return "hold"; }
  std::string_view operator()(const TimelinesResealed&) const { return "note"; }
};

// Corrections and withdrawals by the entry they are about. Of several corrections the last words and the last
// time count.
struct Correction {
  std::string text;
  std::optional<Time> at;
};
struct Amendments {
  std::map<Seq, Correction> revised;
  std::set<Seq> withdrawn;
};

Amendments amendments(const std::vector<Event>& events) {
  Amendments found;
  for (const Event& event : events) {
    if (const auto* revised = std::get_if<EntryRevised>(&event.body)) {
      Correction& correction = found.revised[revised->entry];
      if (!revised->text.empty()) correction.text = revised->text;
      if (revised->at) correction.at = revised->at;
    }
    if (const auto* gone = std::get_if<EntryWithdrawn>(&event.body)) found.withdrawn.insert(gone->entry);
  }
  return found;
}

bool is_amendment(const Event& event) {
  return std::holds_alternative<EntryRevised>(event.body) ||
         std::holds_alternative<EntryWithdrawn>(event.body);
}

// Bookkeeping of muster itself: receipts, cards, its reminders and the promises it moves along. A promise
// that a person moved has a reason.
bool is_housekeeping(const Event& event, std::string_view type) {
  if (type == kRoom || type == kCard || type == kReminder) return true;
  if (const auto* sent = std::get_if<PageSent>(&event.body))
    return sent->state != SendState::failed && sent->state != SendState::unknown;
  const auto* promise = std::get_if<PromiseMoved>(&event.body);
  return promise != nullptr && (promise->reason.empty() || event.actor.kind == ActorKind::system);
}

TimelineEntry entry_of(const Event& event, const Policy& policy, const People& people) {
  TimelineEntry entry;
  entry.seq = event.seq;
  entry.at = event.occurred_at;
  entry.recorded_at = event.recorded_at;
  entry.type = std::visit(TypeOf{}, event.body);
  entry.who = actor_name(event.actor, people);
  entry.text = sentence(event, policy, people);
  entry.housekeeping = is_housekeeping(event, entry.type);
  if (const auto* captured = std::get_if<MessageCaptured>(&event.body)) {
    // The words are the author's, whoever pinned them.
    if (!captured->author.empty()) entry.who = people.name_of(captured->author);
    entry.files = captured->files;
    entry.link = captured->link;
  }
  if (const auto* declared = std::get_if<IncidentDeclared>(&event.body)) entry.link = declared->source_link;
  return entry;
}

}  // namespace

std::vector<TimelineEntry> timeline(const std::vector<Event>& events, const Policy& policy,
                                    const People& people) {
  const Amendments amended = amendments(events);
  std::vector<TimelineEntry> entries;
  for (const Event& event : events) {
    if (is_amendment(event) || amended.withdrawn.contains(event.seq)) continue;
    TimelineEntry entry = entry_of(event, policy, people);
    if (const auto revision = amended.revised.find(event.seq); revision != amended.revised.end()) {
      if (!revision->second.text.empty()) entry.text = revision->second.text;
      entry.at = revision->second.at.value_or(entry.at);
      entry.revised = true;
    }
    entry.back_dated = entry.recorded_at - entry.at > std::chrono::minutes{1};
    entries.push_back(std::move(entry));
  }
  std::ranges::sort(entries, [](const TimelineEntry& a, const TimelineEntry& b) {
    return std::pair{a.at, a.seq} < std::pair{b.at, b.seq};
  });
  return entries;
}

std::string timeline_text(const std::vector<TimelineEntry>& entries) {
  std::string out = "Times are UTC.\n";
  std::string day;
  for (const TimelineEntry& entry : entries) {
    const std::string date = iso_seconds(entry.at).substr(0, 10);
    if (date != day) out += "\n" + (day = date) + "\n";
    std::string text = entry.text;
    // A line an entry: what follows a line break is set in.
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 7))
      text.replace(at, 1, "\n      ");
    out += hour_minute(entry.at) + " " + entry.who + ": " + text;
    if (entry.back_dated) out += " (recorded " + full_moment(entry.recorded_at) + ")";
    if (entry.revised) out += " (corrected)";
    for (const FileReference& file : entry.files) out += "\n      file: " + file.name;
    if (!entry.link.empty()) out += "\n      " + entry.link;
    out += '\n';
  }
  return out;
}

}  // namespace muster
