// Console: muster's own chat and incident pages in the browser. Serves the HTTP API of docs/console-api.md,
// the live feed, sign-in, the embedded pages, health and metrics.
//
// Everything that changes something goes through Intake and is acknowledged when it is durable. What people
// see comes from Board (incidents) and the store (chat, timelines), each filtered by may_see(): to somebody
// who may not see a private incident it is absent from every answer, to the byte.
//
// Threads: the io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"
#include "bot/console/page_links.hpp"
#include "bot/domain/command.hpp"
#include "bot/net/http_server.hpp"
#include "bot/ports/access_record.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/chat_platform.hpp"
#include "bot/ports/hook.hpp"
#include "bot/ports/intake.hpp"
#include "bot/ports/reader_pool.hpp"
#include "bot/text/speaker.hpp"

namespace muster {

// One part of muster that can be ready or not: "store", "slack" ...
struct HealthPart {
  std::string name;
  HealthReport report;
};

// A system that may tell muster something over HTTP.
struct TrustedSystem {
  std::string id;
  Secret token;
};

// References must outlive the Console and every coroutine it started.
struct ConsoleDeps {
  boost::asio::any_io_executor io;
  const Clock& clock;
  Intake& intake;
  AccessRecord& access;
  const Board& board;
  ReaderPool& reader;
  const Speaker& speaker;
  std::span<const CommandSpec> commands;
  std::function<std::vector<HealthPart>()> health;  // ready when every part is
  std::function<std::string()> metrics;             // Prometheus text
  std::vector<TrustedSystem> systems{};
  std::vector<Hook> hooks{};
  std::shared_ptr<const PageLinks> page_links{};  // none: pages are not answered by links
  Secret calendar_token{};  // seals the addresses of calendar feeds; empty: there are none
};

struct ConsoleOptions {
  std::string host = "127.0.0.1";            // an address to listen on
  std::uint16_t port = 0;                    // 0: any free one
  std::shared_ptr<net::TlsServer> tls;       // none: plain HTTP, for loopback or behind a proxy
  std::chrono::hours session_life{24 * 30};  // from sign-in, whatever happens
  std::chrono::hours session_idle{24 * 7};   // from the last request
};

// What a commit changed, as far as the console's readers care.
struct Published {
  std::vector<IncidentNumber> incidents;
  std::vector<ConsoleWrite> writes;
  std::vector<std::shared_ptr<const Incident>> woken{};  // as they were, those that were at rest
};

class Console {
 public:
  Console(ConsoleDeps deps, ConsoleOptions options);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // Takes up the sessions and rooms of the store, makes sure of the room `incidents`, and listens. Needs a
  // running Intake. unavailable: the address is taken, or the store cannot be read or written.
  boost::asio::awaitable<Result<Done>> start();
  // Says goodbye to live sockets and lets requests under way end. Never fails.
  boost::asio::awaitable<void> stop(net::Deadline deadline);
  [[nodiscard]] std::uint16_t port() const;  // 0 before start()

  // The server's handlers; public so that a test can call them without a socket.
  boost::asio::awaitable<net::HttpReply> handle(net::HttpCall call);
  boost::asio::awaitable<std::optional<net::HttpReply>> upgrade(const net::HttpCall& call);
  boost::asio::awaitable<void> session(net::HttpCall call, std::shared_ptr<net::WebSocket> socket);

  // Call after each commit, when the Board is already renewed: live sockets are told what their person may
  // see.
  void published(const Published& change);
  // Live sockets fetch the health again.
  void health_changed();

  // A one-time link, good for 24 hours: "http://127.0.0.1:8080/#signin=…". With a name it signs in the person
  // of that id or name, or, when there is none, a new person of that name; without one the browser asks for a
  // name. Works only as long as this process lives. The link is a secret: print it for the operator, never
  // log it.
  [[nodiscard]] std::string new_signin_link(const std::optional<std::string>& name = std::nullopt);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster
