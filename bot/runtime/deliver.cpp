#include "bot/runtime/deliver.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/net/digest.hpp"
#include "bot/runtime/staleness.hpp"
#include "bot/text/postmortem.hpp"
#include "bot/text/timeline.hpp"

namespace muster {

namespace asio = boost::asio;

struct Deliverer::Attempt {
  OutboxRow row;
  ChatPlatform* chat = nullptr;
  std::shared_ptr<const Incident> incident;
  Delivery delivery;

  [[nodiscard]] Delivered done() const {
    Delivered delivered;
    delivered.receipt.key = row.key;
    delivered.receipt.incident = row.incident;
    delivered.receipt.effect = row.effect.body;
    delivered.receipt.platform = row.effect.platform;
    delivered.receipt.rendered_at = incident->last_seq;
    return delivered;
  }
};

namespace {

// Where announcements go on a platform: as configured, else the room called incidents.
std::string announce_room(const Policy& policy, const std::string& platform) {
  const auto configured = policy.announce_rooms.find(platform);
  return configured == policy.announce_rooms.end() ? "incidents" : configured->second;
}

}  // namespace

asio::awaitable<Result<Delivered>> Deliverer::deliver(OutboxRow row) {
  Attempt a;
  const auto chat = deps_.platforms.find(row.effect.platform);
  if (chat == deps_.platforms.end()) {
    co_return fail(ErrorKind::rejected, row.effect.platform + " is no longer configured");
  }
  a.chat = chat->second;
  a.incident = deps_.board.find(row.incident);
  if (!a.incident) co_return fail(ErrorKind::internal, "the incident of an effect is unknown", row.key);
  a.delivery = {row.key, row.incident, row.attempt > 1};
  a.row = std::move(row);
  const EffectBody body = a.row.effect.body;
  if (const auto* effect = std::get_if<OpenRoom>(&body)) co_return co_await open_room(std::move(a), *effect);
  if (const auto* effect = std::get_if<PostMessage>(&body)) co_return co_await post(std::move(a), *effect);
  if (const auto* effect = std::get_if<PostCard>(&body)) co_return co_await post_card(std::move(a), *effect);
  if (const auto* effect = std::get_if<RefreshCard>(&body))
    co_return co_await refresh_card(std::move(a), *effect);
  if (const auto* effect = std::get_if<ShareDocument>(&body)) co_return co_await share(std::move(a), *effect);
  co_return co_await simple(std::move(a));
}

asio::awaitable<Result<Delivered>> Deliverer::open_room(Attempt a, OpenRoom effect) {
  MUSTER_CO_TRY(RoomReceipt room, co_await a.chat->open_room(a.delivery, effect.name, effect.is_private));
  Delivered delivered = a.done();
  delivered.receipt.at = std::move(room.place);
  delivered.receipt.name = std::move(room.name);
  delivered.receipt.link = std::move(room.link);
  co_return delivered;
}

asio::awaitable<Result<Place>> Deliverer::resolve(Attempt a, Destination to) {
  const std::string platform = a.row.effect.platform;
  if (to.to == To::incident_room) {
    const auto room = a.incident->rooms.find(platform);
    if (room == a.incident->rooms.end()) co_return fail(ErrorKind::not_found, "");
    co_return room->second.place;
  }
  const Policy& policy = *deps_.board.policy;
  std::string wanted = announce_room(policy, platform);
  if (to.to == To::audience) {
    const AudienceRule* audience = policy.audience(to.id);
    if (audience != nullptr && audience->rooms.contains(platform)) wanted = audience->rooms.at(platform);
  }
  co_return co_await a.chat->find_room(wanted);
}

asio::awaitable<Result<Delivered>> Deliverer::post(Attempt a, PostMessage effect) {
  const IncidentNumber number = a.row.incident;
  const Seq about_seq = effect.about;
  MUSTER_CO_TRY(const std::optional<Event> about,
                co_await deps_.reader.read(
                    [number, about_seq](Reader& reader) { return reader.event(number, about_seq); }));
  if (!about) co_return fail(ErrorKind::internal, "the event of a message is unknown", a.row.key);
  if (is_stale(effect.wording, *about, *a.incident)) {
    Delivered stale = a.done();
    stale.stale = true;
    co_return stale;
  }
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people};
  MUSTER_CO_TRY(Message message, deps_.speaker.speak(effect.wording, *a.incident, *about, scene));
  Delivered delivered = a.done();
  if (effect.to.to == To::person) {
    const Person* person = deps_.board.people.find(PersonId{effect.to.id});
    if (person == nullptr) co_return fail(ErrorKind::not_found, effect.to.id + " is not known any more");
    MUSTER_CO_TRY(delivered.receipt.at,
                  co_await a.chat->post_direct(a.delivery, *person, std::move(message), deps_.board.people));
    co_return delivered;
  }
  MUSTER_CO_TRY(Place place, co_await resolve(a, effect.to));
  MUSTER_CO_TRY(delivered.receipt.at,
                co_await a.chat->post(a.delivery, std::move(place), std::move(message), deps_.board.people));
  co_return delivered;
}

