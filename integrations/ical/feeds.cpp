#include "integrations/ical/feeds.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <fstream>
#include <iterator>
#include <random>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"
#include "bot/net/http_client.hpp"
#include "bot/net/url.hpp"
#include "integrations/ical/calendar.hpp"
#include "integrations/ical/who.hpp"

namespace muster::ical {

namespace {

using std::chrono::days;

constexpr std::size_t kMostBytes = 5UL * 1024 * 1024;
constexpr Duration kBack = days{15};
constexpr Duration kAhead = days{180};
constexpr Duration kStale = days{1};
constexpr Duration kEndsSoon = days{14};
constexpr Duration kSayAgain = std::chrono::hours{6};

struct Feed {
  Schedule schedule;
  std::string etag;
  std::string text;  // read last
  std::optional<Time> read_at;
  std::optional<Time> said_at;
  ShiftsImported said;  // handed in last
  std::string problem;
};

std::string day_of(Time at) {
  return iso_seconds(at).substr(0, 10);
}

// Whether somebody should be told of what is there, apart from when it was read.
bool same(const ShiftsImported& one, const ShiftsImported& other) {
  return one.shifts == other.shifts && one.unknown == other.unknown;
}

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

}  // namespace

struct Feeds::Impl {
  Impl(FeedsConfig c, const IntegrationDeps& d, std::shared_ptr<net::TlsClient> trust)
      : config{std::move(c)},
        io{d.io},
        clock{d.clock},
        intake{d.intake},
        board{d.board},
        http{std::move(trust), {.user_agent = "muster/" MUSTER_VERSION " (on-call calendars)"}},
        tick{d.io} {
    for (const Schedule& schedule : config.schedules) feeds.push_back({schedule, {}, {}, {}, {}, {}, {}});
  }

  FeedsConfig config;
  boost::asio::any_io_executor io;
  const Clock& clock;
  Intake& intake;
  const Board& board;
  net::HttpClient http;
  boost::asio::steady_timer tick;
  std::vector<Feed> feeds;
  std::minstd_rand dice{std::random_device{}()};
  bool stopping = false;
  bool running = false;

  asio::awaitable<void> run();
  asio::awaitable<void> renew(Feed& feed);
  asio::awaitable<Result<Reading>> read(Feed& feed);
  asio::awaitable<Result<Reading>> fetch(Feed& feed);
  Result<ShiftsImported> understood(const Feed& feed) const;
  asio::awaitable<void> hand_in(Feed& feed, ShiftsImported shifts);
};

asio::awaitable<Result<Reading>> Feeds::Impl::fetch(Feed& feed) {
  net::HttpRequest request;
  request.url = feed.schedule.from;
  if (request.url.starts_with("webcal://")) request.url.replace(0, 6, "https");
  request.headers.set("Accept", "text/calendar");
  if (!feed.etag.empty()) request.headers.set("If-None-Match", feed.etag);
  request.max_response_bytes = kMostBytes;
  MUSTER_CO_TRY(const net::HttpResponse response, co_await http.send(std::move(request)));
  if (response.status == 304 && !feed.text.empty()) co_return Reading{"", false};
  if (response.status != 200)
    co_return fail(
        ErrorKind::unavailable,
        "the calendar's server answered " + std::to_string(response.status) +
            (response.status / 100 == 3 ? "; write the address it leads to into muster.yaml" : ""));
  feed.etag = response.headers.get("ETag");
  co_return Reading{response.body, true};
}

asio::awaitable<Result<Reading>> Feeds::Impl::read(Feed& feed) {
  if (feed.schedule.from.find("://") != std::string::npos) co_return co_await fetch(feed);
  std::ifstream file{feed.schedule.from, std::ios::binary | std::ios::ate};
  if (!file) co_return fail(ErrorKind::unavailable, "the file " + feed.schedule.from + " cannot be read");
  if (file.tellg() > static_cast<std::streamoff>(kMostBytes))
    co_return fail(ErrorKind::invalid, "the file " + feed.schedule.from + " is larger than 5 MiB");
  file.seekg(0);
  co_return Reading{{std::istreambuf_iterator<char>{file}, {}}, true};
}

Result<ShiftsImported> Feeds::Impl::understood(const Feed& feed) const {
  const Time now = clock.now();
  const auto known = board.operations->imported.find(feed.schedule.id);
  const Time from = known == board.operations->imported.end() ? now - kBack : now;
  MUSTER_TRY(const Calendar calendar, read_calendar(feed.text, feed.schedule.zone, from, now + kAhead));
  const std::vector<Person> met = board.people.all();  // none while muster only checks
  ShiftsImported shifts = to_shifts(calendar, met.empty() ? board.policy->people : met);
  shifts.schedule = feed.schedule.id;
  shifts.from = from;
  return shifts;
}

asio::awaitable<void> Feeds::Impl::hand_in(Feed& feed, ShiftsImported shifts) {
  const Time now = clock.now();
  if (feed.said_at && same(feed.said, shifts) && now < *feed.said_at + kSayAgain) co_return;
  Inbound inbound;
  inbound.origin_key = "ical/" + feed.schedule.id + "/" + std::to_string(now.time_since_epoch().count());
  inbound.occurred_at = now;
  inbound.what = ShiftsRead{shifts};
  const auto answer = co_await intake.submit(std::move(inbound));
  if (!answer) co_return;  // the store cannot take it; the next reading tries again
  feed.said = std::move(shifts);
  feed.said_at = now;
}

asio::awaitable<void> Feeds::Impl::renew(Feed& feed) {
  auto reading = co_await read(feed);
  std::string before = feed.text;
  if (reading && reading->changed) feed.text = std::move(reading->text);
  auto shifts = reading ? understood(feed) : std::unexpected(reading.error());
  if (!shifts) {
    if (reading) {  // what cannot be understood is not what was there
      feed.text = std::move(before);
      feed.etag.clear();
    }
    if (feed.problem != shifts.error().say)
      log_warn("a calendar of shifts was not read",
               {{"schedule", feed.schedule.id}, {"error", shifts.error().say}});
    feed.problem = shifts.error().say;
    co_return;
  }
  feed.problem.clear();
  feed.read_at = clock.now();
  co_await hand_in(feed, *std::move(shifts));
}

asio::awaitable<void> Feeds::Impl::run() {
  while (!stopping) {
    for (Feed& feed : feeds) {
      if (!stopping) co_await renew(feed);
    }
    const auto extra = config.jitter.count() == 0
                           ? 0
                           : std::uniform_int_distribution<std::int64_t>{0, config.jitter.count()}(dice);
    boost::system::error_code canceled;
    tick.expires_after(config.every + std::chrono::milliseconds{extra});
    if (!stopping) co_await tick.async_wait(asio::redirect_error(asio::use_awaitable, canceled));
  }
}

Feeds::Feeds(std::shared_ptr<Impl> impl) : impl_{std::move(impl)} {}
Feeds::~Feeds() = default;

Result<std::unique_ptr<Feeds>> Feeds::create(FeedsConfig config, const IntegrationDeps& deps) {
  MUSTER_TRY(std::shared_ptr<net::TlsClient> trust, net::make_tls_client(std::nullopt, config.proxy));
  return std::unique_ptr<Feeds>{new Feeds{std::make_shared<Impl>(std::move(config), deps, std::move(trust))}};
}

void Feeds::start() {
  impl_->running = true;
  asio::co_spawn(impl_->io, impl_->run(), [impl = impl_](std::exception_ptr thrown) {
    impl->running = false;
    give_up_if_out_of_memory(thrown);
    if (!thrown) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      log_error("reading calendars failed with an exception", {{"what", e.what()}});
    }
  });
}

