// Incidents at rest: a start leaves them on disk, and whoever asks for one does not notice.
#include <gmock/gmock.h>

#include "bot/ports/board.hpp"
#include "bot/store/sqlite.hpp"
#include "tests/unit/handlers/stage.hpp"
#include "tests/unit/store/raw_database.hpp"

namespace muster {
namespace {

using test::RawDatabase;
using test::Stage;
using testing::Contains;
using testing::ElementsAreArray;

constexpr int kNewest = 50;  // that are taken up whatever they are

std::string named(int number) {
  return to_string(IncidentNumber{number});
}

// The first one is called off, and after it so many others that it is not among the newest.
class Resting : public testing::Test {
 protected:
  void SetUp() override {
    declare();
    stage.deliver_all();
    stage.type("ann", named(1) + " cancel a false alarm");
  }

  int declare() {
    ++last_;
    stage.type("ann", "declare --anyway --service s" + std::to_string(last_) + " sev3 Broken " +
                          std::to_string(last_));
    return last_;
  }

  void fill_up() {
    stage.deliver_all();
    for (int n = 0; n < kNewest; ++n) declare();
  }

  [[nodiscard]] bool is_taken_up(int number) const {
    return std::ranges::find(stage.taken_up(), IncidentNumber{number}) != stage.taken_up().end();
  }

  void restart() {
    stage.restart();
    stage.take_effects();
  }

  Stage stage;

 private:
  int last_ = 0;
};

TEST_F(Resting, AStartTakesUpWhatIsOpenWhatATimerWaitsForAndTheNewest) {
  const int open = declare();
  const int owing = declare();
  stage.type("ann", named(owing) + " resolve rolled back");
  stage.type("ann", named(owing) + " action add Renew the certificate --due 2027-03-20");
  const int first_of_newest = owing + 1;
  fill_up();
  restart();
  std::vector<IncidentNumber> expected{{open}, {owing}};
  for (int n = 0; n < kNewest; ++n) expected.push_back({first_of_newest + n});
  EXPECT_THAT(stage.taken_up(), ElementsAreArray(expected));
}

TEST_F(Resting, WhoeverAsksForOneDoesNotNotice) {
  fill_up();
  restart();
  ASSERT_FALSE(is_taken_up(1));
  EXPECT_FALSE(stage.type("ann", named(1) + " note it was the test rig").refusal);
  EXPECT_FALSE(stage.type("bob", "reopen it is real after all", stage.room(1)).refusal)
      << "found by its room";
  const Incident back = stage.incident(1);
  EXPECT_TRUE(back.is_open());
  EXPECT_EQ(stage.bodies<NoteAdded>(1).size(), 1U);
  restart();
  EXPECT_TRUE(is_taken_up(1));
}

TEST_F(Resting, ItsReceiptsAndTimersAreAsEver) {
  fill_up();
  restart();
  ASSERT_FALSE(is_taken_up(1));
  stage.type("ann", named(1) + " reopen it is real after all");
  stage.type("ann", named(1) + " resolve rolled back");
  stage.type("ann", named(1) + " action add Renew the certificate --due 2026-03-20");
  restart();
  EXPECT_TRUE(is_taken_up(1)) << "it owes an action";
  stage.take_effects();
  stage.pass(std::chrono::hours{24 * 30});
  EXPECT_THAT(stage.posted_wordings(), Contains(testing::HasSubstr("action")));
}

TEST_F(Resting, TheListShowsTheNewestWhateverRests) {
  fill_up();
  const JobAnswer before = stage.type("ann", "list all");
  restart();
  const JobAnswer after = stage.type("ann", "list all");
  ASSERT_TRUE(before.reply.view && after.reply.view);
  EXPECT_EQ(std::get<ShowList>(*before.reply.view).numbers, std::get<ShowList>(*after.reply.view).numbers);
}

TEST_F(Resting, TheBoardReadsThemToo) {
  stage.type("ann", named(1) + " reopen it is real after all");
  stage.type("bob", named(1) + " task find the old key @bob");
  stage.type("ann", named(1) + " cancel a false alarm");
  const int secret = declare();
  stage.type("ann", named(secret) + " private now");
  stage.type("ann", named(secret) + " cancel a false alarm");
  ASSERT_EQ(stage.incident(1).tasks.size(), 1U);
  EXPECT_EQ(stage.incident(1).tasks.front().owner, PersonId{"slack:bob"});
  fill_up();
  restart();
  ASSERT_FALSE(is_taken_up(1));
  const auto reader = open_reader(stage.database().parent_path()).value();
  RestingIncidents resting{[&]() -> Result<IncidentSource*> { return reader.get(); }};
  Board board;
  board.policy = std::make_shared<const Policy>(default_policy());
  for (const IncidentNumber number : stage.taken_up())
    board.incidents[number] =
        std::make_shared<const Incident>(stage.incident(static_cast<int>(number.value)));
  EXPECT_EQ(board.find({1}), nullptr) << "it has no source yet";
  board.resting = &resting;
  ASSERT_NE(board.find({1}), nullptr);
  EXPECT_EQ(*board.find({1}), stage.incident(1));
  EXPECT_EQ(board.find({1000}), nullptr);
  EXPECT_TRUE(board.is_incident_room({"slack", stage.room(1), "", ""}));
  EXPECT_FALSE(board.is_incident_room({"slack", "general", "", ""}));
  EXPECT_EQ(board.resting_below(), IncidentNumber{secret + 1});
  EXPECT_EQ(board.report_viewer(PersonId{"slack:ann"}).private_seen, std::vector{IncidentNumber{secret}});
  EXPECT_TRUE(board.report_viewer(PersonId{"slack:bob"}).private_seen.empty());
  auto audited = default_policy();
  audited.auditors = {PersonId{"slack:bob"}};
  board.policy = std::make_shared<const Policy>(audited);
  EXPECT_EQ(board.report_viewer(PersonId{"slack:bob"}).private_seen, std::vector{IncidentNumber{secret}});
  board.policy = std::make_shared<const Policy>(default_policy());
  EXPECT_EQ(board.visible_to(PersonId{"slack:bob"}).size(), std::size_t{kNewest});
  EXPECT_EQ(board.concerning(PersonId{"slack:bob"}).back()->number, IncidentNumber{1})
      << "it has a task for bob";
  EXPECT_FALSE(resting.take_trouble());
}

TEST_F(Resting, OneThatCannotBeReadIsAnErrorAndNotAnIncidentThatIsNotThere) {
  fill_up();
  {
    RawDatabase raw{stage.database()};
    ASSERT_EQ(raw.run("DROP TRIGGER event_is_not_deleted; DELETE FROM event WHERE incident = 1 AND seq = 2"),
              "");
  }
  restart();
  ASSERT_FALSE(is_taken_up(1));
  Inbound inbound;
  inbound.from = Identity{"slack", "ann", "ann"};
  inbound.place = {"slack", "", "", ""};
  inbound.what = CommandTyped{named(1) + " note it was the test rig", {}};
  const JobResult answer = stage.submit(std::move(inbound));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(answer.error().say, testing::HasSubstr("INC-1 is broken at entry 3"));
  EXPECT_FALSE(stage.type("ann", named(2) + " note the others go on").refusal);
}

}  // namespace
}  // namespace muster
