// The views and the queries of docs/reporting.md, on a database with a few weeks behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Row = RawDatabase::Row;
const Actor kBob = actor({"bob"});

// The example that the documentation's queries are run on.
class Reporting : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    Change people;
    people.people = {{{"ann"}, "Ann Lee", "UTC", {}}, {{"bob"}, "Bob Roe", "UTC", {}}};
    ASSERT_TRUE(scribe.write(people));
    outage(scribe);
    scribe.declare(2, "Checkout is down too", Severity{2}, Visibility::public_, kNoon - minutes{2});
    scribe.record(2, PersonPaged{"P1", "sre", {{"bob"}}, "help"}, kNoon - minutes{1});
    scribe.record(1, MergeReceived{{2}, kNoon - minutes{2}}, kNoon + minutes{5});
    scribe.record(2, Merged{{1}, State::investigating, "same"}, kNoon + minutes{5});
    scribe.declare(3, "Leak of customer addresses", Severity{1}, Visibility::private_);
    scribe.record(3, PersonPaged{"P1", "ciso", {{"ann"}}, "now"}, kNoon);
    scribe.record(3, ImpactChanged{{"crm"}, ImpactLevel::confidentiality, kNoon, ""}, kNoon);
    scribe.record(3, PromiseMoved{"restricted", kNoon + minutes{10}, ""}, kNoon);
    scribe.record(3, UpdatePosted{{"restricted"}, "working", State::investigating, Severity{1}, {}}, kNoon);
    scribe.record(3, RoleAssigned{"incident_commander", {"ann"}}, kNoon);
    scribe.record(3, TaskAdded{"T1", "revoke", {"ann"}, {}}, kNoon);
    ChangeReported change;
    change.change = "CHG-9";
    change.relation = "cause";
    scribe.record(3, change, kNoon);
    scribe.record(3, ActionItemAdded{"AI-1", "encrypt", {"ann"}, {}, "P0", ""}, kNoon);
    scribe.declare(4, "Mail is slow", Severity{3}, Visibility::public_, kNoon + std::chrono::days{7});
    scribe.record(4, Merged{{3}, State::investigating, "same people"}, kNoon + std::chrono::days{7});
    scribe.declare(5, "Search is slow", std::nullopt, Visibility::public_, kNoon + std::chrono::days{7});
  }

  // INC-1: impact from 11:50, declared 12:00, paged 12:01 (its twin was paged at 11:59), acknowledged 12:06,
  // led from 12:04, monitoring 12:50, resolved 13:20.
  static void outage(Scribe& scribe) {
    scribe.declare(1, "Checkout is down", Severity{2});
    scribe.record(1, PersonPaged{"P1", "sre", {{"bob"}}, "help"}, kNoon + minutes{1});
    scribe.record(1, RoleAssigned{"incident_commander", {"ann"}}, kNoon + minutes{4});
    scribe.record(1, PageAcknowledged{"P1", {"bob"}}, kNoon + minutes{6} + Duration{999999}, kBob);
    scribe.record(1, SeverityChanged{Severity{2}, Severity{1}, "all regions"}, kNoon + minutes{8});
    scribe.record(1, NoteAdded{"it is the network"}, kNoon + minutes{9});
    scribe.record(
        1,
        UpdatePosted{
            {"internal", "public"}, "We know", State::investigating, Severity{1}, kNoon + minutes{40}},
        kNoon + minutes{10});
    scribe.record(1, NoteAdded{"a slip"}, kNoon + minutes{11});
    const Seq slip = scribe.incident(1).last_seq;
    scribe.record(1, EntryWithdrawn{slip, "mistyped"}, kNoon + minutes{12});
    scribe.record(1, EntryRevised{slip - 2, "it is the database", kNoon - minutes{5}, "corrected"},
                  kNoon + minutes{30});
    scribe.record(1, ImpactChanged{{"checkout", "api"}, ImpactLevel::full, kNoon - minutes{10}, ""},
                  kNoon + minutes{31});
    scribe.record(1, ImpactChanged{{"api"}, ImpactLevel::none, kNoon + minutes{20}, ""}, kNoon + minutes{32});
    scribe.record(1, UpdatePosted{{"public"}, "Fixing", State::fixing, Severity{1}, {}}, kNoon + minutes{47});
    scribe.record(1, ImpactChanged{{"checkout"}, ImpactLevel::none, kNoon + minutes{50}, ""},
                  kNoon + minutes{50});
    scribe.record(1, StateChanged{State::investigating, State::monitoring, ""}, kNoon + minutes{50});
    scribe.record(1, TaskAdded{"T1", "watch the queue", {"bob"}, kNoon + minutes{60}}, kNoon + minutes{51});
    scribe.record(1,
                  ActionItemAdded{
                      "AI-1", "alert on pool size", {"bob"}, Time{std::chrono::days{19000}}, "P1", "detect"},
                  kNoon + minutes{60});
    scribe.record(1, StateChanged{State::monitoring, State::resolved, ""}, kNoon + minutes{80});
  }

  std::vector<Row> ask(const std::string& sql) {
    RawDatabase raw{dir_.database()};
    EXPECT_EQ(raw.run("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON"), "");
    auto rows = raw.rows(sql);
    columns_ = raw.columns;
    return rows;
  }

  // One row of one view, by column name.
  std::map<std::string, std::string> one(const std::string& sql) {
    const auto rows = ask(sql);
    EXPECT_THAT(rows, SizeIs(1)) << sql;
    std::map<std::string, std::string> found;
    for (std::size_t i = 0; !rows.empty() && i < columns_.size(); ++i)
      found[columns_[i]] = rows[0][i].value_or("NULL");
    return found;
  }

  static std::string manual() {
    std::ifstream in{std::string{MUSTER_SOURCE_DIR} + "/docs/reporting.md"};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  // The SQL blocks by the question above them.
  static std::map<std::string, std::string> questions() {
    std::map<std::string, std::string> found;
    std::istringstream lines{manual()};
    std::string heading;
    bool in_sql = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("### ")) heading = line.substr(4);
      if (line == "```sql")
        in_sql = true;
      else if (line == "```")
        in_sql = false;
      else if (in_sql)
        found[heading] += line + "\n";
    }
    return found;
  }

  std::vector<Row> answer(const std::string& question) {
    const auto all = questions();
    const auto found = all.find(question);
    EXPECT_NE(found, all.end()) << question;
    return found == all.end() ? std::vector<Row>{} : ask(found->second);
  }

  TempDir dir_;
  std::vector<std::string> columns_;
};