asio::awaitable<void> Feeds::stop(std::chrono::steady_clock::time_point deadline) {
  impl_->stopping = true;
  impl_->tick.cancel();
  asio::steady_timer nap{impl_->io};
  while (impl_->running && steady_now() < deadline) {
    nap.expires_after(std::chrono::milliseconds{20});
    co_await nap.async_wait(asio::use_awaitable);
  }
}

std::vector<std::pair<std::string, HealthReport>> Feeds::health() const {
  std::vector<std::pair<std::string, HealthReport>> parts;
  const Time now = impl_->clock.now();
  for (const Feed& feed : impl_->feeds) {
    HealthReport report{true, "read " + (feed.read_at ? iso_seconds(*feed.read_at) : "not yet")};
    const bool stale = feed.read_at ? now > *feed.read_at + kStale : !feed.problem.empty();
    if (stale) {
      report.ready = false;
      report.reason = "the calendar of " + feed.schedule.id + " has not been read " +
                      (feed.read_at ? "since " + iso_seconds(*feed.read_at) : "yet") +
                      (feed.problem.empty() ? "" : ": " + feed.problem);
    } else if (!feed.problem.empty()) {
      report.reason += "; last: " + feed.problem;
    }
    parts.emplace_back("calendar of " + feed.schedule.id, std::move(report));
  }
  return parts;
}

asio::awaitable<std::vector<Finding>> Feeds::check() {
  std::vector<Finding> findings;
  for (Feed& feed : impl_->feeds) {
    const std::string name = "schedule " + feed.schedule.id + ": ";
    auto reading = co_await impl_->read(feed);
    if (reading) feed.text = std::move(reading->text);
    const auto shifts = reading ? impl_->understood(feed) : std::unexpected(reading.error());
    if (!shifts) {
      findings.push_back({false, name + shifts.error().say, "see schedules." + feed.schedule.id + ".ical"});
      continue;
    }
    findings.push_back({true,
                        name + std::to_string(shifts->shifts.size()) +
                            (shifts->shifts.size() == 1 ? " shift read" : " shifts read"),
                        ""});
    if (!shifts->unknown.empty())
      findings.push_back({false, name + "nobody here is called " + joined(shifts->unknown),
                          "add the mail address to people.<id>.identities.email"});
    if (shifts->until < impl_->clock.now() + kEndsSoon)
      findings.push_back({false, name + "the calendar ends on " + day_of(shifts->until),
                          "plan further there; from then on nobody is on call"});
  }
  co_return findings;
}

}  // namespace muster::ical
