#include "bot/domain/effect.hpp"

#include <utility>

#include "bot/domain/event.hpp"

namespace muster {

EffectBody::EffectBody() = default;
EffectBody::EffectBody(const EffectBody&) = default;
EffectBody::EffectBody(EffectBody&&) noexcept = default;
EffectBody& EffectBody::operator=(const EffectBody&) = default;
EffectBody& EffectBody::operator=(EffectBody&&) noexcept = default;
EffectBody::~EffectBody() = default;

template <OneOf<EffectAlternatives> T>
EffectBody::EffectBody(T body) : EffectAlternatives{std::move(body)} {}

bool operator==(const EffectBody& a, const EffectBody& b) {
  return static_cast<const EffectAlternatives&>(a) == static_cast<const EffectAlternatives&>(b);
}

// One line an alternative: the linker names one that is missing.
template EffectBody::EffectBody(OpenRoom);
template EffectBody::EffectBody(InvitePeople);
template EffectBody::EffectBody(SetTopic);
template EffectBody::EffectBody(PostMessage);
template EffectBody::EffectBody(PostCard);
template EffectBody::EffectBody(RefreshCard);
template EffectBody::EffectBody(PinMessage);
template EffectBody::EffectBody(AddBookmark);
template EffectBody::EffectBody(React);
template EffectBody::EffectBody(FetchMessage);
template EffectBody::EffectBody(ShareDocument);
template EffectBody::EffectBody(RemovePeople);
template EffectBody::EffectBody(SendPage);
template EffectBody::EffectBody(SettlePage);
template EffectBody::EffectBody(EditMessage);
template EffectBody::EffectBody(PostReport);
template EffectBody::EffectBody(PostCatchup);
template EffectBody::EffectBody(DeleteMessage);

namespace {

std::string lane_to(const Destination& to, const std::string& room_lane, const std::string& platform) {
  switch (to.to) {
    case To::incident_room:
      return room_lane;
    case To::announcements:
      return platform + "/announcements";
    case To::audience:
      return platform + "/audience/" + to.id + (to.room.empty() ? "" : "/" + to.room);
    case To::person:
      return platform + "/person/" + to.id;
  }
  return room_lane;
}

std::string pager_lane(const std::string& platform, const PersonId& person, const std::string& method) {
  return platform + (person.empty() ? "/system/" : "/person/" + person.value + "/") + method;
}

}  // namespace

std::string lane_of(const Effect& effect, IncidentNumber incident) {
  const std::string room = effect.platform + "/" + to_string(incident);
  return std::visit(
      Overloaded{
          [&](const PostMessage& e) { return lane_to(e.to, room, effect.platform); },
          [&](const PostCard& e) { return lane_to(e.to, room, effect.platform); },
          [&](const PostCatchup& e) { return lane_to(e.to, room, effect.platform); },
          [&](const RefreshCard& e) {
            return e.card == "announcement" ? effect.platform + "/announcements" : room;
          },
          // What people asked for by a reaction is answered even while the room is still being made ready.
          [&](const FetchMessage&) { return room + "/capture"; },
          [&](const React&) { return room + "/capture"; },
          [&](const OpenRoom&) { return room; },
          [&](const InvitePeople&) { return room; },
          [&](const RemovePeople&) { return room; },
          [&](const SetTopic&) { return room; },
          [&](const PinMessage&) { return room; },
          [&](const AddBookmark&) { return room; },
          [&](const ShareDocument&) { return room; },
          [&](const EditMessage&) { return room + "/capture"; },
          // What must not be read any more is not kept waiting by a room that cannot be made ready.
          [&](const DeleteMessage&) { return room + "/deletions"; },
          [&](const PostReport&) { return effect.platform + "/reports"; },
          // A provider that is slow with one person's page delays nobody else's.
          [&](const SendPage& e) { return pager_lane(effect.platform, e.person, e.method); },
          [&](const SettlePage& e) { return pager_lane(effect.platform, e.person, e.method); },
      },
      effect.body);
}

bool is_broadcast(const Effect& effect) {
  const auto* post = std::get_if<PostMessage>(&effect.body);
  return post != nullptr && post->to.to == To::audience;
}

std::string superseding_key(const Effect& effect, IncidentNumber incident) {
  const std::string base = effect.platform + "/" + to_string(incident) + "/";
  if (std::holds_alternative<SetTopic>(effect.body)) return base + "topic";
  if (const auto* card = std::get_if<RefreshCard>(&effect.body)) return base + "card/" + card->card;
  return {};
}

}  // namespace muster
