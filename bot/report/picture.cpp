#include "bot/report/picture.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "bot/report/canvas.hpp"

namespace muster::report {

namespace {

constexpr int kWidth = 960;
constexpr int kHeight = 400;
constexpr int kTop = 96;
constexpr int kBottom = 352;
constexpr int kLeft = 24;
constexpr int kRight = kWidth - 24;
constexpr std::size_t kMostBars = 104;  // two years; the newest are drawn

// How many of a week at the worst severity, the next one, and the rest.
using Stack = std::array<std::size_t, 3>;
constexpr std::array kInks = {Ink::worst, Ink::bad, Ink::other};

struct StackedBar {
  std::string day;  // "11-23"
  Stack counts{};
  [[nodiscard]] std::size_t total() const { return counts[0] + counts[1] + counts[2]; }
};

std::vector<StackedBar> bars_of(const Volume& volume, const std::array<std::string, 2>& labels) {
  std::array<std::set<IncidentNumber>, 2> worst;
  for (const Count& severity : volume.by_severity) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (severity.name == labels.at(i))
        worst.at(i).insert(severity.incidents.begin(), severity.incidents.end());
    }
  }
  std::vector<StackedBar> bars;
  for (const Week& week : volume.by_week) {
    StackedBar bar{week.declared.name.size() > 5 ? week.declared.name.substr(5) : week.declared.name, {}};
    for (const IncidentNumber number : week.declared.incidents)
      ++bar.counts.at(worst[0].contains(number) ? 0 : worst[1].contains(number) ? 1 : 2);
    bars.push_back(std::move(bar));
  }
  if (bars.size() > kMostBars) bars.erase(bars.begin(), bars.end() - kMostBars);
  return bars;
}

void draw_legend(Canvas& canvas, const std::array<std::string, 2>& labels) {
  const std::array<std::string, 3> names = {labels[0], labels[1], "OTHER"};
  int x = kRight;
  for (std::size_t i = names.size(); i-- > 0;) {
    x -= Canvas::width_of(names.at(i), 2) + 34;
    canvas.fill(x, 26, 18, 18, kInks.at(i));
    canvas.write(x + 26, 28, names.at(i), 2, Ink::soft);
  }
}

void draw_bars(Canvas& canvas, const std::vector<StackedBar>& bars) {
  std::size_t most = 1;
  for (const StackedBar& bar : bars) most = std::max(most, bar.total());
  const int step = std::max(1, (kRight - kLeft) / static_cast<int>(bars.size()));
  const int width = std::max(1, std::min(step * 3 / 4, 64));
  int labelled_to = 0;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const int middle = kLeft + step * static_cast<int>(i) + step / 2;
    int y = kBottom;
    for (std::size_t part = kInks.size(); part-- > 0;) {  // the worst stands on top
      const int height = static_cast<int>(bars[i].counts.at(part) * (kBottom - kTop) / most);
      y -= height;
      canvas.fill(middle - width / 2, y, width, height, kInks.at(part));
    }
    const std::string total = std::to_string(bars[i].total());
    if (bars[i].total() > 0 && Canvas::width_of(total, 2) <= step)
      canvas.write(middle - Canvas::width_of(total, 2) / 2, y - 20, total, 2, Ink::text);
    const int wide = Canvas::width_of(bars[i].day, 2);
    if (middle - wide / 2 < labelled_to) continue;
    canvas.write(middle - wide / 2, kBottom + 14, bars[i].day, 2, Ink::soft);
    labelled_to = middle + wide / 2 + 8;
  }
}

}  // namespace

std::string trend_png(const Report& report, const Policy& policy) {
  const std::array<std::string, 2> labels = {policy.label(Severity{1}), policy.label(Severity{2})};
  Canvas canvas{kWidth, kHeight};
  canvas.write(kLeft, 24, "INCIDENTS BY WEEK", 3, Ink::text);
  draw_legend(canvas, labels);
  const std::vector<StackedBar> bars = bars_of(report.current.volume, labels);
  if (!bars.empty()) draw_bars(canvas, bars);
  canvas.fill(kLeft, kBottom, kRight - kLeft, 2, Ink::line);
  return canvas.png();
}

std::string sparkline(const std::vector<std::size_t>& counts) {
  static constexpr std::array kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (counts.empty()) return {};
  const std::size_t most = std::max<std::size_t>(1, std::ranges::max(counts));
  std::string line;
  for (const std::size_t count : counts) line += kBars.at(count * (kBars.size() - 1) / most);
  return line;
}

}  // namespace muster::report
