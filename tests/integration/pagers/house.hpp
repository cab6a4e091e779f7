// What a pager runs in: a clock, a board with Ann and Bob, an intake that keeps what comes in, and a page.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/ports/integration.hpp"
#include "tests/integration/pagers/fake_service.hpp"

namespace muster::testing {

template <class T>
using Async = boost::asio::awaitable<T>;

class Desk final : public Intake {
 public:
  asio::awaitable<Result<Answer>> submit(Inbound inbound) override {
    got.push_back(std::move(inbound));
    co_return answer;
  }
  asio::awaitable<Result<Answer>> submit(Inbound inbound, std::vector<ConsoleWrite> /*writes*/) override {
    return submit(std::move(inbound));
  }
  asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite> /*writes*/) override { co_return Done{}; }

  template <class T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> found;
    for (const Inbound& each : got) {
      if (const T* what = std::get_if<T>(&each.what)) found.push_back(*what);
    }
    return found;
  }

  std::vector<Inbound> got;
  Result<Answer> answer = Answer{};
};

// 2026-11-24T10:00:00Z
inline constexpr Time kNow{std::chrono::microseconds{1795514400LL * 1000000}};

struct House {
  explicit House(boost::asio::any_io_executor executor);
  [[nodiscard]] IntegrationDeps deps();

  boost::asio::any_io_executor io;
  ManualClock clock{kNow};
  Desk desk;
  Board board;
  ReaderPool reader;
};

// INC-42/P2 to Ann, which goes on from P1.
[[nodiscard]] PageNotice notice_to_ann(std::string method, std::string address);
[[nodiscard]] Delivery first_try();
[[nodiscard]] Delivery second_try();

// The hook that serves a path.
[[nodiscard]] Async<HookAnswer> call_hook(Integration& integration, HookCall call);

// How one provider is set up against a fake, for what all have in common.
struct Provider {
  FakeService::Vendor vendor;
  std::function<std::unique_ptr<Integration>(const std::string& url, House&)> make;
  PageNotice notice;
  std::vector<std::string> secrets;            // that no sentence may hold
  bool speaks_json = true;                     // what it answers is read
  bool looks_first = false;                    // on a second try, and says unknown when it cannot
  std::string refusal = R"({"error":"bad"})";  // how it says no; the request is put in place of bad
};

// Slow down, down for good, down for now, foreign words, cut and lost answers, refusals, redirects: each with
// the right kind, and never a secret.
void expect_usual_failures(const Provider& provider);

}  // namespace muster::testing