const std::vector<std::string> kViews = {"v_incidents",     "v_timeline", "v_updates",         "v_pages",
                                         "v_actions",       "v_tasks",    "v_roles",           "v_impact",
                                         "v_kpis",          "v_time",     "v_service_impact",  "v_cadence",
                                         "v_interruptions", "v_changes",  "v_incident_changes"};

TEST_F(Reporting, every_question_of_the_manual_has_an_answer) {
  const auto all = questions();
  EXPECT_THAT(all, SizeIs(10));
  for (const auto& [question, sql] : all) {
    EXPECT_THAT(ask(sql), Not(IsEmpty())) << question;
  }
}

TEST_F(Reporting, every_column_is_in_the_manual) {
  const std::string text = manual();
  for (const std::string& view : kViews) {
    const auto begin = text.find("### " + view + "\n");
    ASSERT_NE(begin, std::string::npos) << view;
    const std::string section = text.substr(begin, text.find("\n#", begin + 1) - begin);
    ask("SELECT * FROM " + view);
    const auto columns = columns_;
    EXPECT_THAT(columns, Not(IsEmpty()));
    for (const std::string& column : columns) {
      EXPECT_NE(section.find("`" + column + "`"), std::string::npos) << view << "." << column;
    }
    ask("SELECT * FROM " + view + "_all");
    EXPECT_EQ(columns_, columns) << view;
  }
}

TEST_F(Reporting, private_incidents_are_only_in_the_views_for_those_who_may_see_everything) {
  for (const std::string& view : kViews) {
    const std::string count = "SELECT count(*) FROM " + view;
    EXPECT_EQ(ask(count + " WHERE incident = 3")[0][0], "0") << view;
    // Changes are the organisation's; only their tie to a private incident is hidden.
    if (view != "v_changes") EXPECT_NE(ask(count + "_all WHERE incident = 3")[0][0], "0") << view;
    for (const auto& row : ask("SELECT * FROM " + view)) {
      for (const auto& value : row)
        EXPECT_THAT(value.value_or(""), Not(testing::HasSubstr("customer addresses")));
    }
  }
  EXPECT_EQ(one("SELECT merged_into FROM v_incidents WHERE incident = 4")["merged_into"], "NULL");
  EXPECT_EQ(one("SELECT merged_into FROM v_incidents_all WHERE incident = 4")["merged_into"], "3");
  EXPECT_THAT(ask("SELECT * FROM v_timeline WHERE incident = 4 AND type = 'merged'"), IsEmpty());
  EXPECT_EQ(one("SELECT merged_into FROM v_incidents WHERE incident = 2")["merged_into"], "1");
}

