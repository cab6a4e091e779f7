#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Incidents : testing::Test {
  House house;
  Browser ann{house};

  Incidents() {
    house.configure("ann", "Ann");
    house.declare(7, "Checkout is down", Visibility::public_, {});
    house.record(7, NoteAdded{"rolled back"}, PersonId{"ann"});
    house.run([this]() -> Async<void> { co_await ann.sign_in("ann", true); });
  }
};

TEST_F(Incidents, AreListedNewestFirst) {
  house.declare(8, "Login is slow", Visibility::public_, {});
  house.run([&]() -> Async<void> {
    const auto list = (co_await ann.get("/api/v1/incidents")).body;
    EXPECT_EQ(at(list, "/incidents/0/number"), "8");
    EXPECT_EQ(at(list, "/incidents/1/title"), "Checkout is down");
  });
}

TEST_F(Incidents, ThePageHasACardAndTheChainsHead) {
  house.run([&]() -> Async<void> {
    const auto page = (co_await ann.get("/api/v1/incidents/7")).body;
    EXPECT_THAT(at(page, "/card/text"), HasSubstr("Checkout is down"));
    EXPECT_EQ(at(page, "/head_hash").size(), 64U);
  });
}

TEST_F(Incidents, TheTimelineTellsTheStory) {
  house.run([&]() -> Async<void> {
    const auto timeline = (co_await ann.get("/api/v1/incidents/7/timeline")).body;
    EXPECT_EQ(at(timeline, "/entries/0/type"), "declared");
    EXPECT_EQ(at(timeline, "/entries/1/seq"), "2");
    EXPECT_EQ(at(timeline, "/entries/1/who"), "Ann");
    EXPECT_THAT(at(timeline, "/entries/1/text"), HasSubstr("rolled back"));
  });
}

TEST_F(Incidents, APostmortemNobodySavedIsADraft) {
  house.run([&]() -> Async<void> {
    const auto draft = (co_await ann.get("/api/v1/incidents/7/postmortem")).body;
    EXPECT_EQ(at(draft, "/version"), "0");
    EXPECT_EQ(at(draft, "/state"), "none");
    EXPECT_EQ(at(draft, "/form"), "full");
    EXPECT_THAT(at(draft, "/markdown"), HasSubstr("Checkout is down"));
    EXPECT_THAT(at(draft, "/html"), HasSubstr("<h"));
  });
}

TEST_F(Incidents, ASavedPostmortemIsGivenBack) {
  house.record(
      7, PostmortemChanged{PostmortemState::draft, "brief", "# What happened\n<script>alert(1)</script>", ""},
      PersonId{"ann"});
  house.record(7, PostmortemChanged{PostmortemState::in_review, "brief", "", ""}, PersonId{"ann"});
  house.run([&]() -> Async<void> {
    const auto saved = (co_await ann.get("/api/v1/incidents/7/postmortem")).body;
    EXPECT_EQ(at(saved, "/version"), "3");
    EXPECT_EQ(at(saved, "/state"), "in_review");
    EXPECT_THAT(at(saved, "/markdown"), HasSubstr("# What happened"));
    EXPECT_THAT(at(saved, "/html"), Not(HasSubstr("<script>")));
    const auto page = co_await ann.get("/incidents/7/postmortem.html");
    EXPECT_EQ(page.headers.get("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.headers.get("Content-Security-Policy"), HasSubstr("default-src 'none'; style-src"));
    EXPECT_THAT(page.body, HasSubstr("What happened"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script>")));
  });
}

TEST_F(Incidents, SavingGoesTheOneRoad) {
  house.run([&]() -> Async<void> {
    const auto reply = co_await ann.send("PUT", "/api/v1/incidents/7/postmortem",
                                         body_with_id(R"("markdown":"# Mine","version":0)"));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto* saved = std::get_if<DialogSubmitted>(&house.intake->received.back().what);
    if (saved == nullptr) co_return ADD_FAILURE() << "the engine was not told";
    EXPECT_EQ(saved->dialog, "postmortem_text");
    EXPECT_EQ(saved->incident, IncidentNumber{7});
    EXPECT_EQ(saved->fields, (std::map<std::string, std::string>{{"text", "# Mine"}, {"version", "0"}}));
  });
}

TEST_F(Incidents, TheSecondWhoSavesIsTold) {
  house.intake->answer = [](const Inbound&) {
    Answer answer;
    answer.refused = true;
    answer.refused_field = "version";
    answer.refused_say = "Somebody else saved meanwhile.";
    return answer;
  };
  house.run([&]() -> Async<void> {
    const auto reply = co_await ann.send("PUT", "/api/v1/incidents/7/postmortem",
                                         body_with_id(R"("markdown":"# Mine","version":0)"));
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(at(reply.body, "/error/say"), "Somebody else saved meanwhile.");
  });
}

TEST_F(Incidents, APreviewIsSafe) {
  house.run([&]() -> Async<void> {
    const auto reply = co_await ann.send("POST", "/api/v1/incidents/7/postmortem/preview",
                                         R"({"markdown":"**bold** <img src=x onerror=alert(1)>"})");
    EXPECT_THAT(at(reply.body, "/html"), HasSubstr("<strong>bold</strong>"));
    EXPECT_THAT(at(reply.body, "/html"), Not(HasSubstr("<img")));
  });
}

}  // namespace
}  // namespace muster::console
