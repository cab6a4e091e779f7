// muster serve: runs until SIGINT or SIGTERM.
#include <sys/resource.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>
#include <exception>

#include "bot/base/log.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/short_memory.hpp"
#include "bot/cli/test_clock.hpp"
#include "bot/runtime/confine.hpp"
#include "bot/runtime/log_sink.hpp"
#include "bot/runtime/spawn.hpp"
#include "bot/runtime/supervisor.hpp"
#include "bot/store/directory.hpp"
#include "bot/wiring.hpp"

namespace muster::cli {

namespace {

namespace asio = boost::asio;

// A core dump would hold every token, so none is written, whatever the machine allows.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) log_warn("core dumps cannot be forbidden");
}

std::string answer_json(const std::string& address, const std::string& link, const std::string& test_clock) {
  std::string json = R"({"address":")" + address + R"(","signin":")" + link + "\"";
  if (!test_clock.empty()) json += R"(,"test_clock":")" + test_clock + "\"";
  return json + "}";
}

// Before the store is opened, since that starts the readers' threads; a database that somebody else wrote is
// then read by a process that has given up what it can do without.
Result<Done> confine_to(const std::filesystem::path& data_dir) {
  MUSTER_CHECK(store::make_data_dir(data_dir));
  for (const std::string& missing : confine({data_dir}))
    log_warn("muster is not confined as far as it asks for", {{"missing", missing}});
  return Done{};
}

// The link is a secret of the operator: it goes to standard output, never into the log.
void greet(Instance& instance, const Globals& globals, const ServeOptions& options,
           const std::string& test_clock) {
  const auto name = options.signin_name.empty() ? std::nullopt : std::optional{options.signin_name};
  const std::string link = instance.console().new_signin_link(name);
  if (globals.json) {
    std::printf("%s\n", answer_json(instance.address(), link, test_clock).c_str());
  } else {
    std::printf("muster %s is ready at %s\n", MUSTER_VERSION, instance.address().c_str());
    std::printf("Sign in (works once, for 24 hours): %s\n", link.c_str());
    if (!test_clock.empty()) std::printf("Test clock: %s\n", test_clock.c_str());
    std::printf("Then type /inc declare <what is broken>, or press Declare. Stop with Ctrl+C.\n");
  }
  std::fflush(stdout);
}

// Says so for as long as both threads get on: this one, and the one that decides and commits. When either
// stands still for two thirds of the time the supervisor waits, nothing more is said, and it starts muster
// anew.
asio::awaitable<void> say_alive(Supervisor supervisor, const Instance& instance) {
  const auto patience = *supervisor.patience();
  const double longest = std::chrono::duration<double>(patience).count() * 2 / 3;
  asio::steady_timer timer{co_await asio::this_coro::executor};
  for (;;) {
    if (instance.stands_still_s() < longest) supervisor.alive();
    timer.expires_after(patience / 6);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<int> run(asio::io_context& io, Instance& instance, TestClock& test_clock,
                         const Globals& globals, const ServeOptions& options) {
  auto started = co_await instance.start();
  if (!started) co_return complain(started.error());
  const Supervisor supervisor = Supervisor::of_this_process();
  if (supervisor.patience()) spawn(io.get_executor(), "watchdog", say_alive(supervisor, instance));
  if (auto opened = test_clock.open(io.get_executor(), [&instance] { instance.poke(); }); !opened) {
    co_return complain(opened.error());
  }
  // Before anybody is told that it runs: whoever stops it from then on finds it listening.
  asio::signal_set signals{io, SIGINT, SIGTERM};
  greet(instance, globals, options, test_clock.address());
  supervisor.ready();
  memory_runs_short();
  log_info("muster is ready", {{"address", instance.address()}, {"version", MUSTER_VERSION}});
  const auto [error, signal] = co_await signals.async_wait(asio::as_tuple(asio::use_awaitable));
  log_info("muster is stopping", {{"signal", std::to_string(signal)}});
  supervisor.stopping();
  co_await instance.stop();
  co_return ok;
}

}  // namespace

int serve(const Globals& globals, const ServeOptions& options) {
  auto settings = settings_of(globals);
  if (!settings) {
    std::fprintf(stderr, "%s\n", settings.error().say.c_str());
    return bad_config;
  }
  if (!options.listen.empty()) settings->listen = options.listen;
  asio::io_context io{1};
  TestClock test_clock{options.test_clock};
  const Clock& clock = test_clock.clock();
  install_log_sink(make_log_sink(settings->log, clock));
  forbid_core_dumps();
  const std::filesystem::path data_dir = data_dir_of(globals, *settings);
  if (const auto confined = confine_to(data_dir); !confined) return complain(confined.error());
  // What is old can wait; who declares an incident cannot.
  if (const auto kept = keep_retention(*settings, data_dir, clock.now()); !kept)
    log_error("what is old was not taken out", {{"why", kept.error().say}, {"detail", kept.error().detail}});
  auto instance = Instance::create(io, clock, *settings, data_dir);
  if (!instance) return complain(instance.error());
  int code = failed;
  asio::co_spawn(io, run(io, **instance, test_clock, globals, options),
                 [&](std::exception_ptr thrown, int result) {
                   if (thrown) std::rethrow_exception(thrown);
                   code = result;
                   io.stop();
                 });
  io.run();
  return code;
}

}  // namespace muster::cli
