// Feeds: reads the calendars of schedules that are kept elsewhere, every five minutes or so, and hands in
// their shifts when they changed.
//
// A calendar that cannot be read changes nothing: the shifts read last keep counting, and after a day without
// a reading its health says so. Addresses are asked with If-None-Match; an address may hold a token and is
// never said. Redirects are not followed.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::ical {

struct FeedsConfig {
  std::vector<Schedule> schedules;  // whose source is ical
  std::optional<net::Proxy> proxy;
  std::chrono::milliseconds every{std::chrono::minutes{5}};
  std::chrono::milliseconds jitter{std::chrono::minutes{1}};
};

// One reading of one calendar: its text, or why not. Not changed: neither.
struct Reading {
  std::string text;
  bool changed = true;
};

class Feeds {
 public:
  static Result<std::unique_ptr<Feeds>> create(FeedsConfig config, const IntegrationDeps& deps);
  ~Feeds();
  Feeds(const Feeds&) = delete;
  Feeds& operator=(const Feeds&) = delete;

  void start();
  boost::asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline);
  // One part a calendar: not ready when it has not been read for a day, or never.
  [[nodiscard]] std::vector<std::pair<std::string, HealthReport>> health() const;
  // Reads each once: unknown names, a calendar that ends soon.
  boost::asio::awaitable<std::vector<Finding>> check();

 private:
  struct Impl;
  explicit Feeds(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace muster::ical
