#include "bot/text/words.hpp"

#include <gtest/gtest.h>

#include "bot/text/postmortem.hpp"

namespace muster {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(SpokenWithin, IsNeverShorterThanItWas) {
  EXPECT_EQ(spoken_within(seconds{110}), "2 min");
  EXPECT_EQ(spoken_within(seconds{120}), "2 min");
  EXPECT_EQ(spoken_within(seconds{59}), "59 s");
  EXPECT_EQ(spoken_within(milliseconds{300}), "1 s");
  EXPECT_EQ(spoken_within(minutes{60} + seconds{1}), "1 h 01 min");
}

TEST(Words, OneIsNotMany) {
  EXPECT_EQ(counted(0, "incident"), "0 incidents");
  EXPECT_EQ(counted(1, "incident"), "1 incident");
  EXPECT_EQ(counted(2, "event"), "2 events");
}

TEST(PostmortemState, OfTheHeaderIsTheDocumentsOwn) {
  const std::string saved =
      "# Postmortem\n\n|  |  |\n|---|---|\n| State | Resolved |\n| Postmortem | draft |\n\n## "
      "Summary\n\nText.\n";
  EXPECT_NE(with_state(saved, PostmortemState::published).find("\n| Postmortem | published |\n\n## Summary"),
            std::string::npos);
  EXPECT_EQ(with_state(saved, PostmortemState::draft), saved);
  const std::string own = "# Mine\n\n## Summary\n\n| Postmortem | draft |\n";
  EXPECT_EQ(with_state(own, PostmortemState::published), own) << "only the header is touched";
  EXPECT_EQ(with_state("", PostmortemState::published), "");
}

}  // namespace
}  // namespace muster
