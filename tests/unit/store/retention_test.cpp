// What is over goes by its age; what is owed or under legal hold stays, and says why.
#include "bot/store/retention.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::chrono::days kYear{365};
constexpr Time kNextYear = kNoon + std::chrono::days{400};

class RetentionTest : public testing::Test {
 protected:
  void SetUp() override { store_ = opened(dir_.data()); }

  Scribe& scribe() {
    if (!scribe_) scribe_.emplace(*store_);
    return *scribe_;
  }
  void canceled(std::int64_t number, Time at = kNoon, Kind kind = Kind::normal) {
    IncidentDeclared declared = declaration("incident the " + std::to_string(number) + "th");
    declared.kind = kind;
    scribe().record(number, declared, at);
    scribe().record(number, Canceled{State::investigating, "a false alarm"}, at);
  }
  void close() {
    scribe_.reset();
    store_.reset();
  }
  RetentionReport apply(const Retention& keep, bool really = true, bool at_start = false) {
    close();
    RetentionRequest request;
    request.retention = keep;
    request.by = "root";
    request.now = kNextYear;
    request.apply = really;
    request.at_start = at_start;
    auto done = apply_retention(dir_.data(), default_policy(), request);
    EXPECT_TRUE(done) << done.error().say << " / " << done.error().detail;
    return done ? *std::move(done) : RetentionReport{};
  }
  std::vector<std::string> problems() const { return reading(dir_.data())->verify()->problems; }
  std::vector<std::int64_t> numbers() const {
    std::vector<std::int64_t> found;
    for (const Incident& incident : reading(dir_.data())->incidents().value())
      found.push_back(incident.number.value);
    return found;
  }
  static std::string why(const RetentionReport& report, std::int64_t number) {
    for (const RetentionKept& kept : report.kept) {
      if (kept.incident.value == number) return kept.why;
    }
    return "(goes)";
  }

  const TempDir dir_;
  std::unique_ptr<Store> store_;
  std::optional<Scribe> scribe_;
};

TEST_F(RetentionTest, WithoutATimeEverythingStays) {
  canceled(1);
  EXPECT_EQ(apply({}).count(), 0);
  EXPECT_THAT(numbers(), ElementsAre(1));
}

TEST_F(RetentionTest, AnIncidentGoesAsAWholeAndVerifyKnowsIt) {
  canceled(1);
  canceled(2, kNoon + std::chrono::days{100});
  const std::string head = scribe().incident(1).head_hash;
  const RetentionReport report = apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}});
  EXPECT_THAT(report.incidents, ElementsAre(IncidentNumber{1}));
  EXPECT_THAT(numbers(), ElementsAre(2));
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_THAT(dir_.bytes(), Not(HasSubstr("the 1th")));
  EXPECT_THAT(dir_.bytes(), HasSubstr("the 2th"));
  const auto log = reading(dir_.data())->events(kOperations).value();
  ASSERT_EQ(log.size(), 1U);
  const auto& record = std::get<TimelinesResealed>(log[0].body);
  EXPECT_EQ(record.cause, SealingCause::retention);
  ASSERT_EQ(record.timelines.size(), 1U);
  EXPECT_EQ(record.timelines[0].head_before, head);
  EXPECT_TRUE(record.timelines[0].taken_out());
}

TEST_F(RetentionTest, OneThatIsTakenOutWithoutARecordIsStillMissed) {
  canceled(1);
  canceled(2);
  apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}}, false);
  RawDatabase raw{dir_.database()};
  std::string drops;
  std::string triggers;
  for (const auto& row : raw.rows("SELECT name, sql || ';' FROM sqlite_schema WHERE type = 'trigger'")) {
    drops += "DROP TRIGGER " + *row[0] + ";";
    triggers += *row[1];
  }
  EXPECT_EQ(raw.run(drops + "DELETE FROM event WHERE incident = 1;" + triggers), "");
  EXPECT_THAT(problems(), Contains(HasSubstr("INC-1 is in the register and has no timeline")));
}

