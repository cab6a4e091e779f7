// The door of a control API: reads the call, runs its order, says how it went. What the orders are is each
// fake's own affair.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/common/injections.hpp"
#include "tests/emulators/common/ledger.hpp"
#include "tests/emulators/common/waits.hpp"

namespace muster::fake {

class ControlDesk {
 public:
  struct Hooks {
    // The answer's members of the order "POST message", "GET state" …; null if there is no such order. Throws
    // Refusal.
    std::function<Json(const std::string& verb_and_name, const Json& body)> run;
    // What is waited for, and added to the answer, once the order took effect.
    std::function<boost::asio::awaitable<void>(const std::string& verb_and_name, Json body, Json& answer)>
        finish;
  };

  ControlDesk(Ledger& ledger, Waits& waits, Hooks hooks)
      : ledger_(ledger), waits_(waits), hooks_(std::move(hooks)) {}

  boost::asio::awaitable<HttpReply> handle(HttpRequest request);

 private:
  Ledger& ledger_;
  Waits& waits_;
  Hooks hooks_;
};

// The orders on faults, the clock and the ledger, which every fake has; null if it is none of them.
Json run_common_order(const std::string& verb_and_name, const Json& body, Injections& injections,
                      Clock& clock, const Ledger& ledger);
// {"now_ms", "frozen"}
Json shown_clock(const Clock& clock);

}  // namespace muster::fake
