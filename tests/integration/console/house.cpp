#include "tests/integration/console/house.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>

#include "bot/net/digest.hpp"
#include "bot/net/url.hpp"

namespace muster::console {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "muster-console-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

asio::awaitable<Result<Answer>> KeepingIntake::submit(Inbound inbound) {
  co_return co_await submit(std::move(inbound), {});
}

asio::awaitable<Result<Answer>> KeepingIntake::submit(Inbound inbound, std::vector<ConsoleWrite> writes) {
  if (broken) co_return std::unexpected(*broken);
  Change change;
  change.origin_key = inbound.origin_key;
  change.now = clock_.now();
  MUSTER_CO_TRY(const auto seen, store_.seen(inbound.origin_key));
  if (seen) co_return answer ? answer(inbound) : Answer{};
  if (inbound.from) {
    const auto met = board_.people.meet(*inbound.from);
    if (met.changed) change.people.push_back(*board_.people.find(met.id));
  }
  change.console = writes;
  MUSTER_CO_CHECK(keep(std::move(change)));
  publish({{}, std::move(writes)});
  received.push_back(inbound);
  co_return answer ? answer(inbound) : Answer{};
}

asio::awaitable<Result<Done>> KeepingIntake::write(std::vector<ConsoleWrite> writes) {
  if (broken) co_return std::unexpected(*broken);
  Change change;
  change.now = clock_.now();
  change.console = writes;
  MUSTER_CO_CHECK(keep(std::move(change)));
  publish({{}, std::move(writes)});
  co_return Done{};
}

Result<Done> KeepingIntake::keep(Change change) {
  MUSTER_CHECK(store_.begin());
  if (auto appended = store_.append(change); !appended) {
    store_.rollback();
    return appended;
  }
  return store_.commit();
}

House::House(std::shared_ptr<Folder> shared) : folder{std::move(shared)} {
  auto opened = open_store(folder->path());
  if (!opened) throw std::runtime_error{opened.error().say + " " + opened.error().detail};
  store = *std::move(opened);
  auto loaded = store->load();
  if (!loaded) throw std::runtime_error{loaded.error().say};
  board.policy = std::make_shared<const Policy>(default_policy());
  for (const Person& person : loaded->people) board.people.put(person);
  for (const Incident& incident : loaded->incidents) put(incident);
  auto words = Speaker::create(*board.policy);
  if (!words) throw std::runtime_error{words.error().say};
  speaker = std::make_unique<Speaker>(*std::move(words));
  reader =
      std::make_unique<ReaderPool>(io.get_executor(), [path = folder->path()] { return open_reader(path); });
  intake = std::make_unique<KeepingIntake>(*store, board, clock);
  access = std::make_unique<AccessRecord>(io.get_executor(), clock, board, "house", [this](Inbound inbound) {
    return keep_access(std::move(inbound));
  });
  console = std::make_unique<Console>(
      ConsoleDeps{io.get_executor(),
                  clock,
                  *intake,
                  *access,
                  board,
                  *reader,
                  *speaker,
                  {},
                  [] { return std::vector<HealthPart>{{"store", {true, "writes"}}}; },
                  [] { return std::string{"muster_up 1\n"}; },
                  {{"ci", Secret{"the-token-of-ci"}}},
                  {{"/hooks/closed",
                    [](HookCall) -> asio::awaitable<HookAnswer> {
                      co_return HookAnswer{401, "not authorised", "text/plain", {}};
                    }}},
                  std::make_shared<PageLinks>(page_links),
                  Secret{"seals calendar feeds"}},
      ConsoleOptions{});
  intake->publish = [this](const Published& change) { console->published(change); };
  run([this]() -> Async<void> {
    const auto started = co_await console->start();
    EXPECT_TRUE(started.has_value()) << (started ? "" : started.error().say + started.error().detail);
  });
}

asio::awaitable<Result<Done>> House::keep_access(Inbound inbound) {
  if (audit_hangs) {
    asio::steady_timer never{io, 24h};
    co_await never.async_wait(asio::use_awaitable);
  }
  if (intake->broken) co_return std::unexpected(*intake->broken);
  audited.push_back(std::move(inbound));
  co_return Done{};
}

std::vector<std::string> House::take_audit() {
  std::vector<std::string> told;
  for (const Inbound& inbound : std::exchange(audited, {})) {
    const AccessRecorded& noted = std::get<AccessNoted>(inbound.what).access;
    std::string line = std::string{name_of(noted.kind)} + " " + noted.what;
    if (!noted.why.empty()) line += " " + noted.why;
    if (noted.incident.exists()) line += " " + std::to_string(noted.incident.value);
    if (!noted.person.empty()) line += " for " + noted.person.value;
    if (inbound.from)
      line += " by " + board.people.find_identity(inbound.from->platform, inbound.from->user)->id.value;
    EXPECT_EQ(noted.address, "127.0.0.1") << line;
    told.push_back(std::move(line));
  }
  return told;
}

House::~House() {
  run([this]() -> Async<void> { co_await console->stop(net::deadline_in(2s)); });
}

void House::run(const std::function<Async<void>()>& test) {
  bool ended = false;
  asio::co_spawn(io, test(), [&](const std::exception_ptr& bug) {
    ended = true;
    io.stop();
    if (bug) std::rethrow_exception(bug);
  });
  io.restart();
  io.run_for(20s);
  EXPECT_TRUE(ended) << "the test did not end in 20 s";
}

void House::put(const Incident& incident) {
  board.incidents[incident.number] = std::make_shared<const Incident>(incident);
}

void House::declare(std::int64_t number, const std::string& title, Visibility visibility,
                    std::vector<PersonId> members) {
  IncidentDeclared declared;
  declared.title = title;
  declared.visibility = visibility;
  declared.members = std::move(members);
  record(number, std::move(declared), PersonId{"ann"});
}

void House::record(std::int64_t number, EventBody body, const PersonId& by) {
  const auto before = board.find({number});
  Incident incident = before ? *before : Incident{};
  incident.number = {number};
  Event event{{number}, incident.last_seq + 1, clock.now(), clock.now(), actor(by),
              "test",   std::move(body),       "",          ""};
  evolve(incident, event);
  Change change;
  change.now = clock.now();
  change.events = {event};
  change.incidents = {{&incident, !before}};
  change.figures = {figures(incident, {}, *board.policy, board.people, clock.now())};
  const auto kept = intake->keep(std::move(change));
  ASSERT_TRUE(kept.has_value()) << kept.error().say << kept.error().detail;
  put(incident);
  console->published({{incident.number}, {}});
}

void House::configure(const std::string& id, const std::string& name) {
  auto policy = *board.policy;
  policy.people.push_back({PersonId{id}, name, "", {{"console", id}}});
  board.people.put(policy.people.back());
  board.policy = std::make_shared<const Policy>(std::move(policy));
}

std::string House::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(console->port()) + path;
}

