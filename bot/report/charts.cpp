#include <algorithm>
#include <array>
#include <cmath>

#include "bot/base/html.hpp"
#include "bot/report/markup.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

constexpr std::size_t kMostDots = 400;  // more say nothing more, and make the page heavy

std::string n(double value) {
  return decimals(value, 1);
}

std::string svg(double width, double height, const std::string& label, const std::string& inside) {
  return "<svg class=\"rp-chart\" role=\"img\" viewBox=\"0 0 " + n(width) + " " + n(height) + "\" width=\"" +
         n(width) + "\" height=\"" + n(height) + "\"><title>" + html_escaped(label) + "</title>" + inside +
         "</svg>\n";
}

std::string text_at(double x, double y, const std::string& anchor, const std::string& text,
                    const std::string& css = "rp-tick") {
  return "<text class=\"" + css + "\" x=\"" + n(x) + "\" y=\"" + n(y) + "\" text-anchor=\"" + anchor + "\">" +
         html_escaped(text) + "</text>";
}

std::string line(double x1, double y1, double x2, double y2, const std::string& css) {
  return "<line class=\"" + css + "\" x1=\"" + n(x1) + "\" y1=\"" + n(y1) + "\" x2=\"" + n(x2) + "\" y2=\"" +
         n(y2) + "\"/>";
}

std::string rect(double x, double y, double width, double height, const std::string& css,
                 const std::string& spoken) {
  return "<rect class=\"" + css + "\" x=\"" + n(x) + "\" y=\"" + n(y) + "\" width=\"" + n(width) +
         "\" height=\"" + n(height) + "\" rx=\"2\"><title>" + html_escaped(spoken) + "</title></rect>";
}

// Lengths from a second to the longest, on a logarithmic axis.
class LogAxis {
 public:
  LogAxis(double longest, double left, double right)
      : top_{std::log10(std::max(longest, 3600.0))}, left_{left}, right_{right} {}
  [[nodiscard]] double x(double seconds) const {
    const double share = std::log10(std::max(seconds, 1.0)) / top_;
    return left_ + std::clamp(share, 0.0, 1.0) * (right_ - left_);
  }
  [[nodiscard]] std::string ticks(double y, double height) const {
    struct Tick {
      double seconds;
      const char* label;
    };
    static constexpr std::array kTicks = {Tick{10, "10 s"},    Tick{60, "1 min"},    Tick{600, "10 min"},
                                          Tick{3600, "1 h"},   Tick{21600, "6 h"},   Tick{86400, "1 d"},
                                          Tick{604800, "1 w"}, Tick{2592000, "30 d"}};
    std::string out;
    for (const Tick& tick : kTicks) {
      if (std::log10(tick.seconds) > top_) break;
      out += line(x(tick.seconds), y, x(tick.seconds), y + height, "rp-grid") +
             text_at(x(tick.seconds), y + height + 12, "middle", tick.label);
    }
    return out;
  }

 private:
  double top_;
  double left_, right_;
};

// Evenly out of many, with the first and the last.
std::vector<Dot> drawn(const std::vector<Dot>& dots) {
  if (dots.size() <= kMostDots) return dots;
  std::vector<Dot> some;
  for (std::size_t i = 0; i < kMostDots; ++i) some.push_back(dots[i * (dots.size() - 1) / (kMostDots - 1)]);
  return some;
}

std::string dot(const Dot& one, double x, double y, const std::string& prefix) {
  const std::string says = to_string(one.incident) + ": " + spoken(std::chrono::seconds{one.seconds});
  const std::string circle = "<circle class=\"rp-dot\" cx=\"" + n(x) + "\" cy=\"" + n(y) +
                             "\" r=\"4\"><title>" + says + "</title></circle>";
  const std::string link = incident_link(one.incident, prefix);
  return link.empty() ? circle : "<a href=\"" + html_escaped(link) + "\">" + circle + "</a>";
}

}  // namespace

