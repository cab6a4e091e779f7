#include "bot/runtime/deliver.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>

#include "bot/base/contains.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/net/digest.hpp"
#include "bot/runtime/deliver_attempt.hpp"
#include "bot/runtime/staleness.hpp"
#include "bot/text/postmortem.hpp"
#include "bot/text/timeline.hpp"

namespace muster {

namespace asio = boost::asio;

namespace {

template <class E, class... Others>
constexpr bool kAnyOf = (std::is_same_v<E, Others> || ...);

// Where announcements go on a platform: as configured, else the room called incidents.
std::string announce_room(const Policy& policy, const std::string& platform) {
  const auto configured = policy.announce_rooms.find(platform);
  return configured == policy.announce_rooms.end() ? "incidents" : configured->second;
}

}  // namespace

// What is said before there is an incident is said about none: an incident of nothing but the pages that
// wait.
std::shared_ptr<const Incident> Deliverer::subject(IncidentNumber number) const {
  if (number != kOperations) return deps_.board.find(number);
  Incident none;
  none.state = State::investigating;
  none.pages = deps_.board.operations->pages;
  return std::make_shared<const Incident>(std::move(none));
}

std::optional<AlertGroup> Deliverer::group_named(const std::string& key) const {
  const auto& groups = deps_.board.operations->groups;
  const auto found = groups.find(key);
  return found == groups.end() ? std::nullopt : std::optional{found->second};
}

std::optional<AlertGroup> Deliverer::group_on(const std::string& card, const Incident& incident) const {
  std::size_t at = 0;
  constexpr std::string_view kAlerts = "alerts/";
  if (!card.starts_with(kAlerts)) return std::nullopt;
  std::from_chars(card.data() + kAlerts.size(), card.data() + card.size(), at);
  if (at == 0 || at > incident.alert_groups.size()) return std::nullopt;
  const AlertGroupCounted& counted = incident.alert_groups[at - 1];
  auto group = group_named(counted.group);
  if (group && group->incident == incident.number) return group;
  // Another incident has them by now, or they are long over: as this one counted them last.
  AlertGroup last = group.value_or(AlertGroup{});
  last.title = counted.title;
  last.total = counted.total;
  last.firing = counted.firing;
  last.cut = counted.cut;
  return last;
}

bool Deliverer::may_arrive_late(const OutboxRow& row) const {
  const auto chat = deps_.platforms.find(row.effect.platform);
  if (chat == deps_.platforms.end() || is_in_house(row)) return false;
  return std::visit(
      []<class E>(const E&) {
        return kAnyOf<E, OpenRoom, PostMessage, PostCard, PostCatchup, PostReport, ShareDocument,
                      AddBookmark>;
      },
      row.effect.body);
}

bool Deliverer::is_in_house(const OutboxRow& row) const {
  return deps_.in_house.contains(row.effect.platform);
}

bool Deliverer::needs_claim(const OutboxRow& row) const {
  return !is_in_house(row) || !row.supersedes.empty();
}

asio::awaitable<Result<Delivered>> Deliverer::deliver(OutboxRow row) {
  Attempt a;
  const auto chat = deps_.platforms.find(row.effect.platform);
  const auto pager = deps_.pagers.find(row.effect.platform);
  if (chat != deps_.platforms.end()) a.chat = chat->second;
  if (pager != deps_.pagers.end()) a.pager = pager->second;
  const bool rings = std::holds_alternative<SendPage>(row.effect.body) ||
                     std::holds_alternative<SettlePage>(row.effect.body);
  if (rings ? a.pager == nullptr : a.chat == nullptr)
    co_return fail(ErrorKind::rejected, row.effect.platform + " is no longer configured");
  a.incident = subject(row.incident);
  if (!a.incident) co_return unread(row.incident);
  a.delivery = {row.key, row.incident, row.uncertain};
  a.row = std::move(row);
  const EffectBody body = a.row.effect.body;
  co_return co_await std::visit([&](const auto& effect) { return send(std::move(a), effect); }, body);
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, OpenRoom effect) {
  const bool too_open = !effect.is_private && a.incident->visibility == Visibility::private_;
  if (too_open) co_return a.unsaid();  // a private room was promised since
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
    // As it stands now: the room may have been replaced while something else was awaited.
    const auto incident = deps_.board.find(a.row.incident);
    if (!incident) co_return unread(a.row.incident);
    const auto room = incident->rooms.find(platform);
    if (room == incident->rooms.end()) co_return fail(ErrorKind::not_found, "");
    co_return room->second.place;
  }
  const Policy& policy = *deps_.board.policy;
  std::string wanted = announce_room(policy, platform);
  if (to.to == To::audience) {
    const AudienceRule* audience = policy.audience(to.id);
    const std::vector<std::string> rooms =
        audience == nullptr ? std::vector<std::string>{} : audience->rooms_on(platform);
    // It was taken out of the configuration since.
    if (!to.room.empty() && !contains(rooms, to.room)) co_return fail(ErrorKind::not_found, "");
    if (!rooms.empty()) wanted = to.room.empty() ? rooms.front() : to.room;
  }
  co_return co_await a.chat->find_room(wanted);
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, PostMessage effect) {
  const IncidentNumber number = a.row.incident;
  const Seq about_seq = effect.about;
  MUSTER_CO_TRY(const std::optional<Event> about,
                co_await deps_.reader.read(
                    [number, about_seq](Reader& reader) { return reader.event(number, about_seq); }));
  if (!about) co_return fail(ErrorKind::internal, "the event of a message is unknown", a.row.key);
  const auto unsayable = [&] {  // as things stand now, which each look-up may have changed
    a.incident = subject(number);
    return is_stale(effect.wording, *about, *a.incident) ||
           !may_be_said(effect.to, *a.incident, *deps_.board.policy);
  };
  if (unsayable()) co_return a.unsaid();
  std::optional<Place> place;
  if (effect.to.to != To::person) {
    MUSTER_CO_TRY(place, co_await resolve(a, effect.to));
    if (unsayable()) co_return a.unsaid();
  }
  std::vector<SimilarIncident> similar;
  if (effect.wording == "similar") {
    MUSTER_CO_TRY(similar, co_await past_like(*a.incident));
    if (similar.empty() || unsayable()) co_return a.unsaid();
  }
  std::optional<AlertGroup> group;
  if (const auto* alert = std::get_if<AlertReported>(&about->body)) group = group_named(alert->group);
  if (const auto* counted = std::get_if<AlertGroupCounted>(&about->body)) group = group_named(counted->group);
  // Somebody declared meanwhile, or it is over.
  if (effect.wording == "alert_suggest" && (!group || group->incident.exists() || group->firing == 0))
    co_return a.unsaid();
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people, similar,
                    group ? &*group : nullptr};
  MUSTER_CO_TRY(Message message, deps_.speaker.speak(effect.wording, *a.incident, *about, scene));
  Delivered delivered = a.done();
  if (!place) {
    const Person* person = deps_.board.people.find(PersonId{effect.to.id});
    if (person == nullptr) co_return fail(ErrorKind::not_found, effect.to.id + " is not known any more");
    MUSTER_CO_TRY(delivered.receipt.at,
                  co_await a.chat->post_direct(a.delivery, *person, std::move(message), deps_.board.people));
    co_return delivered;
  }
  MUSTER_CO_TRY(delivered.receipt.at,
                co_await a.chat->post(a.delivery, *std::move(place), std::move(message), deps_.board.people));
  co_return delivered;
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, EditMessage effect) {
  const IncidentNumber number = a.row.incident;
  const Seq about_seq = effect.about;
  MUSTER_CO_TRY(const std::optional<Event> about,
                co_await deps_.reader.read(
                    [number, about_seq](Reader& reader) { return reader.event(number, about_seq); }));
  if (!about) co_return fail(ErrorKind::internal, "the event of a message is unknown", a.row.key);
  a.incident = subject(number);
  // What became private is not said anew where others read it.
  const bool is_hidden = a.incident->visibility == Visibility::private_;
  if (is_hidden && !is_its_room(*a.incident, effect.message)) co_return a.unsaid();
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people};
  MUSTER_CO_TRY(Message message, deps_.speaker.speak(effect.wording, *a.incident, *about, scene));
  MUSTER_CO_CHECK(co_await a.chat->edit(a.delivery, effect.message, std::move(message), deps_.board.people));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, PostCard effect) {
  MUSTER_CO_TRY(Place place, co_await resolve(a, effect.to));
  a.incident = deps_.board.find(a.row.incident);  // as it stands after the look-up
  if (!a.incident) co_return unread(a.row.incident);
  if (!may_be_said(effect.to, *a.incident, *deps_.board.policy)) co_return a.unsaid();
  const std::optional<AlertGroup> group = group_on(effect.card, *a.incident);
  const Scene scene{
      deps_.clock.now(), *deps_.board.policy, deps_.board.people, {}, group ? &*group : nullptr};
  MUSTER_CO_TRY(Message message, deps_.speaker.card(effect.card, *a.incident, scene));
  a.delivery.card = effect.card;
  Delivered delivered = a.done();
  MUSTER_CO_TRY(delivered.receipt.at,
                co_await a.chat->post(a.delivery, std::move(place), std::move(message), deps_.board.people));
  co_return delivered;
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, RefreshCard effect) {
  const auto at = a.incident->cards.find(a.row.effect.platform + "/" + effect.card);
  if (at == a.incident->cards.end()) co_return fail(ErrorKind::not_found, "");
  // What became private is shown nowhere but in its own room; an announcement says then that it is
  // restricted.
  const bool is_hidden = a.incident->visibility == Visibility::private_ && effect.card != "announcement";
  if (is_hidden && !is_its_room(*a.incident, at->second)) co_return a.unsaid();
  const std::optional<AlertGroup> group = group_on(effect.card, *a.incident);
  const Scene scene{
      deps_.clock.now(), *deps_.board.policy, deps_.board.people, {}, group ? &*group : nullptr};
  MUSTER_CO_TRY(Message message, deps_.speaker.card(effect.card, *a.incident, scene));
  a.delivery.card = effect.card;
  MUSTER_CO_CHECK(co_await a.chat->edit(a.delivery, at->second, std::move(message), deps_.board.people));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, FetchMessage effect) {
  Delivered delivered = a.done();
  MUSTER_CO_TRY(delivered.receipt.fetched, co_await a.chat->fetch(a.delivery, effect.message));
  co_return delivered;
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, React effect) {
  MUSTER_CO_CHECK(co_await a.chat->react(a.delivery, effect.message, effect.emoji, effect.add));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, DeleteMessage effect) {
  auto deleted = co_await a.chat->delete_message(a.delivery, effect.message);
  if (!deleted && deleted.error().kind != ErrorKind::not_found)
    co_return std::unexpected(std::move(deleted).error());
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, PinMessage effect) {
  MUSTER_CO_CHECK(co_await a.chat->pin(a.delivery, effect.message));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, InvitePeople effect) {
  MUSTER_CO_TRY(const Place room, co_await resolve(a, Destination{To::incident_room, ""}));
  std::vector<Person> people;
  for (const PersonId& id : effect.people) {
    if (const Person* person = deps_.board.people.find(id)) people.push_back(*person);
  }
  MUSTER_CO_CHECK(co_await a.chat->invite(a.delivery, room, std::move(people)));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, RemovePeople effect) {
  MUSTER_CO_TRY(const Place room, co_await resolve(a, Destination{To::incident_room, ""}));
  std::vector<Person> people;
  for (const PersonId& id : effect.people) {
    const Person* person = deps_.board.people.find(id);
    const bool is_back = a.incident->has_member(id);
    if (person != nullptr && !is_back) people.push_back(*person);
  }
  MUSTER_CO_CHECK(co_await a.chat->remove(a.delivery, room, std::move(people)));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, SetTopic /*effect*/) {
  MUSTER_CO_TRY(const Place room, co_await resolve(a, Destination{To::incident_room, ""}));
  std::string topic = topic_line(*a.incident, *deps_.board.policy, deps_.board.people);
  MUSTER_CO_CHECK(co_await a.chat->set_topic(a.delivery, room, std::move(topic)));
  co_return a.done();
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, AddBookmark effect) {
  MUSTER_CO_TRY(const Place room, co_await resolve(a, Destination{To::incident_room, ""}));
  MUSTER_CO_CHECK(co_await a.chat->bookmark(a.delivery, room, effect.title, effect.link));
  co_return a.done();
}

asio::awaitable<Result<std::vector<Event>>> Deliverer::events(IncidentNumber number) {
  co_return co_await deps_.reader.read([number](Reader& reader) { return reader.events(number); });
}

asio::awaitable<Result<std::vector<SimilarIncident>>> Deliverer::past_like(Incident incident) {
  co_return co_await deps_.reader.read(
      [incident = std::move(incident)](Reader& reader) { return similar_to(reader, incident); });
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, ShareDocument effect) {
  MUSTER_CO_TRY(const std::vector<Event> all, co_await events(a.row.incident));
  MUSTER_CO_TRY(const Place room, co_await resolve(a, Destination{To::incident_room, ""}));
  const Policy& policy = *deps_.board.policy;
  const std::string base = "inc-" + std::to_string(a.row.incident.value) + "-" + effect.document;
  const std::string title = to_string(a.row.incident) + " " + effect.document;
  std::string content;
  std::string file_name = base + ".txt";
  if (effect.document == "postmortem") {
    const std::string form = a.incident->postmortem_form.empty() ? "full" : a.incident->postmortem_form;
    MUSTER_CO_TRY(const std::vector<SimilarIncident> similar, co_await past_like(*a.incident));
    const PostmortemRequest request{form,   *a.incident, all, policy, deps_.board.people, deps_.clock.now(),
                                    similar};
    MUSTER_CO_TRY(content, draft_postmortem(request, net::sha256_hex));
    file_name = base + ".md";
  } else {
    content = timeline_text(timeline(all, policy, deps_.board.people));
  }
  MUSTER_CO_CHECK(co_await a.chat->share_file(a.delivery, room, file_name, title, std::move(content)));
  co_return a.done();
}

}  // namespace muster