net::HttpHeaders Browser::headers(const std::string& method) const {
  net::HttpHeaders all = more;
  if (!cookie.empty()) all.set("Cookie", cookie);
  if (method == "GET") return all;
  if (!csrf.empty()) all.set("X-Muster-CSRF", csrf);
  if (!origin.empty()) all.set("Origin", origin);
  if (!content_type.empty()) all.set("Content-Type", content_type);
  return all;
}

Async<net::HttpResponse> Browser::send(std::string method, std::string path, std::string body) {
  net::HttpRequest request;
  request.method = method;
  request.url = house_.url(path);
  request.headers = headers(method);
  request.body = std::move(body);
  auto response = co_await client_.send(std::move(request));
  EXPECT_TRUE(response.has_value()) << path << ": " << (response ? "" : response.error().detail);
  co_return response ? *std::move(response) : net::HttpResponse{};
}

Async<net::HttpResponse> Browser::get(std::string path) {
  co_return co_await send("GET", std::move(path), "");
}

Async<net::HttpResponse> Browser::sign_in_with(std::string token, std::string name) {
  auto response =
      co_await send("POST", "/api/v1/session", R"({"token":")" + token + R"(","name":")" + name + "\"}");
  const std::string set = response.headers.get("Set-Cookie");
  if (response.status != 200) co_return response;
  cookie = set.substr(0, set.find(';'));
  csrf = at((co_await get("/api/v1/me")).body, "/csrf");
  co_return response;
}

Async<void> Browser::sign_in(std::string name, bool named_link) {
  const auto link = house_.console->new_signin_link(named_link ? std::optional{name} : std::nullopt);
  const auto response = co_await sign_in_with(token_of(link), name);
  EXPECT_EQ(response.status, 200) << response.body;
}

Async<std::shared_ptr<net::WebSocket>> Browser::live() {
  net::WebSocketOptions options;
  options.headers = more;
  options.headers.set("Cookie", cookie);
  if (!origin.empty()) options.headers.set("Origin", origin);
  const auto url = net::parse_url("ws" + house_.url("/api/v1/live").substr(4));
  auto socket = co_await net::websocket_connect(*url, nullptr, net::deadline_in(5s), options);
  co_return socket ? *std::move(socket) : nullptr;
}

std::string body_with_id(const std::string& rest) {
  const std::string hex = net::random_hex(16);
  const std::string id = hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
                         hex.substr(16, 4) + "-" + hex.substr(20);
  return R"({"id":")" + id + "\"" + (rest.empty() ? "" : ",") + rest + "}";
}

std::string token_of(const std::string& link) {
  return link.substr(link.find("#signin=") + 8);
}

namespace {

Async<void> next_frame(std::shared_ptr<net::WebSocket> socket, std::string text,
                       std::shared_ptr<std::string> found) {
  for (;;) {
    const auto frame = co_await socket->read();
    if (!frame || !*frame) co_return;
    if ((*frame)->find(text) == std::string::npos) continue;
    *found = **frame;
    co_return;
  }
}

}  // namespace

// The socket's own idle limit ends a wait for a frame that never comes.
Async<std::string> frame_with(std::shared_ptr<net::WebSocket> socket, std::string text) {
  auto found = std::make_shared<std::string>();
  co_await next_frame(std::move(socket), std::move(text), found);
  co_return *found;
}

}  // namespace muster::console