// The operations log is no incident, so it is not among the views above.
TEST_F(Reporting, the_view_of_access_tells_auditors_what_they_may_know) {
  {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    OperationsLog log;
    Change made;
    made.now = kNoon;
    made.operations = &log;
    const auto add = [&](EventBody body, Actor by) {
      Event event;
      event.seq = log.last_seq + 1;
      event.occurred_at = event.recorded_at = kNoon;
      event.actor = std::move(by);
      event.source = "console";
      event.body = std::move(body);
      evolve(log, event);
      made.events.push_back(std::move(event));
    };
    AccessRecorded refused;
    refused.kind = AccessKind::sign_in_refused;
    refused.what = "POST /api/v1/session";
    refused.why = "bad_link";
    refused.address = "203.0.113.7";
    refused.left_out = 12;
    AccessRecorded read;
    read.kind = AccessKind::private_read;
    read.incident = {3};
    AccessRecorded made_link;
    made_link.kind = AccessKind::link_made;
    made_link.person = {"ann"};
    add(SignedIn{"console", "s1", false}, kBob);
    add(refused, Actor{});
    add(read, kBob);
    add(made_link, kBob);
    add(SignedIn{"console", "s1", true}, kBob);
    ASSERT_TRUE(scribe.write(made));
  }
  const std::string what = "SELECT kind, actor_name, what, incident, why, address, made_for, left_out FROM ";
  const Row came{"signed_in",  "Bob Roe",    std::nullopt, std::nullopt,
                 std::nullopt, std::nullopt, std::nullopt, "0"};
  const Row refusal{"sign_in_refused", std::nullopt,  "POST /api/v1/session", std::nullopt,
                    "bad_link",        "203.0.113.7", std::nullopt,           "12"};
  const Row reading{"private_read", "Bob Roe",    std::nullopt, "3",
                    std::nullopt,   std::nullopt, std::nullopt, "0"};
  const Row link{"link_made", "Bob Roe", std::nullopt, std::nullopt, std::nullopt, std::nullopt, "ann", "0"};
  Row went = came;
  went[0] = "signed_out";
  EXPECT_THAT(ask(what + "v_access_all ORDER BY entry"), ElementsAre(came, refusal, reading, link, went));
  EXPECT_THAT(ask(what + "v_access ORDER BY entry"), ElementsAre(came, refusal, link, went));
  const std::string text = manual();
  const auto begin = text.find("### v_access\n");
  ASSERT_NE(begin, std::string::npos);
  const std::string section = text.substr(begin, text.find("\n#", begin + 1) - begin);
  ask("SELECT * FROM v_access");
  for (const std::string& column : columns_)
    EXPECT_NE(section.find("`" + column + "`"), std::string::npos) << column;
}

TEST_F(Reporting, the_times_between_the_anchors_follow_the_definitions) {
  auto k = one("SELECT * FROM v_kpis WHERE incident = 1");
  EXPECT_EQ(k["counts_in_reports"], "1");
  EXPECT_EQ(k["peak_severity"], "1");
  EXPECT_EQ(k["impact_started_at"], "2026-11-24T11:50:00Z");
  EXPECT_EQ(k["impact_ended_at"], "2026-11-24T12:50:00Z");
  EXPECT_EQ(k["declared_at"], "2026-11-24T11:58:00Z") << "the merged one was declared first";
  EXPECT_EQ(k["first_page_at"], "2026-11-24T11:59:00Z") << "and paged first";
  EXPECT_EQ(k["acknowledged_at"], "2026-11-24T12:06:00Z");
  EXPECT_EQ(k["ttd_s"], std::to_string(8 * 60));
  EXPECT_EQ(k["tta_s"], std::to_string(7 * 60)) << "whole seconds of each instant";
  EXPECT_EQ(k["tte_s"], std::to_string(6 * 60));
  EXPECT_EQ(k["ttm_s"], std::to_string(60 * 60));
  EXPECT_EQ(k["ttr_impact_s"], std::to_string(90 * 60));
  EXPECT_EQ(k["ttr_declared_s"], std::to_string(82 * 60));
  EXPECT_EQ(k["ttfp_s"], std::to_string(12 * 60));
  EXPECT_EQ(k["impact_union_s"], std::to_string(60 * 60)) << "two services at once count once";
}

