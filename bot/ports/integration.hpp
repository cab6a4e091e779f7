// Integration: an outside system while muster runs. One folder in integrations/, one row in
// integrations/catalog.cpp.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/chat_platform.hpp"
#include "bot/ports/hook.hpp"
#include "bot/ports/intake.hpp"
#include "bot/ports/pager.hpp"
#include "bot/ports/reader_pool.hpp"

namespace muster {

// What an integration may use. References outlive it.
struct IntegrationDeps {
  boost::asio::any_io_executor io;
  const Clock& clock;
  Intake& intake;
  const Board& board;
  ReaderPool& reader;
  std::function<Result<Message>(PersonId)> home;  // a person's start page
  // A card as it is now, for a person who may see the incident; not_found otherwise.
  std::function<Result<Message>(IncidentNumber, std::string card, PersonId)> card{};
};

// One thing `muster check` looked at.
struct Finding {
  bool ok = false;
  std::string what;
  std::string fix;  // what to do when it is not ok
};

// io thread only.
class Integration {
 public:
  Integration() = default;
  Integration(const Integration&) = delete;
  Integration& operator=(const Integration&) = delete;
  virtual ~Integration() = default;

  // What it is for muster; null: not that. A source of alerts has hooks only.
  [[nodiscard]] virtual ChatPlatform* chat() { return nullptr; }
  [[nodiscard]] virtual Pager* pager() { return nullptr; }
  // Addresses under /hooks/ at which its system calls; asked once, after start().
  [[nodiscard]] virtual std::vector<Hook> hooks() { return {}; }
  // What health tells besides: parts that are neither chat nor pager.
  [[nodiscard]] virtual std::vector<std::pair<std::string, HealthReport>> other_parts() { return {}; }
  // Begins to take in what happens outside; returns at once.
  virtual void start() = 0;
  // Takes nothing new and lets what is being handled end. Done by the deadline, or shortly after.
  virtual asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline) = 0;
  // Tokens, permissions, reachability: each with its fix. Needs no start().
  virtual asio::awaitable<std::vector<Finding>> check() = 0;
};

}  // namespace muster
