#include "bot/domain/traces.hpp"

#include <gmock/gmock.h>

namespace muster {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

Person ann() {
  return {PersonId{"ann"},
          "Ann Özdemir",
          "",
          {{"slack", "U123"}, {"email", "ann@example.com"}, {"phone", "+49 170 1234567"}},
          {},
          {}};
}

class Forgetting : public testing::Test {
 protected:
  Forgetting() : forgetter{traces_of_ann(), "erased-1"} {}
  static Traces traces_of_ann() {
    Traces traces;
    add_traces(traces, ann());
    return traces;
  }
  std::string text(std::string said) const {
    forgetter.in_text(said);
    return said;
  }
  std::string key(std::string said) const {
    forgetter.in_key(said);
    return said;
  }
  const Forgetter forgetter;
};

TEST_F(Forgetting, KnowsAPersonByIdsAndWords) {
  EXPECT_THAT(forgetter.traces().ids,
              UnorderedElementsAre(PersonId{"ann"}, PersonId{"slack:U123"}, PersonId{"email:ann@example.com"},
                                   PersonId{"phone:+49 170 1234567"}));
  EXPECT_THAT(forgetter.traces().words, UnorderedElementsAre("Ann Özdemir", "ann-zdemir", "U123",
                                                             "ann@example.com", "+49 170 1234567"));
}

TEST_F(Forgetting, TakesWordsWhateverTheirCase) {
  EXPECT_EQ(text("ask ANN ÖZDEMIR, she knows"), "ask erased-1, she knows");
  EXPECT_EQ(text("Ann@Example.com wrote <@U123>"), "erased-1 wrote <@erased-1>");
  EXPECT_EQ(text("Ann Özdemir Ann Özdemir"), "erased-1 erased-1");
  EXPECT_EQ(text("“Ann Özdemir’s” idea"), "“erased-1’s” idea");
}

TEST_F(Forgetting, TakesWholeWordsOnly) {
  EXPECT_EQ(text("Ann Özdemirova"), "Ann Özdemirova");
  EXPECT_EQ(text("Joann Özdemir"), "Joann Özdemir");
  EXPECT_EQ(text("XU123 U1234"), "XU123 U1234");
  EXPECT_EQ(text("joann@example.com"), "joann@example.com");
}

TEST_F(Forgetting, TakesANumberHoweverItIsWritten) {
  EXPECT_EQ(text("call +491701234567 or 49 (170) 123-4567"), "call erased-1 or erased-1");
  EXPECT_EQ(text("4917012345678"), "4917012345678") << "another number";
}

TEST_F(Forgetting, TakesIdsOnlyWhereTheyAreMeantAsOne) {
  EXPECT_EQ(text("@{ann} took over from @ann."), "@{erased-1} took over from @erased-1.");
  EXPECT_EQ(text("@ann-lee and @ann.lee and @anna"), "@ann-lee and @ann.lee and @anna");
  EXPECT_EQ(text("ann is a word"), "ann is a word");
  std::string whole = "ann";
  EXPECT_TRUE(forgetter.in_id(whole));
  EXPECT_EQ(whole, "erased-1");
}

TEST_F(Forgetting, TakesThemOutOfKeys) {
  EXPECT_EQ(key("slack/person/ann"), "slack/person/erased-1");
  EXPECT_EQ(key("direct-ann"), "direct-erased-1");
  EXPECT_EQ(key("direct-slack:U123"), "direct-erased-1");
  EXPECT_EQ(text("inc-4-ann-zdemir-is-blocked"), "inc-4-erased-1-is-blocked");
  EXPECT_EQ(key("INC-4/announcements"), "INC-4/announcements");
}

TEST_F(Forgetting, InAConfigurationIdsStandByThemselves) {
  std::string text =
      "people:\n  ann: {name: Ann Özdemir}\n  anna: {name: Anna}\nteams: {db: {members: [bob, ann]}}\n";
  EXPECT_TRUE(forgetter.in_configuration(text));
  EXPECT_EQ(text,
            "people:\n  erased-1: {name: erased-1}\n  anna: {name: Anna}\nteams: {db: {members: [bob, "
            "erased-1]}}\n");
}

TEST_F(Forgetting, TellsWhatMayMeanOthers) {
  EXPECT_THAT(name_parts(forgetter.traces()), ElementsAre("Ann", "Özdemir"));
  const WordCounter counter{{"Ann", "Özdemir"}};
  EXPECT_TRUE(counter.is_in("then ann said"));
  EXPECT_FALSE(counter.is_in("the annotation"));
}

TEST(Forgetter, OfNothingChangesNothing) {
  const Forgetter forgetter{{}, "erased-1"};
  std::string text = "@ann";
  EXPECT_FALSE(forgetter.in_text(text));
  EXPECT_FALSE(forgetter.in_key(text));
  EXPECT_FALSE(forgetter.in_configuration(text));
}

}  // namespace
}  // namespace muster
