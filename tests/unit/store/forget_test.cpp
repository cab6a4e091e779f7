// A person is forgotten: nothing of them in the files, the same incidents but for them, chains that hold.
#include "bot/store/forget.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kWholeName = "Zora Quimby";
constexpr const char* kErased = "erased-1";

ForgetRequest asked_for(bool apply) {
  ForgetRequest asked;
  asked.traces = {{PersonId{"zora"}, PersonId{"slack:UZORA"}}, {kWholeName, "UZORA", "zora@example.com"}};
  asked.token = kErased;
  asked.by = "root";
  asked.reason = "asked for it";
  asked.now = kNoon;
  asked.apply = apply;
  return asked;
}

// Two incidents in which somebody of this id and name takes part, and one in which nobody does.
void write_incidents(Store& store, const PersonId& who, const std::string& name) {
  Scribe scribe{store};
  scribe.declare(1, "first of " + name);
  scribe.record(1, RoleAssigned{"incident_commander", who, false});
  scribe.record(1, NoteAdded{"@{" + who.value + "} sees " + name}, kNoon, actor(who));
  scribe.record(1, PersonPaged{.page = "P1", .target = who.value, .people = {who}, .text = "help, " + name});
  scribe.record(1, PageAcknowledged{"P1", who}, kNoon, actor(who));
  scribe.record(1, TaskAdded{"T1", "ask " + name, who, std::nullopt});
  scribe.record(1, ActionItemAdded{"AI-1", "Tell " + name, who, std::nullopt, "P1", "process"});
  scribe.declare(2, "second");
  scribe.record(2, NoteAdded{"nobody"}, kNoon, actor({"bob"}));
  scribe.declare(3, "third");
  scribe.record(3, RoleAssigned{"incident_commander", who, false});
}

class Forget : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = opened(dir_.data());
    write_incidents(*store, {"zora"}, kWholeName);
    Change change;
    change.now = kNoon;
    change.origin_key = "slack/Ev1/UZORA";
    change.reply = std::string{"Done, "} + kWholeName;
    change.people = {
        {PersonId{"zora"}, kWholeName, "", {{"slack", "UZORA"}, {"email", "zora@example.com"}}, {}, {}}};
    change.console = {
        ChatRoomOpened{"direct-zora", "muster", true, {}}, ChatMemberAdded{"direct-zora", {"zora"}},
        ChatMessageWritten{"inc-1", "m1", "", {"zora"}, kNoon, R"({"text":"I am Zora Quimby"})"},
        ChatReaction{"inc-1", "m1", "+1", {"zora"}, true}, SessionOpened{"hash", {"zora"}, kNoon, kNoon}};
    OutboxRow row;
    row.key = "INC-1/1/0";
    row.incident = {1};
    row.lane = "slack/person/zora";
    row.effect = {"slack", SendPage{.page = "P1", .person = {"zora"}, .method = "chat"}};
    change.outbox = {row};
    change.timers_set = {{{1}, "commander_tired", "zora", kNoon, kNoon}};
    ASSERT_TRUE(Scribe{*store}.write(change));
  }

  ForgetReport forget(bool apply) {
    auto done = forget_person(dir_.data(), asked_for(apply));
    EXPECT_TRUE(done) << done.error().say << " / " << done.error().detail;
    return done ? *std::move(done) : ForgetReport{};
  }
  std::vector<std::string> problems() const { return reading(dir_.data())->verify()->problems; }

  const TempDir dir_;
};

TEST_F(Forget, ADryRunTellsAndChangesNothing) {
  const std::string before = reading(dir_.data())->incident({1})->value().head_hash;
  const ForgetReport report = forget(false);
  ASSERT_EQ(report.timelines.size(), 2U);
  EXPECT_EQ(report.timelines[0].incident, IncidentNumber{1});
  EXPECT_EQ(report.timelines[0].entries, 7);
  EXPECT_EQ(report.timelines[1].incident, IncidentNumber{3});
  EXPECT_EQ(report.timelines[1].entries, 1);
  EXPECT_EQ(report.timelines[1].first, 2);
  EXPECT_EQ(report.messages, 1);
  EXPECT_EQ(reading(dir_.data())->incident({1})->value().head_hash, before);
  EXPECT_THAT(reading(dir_.data())->events(kOperations).value(), IsEmpty());
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Forget, LeavesNothingInTheFilesAndTheChainsHold) {
  forget(true);
  const std::string all = dir_.bytes();
  for (const char* trace : {kWholeName, "Zora", "Quimby", "zora", "quimbi", "UZORA", "zora@example.com"})
    EXPECT_THAT(all, Not(HasSubstr(trace))) << "quimbi: as the search stems it";
  EXPECT_THAT(all, HasSubstr(kErased));
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Forget, TheIncidentsAreTheSameButForThem) {
  forget(true);
  const TempDir other;
  write_incidents(*opened(other.data()), {kErased}, kErased);
  for (const IncidentNumber number : {IncidentNumber{1}, IncidentNumber{2}, IncidentNumber{3}}) {
    Incident found = reading(dir_.data())->incident(number)->value();
    const Incident wanted = reading(other.data())->incident(number)->value();
    EXPECT_EQ(found.head_hash, wanted.head_hash) << "sealed as if it had been written so";
    EXPECT_EQ(found, wanted);
  }
  const auto heads = [](const TempDir& dir) { return reading(dir.data())->verify()->register_head; };
  EXPECT_EQ(heads(dir_), heads(other));
  EXPECT_THAT(reading(dir_.data())->search({kErased}, 5)->front().number, IncidentNumber{1});
}

