// Calendars read over HTTP and from files: only when they changed, and the last good one keeps counting.
#include "integrations/ical/feeds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>

#include "bot/domain/time_text.hpp"
#include "bot/net/http_server.hpp"

namespace muster::ical {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

const Time kNow = parse_instant("2026-11-24T05:00:00Z").value();

std::string calendar_of(const std::string& who) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//"
         "EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T000000Z\r\n"
         "DTEND:20261125T000000Z\r\nSUMMARY:" +
         who + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

class Received final : public Intake {
 public:
  asio::awaitable<Result<Answer>> submit(Inbound inbound) override {
    all.push_back(std::get<ShiftsRead>(inbound.what).shifts);
    co_return Answer{};
  }
  asio::awaitable<Result<Answer>> submit(Inbound inbound, std::vector<ConsoleWrite> /*writes*/) override {
    return submit(std::move(inbound));
  }
  asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite> /*writes*/) override { co_return Done{}; }
  std::vector<ShiftsImported> all;
};

struct FeedsTest : testing::Test {
  FeedsTest() {
    board.people.put({{"ann"}, "Ann Lee", "", {}});
    board.policy = std::make_shared<const Policy>(default_policy());
  }

  asio::awaitable<net::HttpReply> serve(net::HttpCall call) {
    ++asked;
    agent = call.headers.get("User-Agent");
    net::HttpReply reply = net::reply_with(status, "text/calendar", body);
    if (call.headers.get("If-None-Match") == "\"" + tag + "\"" && status == 200) {
      ++unchanged;
      reply = {304, {}, {}};
    }
    reply.headers.set("ETag", "\"" + tag + "\"");
    co_return reply;
  }

  std::unique_ptr<Feeds> feeds(const std::string& from) {
    Schedule schedule;
    schedule.id = "primary";
    schedule.source = ShiftSource::ical;
    schedule.from = from;
    FeedsConfig config;
    config.schedules = {schedule};
    config.every = 5ms;
    config.jitter = 0ms;
    auto made = Feeds::create(std::move(config),
                              IntegrationDeps{io.get_executor(), clock, intake, board, reader, {}});
    return made ? *std::move(made) : nullptr;
  }

  asio::awaitable<bool> eventually(std::function<bool()> holds) {
    asio::steady_timer nap{io};
    for (const auto deadline = steady_now() + 10s; !holds() && steady_now() < deadline;) {
      nap.expires_after(2ms);
      co_await nap.async_wait(asio::use_awaitable);
    }
    co_return holds();
  }

  void run(std::function<asio::awaitable<void>()> test) {
    asio::co_spawn(io, test(), [&](const std::exception_ptr& bug) {
      io.stop();
      if (bug) std::rethrow_exception(bug);
    });
    io.run_for(30s);
  }

  asio::io_context io{1};
  ManualClock clock{kNow};
  Received intake;
  Board board;
  ReaderPool reader{io.get_executor(), [] { return fail(ErrorKind::unavailable, "none"); }, 1};
  int asked = 0;
  int unchanged = 0;
  int status = 200;
  std::string agent;
  std::string tag = "1";
  std::string body = calendar_of("ann");
};

TEST_F(FeedsTest, AnAddressIsAskedWithItsTagAndHandedInWhenItChanged) {
  run([this]() -> asio::awaitable<void> {
    net::HttpServer server{
        io.get_executor(), {}, {.handler = [this](net::HttpCall call) { return serve(std::move(call)); }}};
    EXPECT_TRUE(server.start());
    auto made = feeds("http://127.0.0.1:" + std::to_string(server.port()) + "/oncall.ics?token=s3cret");
    made->start();
    EXPECT_TRUE(co_await eventually([&] { return unchanged >= 3; }));
    EXPECT_EQ(intake.all.size(), 1U) << "the same shifts are not handed in again";
    EXPECT_THAT(agent, HasSubstr("muster/"));
    EXPECT_THAT(intake.all[0].shifts, ElementsAre(Shift{PersonId{"ann"}, kNow - 5h, kNow + 19h}));
    body = calendar_of("Dan");
    tag = "2";
    EXPECT_TRUE(co_await eventually([&] { return intake.all.size() == 2; }));
    EXPECT_THAT(intake.all[1].unknown, ElementsAre("Dan"));
    EXPECT_TRUE(made->health()[0].second.ready);
    body = "<html>Sign in</html>";
    tag = "3";
    const int before = asked;
    EXPECT_TRUE(co_await eventually([&] { return asked > before + 3; }));
    EXPECT_EQ(intake.all.size(), 2U) << "the last good one keeps counting";
    EXPECT_THAT(made->health()[0].second.reason, HasSubstr("no calendar"));
    EXPECT_TRUE(made->health()[0].second.ready);
    clock.advance(25h);
    EXPECT_FALSE(made->health()[0].second.ready) << "not read for a day";
    EXPECT_THAT(made->health()[0].second.reason, testing::Not(HasSubstr("s3cret")));
    status = 503;
    EXPECT_TRUE(co_await eventually(
        [&] { return made->health()[0].second.reason.find("503") != std::string::npos; }));
    co_await made->stop(steady_now() + 5s);
    co_await server.stop(steady_now() + 5s);
  });
}

TEST_F(FeedsTest, AFileIsReadAndAMissingOneIsSaidSo) {
  std::string name = (std::filesystem::temp_directory_path() / "muster-feed-XXXXXX").string();
  ASSERT_GE(::mkstemp(name.data()), 0);
  std::ofstream{name} << body;
  run([&]() -> asio::awaitable<void> {
    auto made = feeds(name);
    made->start();
    EXPECT_TRUE(co_await eventually([&] { return intake.all.size() == 1; }));
    co_await made->stop(steady_now() + 5s);
    auto missing = feeds(name + ".gone");
    const auto findings = co_await missing->check();
    EXPECT_FALSE(findings[0].ok);
    EXPECT_THAT(findings[0].what, HasSubstr("cannot be read"));
    const auto found = co_await feeds(name)->check();
    EXPECT_TRUE(found[0].ok);
    EXPECT_THAT(found[1].what, HasSubstr("the calendar ends on 2026-11-25"));
  });
  std::filesystem::remove(name);
}

}  // namespace
}  // namespace muster::ical
