// Wiring: builds the running muster out of its parts. With main and cli/ the only code that knows every
// concrete type; it has no rules of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/console/console.hpp"
#include "bot/ports/integration.hpp"
#include "bot/runtime/deliver.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/runtime/engine_thread.hpp"
#include "bot/runtime/front_desk.hpp"
#include "bot/runtime/metrics.hpp"
#include "bot/runtime/outbox.hpp"
#include "bot/runtime/settings.hpp"
#include "bot/runtime/shift_keeper.hpp"

namespace muster {

// The running program. Create, start, run the io_context, stop. Everything but the engine's thread and the
// readers runs on that io_context's one thread.
class Instance {
 public:
  // Opens the store (and takes its lock), folds every incident, makes the integrations. Nothing is sent yet.
  static Result<std::unique_ptr<Instance>> create(boost::asio::io_context& io, const Clock& clock,
                                                  Settings settings, std::filesystem::path data_dir);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  // Listens, connects, and sends what was promised.
  boost::asio::awaitable<Result<Done>> start();
  // Takes nothing new, lets what is under way end, at most about ten seconds.
  boost::asio::awaitable<void> stop();
  // The clock was moved.
  void poke();
  // How long the engine has been at what it is doing, in seconds; 0: it waits for work.
  [[nodiscard]] double stands_still_s() const { return engine_thread_->load().under_way_s; }

  [[nodiscard]] std::string address() const;  // "http://127.0.0.1:8080/"
  [[nodiscard]] Console& console() { return *console_; }
  // For whoever plays a drill: where what happens is handed in, and what came of it.
  [[nodiscard]] Intake& intake() { return *desk_; }
  [[nodiscard]] const Board& board() const { return board_; }

 private:
  Instance(boost::asio::io_context& io, const Clock& clock, Settings settings);
  Result<Done> build(const std::filesystem::path& data_dir);
  Result<Done> build_console();
  void published(const Changes& changes);
  Result<IncidentSource*> source_of_resting();
  boost::asio::awaitable<Result<Done>> keep(Inbound inbound);
  boost::asio::awaitable<Result<Done>> record_configuration();
  boost::asio::awaitable<void> watch_health();
  [[nodiscard]] std::vector<HealthPart> health() const;
  [[nodiscard]] std::string metrics_text();
  [[nodiscard]] Result<Message> home(const PersonId& person) const;
  [[nodiscard]] Result<Message> card(IncidentNumber number, const std::string& name,
                                     const PersonId& person) const;

  boost::asio::io_context& io_;
  const Clock& clock_;
  Settings settings_;
  Metrics metrics_;
  std::shared_ptr<net::TlsServer> tls_;  // none: plain HTTP
  std::filesystem::path data_dir_;
  std::unique_ptr<Reader> resting_reader_;  // of the io thread; opened when one at rest is asked for
  RestingIncidents resting_;
  Board board_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Speaker> speaker_;
  std::unique_ptr<ReaderPool> reader_;
  std::unique_ptr<EngineThread> engine_thread_;
  std::unique_ptr<AccessRecord> access_;
  std::unique_ptr<FrontDesk> desk_;
  std::vector<std::unique_ptr<Integration>> integrations_;
  std::unique_ptr<Deliverer> deliverer_;
  std::unique_ptr<Outbox> outbox_;
  std::shared_ptr<const PageLinks> page_links_;
  std::unique_ptr<Console> console_;
  std::unique_ptr<ShiftKeeper> shifts_;
  boost::asio::steady_timer health_tick_;
  bool stopping_ = false;
  bool configuration_recorded_ = true;
  std::vector<OutboxRow> unsettled_;  // found at the start, sent by start()
};

// "127.0.0.1:8080" or "[::1]:8080" in its parts.
struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;
};
[[nodiscard]] Result<ListenAddress> parse_listen(const std::string& text);

}  // namespace muster
