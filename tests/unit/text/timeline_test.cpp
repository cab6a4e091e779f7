#include "bot/text/timeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/golden/text/golden.hpp"
#include "tests/golden/text/story.hpp"

namespace muster {

namespace {

using story::at;

class TimelineTest : public testing::Test {
 protected:
  [[nodiscard]] std::vector<TimelineEntry> read() const { return timeline(log.events(), policy, people); }

  const Policy policy = story::policy();
  const People people = story::people();
  const Actor ann = actor(PersonId{"ann"});
  story::Log log{IncidentNumber{7}};
};

TEST_F(TimelineTest, CorrectionsAndWithdrawalsApply) {
  log.add(at(14, 0), ann, NoteAdded{"one"});
  log.add(at(14, 1), ann, NoteAdded{"two"});
  log.add(at(14, 2), ann, NoteAdded{"three"});
  log.add(at(14, 3), ann, EntryRevised{1, "first", at(13, 30), "wrong time"});
  log.add(at(14, 4), ann, EntryRevised{1, "", std::nullopt, "no words of its own"});
  log.add(at(14, 5), ann, EntryWithdrawn{2, "double"});
  log.add(at(14, 6), ann, EntryRevised{3, "third", std::nullopt, "typo"});
  log.add(at(14, 7), ann, EntryRevised{3, "the third", std::nullopt, "typo"});
  const auto entries = read();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].seq, 1);
  EXPECT_EQ(entries[0].text, "first") << "a later revision without words keeps the words";
  EXPECT_EQ(entries[0].at, at(13, 30)) << "and without a time the time";
  EXPECT_TRUE(entries[0].revised);
  EXPECT_TRUE(entries[0].back_dated);
  EXPECT_EQ(entries[1].text, "the third");
  EXPECT_FALSE(entries[1].back_dated);
}

TEST_F(TimelineTest, OrderedByWhenItHappened) {
  log.add(at(14, 0), ann, NoteAdded{"noticed"});
  log.add(at(14, 1), ann, NoteAdded{"began"}, at(13, 0));
  log.add(at(14, 1), ann, NoteAdded{"same time"}, at(14, 0));
  const auto entries = read();
  EXPECT_EQ(entries[0].text, "began");
  EXPECT_EQ(entries[1].text, "noticed");
  EXPECT_EQ(entries[2].text, "same time");
  EXPECT_EQ(entries[1].back_dated, false);
  EXPECT_EQ(entries[0].back_dated, true);
  EXPECT_EQ(entries[2].back_dated, false) << "a minute is no back-dating";
}

TEST_F(TimelineTest, TypesAreTheScenarios) {
  static const std::set<std::string> kTypes = {
      "declared", "alert",  "report",  "page",       "ack",      "role",     "handoff", "severity",
      "state",    "impact", "message", "note",       "decision", "update",   "change",  "freeze",
      "vendor",   "hold",   "link",    "merged",     "canceled", "reopened", "fact",    "clock",
      "cadence",  "dr",     "action",  "postmortem", "refused",  "room",     "card",    "reminder"};
  for (const TimelineEntry& entry : timeline(story::whole(), policy, people)) {
    EXPECT_TRUE(kTypes.contains(entry.type)) << entry.type;
    EXPECT_EQ(entry.housekeeping, entry.type == "room" || entry.type == "card" || entry.type == "reminder" ||
                                      (entry.type == "cadence" && entry.who == "muster"))
        << entry.text;
  }
}

TEST_F(TimelineTest, PostmortemTextIsNotRepeated) {
  log.add(at(14, 0), ann, PostmortemChanged{PostmortemState::draft, "full", "# A very long text", ""});
  log.add(at(14, 1), ann, PostmortemChanged{PostmortemState::in_review, "full", "", ""});
  log.add(at(14, 2), ann, PostmortemChanged{PostmortemState::waived, "", "", "a duplicate"});
  const auto entries = read();
  EXPECT_EQ(entries[0].text, "wrote the postmortem (full, draft)");
  EXPECT_EQ(entries[1].text, "moved the postmortem to in review");
  EXPECT_EQ(entries[2].text, "waived the postmortem: a duplicate");
}

TEST_F(TimelineTest, AMessageIsItsAuthorsWhoeverPinnedIt) {
  MessageCaptured captured;
  captured.author = PersonId{"bob"};
  captured.text = "it is the certificate";
  captured.link = "https://a.example/p1";
  captured.files = {{"graph.png", "F1", ""}};
  log.add(at(14, 5), ann, captured, at(14, 1));
  const auto entries = read();
  EXPECT_EQ(entries[0].who, "Bob Ray");
  EXPECT_EQ(entries[0].link, "https://a.example/p1");
  EXPECT_EQ(entries[0].files, captured.files);
  EXPECT_EQ(
      timeline_text(entries),
      "Times are UTC.\n\n2026-02-11\n14:01 Bob Ray: it is the certificate (recorded 2026-02-11 14:05 UTC)\n"
      "      file: graph.png\n      https://a.example/p1\n");
}

TEST_F(TimelineTest, WholeStoryAsText) {
  golden::expect_golden("timeline.txt", timeline_text(timeline(story::whole(), policy, people)));
}

// Each alternative of EventBody says something, and nothing raw.
template <std::size_t... I>
std::vector<EventBody> one_of_each(std::index_sequence<I...>) {
  return {EventBody{std::variant_alternative_t<I, EventAlternatives>{}}...};
}

TEST_F(TimelineTest, EveryEventHasASentence) {
  for (const EventBody& body :
       one_of_each(std::make_index_sequence<std::variant_size_v<EventAlternatives>>{})) {
    if (std::holds_alternative<NoteAdded>(body)) continue;  // its text is the sentence
    Event event;
    event.body = body;
    EXPECT_FALSE(sentence(event, policy, people).empty()) << type_of(body);
  }
}

}  // namespace

}  // namespace muster
