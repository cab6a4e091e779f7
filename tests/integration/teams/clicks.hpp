// A running Teams integration, a card in its channel, and somebody who presses what is on it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/integration/teams/world.hpp"

namespace muster::teams::testing {

struct Clicks : ::testing::Test {
  Clicks() { world.start(); }

  // A card in #incidents with one button: its message id.
  std::string card(const std::string& command, const std::string& name = "") {
    Message message = words("INC-1 The database is down");
    message.blocks.emplace_back(Buttons{{{"Acknowledge", command, {}, ButtonStyle::primary, {}}}});
    const Place room{"teams", kIncidents, "", ""};
    return world.run(world.chat().post({"INC-1/2/0", {1}, false, name}, room, message, world.board.people))
        .value()
        .message;
  }
  Json click(const std::string& user, const std::string& id, int wait_ms = 10000) {
    return fake.post("click", {{"user", user},
                               {"channel", "incidents"},
                               {"id", id},
                               {"button", "Acknowledge"},
                               {"wait_ms", wait_ms}});
  }
  Json hand_made(Json activity) {
    return fake.post("activity",
                     {{"activity", std::move(activity)}, {"no_retry", true}, {"wait_ms", 10000}})["answer"];
  }
  std::size_t commands() {
    return static_cast<std::size_t>(std::ranges::count_if(intake.all(), is<CommandTyped>));
  }

  World world;
  FakeProcess& fake = world.fake;
  RecordingIntake& intake = world.intake;
};

}  // namespace muster::teams::testing
