#include "bot/domain/time_text.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <vector>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/zone_clock.hpp"

namespace muster {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Duration> unit(std::string_view name) {
  struct Unit {
    std::string_view name;
    Duration length;
  };
  static constexpr std::array kUnits = {
      Unit{"s", seconds{1}},      Unit{"sec", seconds{1}},     Unit{"seconds", seconds{1}},
      Unit{"m", minutes{1}},      Unit{"min", minutes{1}},     Unit{"mins", minutes{1}},
      Unit{"minute", minutes{1}}, Unit{"minutes", minutes{1}}, Unit{"h", hours{1}},
      Unit{"hr", hours{1}},       Unit{"hour", hours{1}},      Unit{"hours", hours{1}},
      Unit{"d", days{1}},         Unit{"day", days{1}},        Unit{"days", days{1}},
      Unit{"w", days{7}}};
  for (const Unit& known : kUnits) {
    if (known.name == name) return known.length;
  }
  return std::nullopt;
}

const date::time_zone* zone_typed(std::string_view name) {
  if (name == "UTC" || name == "utc" || name == "Z" || name == "z" || name == "GMT")
    return find_zone("Etc/UTC");
  return find_zone(name);
}

struct Written {
  std::optional<date::local_days> day;
  std::optional<Duration> time_of_day;
  const date::time_zone* zone = nullptr;
  bool zone_given = false;
};

std::optional<date::local_days> parse_day(std::string_view word) {
  if (word.size() != 10 || word[4] != '-' || word[7] != '-') return std::nullopt;
  const auto y = number(word.substr(0, 4));
  const auto m = number(word.substr(5, 2));
  const auto d = number(word.substr(8, 2));
  if (!y || !m || !d || *m < 1 || *d < 1) return std::nullopt;
  const date::year_month_day ymd{date::year{*y}, date::month{static_cast<unsigned>(*m)},
                                 date::day{static_cast<unsigned>(*d)}};
  return ymd.ok() ? std::optional{date::local_days{ymd}} : std::nullopt;
}

// "10:32" or "10:32:05".
std::optional<Duration> parse_clock(std::string_view word) {
  const bool with_seconds = word.size() == 8 && word[5] == ':';
  const auto colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2) return std::nullopt;
  if (word.size() != colon + 3 && !with_seconds) return std::nullopt;
  const auto h = number(word.substr(0, colon));
  const auto m = number(word.substr(colon + 1, 2));
  const auto s = with_seconds ? number(word.substr(6, 2)) : std::optional{0};
  if (!h || !m || !s || *h < 0 || *h > 23 || *m < 0 || *m > 59 || *s < 0 || *s > 59) return std::nullopt;
  return Duration{hours{*h} + minutes{*m} + seconds{*s}};
}

Error not_understood(std::string_view text) {
  return {ErrorKind::invalid,
          "I did not understand the time \"" + std::string{text} +
              "\". Say it like 10:32 UTC, 2026-11-24 10:32 Europe/Berlin, 20m ago or 2026-11-24T10:32:00Z",
          "", 0};
}

// "2026-11-24T10:32:00Z" becomes the words "2026-11-24" "10:32:00" "Z".
std::vector<std::string> words_of(std::string_view text) {
  std::string spaced{text};
  if (spaced.size() > 11 && (spaced[10] == 'T' || spaced[10] == 't') && spaced[4] == '-') spaced[10] = ' ';
  const bool zulu = spaced.size() > 4 && (spaced.back() == 'Z' || spaced.back() == 'z') &&
                    is_digit(spaced[spaced.size() - 2]);
  if (zulu) spaced.insert(spaced.size() - 1, " ");
  std::vector<std::string> words;
  for (FirstWord word = first_word(spaced); !word.word.empty(); word = first_word(word.rest))
    words.push_back(word.word);
  return words;
}

Error unknown_zone(std::string_view word) {
  return {ErrorKind::invalid,
          "\"" + std::string{word} +
              "\" is not a time zone I can be sure of. Name the place, like 10:32 Europe/Berlin, or say "
              "10:32 UTC",
          "", 0};
}

