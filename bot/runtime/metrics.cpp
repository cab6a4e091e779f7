#include "bot/runtime/metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "bot/base/ascii.hpp"

namespace muster {

namespace {

constexpr std::size_t kMaxLabelSets = 500;

bool is_name(std::string_view name) {
  const auto fine = [](char c) { return is_lower(c) || is_digit(c) || c == '_'; };
  return !name.empty() && is_lower(name.front()) && std::ranges::all_of(name, fine);
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> buffer{};
  const auto [end, failure] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

// Backslash, line break and (in label values) the quote.
std::string escaped(std::string_view raw, bool quote) {
  std::string out;
  for (const char c : raw) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '\\' || (quote && c == '"')) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string label_text(const MetricLabels& labels, std::string_view bound = {}) {
  std::string out;
  for (const auto& [name, value] : labels) {
    out += (out.empty() ? "" : ",") + name + "=\"" + escaped(value, true) + "\"";
  }
  if (!bound.empty()) out += (out.empty() ? "" : ",") + std::string{"le=\""} + std::string{bound} + "\"";
  return out.empty() ? "" : "{" + out + "}";
}

using Lines = std::string;

void write(Lines& out, const std::string& name, const MetricLabels& labels, const Counter& counter) {
  out += name + label_text(labels) + " " + number(counter.value()) + "\n";
}
void write(Lines& out, const std::string& name, const MetricLabels& labels, const Gauge& gauge) {
  out += name + label_text(labels) + " " + number(gauge.value()) + "\n";
}
void write(Lines& out, const std::string& name, const MetricLabels& labels, const Histogram& histogram) {
  std::uint64_t so_far = 0;
  const std::size_t bounded = histogram.bounds().size();
  for (std::size_t i = 0; i <= bounded; ++i) {
    so_far += histogram.in_bucket(i);
    const std::string bound = i == bounded ? "+Inf" : number(histogram.bounds()[i]);
    out += name + "_bucket" + label_text(labels, bound) + " " + std::to_string(so_far) + "\n";
  }
  out += name + "_sum" + label_text(labels) + " " + number(histogram.sum()) + "\n";
  out += name + "_count" + label_text(labels) + " " + std::to_string(so_far) + "\n";
}

template <class M>
using Series = std::map<MetricLabels, std::unique_ptr<M>>;

}  // namespace

void Counter::add(double by) {
  if (by > 0) value_.fetch_add(by, std::memory_order_relaxed);
}

Histogram::Histogram(std::vector<double> bounds) : bounds_{std::move(bounds)}, buckets_(bounds_.size() + 1) {
  if (!std::ranges::is_sorted(bounds_, std::less_equal{}))
    throw std::logic_error("histogram bounds must rise");
}

void Histogram::observe(double value) {
  const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::vector<double> call_seconds() {
  return {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
}

struct Metrics::Family {
  std::string help;
  std::variant<Series<Counter>, Series<Gauge>, Series<Histogram>> series;
};

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

template <class M, class... Args>
M& Metrics::find(std::string_view name, std::string_view help, const MetricLabels& labels,
                 const Args&... args) {
  const bool labels_fine = std::ranges::all_of(
      labels, [](const auto& label) { return is_name(label.first) && label.first != "le"; });
  const bool total = name.ends_with("_total");
  if (!is_name(name) || !name.starts_with("muster_") || !labels_fine || total != std::is_same_v<M, Counter>) {
    throw std::logic_error("metric " + std::string{name} + " breaks the naming convention");
  }
  const std::lock_guard lock{mutex_};
  auto& family = families_[std::string{name}];
  if (!family) family = std::make_unique<Family>(Family{std::string{help}, Series<M>{}});
  auto* series = std::get_if<Series<M>>(&family->series);
  if (series == nullptr) throw std::logic_error("metric " + std::string{name} + " has two types");
  MetricLabels key = labels;
  if (series->size() >= kMaxLabelSets && !series->contains(key)) {
    for (auto& [label, value] : key) value = "other";
  }
  auto& metric = (*series)[key];
  if (!metric) metric = std::make_unique<M>(args...);
  return *metric;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, const MetricLabels& labels) {
  return find<Counter>(name, help, labels);
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, const MetricLabels& labels) {
  return find<Gauge>(name, help, labels);
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, const std::vector<double>& bounds,
                              const MetricLabels& labels) {
  return find<Histogram>(name, help, labels, bounds);
}

std::string Metrics::exposition() const {
  static constexpr std::array<std::string_view, 3> kTypes = {"counter", "gauge", "histogram"};
  const std::lock_guard lock{mutex_};
  Lines out;
  for (const auto& [name, family] : families_) {
    out += "# HELP " + name + " " + escaped(family->help, false) + "\n";
    out += "# TYPE " + name + " " + std::string{kTypes[family->series.index()]} + "\n";
    std::visit(
        [&](const auto& series) {
          for (const auto& [labels, metric] : series) write(out, name, labels, *metric);
        },
        family->series);
  }
  return out;
}

}  // namespace muster
