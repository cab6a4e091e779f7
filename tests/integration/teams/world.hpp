// A running Teams integration: its io thread, an Intake that records, the messaging endpoint on a port, and a
// fake_teams process that calls it.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/net/http_server.hpp"
#include "bot/store/sqlite.hpp"
#include "integrations/teams/teams.hpp"
#include "tests/integration/chat/fake_process.hpp"
#include "tests/integration/chat/io_thread.hpp"
#include "tests/integration/chat/recording_intake.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::teams::testing {

namespace asio = boost::asio;

using muster::testing::FakeProcess;
using muster::testing::Json;
using muster::testing::RecordingIntake;

// The room of INC-1.
inline constexpr const char* kIncidents = "19:incidents@thread.tacv2";

// The system's clock, wrong by as much as wanted.
class WrongClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override { return system_.now() + by_.load(); }
  void is_wrong_by(Duration by) { by_ = by; }

 private:
  SystemClock system_;
  std::atomic<Duration> by_{Duration{0}};
};

class World : public muster::testing::IoThread {
 public:
  explicit World(RoomKind rooms = RoomKind::channels);
  ~World();

  // Starts the integration, serves its hook, and tells the fake where.
  void start();
  void stop();

  [[nodiscard]] ChatPlatform& chat() { return *teams->chat(); }
  HealthReport health();
  // Remembers it in the store, as the engine does, so that the same press is known again.
  void keep(const Inbound& inbound);
  // ann, bob: in the team. dan: without an account there.
  [[nodiscard]] Person person(const std::string& name) const;
  // Their object id.
  [[nodiscard]] std::string user(const std::string& name) const;
  // What muster said there, oldest first.
  std::vector<Json> said_in(const std::string& channel);
  std::vector<Json> said_to(const std::string& user);
  // How often the bot service was asked so.
  std::size_t calls(const std::string& method);

  WrongClock clock;
  FakeProcess fake{{FAKE_TEAMS, "--port", "0"}};
  RecordingIntake intake;
  Board board;
  std::unique_ptr<Integration> teams;
  Message home{{Heading{"Open incidents"}}};

 private:
  asio::awaitable<net::HttpReply> serve(net::HttpCall call);

  test::TempDir folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<ReaderPool> reader_;
  std::vector<Hook> hooks_;
  std::unique_ptr<net::HttpServer> server_;
};

// Wordings short enough to read in a test.
[[nodiscard]] Message words(const std::string& text);
[[nodiscard]] Answer answer_with(const std::string& text, bool shareable = false);
// One that the store could not take.
[[nodiscard]] Error store_down();
template <class What>
[[nodiscard]] bool is(const Inbound& inbound) {
  return std::holds_alternative<What>(inbound.what);
}

}  // namespace muster::teams::testing
