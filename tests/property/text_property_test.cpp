// What muster prints it reads back, and what it is handed it survives.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"

namespace muster {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow{std::chrono::sys_days{std::chrono::year{2031} / 6 / 15} + std::chrono::hours{18}};

std::string any_of(const std::string& letters, int least, int most) {
  std::string text;
  for (int i = *rc::gen::inRange(least, most + 1); i > 0; --i)
    text += letters[*rc::gen::inRange<std::size_t>(0, letters.size())];
  return text;
}

RC_GTEST_PROP(TimeText, LengthsAreReadBackAsSpoken, ()) {
  const Duration length = minutes{*rc::gen::inRange(1, 1440)};
  RC_ASSERT(parse_duration(spoken(length)) == length);
}

RC_GTEST_PROP(TimeText, InstantsAreReadBackAsPrinted, ()) {
  const Time at = kNow - seconds{*rc::gen::inRange(0, 900000000)};
  const auto iso = parse_past_time(iso_seconds(at), kNow, "");
  RC_ASSERT(iso.has_value());
  RC_ASSERT(*iso == at);
  const std::string zone =
      *rc::gen::element<std::string>("", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia");
  RC_ASSERT(parse_past_time(iso_seconds(at), kNow, zone).value() == at);  // whoever reads it
}

RC_GTEST_PROP(TimeText, WhatAnAnswerSaysCanBeTypedBack, ()) {
  const Time at = kNow - minutes{*rc::gen::inRange(0, 2000000)};
  const std::string zone =
      *rc::gen::element<std::string>("Europe/Berlin", "Asia/Kolkata", "America/St_Johns");
  std::string said = say_time(at, zone, kNow);  // "2026-11-23 10:32 UTC (11:32 Berlin)"
  if (const auto bracket = said.find(" ("); bracket != std::string::npos) said.resize(bracket);
  RC_ASSERT(parse_past_time(said, kNow, zone).value() == at);
}

RC_GTEST_PROP(TimeText, AnyWordsAreReadOrRefusedAloud, (const std::string& words)) {
  const auto past = parse_past_time(words, kNow, "Europe/Berlin");
  if (past) RC_ASSERT(*past <= kNow);
  if (!past) RC_ASSERT(!past.error().say.empty());
  const auto future = parse_future_time(words, kNow, "Europe/Berlin");
  if (!future) RC_ASSERT(!future.error().say.empty());
  const LeadingTime leading = leading_time(words);
  if (leading.when.empty()) RC_ASSERT(leading.rest == words);
}

const std::string kLetters = "abcdefghijklmnopqrstuvwxyz";

RC_GTEST_PROP(Grammar, ACommandIsReadBackAsWritten, ()) {
  const std::string verb = any_of(kLetters, 1, 8);
  const IncidentNumber number{*rc::gen::inRange(0, 100000)};
  std::map<std::string, std::string> options;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
    options["x" + any_of(kLetters, 1, 6)] = any_of("abc 0189:,.-", 1, 9);
  std::string wanted;
  for (int i = *rc::gen::inRange(0, 5); i > 0; --i)
    wanted += (wanted.empty() ? "" : " ") + any_of("abcXYZ0189.,:;!?()", 1, 7);
  std::string text = (number.exists() ? to_string(number) + " " : "") + verb;
  for (const auto& [name, value] : options) text += " --" + name + "=\"" + value + "\"";
  text += " -- " + wanted;
  const ParsedCommand parsed = parse_command(text);
  RC_ASSERT(parsed.verb == verb);
  RC_ASSERT(parsed.incident == (number.exists() ? std::optional{number} : std::nullopt));
  RC_ASSERT(parsed.request.text == wanted);
  RC_ASSERT(parsed.request.options == options);
}

RC_GTEST_PROP(Grammar, AnyBytesAreParsed, (const std::vector<std::uint8_t>& bytes)) {
  const std::string text{bytes.begin(), bytes.end()};
  const ParsedCommand parsed = parse_command(text);
  RC_ASSERT(parsed.verb == lower(parsed.verb));
  const FirstWord first = first_word(text);
  RC_ASSERT(first.word.size() + first.rest.size() <= text.size());
}

RC_GTEST_PROP(Grammar, NumbersAreReadInEveryForm, ()) {
  const IncidentNumber number{*rc::gen::inRange<std::int64_t>(1, 1000000000)};
  const std::string digits = std::to_string(number.value);
  for (const std::string& form : {digits, "#" + digits, "INC-" + digits, "inc-" + digits})
    RC_ASSERT(parse_incident_number(form) == std::optional{number});
}

RC_GTEST_PROP(Grammar, ListsAreSplitAtCommasAndNothingIsLost, ()) {
  std::vector<std::string> parts;
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) parts.push_back(any_of(kLetters, 1, 5));
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : any_of(" ", 0, 2) + "," + any_of(" ", 0, 2)) + part;
  RC_ASSERT(split_list(text) == parts);
}

}  // namespace
}  // namespace muster
