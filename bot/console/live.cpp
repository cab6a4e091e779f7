#include "bot/console/live.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"
#include "bot/console/access.hpp"
#include "bot/console/chat_codec.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/guard.hpp"

namespace muster::console {

namespace {

// To everybody whose session stands and who may see it, asked anew for each frame.
void tell(const std::shared_ptr<Site>& site, const std::string& frame,
          const std::function<bool(const PersonId&)>& may_see_it) {
  site->live.tell(frame, [&](const Listener& listener) {
    return site->sessions.is_alive(listener.session, site->now()) && may_see_it(listener.person);
  });
}

void tell_room(const std::shared_ptr<Site>& site, const std::string& room, const std::string& frame) {
  const ChatRoomRow* found = site->rooms.find(room);
  if (found == nullptr) return;
  tell(site, frame, [&](const PersonId& person) { return may_see_room(*found, site->board(), person); });
}

asio::awaitable<void> show_messages(std::shared_ptr<Site> site) {
  while (!site->to_show.empty()) {
    const auto [room, message] = std::move(site->to_show.front());
    site->to_show.pop_front();
    if (site->live.listeners() == 0) continue;
    const auto known = co_await take_up_room(*site, room);
    if (!known) log_warn("a room could not be read for the live feed", {{"detail", known.error().detail}});
    const auto row = co_await site->deps.reader.read(
        [room, message](Reader& reader) { return reader.chat_message(room, message); });
    if (!row)
      log_warn("a message could not be read for the live feed", {{"detail", row.error().detail}});
    else if (*row)
      tell_room(site, room, message_frame(room, **row, site->people()));
  }
}

void start_showing(const std::shared_ptr<Site>& site) {
  if (site->showing || site->to_show.empty()) return;
  site->showing = true;
  asio::co_spawn(site->deps.io, show_messages(site), [site](const std::exception_ptr& mistake) {
    give_up_if_out_of_memory(mistake);
    site->showing = false;
    if (!mistake) return;
    try {
      std::rethrow_exception(mistake);
    } catch (const std::exception& e) {
      log_error("the live feed threw", {{"what", e.what()}});
    }
    start_showing(site);
  });
}

// The message a write is about: room and id; none when it is about something else.
std::optional<std::pair<std::string, std::string>> message_of(const ConsoleWrite& write) {
  return std::visit(
      [](const auto& w) -> std::optional<std::pair<std::string, std::string>> {
        if constexpr (requires {
                        w.room;
                        w.message;
                      })
          return std::pair{w.room, w.message};
        else
          return std::nullopt;
      },
      write);
}

void take_up(const std::shared_ptr<Site>& site, const ConsoleWrite& write) {
  if (const auto* closed = std::get_if<SessionClosed>(&write)) {
    site->sessions.close(closed->token_hash);
    site->live.drop_session(closed->token_hash);
  } else if (auto message = message_of(write)) {
    if (std::ranges::find(site->to_show, *message) == site->to_show.end())
      site->to_show.push_back(*std::move(message));
  } else if (const ChatRoomRow* room = site->rooms.apply(write)) {
    tell_room(site, room->id, room_frame(*room));
  }
}

}  // namespace

asio::awaitable<std::optional<net::HttpReply>> admit_live(std::shared_ptr<Site> site,
                                                          const net::HttpCall& call) {
  const std::string where = "GET " + call.path;
  if (call.path != kLivePath)
    co_return error_reply({404, "not_found", "There is no live feed here; it is at /api/v1/live."}, where);
  std::optional<Trouble> trouble;
  if (!identify(*site, call))
    trouble = {401, "not_signed_in", "You are not signed in, or the session has ended."};
  else if (!is_same_origin(*site, call))
    trouble = {403, "origin", "The live feed is only for muster's own page."};
  if (trouble) {
    note_refused(*site, asked_by(*site, where, call), *trouble);
    co_return error_reply(*trouble, where);
  }
  co_return std::nullopt;
}

asio::awaitable<void> run_live(std::shared_ptr<Site> site, net::HttpCall call,
                               std::shared_ptr<net::WebSocket> socket) {
  const auto visitor = identify(*site, call);
  if (!visitor) co_return;
  const auto membership = site->live.join({socket, visitor->person, visitor->session});
  if (!co_await socket->send(std::string{kHelloFrame})) co_return;
  for (;;) {
    const auto heard = co_await socket->read();
    if (!heard || !*heard) co_return;
    // Browsers say nothing but "ping", which is a sign of life; each one asks anew whether the session still
    // stands.
    if (site->sessions.find_hash(visitor->session, site->now()) == nullptr) {
      co_await socket->close(1008, "signed out");
      co_return;
    }
  }
}

void show(const std::shared_ptr<Site>& site, const Published& change) {
  for (const ConsoleWrite& write : change.writes) take_up(site, write);
  for (const auto& rested : change.woken) site->told.try_emplace(rested->number, rested);
  for (const IncidentNumber number : change.incidents) {
    const auto incident = site->board().find(number);
    if (incident == nullptr) continue;
    const auto before = std::exchange(site->told[number], incident);
    const auto& auditors = site->policy().auditors;
    tell(site, incident_frame(number),
         [&](const PersonId& person) { return may_see(*incident, person, auditors); });
    if (before == nullptr) continue;
    tell(site, gone_frame(number), [&](const PersonId& person) {
      return may_see(*before, person, auditors) && !may_see(*incident, person, auditors);
    });
  }
  start_showing(site);
}

void show_health(const std::shared_ptr<Site>& site) {
  tell(site, std::string{kHealthFrame}, [](const PersonId&) { return true; });
}

}  // namespace muster::console
