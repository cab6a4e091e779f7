#include "integrations/slack/ids.hpp"

#include <algorithm>
#include <charconv>

#include "bot/base/ascii.hpp"

namespace muster::slack {
namespace {

std::optional<std::int64_t> whole(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

constexpr std::int64_t kLatest = 9'000'000'000;  // seconds; the year 2255

}  // namespace

std::optional<Time> time_of_ts(std::string_view ts) {
  const std::size_t dot = std::min(ts.find('.'), ts.size());
  const auto seconds = whole(ts.substr(0, dot));
  if (!seconds || *seconds > kLatest) return std::nullopt;
  std::int64_t micros = 0;
  if (dot < ts.size()) {
    std::string fraction{ts.substr(dot + 1, 6)};
    fraction.resize(6, '0');
    const auto parsed = whole(fraction);
    if (!parsed) return std::nullopt;
    micros = *parsed;
  }
  return Time{Duration{*seconds * 1'000'000 + micros}};
}

std::string ts_of_time(Time time) {
  const std::int64_t micros = std::max<std::int64_t>(0, time.time_since_epoch().count());
  std::string fraction = std::to_string(micros % 1'000'000);
  fraction.insert(0, 6 - fraction.size(), '0');
  return std::to_string(micros / 1'000'000) + "." + fraction;
}

Place room_place(std::string channel) {
  return {std::string{kPlatform}, std::move(channel), {}, {}};
}

Place message_place(std::string channel, std::string ts, std::string thread) {
  return {std::string{kPlatform}, std::move(channel), std::move(ts), std::move(thread)};
}

std::string permalink(const Self& self, const Place& place) {
  if (self.workspace.empty()) return {};
  std::string link = self.workspace + (self.workspace.ends_with('/') ? "" : "/") + "archives/" + place.room;
  if (place.message.empty()) return link;
  std::string digits = place.message;
  std::erase(digits, '.');
  link += "/p" + digits;
  if (!place.thread.empty()) link += "?thread_ts=" + place.thread + "&cid=" + place.room;
  return link;
}

bool is_channel_id(std::string_view text) {
  if (text.size() < 8 || (text[0] != 'C' && text[0] != 'G' && text[0] != 'D')) return false;
  return std::ranges::all_of(text, [](char c) { return is_digit(c) || is_upper(c); });
}

std::string channel_name(std::string_view wanted, std::size_t most) {
  std::string name;
  for (const char c : wanted) {
    const char small = lower(c);
    const bool allowed = is_digit(small) || is_lower(small) || small == '_';
    if (allowed) {
      name += small;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  name.resize(std::min(name.size(), most));
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name.find_first_not_of("-_") == std::string::npos ? "incident" : name;
}

}  // namespace muster::slack