Error twelve_hours(std::string_view text) {
  return {ErrorKind::invalid,
          "\"" + std::string{text} + "\" is on the 12-hour clock. Say it on the 24-hour clock, like 14:30",
          "", 0};
}

bool is_half_day(std::string_view word) {
  return lower(word) == "am" || lower(word) == "pm";
}

bool is_letters(std::string_view word) {
  return !word.empty() &&
         std::ranges::all_of(word, [](char c) { return is_letter(c) || c == '/' || c == '_'; });
}

Result<Written> read_written(std::string_view text, std::string_view default_zone) {
  Written written;
  for (const std::string& word : words_of(text)) {
    if (const auto day = parse_day(word); day && !written.day)
      written.day = day;
    else if (const auto clock = parse_clock(word); clock && !written.time_of_day)
      written.time_of_day = clock;
    else if (const auto* zone = zone_typed(word); zone != nullptr && !written.zone_given) {
      written.zone = zone;
      written.zone_given = true;
    } else if (written.time_of_day && is_half_day(word)) {
      return std::unexpected(twelve_hours(text));
    } else if (written.time_of_day && is_letters(word) && !written.zone_given) {
      return std::unexpected(unknown_zone(word));
    } else {
      return std::unexpected(not_understood(text));
    }
  }
  if (!written.time_of_day && !written.day) return std::unexpected(not_understood(text));
  if (written.zone == nullptr) written.zone = zone_typed(default_zone.empty() ? "UTC" : default_zone);
  if (written.zone == nullptr) written.zone = zone_typed("UTC");
  return written;
}

Result<Time> resolve(const date::time_zone* zone, LocalTime local, std::string_view text) {
  const LocalReading read = read_local(local, *zone);
  if (read.kind == LocalReading::Kind::unique) return read.first;
  const std::string why = read.kind == LocalReading::Kind::nonexistent ? "does not exist" : "happens twice";
  return fail(ErrorKind::invalid, "\"" + std::string{text} + "\" " + why + " in " + zone->name() +
                                      " because the clocks change. Say it in UTC: " +
                                      iso_seconds(std::min(read.first, read.second)) + " or " +
                                      iso_seconds(std::max(read.first, read.second)));
}

date::local_days today_in(const date::time_zone* zone, Time now) {
  return date::floor<date::days>(to_local(now, *zone));
}

Result<Time> instant(const Written& written, Duration otherwise, Time now, std::string_view text) {
  const auto day = written.day.value_or(today_in(written.zone, now));
  return resolve(written.zone, day + written.time_of_day.value_or(otherwise), text);
}

