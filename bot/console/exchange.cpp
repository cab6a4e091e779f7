#include "bot/console/exchange.hpp"

#include <charconv>

#include "bot/console/access.hpp"
#include "bot/console/answer_codec.hpp"
#include "bot/console/replies.hpp"

namespace muster::console {

Result<std::shared_ptr<const Incident>> visible_incident(const Site& site, const Visit& visit,
                                                         IncidentNumber number) {
  RestingIncidents* resting = site.board().resting;
  if (resting != nullptr) static_cast<void>(resting->take_trouble());  // of others
  auto incident = site.board().find(number);
  const auto trouble = resting == nullptr ? std::nullopt : resting->take_trouble();
  if (incident == nullptr && trouble) return std::unexpected(*trouble);
  if (incident == nullptr) return no_such_incident();
  if (!may_see(*incident, visit.person(), site.policy().auditors)) {
    note(site, asked_by(visit), AccessKind::request_refused, "private_incident", number);
    return no_such_incident();
  }
  return incident;
}

IncidentNumber number_in(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end && value > 0 ? IncidentNumber{value} : IncidentNumber{};
}

asio::awaitable<Result<Done>> take_up_room(Site& site, std::string room) {
  if (site.rooms.find(room) != nullptr) co_return Done{};
  MUSTER_CO_TRY(auto row,
                co_await site.deps.reader.read([room](Reader& reader) { return reader.chat_room(room); }));
  if (row && site.rooms.find(room) == nullptr) site.rooms.add(*std::move(row));
  co_return Done{};
}

asio::awaitable<Result<ChatRoomRow>> visible_room(Site& site, const Visit& visit, std::string room) {
  MUSTER_CO_CHECK(co_await take_up_room(site, room));
  const ChatRoomRow* found = site.rooms.find(room);
  if (found == nullptr) co_return no_such_room();
  if (!may_see_room(*found, site.board(), visit.person())) {
    note(site, asked_by(visit), AccessKind::request_refused, "private_room", found->incident);
    co_return no_such_room();
  }
  co_return *found;
}

asio::awaitable<Result<ChatMessageRow>> read_message(Site& site, std::string room, std::string message) {
  MUSTER_CO_TRY(auto row, co_await site.deps.reader.read([room, message](Reader& reader) {
    return reader.chat_message(room, message);
  }));
  if (!row || row->deleted) co_return no_such_message();
  co_return *std::move(row);
}

std::optional<Identity> any_identity_of(const PersonId& id, const People& people) {
  const Person* person = people.find(id);
  if (person == nullptr || person->identities.empty()) return std::nullopt;
  const auto& [platform, user] = *person->identities.begin();
  return Identity{platform, user, ""};
}

Place in_room(const std::string& room, const std::string& message, const std::string& thread) {
  return {"console", room, message, thread};
}

Answered submit(Site& site, Inbound inbound, std::vector<ConsoleWrite> writes) {
  MUSTER_CO_TRY(const Answer answer, co_await site.deps.intake.submit(std::move(inbound), std::move(writes)));
  co_return json_reply(answer_json(answer, site.people()));
}

}  // namespace muster::console
