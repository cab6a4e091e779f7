// Event: what happened to an incident. Append-only; a correction is a new event that names the one it
// revises.
//
// EventBody is a closed variant visited without a default, so a new alternative makes the compiler name every
// place that must learn it: evolve (evolve.cpp), the timeline's sentence (text/sentence.cpp), the codec's
// table (store/event_codec.cpp). describe() lists a body's fields once; the codec, the hash and the tests all
// read that list. Stored bodies live for years: add fields, never rename or remove them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/one_of.hpp"
#include "bot/domain/event_access.hpp"
#include "bot/domain/event_course.hpp"
#include "bot/domain/event_paging.hpp"
#include "bot/domain/event_practice.hpp"
#include "bot/domain/event_record.hpp"
#include "bot/domain/event_sealing.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

using EventAlternatives = std::variant<
    IncidentDeclared, FieldEdited, SeverityChanged, StateChanged, Reopened, Canceled, Merged, MergeReceived,
    ImpactChanged, RoleAssigned, RoleReleased, HandoffRequested, HandoffAnswered, PersonAdded, PersonPaged,
    PageAcknowledged, UpdatePosted, PromiseMoved, Reminded, NoteAdded, MessageCaptured, EntryRevised,
    EntryWithdrawn, TaskAdded, TaskDone, ActionItemAdded, ActionItemDone, DecisionMade, LinkAdded,
    VisibilityChanged, PostmortemChanged, RoomOpened, CardPosted, EffectFailed, CommandRefused,
    ChangeReported, AlertReported, ReportReceived, FreezeChanged, VendorCaseChanged, HoldChanged,
    FactRecorded, ClockMarked, RecoveryNoted, CadenceSet, TiedToIncident, PersonReleased, AnchorSet,
    CauseTagged, ChecklistTicked, ActionItemChanged, PinRemoved, PageSent, PageDeclined, PageExpired,
    EscalationSkipped, CoverAsked, CoverAnswered, ShiftsImported, ContactRulesChosen, AlertsSilenced,
    AlertGroupCounted, SignedIn, ConfigurationRead, AccessRecorded, LegalHoldSet, TimelinesResealed>;

// One of the alternatives. A class of its own, so that making, copying and destroying one of sixty is
// compiled once (event.cpp) and not in every file that holds an event. std::visit, get_if and
// holds_alternative work as on a variant.
class EventBody : public EventAlternatives {
 public:
  using Alternatives = EventAlternatives;
  EventBody();  // IncidentDeclared
  template <OneOf<EventAlternatives> T>
  EventBody(T body);  // NOLINT(google-explicit-constructor): as a variant's
  EventBody(const EventBody&);
  EventBody(EventBody&&) noexcept;
  EventBody& operator=(const EventBody&);
  EventBody& operator=(EventBody&&) noexcept;
  ~EventBody();
  friend bool operator==(const EventBody& a, const EventBody& b);
};

[[nodiscard]] std::string_view type_of(const EventBody& body);

// One row of the timeline. occurred_at may be hours before recorded_at: both are kept, so that "what did we
// know at 14:05?" is a query on recorded_at. source: the platform it came from (slack, console, cli, timer,
// outbox).
struct Event {
  IncidentNumber incident;
  Seq seq = 0;
  Time occurred_at{};
  Time recorded_at{};
  Actor actor;
  std::string source;
  EventBody body;
  std::string prev_hash;  // hex SHA-256 of the event before; empty for the first
  std::string hash;       // set by the store when it is written
};

// Helper for exhaustive visits.
template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

}  // namespace muster
