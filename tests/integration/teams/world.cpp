#include "tests/integration/teams/world.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"

namespace muster::teams::testing {
namespace {

using std::chrono::seconds;

HookCall hook_call(net::HttpCall call) {
  HookCall seen{.method = call.method, .path = call.path, .target = call.target, .query = call.query};
  for (const auto& [name, value] : call.headers.fields()) seen.headers[lower(name)] = value;
  seen.body = std::move(call.body);
  seen.remote = std::move(call.remote_address);
  return seen;
}

std::vector<Json> by_muster(const Json& messages) {
  std::vector<Json> said;
  for (const Json& message : messages) {
    if (message["from"] == "muster") said.push_back(message);
  }
  return said;
}

TeamsConfig config_for(const FakeProcess& fake, RoomKind rooms) {
  TeamsConfig config;
  config.app_id = fake.ready("app_id");
  config.tenant_id = fake.ready("tenant");
  config.app_secret = Secret{fake.ready("app_secret")};
  config.team = fake.ready("team");
  config.rooms = rooms;
  if (rooms == RoomKind::threads) config.channel = "incidents";
  config.service_url = fake.ready("service_url");
  config.login_url = fake.ready("login_url");
  config.graph_url = fake.ready("graph_url");
  config.openid_url = fake.ready("openid_url");
  config.console_url = "https://muster.example";
  return config;
}

}  // namespace

World::World(RoomKind rooms) {
  auto opened = open_store(folder_.path());
  if (!opened) throw std::runtime_error(opened.error().say);
  store_ = *std::move(opened);
  reader_ = std::make_unique<ReaderPool>(io().get_executor(),
                                         [path = folder_.path()] { return open_reader(path); });
  const Json users = fake.get("state")["users"];
  for (const Json& user : users) {
    const std::string name = user["name"];
    Person met{PersonId{name}, name, "", {{"teams", user["aadObjectId"].get<std::string>()}}};
    if (name == "dan") met.identities.clear();
    if (name != "cat") board.people.put(std::move(met));
  }
  board.policy = std::make_shared<const Policy>();
  auto incident = std::make_shared<Incident>();
  incident->number = {1};
  incident->rooms["teams"] = Room{{"teams", kIncidents, "", ""}, "incidents", ""};
  board.incidents[incident->number] = std::move(incident);
  const auto card = [](IncidentNumber number, const std::string& name, const PersonId& who) {
    return Result<Message>{Message{{Heading{to_string(number) + " " + name + " for " + who.value}}}};
  };
  auto made = make_teams(config_for(fake, rooms), {.io = io().get_executor(),
                                                   .clock = clock,
                                                   .intake = intake,
                                                   .board = board,
                                                   .reader = *reader_,
                                                   .home = [this](PersonId) { return Result<Message>{home}; },
                                                   .card = card});
  if (!made) throw std::runtime_error(made.error().say);
  teams = *std::move(made);
  launch();
}

World::~World() {
  stop();
  join();
  hooks_.clear();
  server_.reset();
  teams.reset();
}

void World::start() {
  on_io([this] {
    hooks_ = teams->hooks();
    server_ = std::make_unique<net::HttpServer>(
        io().get_executor(), net::HttpServerOptions{},
        net::HttpHandlers{.handler = [this](net::HttpCall call) { return serve(std::move(call)); }});
    if (const auto listening = server_->start(); !listening) throw std::runtime_error(listening.error().say);
    teams->start();
  });
  const std::string address = "http://127.0.0.1:" + std::to_string(server_->port());
  fake.post("config", {{"bot_endpoint", address + "/api/messages"}});
}

void World::stop() {
  intake.hold(false);
  if (!server_) return;
  run([](World& world) -> asio::awaitable<void> {
    co_await world.server_->stop(steady_now() + seconds{5});
    co_await world.teams->stop(steady_now() + seconds{5});
  }(*this));
  on_io([this] { server_.reset(); });
}

asio::awaitable<net::HttpReply> World::serve(net::HttpCall call) {
  for (const Hook& hook : hooks_) {
    if (hook.path != call.path) continue;
    HookAnswer answer = co_await hook.serve(hook_call(std::move(call)));
    net::HttpReply reply{.status = answer.status, .body = std::move(answer.body)};
    if (!reply.body.empty()) reply.headers.set("Content-Type", answer.content_type);
    for (const auto& [name, value] : answer.headers) reply.headers.set(name, value);
    co_return reply;
  }
  co_return net::HttpReply{.status = 404};
}

HealthReport World::health() {
  return on_io([this] { return chat().health(); });
}

void World::keep(const Inbound& inbound) {
  if (store_->seen(inbound.origin_key).value()) return;
  Change change;
  change.origin_key = inbound.origin_key;
  change.now = clock.now();
  const bool kept = store_->begin() && store_->append(change) && store_->commit();
  EXPECT_TRUE(kept) << inbound.origin_key;
}

Person World::person(const std::string& name) const {
  return *board.people.find(PersonId{name});
}

std::string World::user(const std::string& name) const {
  return board.people.identity_of(PersonId{name}, "teams");
}

std::vector<Json> World::said_in(const std::string& channel) {
  return by_muster(fake.get("messages?channel=" + channel)["messages"]);
}

std::vector<Json> World::said_to(const std::string& user) {
  return by_muster(fake.get("messages?personal=true&user=" + user)["messages"]);
}

std::size_t World::calls(const std::string& method) {
  return fake.get("ledger?kind=call&method=" + method)["entries"].size();
}

Message words(const std::string& text) {
  return Message{{Paragraph{{{Plain{text}}}}}};
}

Answer answer_with(const std::string& text, bool shareable) {
  Answer answer;
  answer.message = words(text);
  answer.shareable = shareable;
  return answer;
}

Error store_down() {
  return {ErrorKind::unavailable, "The disk is full.", "SQLITE_FULL", 0};
}

}  // namespace muster::teams::testing
