// A running Slack integration: its io thread, an Intake that records, and a fake_slack process.
#pragma once

#include <memory>

#include "bot/base/clock.hpp"
#include "integrations/slack/slack.hpp"
#include "tests/integration/chat/fake_process.hpp"
#include "tests/integration/chat/io_thread.hpp"
#include "tests/integration/chat/recording_intake.hpp"

namespace muster::slack::testing {

using muster::testing::FakeProcess;
using muster::testing::Json;
using muster::testing::RecordingIntake;

class World : public muster::testing::IoThread {
 public:
  World();
  ~World();

  // Starts the integration and waits for its sockets.
  void start();
  void stop();

  // An open incident whose room on Slack is `channel`; call before start().
  void has_incident(IncidentNumber number, const std::string& channel);

  ShiftedClock clock;
  FakeProcess fake{{FAKE_SLACK, "--port", "0"}};
  RecordingIntake intake;
  Board board;
  std::unique_ptr<Slack> slack;
  Message home{{Heading{"Open incidents"}}};

 private:
  bool started_ = false;
};

// Wordings short enough to read in a test.
[[nodiscard]] Message words(const std::string& text);
[[nodiscard]] Answer answer_with(const std::string& text);
[[nodiscard]] bool is_command(const Inbound& inbound);

}  // namespace muster::slack::testing