TEST_F(Reporting, what_is_not_known_is_null) {
  auto k = one("SELECT * FROM v_kpis WHERE incident = 5");
  for (const char* column : {"ttd_s", "tta_s", "tte_s", "ttm_s", "ttr_impact_s", "ttr_declared_s", "ttfp_s",
                             "ttmob_s", "resolved_at", "first_page_at", "peak_severity"}) {
    EXPECT_EQ(k[column], "NULL") << column;
  }
  EXPECT_EQ(one("SELECT * FROM v_kpis WHERE incident = 2")["counts_in_reports"], "0") << "merged";
}

TEST_F(Reporting, the_timeline_reads_as_corrected) {
  const auto notes =
      ask("SELECT text, occurred_at, revised FROM v_timeline WHERE incident = 1 AND type = 'note'");
  EXPECT_THAT(notes, ElementsAre(Row{"it is the database", "2026-11-24T11:55:00Z", "1"}));
  EXPECT_EQ(ask("SELECT text FROM v_timeline WHERE incident = 1 AND type = 'severity'")[0][0], "all regions");
}

TEST_F(Reporting, roles_pages_and_impact_have_their_lengths) {
  EXPECT_THAT(ask("SELECT role, person_name, until, held_s FROM v_roles"),
              ElementsAre(Row{"incident_commander", "Ann Lee", std::nullopt, std::to_string(76 * 60)}));
  EXPECT_THAT(ask("SELECT incident, ack_s, acknowledged_by FROM v_pages ORDER BY incident"),
              ElementsAre(Row{"1", "300", "[\"bob\"]"}, Row{"2", std::nullopt, "[]"}));
  EXPECT_THAT(ask("SELECT service, level, lasted_s FROM v_impact ORDER BY service"),
              ElementsAre(Row{"api", "full", "1800"}, Row{"checkout", "full", "3600"}));
}

TEST_F(Reporting, the_managers_numbers_are_right) {
  EXPECT_THAT(answer("How many incidents did we have, by month and severity?"),
              ElementsAre(Row{"2026-11", "1", "1"}, Row{"2026-12", std::nullopt, "1"}));
  EXPECT_THAT(answer("How fast are we: acknowledge, mitigate, resolve?"),
              ElementsAre(Row{"2026-11", "1", "7.0", "60.0", "90.0"},
                          Row{"2026-12", "0", std::nullopt, std::nullopt, std::nullopt}));
  EXPECT_THAT(answer("What is a usual and what is a bad time to resolve?"),
              ElementsAre(Row{"0.5", "90.0"}, Row{"0.9", "90.0"}));
  EXPECT_THAT(answer("What is broken now, who leads, and when is the next update?"),
              ElementsAre(Row{"INC-5", std::nullopt, "triage", "Search is slow", "nobody", std::nullopt}));
  EXPECT_THAT(answer("Which services hurt most?"),
              ElementsAre(Row{"checkout", "full", "1", "1.0"}, Row{"api", "full", "1", "0.5"}));
  EXPECT_THAT(answer("Which pages were not answered within five minutes?"),
              ElementsAre(Row{"INC-2", "P1", "sre", "2026-11-24T11:59:00Z", "never"}));
  EXPECT_THAT(answer("Which updates came later than promised?"), ElementsAre(Row{"INC-1", "public", "7"}));
  EXPECT_THAT(
      answer("Which action items are overdue, and whose are they?"),
      ElementsAre(Row{"Bob Roe", "INC-1", "AI-1", "P1", "alert on pool size", "2022-01-08T00:00:00Z"}));
  EXPECT_THAT(answer("Which serious incidents still lack a postmortem?"),
              ElementsAre(Row{"INC-1", "1", "2026-11-24T13:20:00Z", "none", "Checkout is down"}));
  const auto known = answer("What did we know at 12:20?");
  for (const auto& row : known) EXPECT_NE(row[3], "impact") << "told only at 12:31";
  EXPECT_THAT(known, SizeIs(8));
}

}  // namespace

}  // namespace muster::test
