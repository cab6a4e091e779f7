// Text, CSV, JSON and the page say the same figures, and nothing of people becomes markup or a formula.
#include "bot/report/render.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/report/month.hpp"

namespace muster::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Month busy() {
  Month month;
  month.policy.console_url = "https://muster.example/";
  month.service("api", 99.9);
  IncidentRow& row = month.incident(7, on(11, 2, 9));
  row.title = "=HYPERLINK(\"x\") <script>alert(1)</script>";
  row.measures.at(kpi("tta_s")) = {125, Absent::no};
  row.cause_tag = "@cmd";
  row.postmortem_due_at = on(11, 9);
  month.hurt(7, "api", ImpactLevel::full, on(11, 2, 9), on(11, 2, 10));
  return month;
}

Sheet sheet_of(const Report& report) {
  return make_sheet(report, Layout::full);
}

TEST(ReportText, SaysPeriodFiguresAndIncidents) {
  const std::string text = report_text(sheet_of(busy().report()));
  EXPECT_THAT(text, AllOf(HasSubstr("2026-11-01 to 2026-11-30 (UTC), all incidents"), HasSubstr("INC-7"),
                          HasSubstr("2 min"), HasSubstr("too few to say")));
}

TEST(ReportText, AnEmptyPeriodSaysSo) {
  const Report report = Month{}.report();
  EXPECT_TRUE(is_empty(report));
  EXPECT_THAT(report_text(sheet_of(report)), HasSubstr("Nothing happened in this period"));
  EXPECT_FALSE(is_empty(busy().report()));
}

TEST(ReportText, SaysWhenPrivateIncidentsAreInIt) {
  Month month = busy();
  EXPECT_THAT(report_text(sheet_of(month.report())), Not(HasSubstr("Private incidents")));
  month.rows.incidents.front().is_private = true;
  EXPECT_THAT(report_text(sheet_of(month.report())), HasSubstr("Private incidents are in these figures"));
}

TEST(ReportCsv, CellsThatWouldBeFormulasAreMadeText) {
  const std::string csv = report_csv(sheet_of(busy().report()));
  EXPECT_THAT(csv, HasSubstr("\"volume\",\"by_cause\",\"'@cmd\",\"incidents\",\"1\",\"1\",\"INC-7\"\r\n"));
  for (std::size_t at = csv.find('"'); at != std::string::npos; at = csv.find(",\"", at + 1)) {
    const char first = csv[at] == ',' ? csv[at + 2] : csv[at + 1];
    EXPECT_EQ(std::string_view{"=+-@\t"}.find(first), std::string_view::npos) << csv.substr(at, 40);
  }
}

TEST(ReportCsv, QuotesAreDoubledAndLengthsAreSeconds) {
  const std::string csv = report_csv(make_sheet(busy().report(), Layout::weekly));
  EXPECT_THAT(csv, HasSubstr("=HYPERLINK(\"\"x\"\")"));
  EXPECT_THAT(report_csv(sheet_of(busy().report())), HasSubstr("\"median\",\"125\","));
}

TEST(ReportJson, UnknownIsNull) {
  const auto json = nlohmann::json::parse(report_json(busy().report()));
  const auto& kpis = json["current"]["kpis"];
  EXPECT_EQ(kpis["tta_s"]["median"], 125);
  EXPECT_EQ(kpis["tta_s"]["dots"][0]["incident"], 7);
  EXPECT_TRUE(kpis["ttd_s"]["median"].is_null());
  EXPECT_EQ(kpis["ttd_s"]["absent"]["not_applicable"], 1);
  EXPECT_EQ(json["trends"]["tta_s"], "too_few");
  EXPECT_TRUE(json["current"]["services"][0]["mtbf_s"].is_number());
  EXPECT_FALSE(json["empty"]);
  for (const auto& line : json["current"]["cadence"]) EXPECT_TRUE(line["max_gap_s"].is_null());
}

TEST(ReportPage, StandsAloneAndRunsNothing) {
  const Report report = busy().report();
  const std::string page = report_page(report, sheet_of(report));
  EXPECT_THAT(page,
              AllOf(HasSubstr("<style>"), HasSubstr("@media print"), HasSubstr("prefers-color-scheme:dark"),
                    HasSubstr("rp-dot"), HasSubstr("href=\"https://muster.example/incidents/7\""),
                    HasSubstr("href=\"#def-tta_s\""), HasSubstr("id=\"def-tta_s\"")));
  EXPECT_THAT(page, AllOf(Not(HasSubstr("<script")), Not(HasSubstr(" style=")), Not(HasSubstr(" src=")),
                          Not(HasSubstr("<link"))));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
}

TEST(ReportPage, EveryDefinitionThatIsLinkedIsThere) {
  const Report report = busy().report();
  const std::string page = report_page(report, sheet_of(report));
  for (auto at = page.find("href=\"#"); at != std::string::npos; at = page.find("href=\"#", at + 1)) {
    const std::string id = page.substr(at + 7, page.find('"', at + 7) - at - 7);
    EXPECT_THAT(page, HasSubstr("id=\"" + id + "\"")) << id;
  }
}

TEST(ReportPage, WithoutAConsoleNothingIsLinkedToIt) {
  Month month = busy();
  month.policy.console_url.clear();
  const Report report = month.report();
  EXPECT_THAT(report_page(report, sheet_of(report)), Not(HasSubstr("/incidents/7")));
}

TEST(ReportReview, SaysWhatHappenedAndWhatIsOverdue) {
  const std::string text = report_text(make_sheet(busy().report(), Layout::weekly));
  EXPECT_THAT(text,
              AllOf(HasSubstr("Operations review"), HasSubstr("What happened"), HasSubstr("Overdue now"),
                    HasSubstr("postmortem"), HasSubstr("Repeated incidents"), HasSubstr("Changes")));
}

}  // namespace
}  // namespace muster::report
