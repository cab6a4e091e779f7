// The course of an incident: states that need a verb of their own, and roles that several hold.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::HasSubstr;

class Course : public testing::Test {
 protected:
  Course() {
    stage.type("ann", "declare sev2 Checkout is down");
    stage.deliver_all();
  }
  JobAnswer say(const std::string& text, const std::string& person = "ann") {
    return stage.type(person, text, stage.room());
  }
  Stage stage;
};

TEST_F(Course, MergingAndCancelingAreNotStatesOneSets) {
  for (const char* text : {"status merged", "status canceled", "update --state merged Same as the other",
                           "update --state canceled It was nothing"}) {
    const JobAnswer answer = say(text);
    ASSERT_TRUE(answer.refusal) << text;
    EXPECT_EQ(answer.refusal->code, "invalid_transition") << text;
    EXPECT_THAT(
        answer.refusal->say,
        HasSubstr(std::string{text}.find("merged") == std::string::npos ? "cancel <why>" : "merge INC-7"));
  }
  EXPECT_EQ(stage.incident().state, State::investigating);
}

std::vector<PersonId> holding(const Incident& incident, const std::string& role) {
  std::vector<PersonId> people;
  for (const RoleTerm& term : incident.role_terms) {
    if (term.role == role && !term.until) people.push_back(term.person);
  }
  return people;
}

TEST_F(Course, ARoleOfSeveralEndsNobodyElsesTerm) {
  for (const char* person : {"bob", "cat"}) say("claim responder", person);
  EXPECT_EQ(holding(stage.incident(), "responder"), (std::vector<PersonId>{{"slack:bob"}, {"slack:cat"}}));
  say("role responder none");
  EXPECT_EQ(holding(stage.incident(), "responder"), (std::vector<PersonId>{{"slack:bob"}}));
  EXPECT_EQ(stage.incident().holder("responder"), PersonId{"slack:bob"});
}

TEST_F(Course, ARoleOfOneHasOneHolder) {
  say("claim comms", "bob");
  say("note here", "cat");
  say("role comms @cat");
  EXPECT_EQ(holding(stage.incident(), "communications_lead"), (std::vector<PersonId>{{"slack:cat"}}));
}

}  // namespace
}  // namespace muster
