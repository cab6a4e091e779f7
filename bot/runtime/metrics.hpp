// Metrics in Prometheus's text format: a small registry of counters, gauges and histograms. Why our own:
// docs/decisions/0006-own-metrics-registry.md.
//
// Names follow the convention muster_<what>_<unit>; counters end in _total, times are in seconds. A wrong
// name, or one name with two types, is a bug and throws std::logic_error.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

// Name -> value. Values are a small closed set (a lane's provider, an outcome), never ids or texts of people.
using MetricLabels = std::map<std::string, std::string>;

// All three are safe from every thread and never block.
class Counter {
 public:
  // Adds by >= 0.
  void add(double by = 1);
  [[nodiscard]] double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

class Gauge {
 public:
  void set(double to) { value_.store(to, std::memory_order_relaxed); }
  void add(double by) { value_.fetch_add(by, std::memory_order_relaxed); }
  [[nodiscard]] double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

class Histogram {
 public:
  // bounds: upper ends of the buckets, rising; +Inf is added.
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);
  [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }
  // Observations in bucket i alone; i == bounds().size() is +Inf.
  [[nodiscard]] std::uint64_t in_bucket(std::size_t i) const {
    return buckets_[i].load(std::memory_order_relaxed);
  }
  [[nodiscard]] double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::vector<double> bounds_;
  std::deque<std::atomic<std::uint64_t>> buckets_;
  std::atomic<double> sum_{0};
};

// Bounds in seconds for calls over a network: 5 ms to 30 s.
[[nodiscard]] std::vector<double> call_seconds();

// Safe from every thread. What it hands out lives as long as the registry: look it up once and keep the
// reference.
class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  // The same name and labels give the same metric. A family keeps at most 500 label sets; further ones share
  // the one whose every value is "other", so a mistake cannot fill the memory.
  Counter& counter(std::string_view name, std::string_view help, const MetricLabels& labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, const MetricLabels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, const std::vector<double>& bounds,
                       const MetricLabels& labels = {});

  // Content type "text/plain; version=0.0.4"; families and label sets in alphabetical order.
  [[nodiscard]] std::string exposition() const;

 private:
  struct Family;
  template <class M, class... Args>
  M& find(std::string_view name, std::string_view help, const MetricLabels& labels, const Args&... args);

  mutable std::mutex mutex_;  // guards the maps, not the values
  std::map<std::string, std::unique_ptr<Family>, std::less<>> families_;
};

}  // namespace muster
