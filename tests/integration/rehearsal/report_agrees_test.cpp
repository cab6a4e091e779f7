// The report, the views and the figures of the incidents themselves say the same of three rehearsed
// incidents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include "bot/report/report.hpp"
#include "bot/store/sqlite.hpp"
#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {
namespace {

namespace fs = std::filesystem;
using report::kKpiCount;
using report::kKpis;

using Values = std::map<std::int64_t, std::int64_t>;  // incident -> seconds

constexpr Time kYear{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
constexpr Time kYearEnd{std::chrono::sys_days{std::chrono::year{2027} / 1 / 1}};

std::string script(const std::string& prefix) {
  for (const fs::directory_entry& file : fs::directory_iterator{SCRIPTS}) {
    if (file.path().filename().string().starts_with(prefix)) return file.path().string();
  }
  return {};
}

class ReportAgrees : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(dir_.data());
    const std::string play = std::string{MUSTER_PROGRAM} + " simulate " + script("s03") + " " +
                             script("s06") + " " + script("s08") + " --db " + dir_.database().string() +
                             " > " + (dir_.path() / "said").string() + " 2>&1";
    ASSERT_EQ(std::system(play.c_str()), 0);  // NOLINT(cert-env33-c): our own program
    auto reader = open_reader(dir_.data());
    ASSERT_TRUE(reader) << reader.error().say;
    reader_ = std::move(*reader);
    report_ = reported({false, {}});
  }

  report::Report reported(report::Viewer viewer) {
    const report::Period year{kYear, kYearEnd, "UTC"};
    const auto rows = reader_->report_rows(report::query_for(year, kYearEnd, std::move(viewer)));
    EXPECT_TRUE(rows) << rows.error().say << " / " << rows.error().detail;
    return report::make_report(*rows, year, {}, default_policy(), kYearEnd);
  }

  RawDatabase::Row row(const std::string& sql) {
    const auto rows = RawDatabase{dir_.database()}.rows(sql);
    return rows.empty() ? RawDatabase::Row{} : rows.front();
  }

  Values of_views(const std::string& column) {
    Values found;
    for (const auto& one : RawDatabase{dir_.database()}.rows("SELECT incident, " + column +
                                                             " FROM v_kpis WHERE counts_in_reports AND " +
                                                             column + " IS NOT NULL"))
      found[std::stoll(*one[0])] = std::stoll(*one[1]);
    return found;
  }

  TempDir dir_;
  std::unique_ptr<Reader> reader_;
  report::Report report_;
};

// In the order of kKpis.
std::array<Measure, kKpiCount> measures_of(const IncidentFigures& f) {
  return {f.ttd, f.tta, f.tte, f.ttmob, f.ttfp, f.ttm, f.ttr_impact, f.ttr_declared};
}

TEST_F(ReportAgrees, EveryLengthOfTime) {
  const auto incidents = reader_->incidents().value();
  std::size_t compared = 0;
  for (std::size_t i = 0; i < kKpiCount; ++i) {
    Values in_report, in_incidents;
    for (const report::Dot& dot : report_.current.kpis.at(i).dots)
      in_report[dot.incident.value] = dot.seconds;
    for (const Incident& incident : incidents) {
      const Measure measure = measures_of(figures(incident, {}, default_policy(), People{}, kYearEnd)).at(i);
      if (counts_in_reports(incident) && measure.seconds)
        in_incidents[incident.number.value] = *measure.seconds;
    }
    EXPECT_EQ(in_report, of_views(std::string{kKpis.at(i).id})) << kKpis.at(i).id;
    EXPECT_EQ(in_report, in_incidents) << kKpis.at(i).id;
    compared += in_report.size();
  }
  EXPECT_GT(compared, 10U) << "nothing was compared";
}

TEST_F(ReportAgrees, VolumeAndWhatIsLeftOut) {
  EXPECT_EQ(std::to_string(report_.current.volume.declared.size()),
            row("SELECT count(*) FROM v_kpis WHERE counts_in_reports").at(0));
  ASSERT_FALSE(report_.current.volume.left_out.empty());
  EXPECT_EQ(report_.current.volume.left_out.front().name, "drill") << "the rehearsed disaster";
}

