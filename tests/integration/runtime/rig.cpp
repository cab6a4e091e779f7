#include "tests/integration/runtime/rig.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>

#include "bot/store/sqlite.hpp"
#include "handlers/catalog.hpp"

namespace muster::test {

namespace {

const Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9}};

asio::awaitable<void> act(OwnChat::Meanwhile& once) {
  if (auto meanwhile = std::exchange(once, nullptr)) co_await meanwhile();
}

}  // namespace

std::vector<std::string> OwnChat::said_in(const std::string& where) const {
  std::vector<std::string> texts;
  for (const Said& one : said) {
    if (one.where == where) texts.push_back(one.text);
  }
  return texts;
}

asio::awaitable<Result<RoomReceipt>> OwnChat::open_room(Delivery /*d*/, std::string name,
                                                        bool /*is_private*/) {
  co_await act(while_opening);
  rooms.push_back(name);
  co_return RoomReceipt{{"slack", name, "", ""}, name, ""};
}
asio::awaitable<Result<Done>> OwnChat::invite(Delivery /*d*/, Place /*room*/,
                                              std::vector<Person> /*people*/) {
  co_return Done{};
}
asio::awaitable<Result<Done>> OwnChat::remove(Delivery /*d*/, Place room, std::vector<Person> people) {
  for (const Person& person : people) put_out.push_back({room.room, person.id.value});
  co_return Done{};
}
asio::awaitable<Result<Done>> OwnChat::set_topic(Delivery /*d*/, Place /*room*/, std::string /*topic*/) {
  co_return Done{};
}
asio::awaitable<Result<Place>> OwnChat::post(Delivery /*d*/, Place to, Message message,
                                             const People& /*people*/) {
  if (to.room == slow_room) co_await act(while_posting);
  if (limited.erase(to.room) > 0)
    co_return std::unexpected(Error{ErrorKind::rate_limited, "Too fast.", "", kLimitedFor.count()});
  said.push_back({to.room, plain_text(message)});
  to.message = std::to_string(++messages_);
  co_return to;
}
asio::awaitable<Result<Place>> OwnChat::post_direct(Delivery /*d*/, Person to, Message message,
                                                    const People& /*people*/) {
  said.push_back({"@" + to.id.value, plain_text(message)});
  co_return Place{"slack", "@" + to.id.value, std::to_string(++messages_), ""};
}
asio::awaitable<Result<Done>> OwnChat::edit(Delivery /*d*/, Place at, Message message,
                                            const People& /*people*/) {
  edited.push_back({at.room, plain_text(message)});
  co_return Done{};
}
asio::awaitable<Result<Done>> OwnChat::delete_message(Delivery /*d*/, Place message) {
  deleted.push_back(message);
  co_return Done{};
}
asio::awaitable<Result<Done>> OwnChat::pin(Delivery /*d*/, Place /*message*/) {
  co_return Done{};
}
asio::awaitable<Result<Done>> OwnChat::bookmark(Delivery /*d*/, Place /*room*/, std::string /*title*/,
                                                std::string /*link*/) {
  co_return Done{};
}
asio::awaitable<Result<Done>> OwnChat::react(Delivery /*d*/, Place /*message*/, std::string /*emoji*/,
                                             bool /*add*/) {
  co_return Done{};
}
asio::awaitable<Result<MessageSnapshot>> OwnChat::fetch(Delivery /*d*/, Place /*message*/) {
  co_return MessageSnapshot{};
}
asio::awaitable<Result<Done>> OwnChat::share_file(Delivery /*d*/, Place /*room*/, std::string /*file_name*/,
                                                  std::string /*title*/, std::string /*content*/) {
  co_return Done{};
}
asio::awaitable<Result<Place>> OwnChat::find_room(std::string wanted) {
  co_await act(while_looking_up);
  co_return Place{"slack", wanted, "", ""};
}

