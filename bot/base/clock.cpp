#include "bot/base/clock.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace muster {

namespace {

template <class... Args>
std::string print(const char* format, Args... args) {
  std::array<char, 64> buffer{};
  const int written = std::snprintf(buffer.data(), buffer.size(), format, args...);
  return {buffer.data(), static_cast<std::size_t>(std::clamp(written, 0, 63))};
}

}  // namespace

Time SystemClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

void ManualClock::advance(Duration by) {
  now_ = now_.load() + by;
}

Time ShiftedClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()) + offset_.load();
}

void ShiftedClock::advance(Duration by) {
  offset_ = offset_.load() + by;
}

std::chrono::steady_clock::time_point steady_now() {
  return std::chrono::steady_clock::now();
}

std::string iso_seconds(Time t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(t - day)};
  return print("%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
               static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
               static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
               static_cast<int>(clock.seconds().count()));
}

std::string hour_minute(Time t) {
  return iso_seconds(t).substr(11, 5);
}

std::string spoken(Duration d) {
  const auto seconds = std::max<long long>(0, std::chrono::duration_cast<std::chrono::seconds>(d).count());
  if (seconds < 60) return print("%lld s", seconds);
  if (seconds < 3600) return print("%lld min", seconds / 60);
  if (seconds < 86400) return print("%lld h %02lld min", seconds / 3600, seconds / 60 % 60);
  return print("%lld d %lld h", seconds / 86400, seconds / 3600 % 24);
}

}  // namespace muster
