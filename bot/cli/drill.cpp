#include "bot/cli/drill.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <exception>

#include "bot/base/scaled_clock.hpp"
#include "bot/rehearsal/shifted.hpp"
#include "bot/rehearsal/step_inbound.hpp"
#include "bot/runtime/log_sink.hpp"
#include "bot/runtime/spawn.hpp"
#include "bot/wiring.hpp"

namespace muster::cli {

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr char kConsole[] = "console";
constexpr std::chrono::hours kLinkLife{24};  // of the drill's time
// Real time, as everything the drill waits for.
constexpr std::chrono::seconds kBeforeFirstStep{3};
constexpr std::chrono::seconds kLongestForRoom{2};
constexpr milliseconds kTick{200};

Duration scaled(Duration real, double speed) {
  return std::chrono::duration_cast<Duration>(real * speed);
}

void print(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

// Every audience listens in a room of the console, but those of private incidents: anybody may open the room.
void open_audience_rooms(Policy& policy) {
  for (AudienceRule& audience : policy.audiences) {
    if (!audience.for_private) audience.rooms[kConsole] = {audience.id};
  }
}

std::vector<ConsoleWrite> audience_rooms(const Policy& policy) {
  std::vector<ConsoleWrite> rooms;
  for (const AudienceRule& audience : policy.audiences) {
    if (!audience.for_private) rooms.emplace_back(ChatRoomOpened{audience.id, audience.name, false, {}});
  }
  return rooms;
}

// What is printed after a step that did not go as it should, or was refused as it should.
std::string verdict(const Step& step, const Result<Answer>& answer) {
  const bool wanted = step.expect.result == "ok" || step.expect.result == "allowed";
  if (!answer) return " (not recorded: " + answer.error().say + ")";
  if (answer->refused)
    return (wanted ? " (refused: " : " (refused, as the script expects: ") + answer->refused_say + ")";
  return wanted ? "" : " (done, though the script expects a refusal)";
}

class Drill {
 public:
  Drill(asio::io_context& io, Instance& instance, ScaledClock& clock, double speed)
      : instance_{instance},
        clock_{clock},
        speed_{speed},
        nap_{io},
        steps_{instance.board(), {kConsole, "incidents", "", ""}},
        origin_{"drill/" + iso_seconds(clock.now()) + "/"} {}

  // The script from a few seconds from now on. Ends early when stopped.
  asio::awaitable<void> play(Script script) {
    if (script.steps.empty()) co_return;
    const Time first =
        std::chrono::floor<std::chrono::seconds>(clock_.now() + scaled(kBeforeFirstStep, speed_));
    const Duration later = first - script.steps.front().at;
    script = shifted(std::move(script), later);
    for (const Step& step : script.steps) {
      co_await wait_until(step.at);
      if (stopping_) co_return;
      co_await play_step(step);
    }
    clock_.set_speed(1);  // whoever looks around now has the time for it
  }
  void stop() {
    stopping_ = true;
    nap_.cancel();
  }
  [[nodiscard]] bool is_stopping() const { return stopping_; }
  asio::awaitable<void> stopped() {
    while (!stopping_) co_await nap(kTick);
  }

 private:
  asio::awaitable<void> nap(milliseconds real) {
    nap_.expires_after(real);
    co_await nap_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  // muster waits in real time for what is due, so it is told to look at the clock again and again.
  asio::awaitable<void> wait_until(Time at) {
    while (!stopping_ && clock_.now() < at) {
      const auto real = std::chrono::ceil<milliseconds>((at - clock_.now()) / speed_);
      co_await nap(std::clamp(real, milliseconds{1}, kTick));
      instance_.poke();
    }
  }
  asio::awaitable<Result<Answer>> submit(HandedIn handed) {
    handed.inbound.origin_key = origin_ + std::to_string(++count_);
    handed.inbound.occurred_at = clock_.now();
    co_return co_await instance_.intake().submit(std::move(handed.inbound), std::move(handed.writes));
  }
  asio::awaitable<void> play_step(const Step& step) {
    const std::string what = said(step);
    Result<Answer> answer = Answer{};
    std::vector<HandedIn> all = steps_.of(step);
    for (HandedIn& handed : all) answer = co_await submit(std::move(handed));
    if (answer && !answer->refused) {
      steps_.done(step);
      if (step.kind == "command" && step.verb == "declare") co_await settle(step);
    }
    const IncidentNumber number = steps_.number_of(step.script, step.incident);
    print(iso_seconds(clock_.now()).substr(11, 8) + " " + (number.exists() ? to_string(number) + " " : "") +
          (step.by_system ? "muster" : step.by) + ": " + what + verdict(step, answer));
  }
  // What comes next is said in the incident's room, so that is waited for; the rest belongs to the incident.
  asio::awaitable<void> settle(const Step& step) {
    const IncidentNumber number = steps_.number_of(step.script, step.incident);
    const auto deadline = steady_now() + kLongestForRoom;
    while (!stopping_ && steady_now() < deadline) {
      const auto incident = instance_.board().find(number);
      if (!incident || incident->rooms.contains(kConsole)) break;
      co_await nap(milliseconds{10});
    }
    std::vector<HandedIn> links = steps_.ties(step);
    for (HandedIn& link : links) {
      const Result<Answer> answer = co_await submit(std::move(link));
      if (!answer || answer->refused) print("  could not tie what belongs to it" + verdict(Step{}, answer));
    }
  }
  [[nodiscard]] std::string said(const Step& step) const {
    if (step.by_system) return "does by itself: " + (step.kind == "command" ? step.verb : step.field("what"));
    if (step.kind == "command") {
      std::string text = instance_.board().policy->command + " " + steps_.text_of(step);
      while (text.ends_with(' ')) text.pop_back();  // of an empty note
      return text;
    }
    if (step.kind == "message") return step.field("text");
    if (step.kind == "reaction") return ":" + step.field("emoji") + ": on " + step.field("message");
    const std::string about = step.field("title").empty() ? step.field("text") : step.field("title");
    const std::string op = step.field("op").empty() ? "" : " " + step.field("op");
    return step.kind + " " + step.field("id") + op + " " + step.field("service") + ": " + about;
  }

  Instance& instance_;
  ScaledClock& clock_;
  double speed_;
  asio::steady_timer nap_;
  StepInbound steps_;
  std::string origin_;
  int count_ = 0;
  bool stopping_ = false;
};

asio::awaitable<void> stop_on(asio::signal_set& signals, Drill& drill) {
  co_await signals.async_wait(asio::as_tuple(asio::use_awaitable));
  drill.stop();
}

// The link is a secret of whoever runs the drill: it goes to standard output, never into the log.
void greet(Instance& instance, const std::string& title, const SimulateOptions& options, double speed) {
  const auto name = options.signin_name.empty() ? std::nullopt : std::optional{options.signin_name};
  print(title + ": a drill at " + options.speed + " times the real pace, at " + instance.address());
  print("Sign in (works once, for " + spoken(scaled(kLinkLife, 1 / speed)) +
        "): " + instance.console().new_signin_link(name));
}

asio::awaitable<int> run(asio::io_context& io, Instance& instance, Drill& drill, Script script,
                         const SimulateOptions& options, double speed) {
  auto started = co_await instance.start();
  if (!started) co_return complain(started.error());
  auto opened = co_await instance.intake().write(audience_rooms(*instance.board().policy));
  if (!opened) co_return complain(opened.error());
  asio::signal_set signals{io, SIGINT, SIGTERM};
  spawn(io.get_executor(), "signals of the drill", stop_on(signals, drill));
  greet(instance, script.title, options, speed);
  co_await drill.play(std::move(script));
  if (!drill.is_stopping())
    print(options.once ? "The drill is over." : "The drill is over. The console stays open until Ctrl+C.");
  if (!options.once) co_await drill.stopped();
  signals.cancel();
  co_await instance.stop();
  co_return ok;
}

}  // namespace

int play_live(Script script, const SimulateOptions& options, double speed, const std::filesystem::path& dir) {
  Settings settings;
  settings.policy = script.policy;
  open_audience_rooms(settings.policy);
  settings.listen = options.listen;
  settings.log.level = LogLevel::warn;  // the terminal shows the steps
  asio::io_context io{1};
  ScaledClock clock{speed};
  install_log_sink(make_log_sink(settings.log, clock));
  auto instance = Instance::create(io, clock, std::move(settings), dir);
  if (!instance) return complain(instance.error());
  Drill drill{io, **instance, clock, speed};
  int code = failed;
  asio::co_spawn(io, run(io, **instance, drill, std::move(script), options, speed),
                 [&](std::exception_ptr thrown, int result) {
                   if (thrown) std::rethrow_exception(thrown);
                   code = result;
                   io.stop();
                 });
  io.run();
  return code;
}

}  // namespace muster::cli