std::string two(long long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string date_text(date::local_days day) {
  const date::year_month_day ymd{day};
  return std::to_string(int{ymd.year()}) + "-" + two(unsigned{ymd.month()}) + "-" + two(unsigned{ymd.day()});
}

// The abbreviations people write after a time. Those that are no zone's name stand for several and are
// refused by the reader; the others it knows.
bool is_abbreviation(std::string_view word) {
  static constexpr std::string_view kKnown[] = {
      "UTC", "Z",   "GMT", "CET", "CEST", "EET", "EEST", "WET",  "WEST", "BST",  "MSK",  "IST",  "EST",
      "EDT", "CST", "CDT", "MST", "MDT",  "PST", "PDT",  "ET",   "CT",   "MT",   "PT",   "AKST", "HST",
      "BRT", "ART", "JST", "KST", "SGT",  "HKT", "AEST", "AEDT", "ACST", "AWST", "NZST", "NZDT", "SAST"};
  return std::ranges::find(kKnown, word) != std::end(kKnown);
}

bool is_place(std::string_view word) {
  static constexpr std::string_view kParts[] = {"Africa/", "America/",  "Antarctica/", "Arctic/",
                                                "Asia/",   "Atlantic/", "Australia/",  "Etc/",
                                                "Europe/", "Indian/",   "Pacific/",    "US/"};
  return std::ranges::any_of(kParts, [&](std::string_view part) { return word.starts_with(part); });
}

bool is_offset(std::string_view word) {
  const bool utc = word.starts_with("UTC") || word.starts_with("GMT");
  const std::string_view sign = utc ? word.substr(3) : word;
  return sign.size() > 1 && (sign[0] == '+' || sign[0] == '-') && is_digit(sign[1]);
}

bool is_zone_word(std::string_view word) {
  return word == "utc" || is_abbreviation(word) || is_place(word) || is_offset(word) || is_half_day(word);
}

// "10:32", "25:99", "10:32:05", "10:32Z", "2026-11-24T10:32Z": two digits behind a colon, and nothing else.
bool looks_like_clock(std::string_view word) {
  if (word.size() > 11 && (word[10] == 'T' || word[10] == 't')) word.remove_prefix(11);
  if (word.ends_with('Z') || word.ends_with('z')) word.remove_suffix(1);
  const auto digit = [&](std::size_t i) { return i < word.size() && is_digit(word[i]); };
  const auto colon = word.find(':');
  if (colon == 0 || colon > 2 || !digit(0) || !digit(colon - 1)) return false;
  const std::size_t end = colon + 3;
  if (!digit(colon + 1) || !digit(colon + 2)) return false;
  return word.size() == end ||
         (word.size() == end + 3 && word[end] == ':' && digit(end + 1) && digit(end + 2));
}

// "20m ago" or "1 h 30 min ago" and what follows; empty when the text does not begin with such a length.
std::string ago(std::string_view text, std::string& rest) {
  static constexpr int kMostWords = 4;
  std::string length;
  FirstWord word = first_word(text);
  for (int i = 0; i < kMostWords && !word.word.empty(); ++i) {
    length += (length.empty() ? "" : " ") + word.word;
    word = first_word(word.rest);
    const std::string end = lower(word.word);
    if (end != "ago" && end != "ago:" && end != "ago,") continue;
    if (!parse_duration(length)) return {};
    rest = word.rest;
    return length + " ago";
  }
  return {};
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view raw) {
  std::string text = lower(raw);
  std::erase(text, ' ');
  if (const auto bare = number(text); bare && *bare >= 0) return minutes{*bare};
  Duration total{0};
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t digits = i;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    std::size_t letters = digits;
    while (letters < text.size() && is_lower(text[letters])) ++letters;
    const auto count = number(std::string_view{text}.substr(i, digits - i));
    const auto length = unit(std::string_view{text}.substr(digits, letters - digits));
    if (!count || !length || *count > 100000) return std::nullopt;
    total += *count * *length;
    i = letters;
  }
  return text.empty() ? std::nullopt : std::optional{total};
}

LeadingTime leading_time(std::string_view text) {
  LeadingTime found;
  if (found.when = ago(text, found.rest); !found.when.empty()) return found;
  const auto nothing = [&] { return LeadingTime{"", std::string{text}}; };
  FirstWord word = first_word(text);
  if (word.word.starts_with('-') && word.word.size() > 2 &&
      parse_duration(std::string_view{word.word}.substr(1)))
    return {word.word, word.rest};
  if (parse_day(word.word)) {
    found.when = word.word;
    word = first_word(word.rest);
  }
  const bool ended = word.word.ends_with(':') || word.word.ends_with(',');  // "10:32: node 7 is back"
  if (ended) word.word.pop_back();
  if (!looks_like_clock(word.word)) return nothing();
  found.when += (found.when.empty() ? "" : " ") + word.word;
  found.rest = word.rest;
  if (ended) return found;
  FirstWord zone = first_word(found.rest);
  if (zone.word.ends_with(':') || zone.word.ends_with(',')) zone.word.pop_back();
  if (!is_zone_word(zone.word)) return found;
  return {found.when + " " + zone.word, zone.rest};
}

bool is_zone(std::string_view name) {
  return !name.empty() && zone_typed(name) != nullptr;
}

