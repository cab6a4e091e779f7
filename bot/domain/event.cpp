#include "bot/domain/event.hpp"

#include <utility>

namespace muster {

EventBody::EventBody() = default;
EventBody::EventBody(const EventBody&) = default;
EventBody::EventBody(EventBody&&) noexcept = default;
EventBody& EventBody::operator=(const EventBody&) = default;
EventBody& EventBody::operator=(EventBody&&) noexcept = default;
EventBody::~EventBody() = default;

template <OneOf<EventAlternatives> T>
EventBody::EventBody(T body) : EventAlternatives{std::move(body)} {}

bool operator==(const EventBody& a, const EventBody& b) {
  return static_cast<const EventAlternatives&>(a) == static_cast<const EventAlternatives&>(b);
}

// One line an alternative: the linker names one that is missing.
template EventBody::EventBody(IncidentDeclared);
template EventBody::EventBody(FieldEdited);
template EventBody::EventBody(SeverityChanged);
template EventBody::EventBody(StateChanged);
template EventBody::EventBody(Reopened);
template EventBody::EventBody(Canceled);
template EventBody::EventBody(Merged);
template EventBody::EventBody(MergeReceived);
template EventBody::EventBody(ImpactChanged);
template EventBody::EventBody(RoleAssigned);
template EventBody::EventBody(RoleReleased);
template EventBody::EventBody(HandoffRequested);
template EventBody::EventBody(HandoffAnswered);
template EventBody::EventBody(PersonAdded);
template EventBody::EventBody(PersonPaged);
template EventBody::EventBody(PageAcknowledged);
template EventBody::EventBody(UpdatePosted);
template EventBody::EventBody(PromiseMoved);
template EventBody::EventBody(Reminded);
template EventBody::EventBody(NoteAdded);
template EventBody::EventBody(MessageCaptured);
template EventBody::EventBody(EntryRevised);
template EventBody::EventBody(EntryWithdrawn);
template EventBody::EventBody(TaskAdded);
template EventBody::EventBody(TaskDone);
template EventBody::EventBody(ActionItemAdded);
template EventBody::EventBody(ActionItemDone);
template EventBody::EventBody(DecisionMade);
template EventBody::EventBody(LinkAdded);
template EventBody::EventBody(VisibilityChanged);
template EventBody::EventBody(PostmortemChanged);
template EventBody::EventBody(RoomOpened);
template EventBody::EventBody(CardPosted);
template EventBody::EventBody(EffectFailed);
template EventBody::EventBody(CommandRefused);
template EventBody::EventBody(ChangeReported);
template EventBody::EventBody(AlertReported);
template EventBody::EventBody(ReportReceived);
template EventBody::EventBody(FreezeChanged);
template EventBody::EventBody(VendorCaseChanged);
template EventBody::EventBody(HoldChanged);
template EventBody::EventBody(FactRecorded);
template EventBody::EventBody(ClockMarked);
template EventBody::EventBody(RecoveryNoted);
template EventBody::EventBody(CadenceSet);
template EventBody::EventBody(TiedToIncident);
template EventBody::EventBody(PersonReleased);
template EventBody::EventBody(AnchorSet);
template EventBody::EventBody(CauseTagged);
template EventBody::EventBody(ChecklistTicked);
template EventBody::EventBody(ActionItemChanged);
template EventBody::EventBody(PinRemoved);
template EventBody::EventBody(PageSent);
template EventBody::EventBody(PageDeclined);
template EventBody::EventBody(PageExpired);
template EventBody::EventBody(EscalationSkipped);
template EventBody::EventBody(CoverAsked);
template EventBody::EventBody(CoverAnswered);
template EventBody::EventBody(ShiftsImported);
template EventBody::EventBody(ContactRulesChosen);
template EventBody::EventBody(AlertsSilenced);
template EventBody::EventBody(AlertGroupCounted);
template EventBody::EventBody(SignedIn);
template EventBody::EventBody(ConfigurationRead);
template EventBody::EventBody(AccessRecorded);
template EventBody::EventBody(LegalHoldSet);
template EventBody::EventBody(TimelinesResealed);

}  // namespace muster
