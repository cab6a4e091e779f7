// Which days a report is about, and which incidents: read from words, refused when they could mean two
// things.
#pragma once

#include <optional>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster::report {

// Half-open, in UTC; days, weeks and hours are told in the zone.
struct Period {
  Time from{};
  Time to{};
  std::string zone = "UTC";
  [[nodiscard]] Duration length() const { return to - from; }
  [[nodiscard]] Period before() const { return {from - length(), from, zone}; }
  [[nodiscard]] bool has(Time at) const { return from <= at && at < to; }
};

// Empty: all. kind is always one: drills and tests are never counted among what happened.
struct Filter {
  std::string service;
  std::string team;
  std::optional<Severity> severity;  // the worst it had
  Kind kind = Kind::normal;
};

// As they are typed in the command line, the console's address and chat. Empty: not given.
struct Asked {
  std::string from{};
  std::string to{};
  std::string last{};  // 30d, 12w, month, quarter
  std::string zone{};  // IANA; the organisation's calendar otherwise
  std::string service{};
  std::string team{};
  std::string severity{};
  std::string kind{};
};

// Without any words: the last 30 days. `last` counts back from now in days, weeks or hours; month and quarter
// are the last whole ones in the zone. from and to are days ("2026-11-01", beginning at midnight in the zone;
// a day given as `to` is still part of it) or instants with a zone ("2026-11-01T10:00Z", "2026-11-01 10:00
// Europe/Berlin"). A period ends now at the latest.
[[nodiscard]] Result<Period> read_period(const Asked& asked, const Policy& policy, Time now);

// invalid names what does not exist and what does.
[[nodiscard]] Result<Filter> read_filter(const Asked& asked, const Policy& policy);

// "1 Nov 2026 - 30 Nov 2026 (Europe/Berlin)", with times of day where they are not midnight.
[[nodiscard]] std::string say_period(const Period& period);
// "service checkout, SEV1", "everything".
[[nodiscard]] std::string say_filter(const Filter& filter, const Policy& policy);

}  // namespace muster::report
