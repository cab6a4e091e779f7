#include "bot/runtime/config_text.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/url.hpp"

namespace muster {

namespace {

using Maybe = std::optional<Complaint>;

bool is_lower_alnum(char c) {
  return is_lower(c) || is_digit(c);
}

bool is_made_of(std::string_view text, bool (*letter)(char), std::string_view extra) {
  return std::ranges::all_of(text,
                             [&](char c) { return letter(c) || extra.find(c) != std::string_view::npos; });
}

Complaint not_a(TextRule rule, const std::string& text, std::string_view why) {
  const TextForm& form = form_of(rule);
  return {"'" + text + "' is not " + with_article(form.name) + (why.empty() ? "" : ": " + std::string{why}),
          "write one like " + std::string{form.example}};
}

Maybe word(const std::string& text) {
  const bool fine = text.size() <= 40 && text.find_first_of(" \t\n") == std::string::npos;
  return fine ? Maybe{} : not_a(TextRule::word, text, "at most 40 characters without spaces");
}

// "EST", "CET", "PST8PDT": names without a place, though some of them are in the database of zones.
bool is_abbreviation(const std::string& text) {
  const bool has_place = std::ranges::any_of(text, [](char c) { return c == '/' || is_lower(c); });
  return !has_place && text != "UTC" && text != "GMT";
}

Maybe zone(const std::string& text) {
  const auto& zones = date::get_tzdb().zones;
  if (is_abbreviation(text))
    return Complaint{"'" + text + "' is an abbreviation and no time zone: it says nothing of summer time",
                     "write the zone of a place, like Europe/Berlin"};
  const bool known = std::ranges::any_of(zones, [&](const date::time_zone& z) { return z.name() == text; });
  if (known || text == "UTC") return {};
  std::vector<std::string> names;
  for (const date::time_zone& z : zones) names.push_back(z.name());
  const auto near = nearest(text, names);
  return Complaint{"there is no time zone '" + text + "'", near.empty()
                                                               ? "write an IANA name like Europe/Berlin"
                                                               : "did you mean '" + near.front() + "'?"};
}

Maybe url(const std::string& text) {
  const auto parsed = net::parse_service_url(text);
  if (!parsed)
    return Complaint{"not a usable URL: " + parsed.error().say, "write one like https://muster.example.org"};
  if (parsed->scheme == "http" || parsed->scheme == "https") return {};
  return Complaint{"the URL must be https", "write one like https://muster.example.org"};
}

Maybe command(const std::string& text) {
  const bool fine = text.size() >= 2 && text.size() <= 32 && text.front() == '/' &&
                    is_made_of(std::string_view{text}.substr(1), is_lower_alnum, "-_");
  return fine ? Maybe{} : not_a(TextRule::command, text, "a slash, then lower-case letters, digits, - or _");
}

Maybe prefix(const std::string& text) {
  const bool fine = text.size() <= 20 && is_made_of(text, is_lower_alnum, "-");
  return fine ? Maybe{} : not_a(TextRule::prefix, text, "lower-case letters, digits and -");
}

Maybe listen(const std::string& text) {
  const auto colon = text.rfind(':');
  const std::string_view digits = colon == std::string::npos ? "" : std::string_view{text}.substr(colon + 1);
  unsigned port = 65536;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool fine = colon != 0 && colon != std::string::npos && failure == std::errc{} &&
                    end == digits.data() + digits.size() && port <= 65535;
  return fine ? Maybe{} : not_a(TextRule::listen, text, "host:port with a port up to 65535");
}

bool is_two_digits(std::string_view text, int highest) {
  int value = -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return text.size() == 2 && failure == std::errc{} && end == text.data() + 2 && value >= 0 &&
         value <= highest;
}

Maybe weekday(const std::string& text) {
  static constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  if (std::ranges::find(kDays, text) != kDays.end()) return {};
  return not_a(TextRule::weekday, text, "mon, tue, wed, thu, fri, sat or sun");
}

Maybe day(const std::string& text) {
  std::istringstream in{text};
  date::year_month_day read{};
  in >> date::parse("%F", read);
  const bool fine = !in.fail() && read.ok() && text.size() == 10;
  return fine ? Maybe{} : not_a(TextRule::date, text, "year, month and day that exist");
}

Maybe time_of_day(const std::string& text) {
  const bool fine = text == "24:00" || (text.size() == 5 && text[2] == ':' &&
                                        is_two_digits(std::string_view{text}.substr(0, 2), 23) &&
                                        is_two_digits(std::string_view{text}.substr(3), 59));
  return fine ? Maybe{} : not_a(TextRule::time_of_day, text, "hours and minutes, in quotes");
}

Maybe instant(const std::string& text) {
  return parse_instant(text) ? Maybe{}
                             : not_a(TextRule::instant, text, "a date and time with its zone, in quotes");
}

Maybe wall_time(const std::string& text) {
  const bool fine = text.size() == 16 && text[10] == 'T' && !day(text.substr(0, 10)) &&
                    text.substr(11) != "24:00" && !time_of_day(text.substr(11));
  return fine ? Maybe{} : not_a(TextRule::wall_time, text, "by the clock on the wall, without a zone");
}

Maybe target(const std::string& text) {
  const auto colon = text.find(':');
  const bool fine = text == "room" || (colon != std::string::npos && colon > 0 && colon + 1 < text.size());
  return fine ? Maybe{}
              : not_a(TextRule::target, text, "schedule:, person:, team: or a system, and its id; or room");
}

Maybe calendar(const std::string& text) {
  const auto scheme = text.find("://");
  if (scheme == std::string::npos || text.starts_with("webcal://")) return {};
  return url(text);
}

Maybe certificate(const std::string& text) {
  for (const std::string_view type : {"DNS:", "URI:", "email:", "IP:", "subject:"}) {
    if (text.starts_with(type) && text.size() > type.size()) return {};
  }
  return not_a(TextRule::certificate, text, "DNS:, URI:, email:, IP: or subject:, and the name");
}

}  // namespace

std::optional<Complaint> complaint_about(TextRule rule, const std::string& text) {
  if (text.empty()) {
    return Complaint{"it is empty", "write " + with_article(form_of(rule).name) + " like " +
                                        std::string{form_of(rule).example} + ", or remove the key"};
  }
  switch (rule) {
    case TextRule::any:
      return {};
    case TextRule::word:
      return word(text);
    case TextRule::zone:
      return zone(text);
    case TextRule::url:
      return url(text);
    case TextRule::command:
      return command(text);
    case TextRule::prefix:
      return prefix(text);
    case TextRule::path:
      return {};
    case TextRule::listen:
      return listen(text);
    case TextRule::weekday:
      return weekday(text);
    case TextRule::date:
      return day(text);
    case TextRule::time_of_day:
      return time_of_day(text);
    case TextRule::instant:
      return instant(text);
    case TextRule::wall_time:
      return wall_time(text);
    case TextRule::target:
      return target(text);
    case TextRule::calendar:
      return calendar(text);
    case TextRule::certificate:
      return certificate(text);
  }
  return {};
}

std::optional<Complaint> complaint_about_id(Names names, const std::string& id) {
  if (names == Names::severity) {
    const bool level = id.size() == 1 && id[0] >= '1' && id[0] <= '9';
    if (level) return {};
    return Complaint{"'" + id + "' is not a level of severity", "write a number from 1 (the worst) to 9"};
  }
  const bool fine = !id.empty() && id.size() <= 64 && is_made_of(id, is_alnum, "-_.") && is_alnum(id[0]);
  if (fine) return {};
  return Complaint{"'" + id + "' cannot be the id of " + with_article(form_of(names).singular),
                   "letters, digits, - _ and . only, like payments-api"};
}

std::string suggestion(std::string_view typed, const std::vector<std::string>& known) {
  if (const auto near = nearest(typed, known); !near.empty()) return "did you mean '" + near.front() + "'?";
  if (known.empty()) return "none is declared yet";
  std::string all = "known: ";
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (i == 12) return all + ", …";
    all += (i == 0 ? "" : ", ") + known[i];
  }
  return all;
}

std::string with_article(std::string_view noun) {
  const bool vowel = std::string_view{"aeio"}.find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string{noun};
}

std::string_view kind_name(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::scalar:
      return "a single value";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
  }
  return "something else";
}

}  // namespace muster
