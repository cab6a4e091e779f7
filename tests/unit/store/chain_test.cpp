// docs/timeline-format.md gives an example with its bytes and its hash; the code must agree with it.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "bot/store/event_rows.hpp"

namespace muster::test {

namespace {

std::string document(const std::string& name) {
  std::ifstream in{std::string{MUSTER_SOURCE_DIR} + "/docs/" + name};
  return {std::istreambuf_iterator<char>{in}, {}};
}

store::EventRow example() {
  return {.incident = 42,
          .seq = 1,
          .type = "note",
          .occurred_at = 1763963090000000,
          .recorded_at = 1763963095500000,
          .actor_kind = "person",
          .actor_id = "ann",
          .source = "slack",
          .body = R"({"text":"it is the db"})",
          .prev_hash = "",
          .hash = ""};
}

TEST(Chain, is_what_the_documentation_says) {
  const std::string text = document("timeline-format.md");
  EXPECT_NE(text.find("```text\n" + store::canonical_bytes(example()) + "```"), std::string::npos);
  EXPECT_NE(text.find("has the hash `" + store::hash_of(example()) + "`"), std::string::npos);
}

TEST(Chain, an_event_becomes_the_row_it_came_from) {
  const auto event = store::to_event(example());
  ASSERT_TRUE(event);
  EXPECT_EQ(store::canonical_bytes(store::to_row(*event)), store::canonical_bytes(example()));
}

TEST(Chain, two_rows_never_give_the_same_bytes) {
  store::EventRow a = example();
  store::EventRow b = example();
  a.actor_id = "ann\n5:slack";
  a.source = "";
  b.actor_id = "ann";
  b.source = "slack\n0:";
  EXPECT_NE(store::canonical_bytes(a), store::canonical_bytes(b));
}

}  // namespace

}  // namespace muster::test
