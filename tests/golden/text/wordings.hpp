// Every wording with the event it is about, for tests that go through all of them.
#pragma once

#include <string>
#include <vector>

#include "bot/text/speaker.hpp"
#include "tests/golden/text/story.hpp"

namespace muster::story {

struct Spoken {
  std::string name;  // of the golden file
  std::string wording;
  EventBody about;
};

// What Speaker::speak is asked for. `words` stands where people write: titles, reasons, notes.
[[nodiscard]] std::vector<Spoken> spoken_wordings(const std::string& words);

// An incident in which every text that people write is `words`.
[[nodiscard]] Incident incident_saying(const std::string& words, const std::vector<Event>& events);

}  // namespace muster::story
