// How long a report takes, by length of its period, and one incident's page. The promise: a period's report
// within a second in a database of 100,000 incidents and 10 million events, a page within 20 ms.
//
//   report_bench [incidents] [events of each] [directory to keep the database in]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/report/invented_years.hpp"
#include "bench/report/page_bench.hpp"
#include "bot/report/render.hpp"
#include "bot/store/sqlite.hpp"

namespace {

using namespace muster;  // NOLINT(google-build-using-namespace): a program of one file

constexpr Time kEnd{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};
constexpr int kRuns = 7;

double milliseconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(steady_now() - begin).count();
}

double p50(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void measure(Reader& reader, const char* name, const report::Period& period) {
  std::vector<double> reading, folding, drawing;
  std::size_t incidents = 0;
  for (int run = 0; run < kRuns; ++run) {
    const auto begin = steady_now();
    const auto rows = reader.report_rows(report::query_for(period, kEnd, {}));
    if (!rows) {
      std::printf("%s: %s (%s)\n", name, rows.error().say.c_str(), rows.error().detail.c_str());
      return;
    }
    reading.push_back(milliseconds_since(begin));
    const auto read = steady_now();
    const report::Report made = report::make_report(*rows, period, {}, default_policy(), kEnd);
    folding.push_back(milliseconds_since(read));
    const auto folded = steady_now();
    const std::size_t size = report::report_page(made, report::make_sheet(made, report::Layout::full)).size();
    drawing.push_back(milliseconds_since(folded));
    incidents = made.current.volume.declared.size();
    if (size == 0) std::printf("an empty page\n");
  }
  std::printf("%-28s %8zu incidents: rows %7.1f ms, figures %7.1f ms, page %7.1f ms (p50 of %d)\n", name,
              incidents, p50(reading), p50(folding), p50(drawing), kRuns);
}

}  // namespace

int main(int argc, char** argv) {
  bench::Size size;
  if (argc > 1) size.incidents = std::atoll(argv[1]);
  if (argc > 2) size.events_each = std::atoll(argv[2]);
  std::string pattern = (std::filesystem::temp_directory_path() / "muster-bench-XXXXXX").string();
  const std::filesystem::path dir = argc > 3 ? argv[3] : ::mkdtemp(pattern.data());
  if (!std::filesystem::exists(dir / "muster.sqlite")) {
    if (const std::string wrong = bench::write_years(dir, size, kEnd); !wrong.empty()) {
      std::printf("%s\n", wrong.c_str());
      return 1;
    }
  }
  std::printf("%lld incidents, %lld events, %lld MiB\n", static_cast<long long>(size.incidents),
              static_cast<long long>(size.incidents * size.events_each),
              static_cast<long long>(std::filesystem::file_size(dir / "muster.sqlite") >> 20));
  const auto reader = open_reader(dir);
  if (!reader) {
    std::printf("%s\n", reader.error().say.c_str());
    return 1;
  }
  const auto days = [](int n) { return std::chrono::days{n}; };
  measure(**reader, "last 7 days", {kEnd - days(7), kEnd, "Europe/Berlin"});
  measure(**reader, "last 30 days", {kEnd - days(30), kEnd, "Europe/Berlin"});
  measure(**reader, "30 days two years ago", {kEnd - days(760), kEnd - days(730), "Europe/Berlin"});
  measure(**reader, "last 90 days", {kEnd - days(90), kEnd, "Europe/Berlin"});
  measure(**reader, "last 365 days", {kEnd - days(365), kEnd, "Europe/Berlin"});
  bench::measure_pages(**reader, size.incidents);
  if (argc <= 3) std::filesystem::remove_all(dir);
  return 0;
}
