#include "bot/runtime/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace muster {
namespace {

using testing::HasSubstr;

TEST(Metrics, ExpositionIsPrometheusText) {
  Metrics metrics;
  metrics.counter("muster_inbound_total", "What came in", {{"platform", "slack"}}).add();
  metrics.counter("muster_inbound_total", "What came in", {{"platform", "slack"}}).add(2);
  metrics.counter("muster_inbound_total", "What came in", {{"platform", "console"}});
  metrics.gauge("muster_outbox_waiting", "Effects not sent yet").set(7);
  Histogram& calls = metrics.histogram("muster_call_seconds", "Calls\nover the network \\", {0.1, 1});
  calls.observe(0.1);
  calls.observe(0.5);
  calls.observe(30);
  EXPECT_EQ(metrics.exposition(),
            "# HELP muster_call_seconds Calls\\nover the network \\\\\n"
            "# TYPE muster_call_seconds histogram\n"
            "muster_call_seconds_bucket{le=\"0.1\"} 1\n"
            "muster_call_seconds_bucket{le=\"1\"} 2\n"
            "muster_call_seconds_bucket{le=\"+Inf\"} 3\n"
            "muster_call_seconds_sum 30.6\n"
            "muster_call_seconds_count 3\n"
            "# HELP muster_inbound_total What came in\n"
            "# TYPE muster_inbound_total counter\n"
            "muster_inbound_total{platform=\"console\"} 0\n"
            "muster_inbound_total{platform=\"slack\"} 3\n"
            "# HELP muster_outbox_waiting Effects not sent yet\n"
            "# TYPE muster_outbox_waiting gauge\n"
            "muster_outbox_waiting 7\n");
}

TEST(Metrics, LabelValuesAreEscaped) {
  Metrics metrics;
  metrics.gauge("muster_x", "x", {{"a", "q\" b\\ n\n"}}).set(1);
  EXPECT_THAT(metrics.exposition(), HasSubstr("muster_x{a=\"q\\\" b\\\\ n\\n\"} 1\n"));
}

TEST(Metrics, CountersNeverFall) {
  Metrics metrics;
  Counter& counter = metrics.counter("muster_x_total", "x");
  counter.add(2);
  counter.add(-1);
  EXPECT_EQ(counter.value(), 2);
}

TEST(Metrics, WrongNamesAndTypesAreBugs) {
  Metrics metrics;
  metrics.gauge("muster_x", "x");
  EXPECT_THROW(metrics.histogram("muster_x", "x", {1}), std::logic_error);
  EXPECT_THROW(metrics.counter("muster_x", "a counter ends in _total"), std::logic_error);
  EXPECT_THROW(metrics.gauge("muster_x_total", "only a counter does"), std::logic_error);
  EXPECT_THROW(metrics.gauge("x", "no prefix"), std::logic_error);
  EXPECT_THROW(metrics.gauge("muster_X", "upper case"), std::logic_error);
  EXPECT_THROW(metrics.gauge("muster_y", "y", {{"A", "b"}}), std::logic_error);
  EXPECT_THROW(metrics.histogram("muster_z", "z", {2, 1}), std::logic_error);
}

TEST(Metrics, TooManyLabelSetsShareOne) {
  Metrics metrics;
  for (int i = 0; i < 2000; ++i) metrics.counter("muster_x_total", "x", {{"id", std::to_string(i)}}).add();
  const std::string text = metrics.exposition();
  EXPECT_THAT(text, HasSubstr("muster_x_total{id=\"other\"} 1500\n"));
  EXPECT_LT(text.size(), 30000U);
}

TEST(Metrics, ThreadsLoseNothing) {
  Metrics metrics;
  Histogram& histogram = metrics.histogram("muster_x_seconds", "x", {1});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 5000; ++i) {
          metrics.counter("muster_y_total", "y", {{"even", i % 2 == 0 ? "yes" : "no"}}).add();
          histogram.observe(i % 2 == 0 ? 0.5 : 2);
          if (i % 500 == 0) EXPECT_FALSE(metrics.exposition().empty());
        }
      });
    }
  }
  EXPECT_EQ(metrics.counter("muster_y_total", "y", {{"even", "yes"}}).value(), 10000);
  EXPECT_EQ(histogram.in_bucket(0) + histogram.in_bucket(1), 20000U);
  EXPECT_EQ(histogram.sum(), 25000);
}

}  // namespace
}  // namespace muster