TEST_F(RetentionTest, ADryRunChangesNothing) {
  canceled(1);
  const RetentionReport report =
      apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}}, false);
  EXPECT_EQ(report.classes[0].count, 1);
  EXPECT_EQ(report.classes[0].oldest, kNoon);
  EXPECT_THAT(numbers(), ElementsAre(1));
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(RetentionTest, ANumberIsNeverGivenAgain) {
  canceled(1);
  canceled(2);
  apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}});
  EXPECT_THAT(numbers(), IsEmpty());
  const auto snapshot = opened(dir_.data())->load();
  ASSERT_TRUE(snapshot) << snapshot.error().say;
  EXPECT_EQ(snapshot->last_number, IncidentNumber{2});
}

TEST_F(RetentionTest, WhatIsOwedStays) {
  const IncidentDeclared declared = declaration("open for ever");
  scribe().record(1, declared);
  canceled(2);
  scribe().record(2, ActionItemAdded{"AI-1", "Repair it", {"ann"}, std::nullopt, "P1", "repair"});
  scribe().record(3, declaration("resolved, bad", Severity{1}));
  scribe().record(3, StateChanged{State::investigating, State::resolved, "", ""});
  canceled(4);
  scribe().record(4, LegalHoldSet{true, "a customer sues"});
  canceled(5);
  Change waits;
  waits.now = kNoon;
  OutboxRow row;
  row.key = "INC-5/1/0";
  row.incident = {5};
  row.lane = "slack/INC-5";
  row.effect = {"slack", SetTopic{}};
  waits.outbox = {row};
  ASSERT_TRUE(scribe().write(waits));
  canceled(6);
  Change reminds;
  reminds.now = kNoon;
  reminds.timers_set = {{{6}, "close_nudge", "", kNoon, kNoon}};
  ASSERT_TRUE(scribe().write(reminds));
  const RetentionReport report = apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}});
  EXPECT_EQ(why(report, 2), "action item AI-1 is open");
  EXPECT_EQ(why(report, 3), "its postmortem is not published");
  EXPECT_EQ(why(report, 4), "under legal hold: a customer sues");
  EXPECT_EQ(why(report, 5), "a chat is still to be told of it");
  EXPECT_EQ(why(report, 6), "it is still to be reminded of");
  EXPECT_EQ(why(report, 1), "(goes)") << "it is open, and not asked about";
  EXPECT_THAT(report.incidents, IsEmpty());
  EXPECT_EQ(numbers().size(), 6U);
}

TEST_F(RetentionTest, ALegalHoldThatWasLiftedHoldsNothing) {
  canceled(1);
  scribe().record(1, LegalHoldSet{true, "a customer sues"});
  scribe().record(1, LegalHoldSet{false, "settled"});
  apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}});
  EXPECT_THAT(numbers(), IsEmpty());
}

TEST_F(RetentionTest, DrillsHaveATimeOfTheirOwn) {
  canceled(1);
  canceled(2, kNoon, Kind::drill);
  canceled(3, kNoon, Kind::test);
  apply({.incidents = {}, .drills = kYear, .messages = {}, .access = {}});
  EXPECT_THAT(numbers(), ElementsAre(1));
}