std::string dot_strip(const Distribution& distribution, std::int64_t longest, const std::string& label,
                      const std::string& prefix) {
  constexpr double kWidth = 640;
  constexpr double kBand = 34;
  const std::vector<Dot> dots = drawn(distribution.dots);
  if (dots.empty()) return {};
  const LogAxis axis{static_cast<double>(longest), 10, kWidth - 14};
  std::string inside = axis.ticks(2, kBand);
  const auto mark = [&](std::optional<double> at, const std::string& css) {
    if (at) inside += line(axis.x(*at), 0, axis.x(*at), kBand + 4, css);
  };
  mark(distribution.median, "rp-median");
  mark(distribution.p90, "rp-p90");
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const double y = 10 + static_cast<double>((i * 7) % 19);  // equal lengths do not hide each other
    inside += dot(dots[i], axis.x(static_cast<double>(dots[i].seconds)), y, prefix);
  }
  const std::string drawn_note = dots.size() < distribution.dots.size()
                                     ? "<p class=\"rp-note\">" + std::to_string(dots.size()) + " of " +
                                           std::to_string(distribution.dots.size()) +
                                           " dots are drawn, evenly by rank.</p>\n"
                                     : "";
  return svg(kWidth, kBand + 18, label, inside) + drawn_note;
}

std::string bar_chart(const std::vector<Bar>& bars, const std::string& label) {
  constexpr double kHeight = 90;
  if (bars.empty()) return {};
  const double step = std::clamp(640.0 / static_cast<double>(bars.size()), 8.0, 64.0);
  double most = 1;
  for (const Bar& bar : bars) most = std::max(most, bar.value);
  std::string inside =
      line(0, kHeight + 14, step * static_cast<double>(bars.size()), kHeight + 14, "rp-grid");
  const double width = step * static_cast<double>(bars.size());
  double labelled_to = -1;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double x = step * static_cast<double>(i);
    const double height = kHeight * bars[i].value / most;
    inside += rect(x + 1, 14 + kHeight - height, step - 2, height, "rp-bar", bars[i].spoken);
    const double middle = x + step / 2;
    if (bars[i].value > 0 && step >= 14)
      inside += text_at(middle, 11 + kHeight - height, "middle", decimals(bars[i].value, 0));
    const double wide = 6.5 * static_cast<double>(bars[i].label.size());
    const bool fits = middle - wide / 2 > labelled_to && middle + wide / 2 <= width;
    if (!fits || bars[i].label.empty()) continue;
    inside += text_at(middle, kHeight + 28, "middle", bars[i].label);
    labelled_to = middle + wide / 2 + 6;
  }
  return svg(width, kHeight + 34, label, inside);
}

std::string budget_bars(const std::vector<ServiceFigures>& services) {
  constexpr double kLeft = 170;
  constexpr double kWidth = 640;
  std::vector<const ServiceFigures*> promised;
  double most = 100;
  for (const ServiceFigures& f : services) {
    if (!f.burn_pct) continue;
    promised.push_back(&f);
    most = std::max(most, *f.burn_pct);
  }
  if (promised.empty()) return {};
  const double scale = (kWidth - kLeft - 70) / most;
  std::string inside;
  double y = 4;
  for (const ServiceFigures* f : promised) {
    const char* css = *f->burn_pct > 100 ? "rp-bar rp-over" : *f->burn_pct > 75 ? "rp-bar rp-near" : "rp-bar";
    inside += text_at(kLeft - 8, y + 12, "end", f->service, "rp-label");
    inside += rect(kLeft, y, std::max(1.0, *f->burn_pct * scale), 16, css,
                   f->service + ": " + decimals(*f->burn_pct, 1) + " % of the error budget");
    inside += text_at(kLeft + *f->burn_pct * scale + 6, y + 12, "start", decimals(*f->burn_pct, 1) + " %");
    y += 22;
  }
  inside += line(kLeft + 100 * scale, 0, kLeft + 100 * scale, y, "rp-limit");
  return svg(kWidth, y + 4, "Error budget used, by service; the line is all of it", inside);
}

}  // namespace muster::report