TEST_F(ReportAgrees, UpdatesInTime) {
  int on_time = 0;
  int observations = 0;
  std::int64_t worst = 0;
  for (const report::CadenceLine& line : report_.current.cadence) {
    on_time += line.on_time;
    observations += line.observations;
    worst = std::max(worst, line.max_gap_s);
  }
  const auto views = row(
      "SELECT sum(on_time), sum(observations), max(max_gap_s) FROM v_cadence JOIN v_kpis USING (incident) "
      "WHERE counts_in_reports");
  EXPECT_EQ(std::to_string(on_time), views.at(0));
  EXPECT_EQ(std::to_string(observations), views.at(1));
  EXPECT_EQ(std::to_string(worst), views.at(2));
  EXPECT_GT(observations, on_time) << "one public update was late";
}

TEST_F(ReportAgrees, DowntimeOfEachService) {
  std::set<std::string> hurt;
  for (const report::ServiceFigures& f : report_.current.services) {
    if (f.weighted_down_s <= 0) continue;
    hurt.insert(f.service);
    const auto views =
        row("SELECT sum(weighted_s) FROM v_service_impact JOIN v_kpis USING (incident) "
            "WHERE counts_in_reports AND service = '" +
            f.service + "'");
    EXPECT_NEAR(f.weighted_down_s, std::stod(views.at(0).value_or("0")), 1e-6) << f.service;
  }
  EXPECT_EQ(std::to_string(hurt.size()),
            row("SELECT count(DISTINCT service) FROM v_service_impact JOIN v_kpis USING (incident) "
                "WHERE counts_in_reports AND weighted_s > 0")
                .at(0));
}

TEST_F(ReportAgrees, PagesByBandChangesAndTime) {
  int sleep = 0;
  int all = 0;
  for (const report::PageLoad& load : report_.current.page_load) {
    sleep += load.sleep;
    all += load.total();
  }
  const auto pages =
      row("SELECT count(*), sum(band = 'sleep') FROM v_interruptions JOIN v_kpis USING (incident) "
          "WHERE counts_in_reports");
  EXPECT_EQ(std::to_string(all), pages.at(0));
  EXPECT_EQ(std::to_string(sleep), pages.at(1));
  const auto changes = row(R"sql(
      SELECT count(*), sum(EXISTS (SELECT 1 FROM v_incident_changes l WHERE l.change = c.change AND l.relation = 'cause'))
      FROM v_changes c WHERE type IN ('standard', 'normal') AND completed_at IS NOT NULL)sql");
  EXPECT_EQ(std::to_string(report_.current.changes.completed), changes.at(0));
  EXPECT_EQ(std::to_string(report_.current.changes.failed.size()), changes.at(1));
  std::int64_t in_states = 0;
  for (const auto& [state, seconds] : report_.current.time_in_state) in_states += seconds;
  EXPECT_EQ(std::to_string(in_states), row("SELECT sum(seconds) FROM v_time JOIN v_kpis USING (incident) "
                                           "WHERE counts_in_reports AND what = 'state'")
                                           .at(0));
}

TEST_F(ReportAgrees, TheMedianOfTheManualsQuery) {
  const auto& kpi = report_.current.kpis.at(6);
  ASSERT_EQ(kKpis.at(6).id, "ttr_impact_s");
  const auto values = of_views("ttr_impact_s");
  std::vector<std::int64_t> sorted;
  for (const auto& [incident, seconds] : values) sorted.push_back(seconds);
  std::ranges::sort(sorted);
  ASSERT_EQ(sorted.size(), 2U);
  EXPECT_DOUBLE_EQ(*kpi.median, static_cast<double>(sorted[0] + sorted[1]) / 2);
  EXPECT_DOUBLE_EQ(*kpi.p90,
                   static_cast<double>(sorted[0]) + 0.9 * static_cast<double>(sorted[1] - sorted[0]));
}

}  // namespace
}  // namespace muster::test