TEST_F(RetentionTest, IncidentsThatWereMergedGoTogether) {
  scribe().declare(1, "survivor");
  scribe().declare(2, "the same");
  scribe().record(2, Merged{{1}, State::investigating, "the same"});
  scribe().record(1, MergeReceived{{2}, kNoon});
  const RetentionReport report = apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}});
  EXPECT_EQ(why(report, 2), "merged with INC-1, which stays");
  store_ = opened(dir_.data());
  scribe().incident(1) = reading(dir_.data())->incident({1})->value();
  scribe().incident(2) = reading(dir_.data())->incident({2})->value();
  scribe().record(1, Canceled{State::investigating, "a false alarm"});
  apply({.incidents = kYear, .drills = {}, .messages = {}, .access = {}});
  EXPECT_THAT(numbers(), IsEmpty());
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(RetentionTest, MessagesGoWhereNoIncidentIsOpenOrUnderLegalHold) {
  scribe().declare(1, "open");
  canceled(2);
  canceled(3);
  scribe().record(3, LegalHoldSet{true, "a customer sues"});
  Change said;
  said.now = kNoon;
  const auto room = [&](const std::string& name, std::int64_t incident) {
    said.console.emplace_back(ChatRoomOpened{name, name, false, {incident}});
    said.console.emplace_back(
        ChatMessageWritten{name, "old", "", {"ann"}, kNoon, R"({"text":"old words in )" + name + "\"}"});
    said.console.emplace_back(ChatReaction{name, "old", "+1", {"ann"}, true});
    said.console.emplace_back(ChatMessageWritten{name, "new", "", {"ann"}, kNextYear, R"({"text":"new"})"});
  };
  room("inc-1", 1);
  room("inc-2", 2);
  room("inc-3", 3);
  room("lobby", 0);
  ASSERT_TRUE(scribe().write(said));
  const RetentionReport report = apply({.incidents = {}, .drills = {}, .messages = kYear, .access = {}});
  EXPECT_EQ(report.count(), 2);
  const auto messages = [&](const std::string& name) {
    return reading(dir_.data())->chat_messages(name, "", 10)->size();
  };
  EXPECT_EQ(messages("inc-1"), 2U);
  EXPECT_EQ(messages("inc-2"), 1U);
  EXPECT_EQ(messages("inc-3"), 2U);
  EXPECT_EQ(messages("lobby"), 1U);
  EXPECT_THAT(dir_.bytes(), Not(HasSubstr("old words in lobby")));
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(RetentionTest, OfAccessesWhatAndWhereStay) {
  canceled(1);
  scribe().record(1, LegalHoldSet{true, "a customer sues"});
  OperationsLog log;
  Change made;
  made.now = kNoon;
  made.operations = &log;
  const auto add = [&](EventBody body, Actor by, Time at) {
    Event event;
    event.seq = log.last_seq + 1;
    event.occurred_at = event.recorded_at = at;
    event.actor = std::move(by);
    event.source = "console";
    event.body = std::move(body);
    evolve(log, event);
    made.events.push_back(std::move(event));
  };
  AccessRecorded refused;
  refused.kind = AccessKind::request_refused;
  refused.what = "GET /metrics";
  refused.address = "203.0.113.7";
  add(SignedIn{"console", "s1", false}, actor({"zora"}), kNoon);
  add(refused, Actor{}, kNoon);
  add(SignedIn{"console", "s2", false}, actor({"bob"}), kNextYear);
  AccessRecorded read;
  read.kind = AccessKind::private_read;
  read.incident = {1};
  add(read, actor({"cleo"}), kNoon);
  ASSERT_TRUE(scribe().write(made));
  const Retention keep{.incidents = {}, .drills = {}, .messages = {}, .access = kYear};
  EXPECT_EQ(apply(keep, true, true).count(), 2);
  const auto events = reading(dir_.data())->events(kOperations).value();
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events[0].actor.id, "forgotten");
  EXPECT_EQ(std::get<SignedIn>(events[0].body), (SignedIn{"console", "", false}));
  EXPECT_EQ(std::get<AccessRecorded>(events[1].body).what, "GET /metrics");
  EXPECT_EQ(std::get<AccessRecorded>(events[1].body).address, "");
  EXPECT_EQ(events[2].actor.id, "bob");
  EXPECT_EQ(events[3].actor.id, "cleo") << "who read what is under legal hold";
  const auto& record = std::get<TimelinesResealed>(events[4].body);
  EXPECT_EQ(record.timelines[0].incident, kOperations);
  EXPECT_EQ(record.timelines[0].last, 4);
  EXPECT_EQ(record.timelines[0].head_after, events[3].hash);
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_THAT(dir_.bytes(), Not(HasSubstr("203.0.113.7")));
  EXPECT_EQ(apply(keep).count(), 0) << "once";
}

TEST_F(RetentionTest, AStartTakesNoMoreThanItCan) {
  for (std::int64_t number = 1; number <= 201; ++number) canceled(number);
  const Retention keep{.incidents = kYear, .drills = {}, .messages = {}, .access = {}};
  const RetentionReport first = apply(keep, true, true);
  EXPECT_EQ(first.count(), 200);
  EXPECT_TRUE(first.more);
  EXPECT_EQ(numbers().size(), 1U) << "a start takes no more";
  EXPECT_EQ(apply(keep).count(), 1);
  EXPECT_THAT(numbers(), IsEmpty());
  EXPECT_THAT(problems(), IsEmpty());
}

}  // namespace

}  // namespace muster::test