TEST_F(Forget, IsOnRecordWithTheOldHeadsAndTheNew) {
  const Incident before = reading(dir_.data())->incident({1})->value();
  const std::string register_before = reading(dir_.data())->verify()->register_head;
  forget(true);
  const auto log = reading(dir_.data())->events(kOperations).value();
  ASSERT_EQ(log.size(), 1U);
  const auto& record = std::get<TimelinesResealed>(log[0].body);
  EXPECT_EQ(record.cause, SealingCause::person_forgotten);
  EXPECT_EQ(record.by, "root");
  EXPECT_EQ(record.reason, "asked for it");
  ASSERT_EQ(record.timelines.size(), 2U);
  EXPECT_EQ(record.timelines[0].head_before, before.head_hash);
  EXPECT_EQ(record.timelines[0].head_after, reading(dir_.data())->incident({1})->value().head_hash);
  EXPECT_EQ(record.timelines[0].last, before.last_seq);
  EXPECT_EQ(record.register_lines, 3);
  EXPECT_EQ(record.register_before, register_before);
  EXPECT_EQ(record.register_after, reading(dir_.data())->verify()->register_head);
}

TEST_F(Forget, AReasonThatNamesThemDoesNotGoOnRecord) {
  ForgetRequest asked = asked_for(true);
  asked.reason = std::string{kWholeName} + " asked for it";
  ASSERT_TRUE(forget_person(dir_.data(), asked));
  EXPECT_THAT(dir_.bytes(), Not(HasSubstr(kWholeName)));
}

TEST_F(Forget, MusterGoesOnAndSoDoesTheChain) {
  forget(true);
  {
    const auto store = opened(dir_.data());
    const auto snapshot = store->load();
    ASSERT_TRUE(snapshot) << snapshot.error().say;
    Scribe scribe{*store};
    scribe.incident(1) = snapshot->incidents[0];
    scribe.record(1, NoteAdded{"and on it goes"});
  }
  EXPECT_THAT(problems(), IsEmpty());
  forget(true);
  EXPECT_THAT(problems(), IsEmpty()) << "a second time there is nothing left";
}

TEST_F(Forget, WhatIsUnderLegalHoldIsNotForgottenInPart) {
  {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    scribe.incident(3) = store->load()->incidents[2];
    scribe.record(3, LegalHoldSet{true, "a customer sues"}, kNoon, actor({"bob"}));
  }
  EXPECT_THAT(forget(false).on_hold, ElementsAre(IncidentNumber{3}));
  const auto refused = forget_person(dir_.data(), asked_for(true));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().say, HasSubstr("INC-3"));
  EXPECT_THAT(dir_.bytes(), HasSubstr(kWholeName));
  EXPECT_THAT(problems(), IsEmpty());
}

// It names nobody itself, but who read it is part of what the hold keeps.
TEST_F(Forget, WhoReadWhatIsUnderLegalHoldIsNotForgotten) {
  {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    scribe.incident(2) = store->load()->incidents[1];
    scribe.record(2, LegalHoldSet{true, "a customer sues"}, kNoon, actor({"bob"}));
    AccessRecorded read;
    read.kind = AccessKind::private_read;
    read.what = "GET /api/v1/incidents/{n}";
    read.incident = {2};
    OperationsLog log;
    Event event;
    event.seq = 1;
    event.occurred_at = event.recorded_at = kNoon;
    event.actor = actor({"zora"});
    event.source = "console";
    event.body = read;
    evolve(log, event);
    Change made;
    made.now = kNoon;
    made.operations = &log;
    made.events = {event};
    ASSERT_TRUE(scribe.write(made));
  }
  EXPECT_THAT(forget(false).on_hold, ElementsAre(IncidentNumber{2}));
  EXPECT_FALSE(forget_person(dir_.data(), asked_for(true)));
}

TEST_F(Forget, IsRefusedWhileMusterRuns) {
  const auto store = opened(dir_.data());
  const auto refused = forget_person(dir_.data(), asked_for(true));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().say, HasSubstr("stop that one"));
}

// A record that does not hold would hold again if it were sealed anew.
TEST_F(Forget, IsRefusedWhereARecordWasTamperedWith) {
  {
    RawDatabase raw{dir_.database()};
    const std::string trigger =
        raw.value("SELECT sql FROM sqlite_schema WHERE name = 'event_is_not_updated'");
    EXPECT_EQ(raw.run("DROP TRIGGER event_is_not_updated;"
                      "UPDATE event SET body = '{\"text\":\"forged\"}' WHERE incident = 1 AND seq = 3;" +
                      trigger),
              "");
  }
  const auto refused = forget_person(dir_.data(), asked_for(true));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(refused.error().say, HasSubstr("INC-1 entry 3 was changed"));
}

// Somebody who seals a timeline anew without a word on the operations log.
TEST_F(Forget, ARecordThatDoesNotFitIsFound) {
  forget(true);
  {
    RawDatabase raw{dir_.database()};
    std::string drops;
    std::string triggers;
    for (const auto& row : raw.rows("SELECT name, sql || ';' FROM sqlite_schema WHERE type = 'trigger'")) {
      drops += "DROP TRIGGER " + *row[0] + ";";
      triggers += *row[1];
    }
    EXPECT_EQ(raw.run(drops + "DELETE FROM event WHERE incident = 3 AND seq = 2;" + triggers), "");
  }
  EXPECT_THAT(problems(),
              testing::Contains(HasSubstr("INC-3 does not have the head with which it was sealed anew")));
}

}  // namespace

}  // namespace muster::test
