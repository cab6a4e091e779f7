// Site: all that the console remembers between requests, and one request on its way to its handler. Private
// to bot/console. io thread only.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "bot/console/console.hpp"
#include "bot/console/live_feed.hpp"
#include "bot/console/rate_limit.hpp"
#include "bot/console/rooms.hpp"
#include "bot/console/sessions.hpp"
#include "bot/console/signin_links.hpp"

namespace muster::console {

struct Site {
  Site(ConsoleDeps given, const ConsoleOptions& options)
      : deps{std::move(given)},
        host{options.host},
        is_tls{options.tls != nullptr},
        sessions{options.session_life, options.session_idle},
        live{deps.io} {}

  ConsoleDeps deps;
  std::string host;  // what we listen on
  std::uint16_t port = 0;
  bool is_tls = false;
  Sessions sessions;
  SigninLinks links;
  Rooms rooms;
  LiveFeed live;
  RateLimit requests{30, 300};           // a session or a system
  RateLimit wrong_links{10.0 / 60, 10};  // an address
  // Messages to be read and shown to live sockets: room, message.
  std::deque<std::pair<std::string, std::string>> to_show;
  bool showing = false;
  // What the live feed told of last: who could see it then and cannot now has it taken off the screen. Of one
  // at rest it was never told.
  std::map<IncidentNumber, std::shared_ptr<const Incident>> told;

  [[nodiscard]] const Board& board() const { return deps.board; }
  [[nodiscard]] const Policy& policy() const { return *deps.board.policy; }
  [[nodiscard]] const People& people() const { return deps.board.people; }
  [[nodiscard]] Time now() const { return deps.clock.now(); }
  // Policy::console_url without a slash at the end; the address we listen on when there is none.
  [[nodiscard]] std::string base_url() const;
  // Whom a link for this name is for.
  [[nodiscard]] Guest guest_called(const std::string& name) const;
  // A new one-time link.
  [[nodiscard]] std::string signin_link(Guest guest);
};

// Who asks: the person of a live session.
struct Visitor {
  PersonId person;
  std::string user;  // the console's user id of the person
  std::string name;
  std::string session;  // its token's hash
  std::string csrf;
  std::string zone;  // IANA, as the browser says; empty when it does not

  [[nodiscard]] Identity identity() const { return {"console", user, name, false, zone}; }
};

struct Route;

// One request, after the guard has let it in.
struct Visit {
  net::HttpCall call;
  const Route* route = nullptr;
  std::map<std::string, std::string> params;  // of the path: "room", "n", ...
  std::optional<Visitor> visitor;             // there whenever the route asks for a session
  std::string system;                         // who tells, on a route for systems
  bool is_local = false;                      // from this machine, through no proxy

  [[nodiscard]] const PersonId& person() const { return visitor->person; }
  [[nodiscard]] const std::string& param(const std::string& name) const { return params.at(name); }
};

using Handler = asio::awaitable<Result<net::HttpReply>> (*)(Site&, Visit);

}  // namespace muster::console