Result<Time> parse_past_time(std::string_view text, Time now, std::string_view zone) {
  const bool negative = text.starts_with('-');
  const bool before_now = text.ends_with(" ago");
  if (negative || before_now) {
    const auto length = parse_duration(negative ? text.substr(1) : text.substr(0, text.size() - 4));
    if (!length) return std::unexpected(not_understood(text));
    return now - *length;
  }
  if (lower(text) == "now") return now;
  MUSTER_TRY(const Written written, read_written(text, zone));
  MUSTER_TRY(const Time told, instant(written, Duration{0}, now, text));
  if (told <= now + minutes{1}) return std::min(told, now);  // a clock may be a little ahead of ours
  std::string say = "\"" + std::string{text} + "\" is in the future: it is " + say_time(now, zone) + " now. ";
  if (written.day) return fail(ErrorKind::invalid, say + "Give a time that has passed");
  const auto yesterday = today_in(written.zone, now) - date::days{1};
  return fail(ErrorKind::invalid,
              say + "For yesterday say " + date_text(yesterday) + " " + std::string{text});
}

Result<Time> parse_future_time(std::string_view text, Time now, std::string_view zone) {
  const std::string_view length_text = text.starts_with("in ") ? text.substr(3) : text;
  if (const auto length = parse_duration(length_text)) return now + *length;
  MUSTER_TRY(Written written, read_written(text, zone));
  MUSTER_TRY(Time told, instant(written, hours{9}, now, text));
  if (told <= now && !written.day) {  // a time of day that has passed is tomorrow's
    written.day = today_in(written.zone, now) + date::days{1};
    MUSTER_TRY(told, instant(written, hours{9}, now, text));
  }
  if (told <= now) {
    return fail(ErrorKind::invalid, "\"" + std::string{text} + "\" has passed: it is " + say_time(now, zone) +
                                        " now. Give a time that lies ahead, like 30m or 15:00 UTC");
  }
  return told;
}

std::string say_time(Time t, std::string_view zone) {
  const std::string utc = hour_minute(t) + " UTC";
  const date::time_zone* local_zone = zone.empty() ? nullptr : zone_typed(zone);
  if (local_zone == nullptr) return utc;
  const LocalTime local = to_local(t, *local_zone);
  const date::hh_mm_ss clock{date::floor<minutes>(local - date::floor<date::days>(local))};
  const std::string shown = two(clock.hours().count()) + ":" + two(clock.minutes().count());
  if (shown == hour_minute(t)) return utc;
  const std::string name{zone.substr(zone.rfind('/') == std::string_view::npos ? 0 : zone.rfind('/') + 1)};
  return utc + " (" + shown + " " + name + ")";
}

std::string say_time(Time t, std::string_view zone, Time now) {
  const date::time_zone* utc = zone_typed("UTC");
  const date::time_zone* named = zone.empty() ? nullptr : zone_typed(zone);
  const date::time_zone* local = named == nullptr ? utc : named;
  const auto today = [&](const date::time_zone* in) { return today_in(in, t) == today_in(in, now); };
  if (today(utc) && today(local)) return say_time(t, zone);
  return date_text(today_in(utc, t)) + " " + say_time(t, zone);
}

std::optional<Time> parse_instant(std::string_view text) {
  // Looked at first: of seconds that are not there date::parse reads whatever lies in memory.
  static const re2::RE2 kMinutes{R"(\d{4}-\d\d-\d\dT\d\d:\d\d(?:Z|[+-]\d\d:\d\d))"};
  static const re2::RE2 kSeconds{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))"};
  const re2::StringPiece whole{text.data(), text.size()};
  const bool has_seconds = re2::RE2::FullMatch(whole, kSeconds);
  if (!has_seconds && !re2::RE2::FullMatch(whole, kMinutes)) return std::nullopt;
  std::string written{text};
  if (written.ends_with('Z')) written.replace(written.size() - 1, 1, "+00:00");
  std::istringstream in{written};
  date::sys_time<Duration> read{};
  in >> date::parse(has_seconds ? "%FT%T%Ez" : "%FT%R%Ez", read);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return Time{read.time_since_epoch()};
}

}  // namespace muster
