#include "bot/console/console.hpp"

#include <ranges>
#include <utility>

#include "bot/console/access.hpp"
#include "bot/console/guard.hpp"
#include "bot/console/live.hpp"

namespace muster {

using namespace console;  // NOLINT(google-build-using-namespace): this file is the module's face

namespace {

constexpr std::size_t kUnknownBody = 64UL * 1024;  // read, so that 404 and 405 can be said

net::HttpReply no_route(const RouteMatch& match, const std::string& where) {
  if (match.allowed.empty())
    return error_reply(
        {404, "not_found", "There is nothing at this address. The API is in docs/console-api.md."}, where);
  std::string allowed;
  for (const auto method : match.allowed) allowed += (allowed.empty() ? "" : ", ") + std::string{method};
  auto reply =
      error_reply({405, "method_not_allowed", "This address understands only: " + allowed + "."}, where);
  reply.headers.set("Allow", allowed);
  return reply;
}

// What never reached a route: malformed, too large, too slow. Pages get words, everything else the API's
// shape.
net::HttpReply refused(const net::HttpRefusal& refusal, const std::string& path) {
  if (!path.empty() && !path.starts_with("/api/"))
    return net::reply_with(refusal.status, "text/plain", refusal.why + "\n");
  Trouble trouble{refusal.status, "bad_request", "The request cannot be read: " + refusal.why + "."};
  if (refusal.status == 405) trouble.code = "method_not_allowed";
  if (refusal.status == 408) trouble.code = "timeout";
  if (refusal.status == 413) trouble = {413, "too_large", "The request is too large. Shorten the text."};
  return error_reply(trouble, path.empty() ? "a request" : path);
}

asio::awaitable<net::HttpReply> serve(std::shared_ptr<Site> site, net::HttpCall call) {
  const std::string where = call.method + " " + call.path;
  auto match = find_route(call.method, call.path);
  if (match.route == nullptr) co_return no_route(match, where);
  auto visit = admit(*site, *match.route, call);
  if (!visit) {
    note_refused(*site, asked_by(*site, route_name(*match.route), call), visit.error());
    co_return error_reply(visit.error(), where);
  }
  visit->params = std::move(match.params);
  Asked asked = asked_by(*visit);
  auto reply = co_await match.route->handler(*site, *std::move(visit));
  if (reply) co_return *std::move(reply);
  const Trouble trouble = trouble_of(reply.error());
  // What is open to everybody says by itself whom it turned away.
  if (match.route->access == Access::session) note_refused(*site, std::move(asked), trouble);
  co_return error_reply(trouble, where);
}

std::size_t body_limit(const net::HttpCall& call) {
  const auto match = find_route(call.method, call.path);
  return match.route == nullptr ? kUnknownBody : match.route->body_limit;
}

net::HttpHandlers handlers(const std::shared_ptr<Site>& site) {
  return {.handler = [site](net::HttpCall call) { return serve(site, std::move(call)); },
          .body_limit = body_limit,
          .refused = refused,
          .upgrade = [site](const net::HttpCall& call) { return admit_live(site, call); },
          .session =
              [site](net::HttpCall call, std::shared_ptr<net::WebSocket> socket) {
                return run_live(site, std::move(call), std::move(socket));
              }};
}

net::HttpServerOptions server_options(const ConsoleOptions& options) {
  net::HttpServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.tls = options.tls;
  return server;
}

}  // namespace

struct Console::Impl {
  std::shared_ptr<Site> site;
  net::HttpServer server;

  Impl(ConsoleDeps deps, const ConsoleOptions& options)
      : site{std::make_shared<Site>(deps, options)},
        server{deps.io, server_options(options), handlers(site)} {}
};

Console::Console(ConsoleDeps deps, ConsoleOptions options)
    : impl_{std::make_unique<Impl>(std::move(deps), options)} {}

Console::~Console() = default;

asio::awaitable<Result<Done>> Console::start() {
  Site& site = *impl_->site;
  std::vector<ConsoleWrite> writes{
      ChatRoomOpened{std::string{kIncidentsRoom}, std::string{kIncidentsRoom}, false, {}}};
  MUSTER_CO_CHECK(co_await site.deps.intake.write(std::move(writes)));
  std::vector<IncidentNumber> held;
  for (const IncidentNumber number : site.board().incidents | std::views::keys) held.push_back(number);
  MUSTER_CO_TRY(auto rooms, co_await site.deps.reader.read(
                                [held](Reader& reader) { return reader.chat_rooms_of(held); }));
  MUSTER_CO_TRY(const auto sessions,
                co_await site.deps.reader.read([](Reader& reader) { return reader.sessions(); }));
  for (ChatRoomRow& room : rooms) site.rooms.add(std::move(room));
  site.told = site.board().incidents;
  for (const SessionOpened& session : sessions) site.sessions.restore(session, site.now());
  MUSTER_CO_CHECK(impl_->server.start());
  site.port = impl_->server.port();
  co_return Done{};
}

asio::awaitable<void> Console::stop(net::Deadline deadline) {
  co_await impl_->server.stop(deadline);
}

std::uint16_t Console::port() const {
  return impl_->server.port();
}

asio::awaitable<net::HttpReply> Console::handle(net::HttpCall call) {
  return serve(impl_->site, std::move(call));
}

asio::awaitable<std::optional<net::HttpReply>> Console::upgrade(const net::HttpCall& call) {
  return admit_live(impl_->site, call);
}

asio::awaitable<void> Console::session(net::HttpCall call, std::shared_ptr<net::WebSocket> socket) {
  return run_live(impl_->site, std::move(call), std::move(socket));
}

void Console::published(const Published& change) {
  show(impl_->site, change);
}

void Console::health_changed() {
  show_health(impl_->site);
}

std::string Console::new_signin_link(const std::optional<std::string>& name) {
  Site& site = *impl_->site;
  return site.signin_link(name ? site.guest_called(*name) : Guest{});
}

}  // namespace muster
