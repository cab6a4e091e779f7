#include "integrations/heartbeat/heartbeat.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"
#include "bot/net/service.hpp"

namespace muster::heartbeat {

namespace {

// What the beating coroutine needs; it may outlive the integration.
struct Pulse {
  Pulse(const IntegrationDeps& deps, std::shared_ptr<net::Service> to, std::chrono::seconds gap)
      : intake{deps.intake}, service{std::move(to)}, every{gap}, nap{deps.io} {}
  Intake& intake;
  std::shared_ptr<net::Service> service;
  std::chrono::seconds every;
  asio::steady_timer nap;
  bool stopped = false;
  bool failing = false;
};

asio::awaitable<Result<Done>> beat(Pulse& pulse) {
  // Nothing to write, and yet answered only when the engine and the store work.
  std::vector<ConsoleWrite> nothing;
  MUSTER_CO_CHECK(co_await pulse.intake.write(std::move(nothing)));
  net::HttpRequest request;
  request.timeout = std::chrono::milliseconds{5000};
  MUSTER_CO_CHECK(co_await pulse.service->call(std::move(request)));
  co_return Done{};
}

asio::awaitable<void> run(std::shared_ptr<Pulse> pulse) {
  while (!pulse->stopped) {
    const Result<Done> done = co_await beat(*pulse);
    if (!done && !pulse->failing)
      log_warn("muster's heartbeat does not get out", {{"error", done.error().say}});
    if (done && pulse->failing) log_info("muster's heartbeat gets out again", {});
    pulse->failing = !done;
    pulse->nap.expires_after(pulse->every);
    if (!pulse->stopped) co_await pulse->nap.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

class Heartbeat final : public Integration {
 public:
  Heartbeat(const IntegrationDeps& deps, std::shared_ptr<net::Service> service, std::chrono::seconds every)
      : io_{deps.io}, pulse_{std::make_shared<Pulse>(deps, std::move(service), every)} {}

  void start() override {
    asio::co_spawn(io_, run(pulse_), [](std::exception_ptr thrown) {
      give_up_if_out_of_memory(thrown);
      if (thrown) log_error("muster's heartbeat ended by a bug", {});
    });
  }
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override {
    pulse_->stopped = true;
    pulse_->nap.cancel();
    co_return;
  }
  asio::awaitable<std::vector<Finding>> check() override {
    net::HttpRequest request;
    const auto answer = co_await pulse_->service->call(std::move(request));
    std::vector<Finding> findings;
    findings.push_back(
        {answer.has_value(), "the heartbeat reaches its watcher",
         answer ? "" : answer.error().say + ". Set heartbeat_out.url to the watcher's address"});
    co_return findings;
  }

 private:
  asio::any_io_executor io_;
  std::shared_ptr<Pulse> pulse_;
};

}  // namespace

Result<std::unique_ptr<Integration>> make_heartbeat(HeartbeatConfig config, const IntegrationDeps& deps) {
  net::ServiceOptions options;
  options.name = "The heartbeat's watcher";
  options.base_url = config.url.reveal();
  options.ca_file = config.ca_file;
  options.proxy = config.proxy;
  options.secrets = {config.url};
  MUSTER_TRY(auto service, net::Service::create(std::move(options)));
  return std::make_unique<Heartbeat>(deps, std::move(service), config.every);
}

}  // namespace muster::heartbeat