asio::awaitable<Result<Delivered>> Deliverer::post_card(Attempt a, PostCard effect) {
  MUSTER_CO_TRY(Place place, co_await resolve(a, effect.to));
  a.incident = deps_.board.find(a.row.incident);  // as it stands after the look-up
  if (effect.to.to == To::announcements && a.incident->visibility == Visibility::private_) {
    Delivered unsaid = a.done();
    unsaid.stale = true;
    co_return unsaid;
  }
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people};
  MUSTER_CO_TRY(Message message, deps_.speaker.card(effect.card, *a.incident, scene));
  Delivered delivered = a.done();
  MUSTER_CO_TRY(delivered.receipt.at,
                co_await a.chat->post(a.delivery, std::move(place), std::move(message), deps_.board.people));
  co_return delivered;
}

asio::awaitable<Result<Delivered>> Deliverer::refresh_card(Attempt a, RefreshCard effect) {
  const auto at = a.incident->cards.find(a.row.effect.platform + "/" + effect.card);
  if (at == a.incident->cards.end()) co_return fail(ErrorKind::not_found, "");
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people};
  MUSTER_CO_TRY(Message message, deps_.speaker.card(effect.card, *a.incident, scene));
  MUSTER_CO_CHECK(co_await a.chat->edit(a.delivery, at->second, std::move(message), deps_.board.people));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::simple(Attempt a) {
  const EffectBody body = a.row.effect.body;
  if (const auto* fetch = std::get_if<FetchMessage>(&body)) {
    Delivered delivered = a.done();
    MUSTER_CO_TRY(delivered.receipt.fetched, co_await a.chat->fetch(a.delivery, fetch->message));
    co_return delivered;
  }
  if (const auto* react = std::get_if<React>(&body)) {
    MUSTER_CO_CHECK(co_await a.chat->react(a.delivery, react->message, react->emoji, react->add));
    co_return a.done();
  }
  if (const auto* pin = std::get_if<PinMessage>(&body)) {
    MUSTER_CO_CHECK(co_await a.chat->pin(a.delivery, pin->message));
    co_return a.done();
  }
  MUSTER_CO_TRY(const Place room, co_await resolve(a, Destination{To::incident_room, ""}));
  if (const auto* invite = std::get_if<InvitePeople>(&body)) {
    std::vector<Person> people;
    for (const PersonId& id : invite->people) {
      if (const Person* person = deps_.board.people.find(id)) people.push_back(*person);
    }
    MUSTER_CO_CHECK(co_await a.chat->invite(a.delivery, room, std::move(people)));
  } else if (std::holds_alternative<SetTopic>(body)) {
    std::string topic = topic_line(*a.incident, *deps_.board.policy, deps_.board.people);
    MUSTER_CO_CHECK(co_await a.chat->set_topic(a.delivery, room, std::move(topic)));
  } else if (const auto* bookmark = std::get_if<AddBookmark>(&body)) {
    MUSTER_CO_CHECK(co_await a.chat->bookmark(a.delivery, room, bookmark->title, bookmark->link));
  }
  co_return a.done();
}

asio::awaitable<Result<std::vector<Event>>> Deliverer::events(IncidentNumber number) {
  co_return co_await deps_.reader.read([number](Reader& reader) { return reader.events(number); });
}

asio::awaitable<Result<Delivered>> Deliverer::share(Attempt a, ShareDocument effect) {
  MUSTER_CO_TRY(const Place room, co_await resolve(a, Destination{To::incident_room, ""}));
  MUSTER_CO_TRY(const std::vector<Event> all, co_await events(a.row.incident));
  const Policy& policy = *deps_.board.policy;
  const std::string base = "inc-" + std::to_string(a.row.incident.value) + "-" + effect.document;
  const std::string title = to_string(a.row.incident) + " " + effect.document;
  std::string content;
  std::string file_name = base + ".txt";
  if (effect.document == "postmortem") {
    const std::string form = a.incident->postmortem_form.empty() ? "full" : a.incident->postmortem_form;
    const PostmortemRequest request{form, *a.incident, all, policy, deps_.board.people, deps_.clock.now()};
    MUSTER_CO_TRY(content, draft_postmortem(request, net::sha256_hex));
    file_name = base + ".md";
  } else {
    content = timeline_text(timeline(all, policy, deps_.board.people));
  }
  MUSTER_CO_CHECK(co_await a.chat->share_file(a.delivery, room, file_name, title, std::move(content)));
  co_return a.done();
}

}  // namespace muster