Rig::Rig(bool readable, const Policy& policy) : clock{kStart} {
  std::string pattern = (std::filesystem::temp_directory_path() / "muster-rig-XXXXXX").string();
  dir_ = ::mkdtemp(pattern.data());
  auto store = open_store(dir_);
  EXPECT_TRUE(store) << store.error().say;
  store_ = *std::move(store);
  auto speaker = Speaker::create(policy);
  EXPECT_TRUE(speaker) << speaker.error().say;
  speaker_ = std::make_unique<Speaker>(*std::move(speaker));
  engine_ = std::make_unique<Engine>(*store_, EngineSetup{policy, {"slack"}, decide});
  const auto loaded = engine_->load(clock.now());
  EXPECT_TRUE(loaded) << loaded.error().say;
  board.policy = std::make_shared<const Policy>(policy);
  const auto executor = io.get_executor();
  reader_ =
      std::make_unique<ReaderPool>(executor, [dir = dir_, readable]() -> Result<std::unique_ptr<Reader>> {
        if (readable) return open_reader(dir);
        return fail(ErrorKind::unavailable, "the database cannot be read now", "as the test wants it");
      });
  engine = std::make_unique<EngineThread>(executor, clock, *store_, *engine_, metrics,
                                          [this](const Changes& changes) {
                                            for (const auto& incident : changes.incidents)
                                              board.incidents[incident->number] = incident;
                                            if (changes.people) board.people = *changes.people;
                                            outbox->add(changes.outbox);
                                          });
  access = std::make_unique<AccessRecord>(
      executor, clock, board, "rig", [this](Inbound inbound) -> asio::awaitable<Result<Done>> {
        Job job = Submit{std::move(inbound), {}};
        MUSTER_CO_TRY([[maybe_unused]] const JobAnswer answer, co_await engine->submit(std::move(job)));
        co_return Done{};
      });
  desk = std::make_unique<FrontDesk>(
      FrontDeskDeps{clock, *engine, board, *speaker_, *reader_, all_commands(), *access});
  deliverer =
      std::make_unique<Deliverer>(DelivererDeps{clock, board, *speaker_, *reader_, {{"slack", &chat}}});
  outbox = std::make_unique<Outbox>(executor, clock, *engine, *deliverer, metrics);
  outbox->start();
  engine->start();
}

Rig::~Rig() {
  outbox->stop();
  engine.reset();  // what it still posted is not run
  reader_.reset();
  std::filesystem::remove_all(dir_);
}

asio::awaitable<Result<Answer>> Rig::typing(std::string person, std::string text, std::string room) {
  Inbound inbound;
  inbound.origin_key = "test/" + std::to_string(++key_);
  inbound.occurred_at = clock.now();
  inbound.from = Identity{"slack", person, person};
  inbound.place = {"slack", room, "", ""};
  inbound.what = CommandTyped{text, {}};
  co_return co_await desk->submit(std::move(inbound));
}

std::vector<Event> Rig::audited() const {
  std::vector<Event> found;
  const auto reader = open_reader(dir_);
  const auto events = reader ? (*reader)->events(kOperations) : std::unexpected(reader.error());
  EXPECT_TRUE(events);
  for (const Event& event : events ? *events : std::vector<Event>{}) {
    if (std::holds_alternative<AccessRecorded>(event.body)) found.push_back(event);
  }
  return found;
}

Result<Answer> Rig::type(const std::string& person, const std::string& text, const std::string& room) {
  return wait_for(typing(person, text, room));
}

Result<Answer> Rig::hand_in(Inbound inbound) {
  inbound.origin_key = "test/" + std::to_string(++key_);
  inbound.occurred_at = clock.now();
  return wait_for(desk->submit(std::move(inbound)));
}

Result<Answer> Rig::wait_for(asio::awaitable<Result<Answer>> asking) {
  std::optional<Result<Answer>> answer;
  asio::co_spawn(io, std::move(asking), [&](const std::exception_ptr& bug, Result<Answer> given) {
    if (bug) std::rethrow_exception(bug);
    answer = std::move(given);
  });
  until([&] { return answer.has_value(); });
  return answer ? *std::move(answer) : fail(ErrorKind::timeout, "no answer");
}

void Rig::until(const std::function<bool()>& holds) {
  const auto deadline = steady_now() + std::chrono::seconds{20};
  while (!holds() && steady_now() < deadline) {
    io.restart();
    io.run_one_for(std::chrono::milliseconds{20});
  }
  EXPECT_TRUE(holds()) << "not within 20 s";
}

void Rig::settle() {
  until([this] { return outbox->idle() && outbox->backlog().rows == 0 && engine->load().queued == 0; });
}

void Rig::remove_database() {
  for (const auto& entry : std::filesystem::directory_iterator{dir_}) {
    if (entry.path().filename().string().starts_with("muster.sqlite")) std::filesystem::remove(entry.path());
  }
}

}  // namespace muster::test
