#include "bot/domain/fact_lint.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

struct Known {
  std::int64_t seconds;
  std::string_view what;  // "impact"
};

// A length of time in a sentence, and the smallest unit it is written in.
struct Length {
  std::string words;
  std::int64_t seconds = 0;
  std::int64_t unit = 1;
};

std::int64_t unit_of(char letter) {
  if (letter == 'd') return 86400;
  if (letter == 'h') return 3600;
  return letter == 'm' ? 60 : 1;
}

// "1 h 05 min" is one length: parts that follow each other in falling units.
std::vector<Length> lengths_in(const std::string& sentence) {
  static const RE2 kPart{R"((\d{1,6})\s?(days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b)"};
  static const RE2 kBetween{R"([\s,]*(?:and )?)"};
  std::vector<Length> lengths;
  re2::StringPiece rest{sentence};
  re2::StringPiece number, unit, whole;
  std::size_t ended = std::string::npos;
  while (RE2::PartialMatch(rest, "(" + kPart.pattern() + ")", &whole, &number, &unit)) {
    const auto at = static_cast<std::size_t>(whole.data() - sentence.data());
    const std::int64_t size = unit_of(unit[0]);
    const std::int64_t value = std::strtoll(number.as_string().c_str(), nullptr, 10) * size;
    const bool goes_on = ended != std::string::npos && size < lengths.back().unit &&
                         RE2::FullMatch(sentence.substr(ended, at - ended), kBetween);
    if (goes_on) {
      lengths.back().words += " " + whole.as_string();
      lengths.back().seconds += value;
      lengths.back().unit = size;
    } else {
      lengths.push_back({whole.as_string(), value, size});
    }
    ended = at + whole.size();
    rest = re2::StringPiece{sentence}.substr(ended);
  }
  return lengths;
}

// What a sentence that has one of the words may mean.
std::vector<Known> spoken_of(const std::string& sentence, const IncidentFigures& f) {
  std::vector<Known> known;
  const auto says = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return sentence.find(word) != std::string::npos; });
  };
  const auto add = [&](const Measure& measure, std::string_view what) {
    if (measure.seconds) known.push_back({*measure.seconds, what});
  };
  if (says({"detect", "notice"})) add(f.ttd, "from impact to detection");
  if (says({"acknowledg"})) add(f.tta, "from page to acknowledgement");
  if (says({"mitigat"})) add(f.ttm, "from impact to mitigation");
  if (says({"resolve", "restored", "recover"})) {
    add(f.ttr_impact, "from impact to resolution");
    add(f.ttr_declared, "from declaration to resolution");
  }
  if (says({"outage", "unavailable", " down", "impact", "lasted", "degraded", "affected"}) &&
      f.anchors.impact_ended_at) {
    known.push_back({f.impact_union_s, "of impact"});
    for (const auto& [service, impact] : f.impact) {
      for (const std::int64_t part : {impact.full_s, impact.partial_s, impact.degraded_s}) {
        if (part > 0 && part != f.impact_union_s) known.push_back({part, "of impact"});
      }
    }
  }
  return known;
}

std::string say_seconds(std::int64_t seconds) {
  std::string text;
  const auto part = [&](std::int64_t size, const char* unit) {
    if (seconds < size) return;
    text += (text.empty() ? "" : " ") + std::to_string(seconds / size) + unit;
    seconds %= size;
  };
  part(86400, " d");
  part(3600, " h");
  part(60, " min");
  part(1, " s");
  return text.empty() ? "0 s" : text;
}

bool agree(const Length& length, const Known& known) {
  return 2 * std::abs(length.seconds - known.seconds) <= (length.unit == 1 ? 0 : length.unit);
}

void compare_lengths(std::vector<LintFinding>& findings, const std::string& sentence, int line,
                     const IncidentFigures& figures) {
  const std::vector<Known> known = spoken_of(sentence, figures);
  if (known.empty()) return;
  for (const Length& length : lengths_in(sentence)) {
    if (std::ranges::any_of(known, [&](const Known& one) { return agree(length, one); })) continue;
    findings.push_back({"FACT", line, length.words,
                        "The record has " + say_seconds(known.front().seconds) + " " +
                            std::string{known.front().what} + ": correct one of the two",
                        false});
  }
}

// "1,842" and "1 842" are 1842.
std::vector<std::string> numbers_in(const std::string& sentence) {
  static const RE2 kNumber{R"((?:^|[^\w.,-])(\d{1,3}(?:[, ]\d{3})+|\d+)(?:[^\w%:-]|$))"};
  std::vector<std::string> numbers;
  re2::StringPiece rest{sentence};
  std::string number;
  while (RE2::FindAndConsume(&rest, kNumber, &number)) {
    std::erase_if(number, [](char c) { return c == ',' || c == ' '; });
    numbers.push_back(number);
  }
  return numbers;
}

// A sentence with all words of a fact's key speaks of it.
void compare_facts(std::vector<LintFinding>& findings, const std::string& sentence, int line,
                   const Incident& incident) {
  for (const auto& fact : incident.facts) {
    std::string key = lower(fact.key);
    std::ranges::replace(key, '_', ' ');
    bool is_about = !key.empty();
    for (FirstWord word = first_word(key); !word.word.empty(); word = first_word(word.rest))
      is_about = is_about && sentence.find(word.word) != std::string::npos;
    const std::vector<std::string> recorded = numbers_in(fact.value);
    const std::vector<std::string> written = numbers_in(sentence);
    const bool differs =
        is_about && !recorded.empty() && !written.empty() &&
        std::ranges::none_of(written, [&](const std::string& number) { return contains(recorded, number); });
    if (differs) {
      findings.push_back({"FACT", line, written.front(),
                          "The record has " + fact.key + " = " + fact.value + ": correct one of the two",
                          false});
    }
  }
}

bool is_prose(std::string_view line) {
  return !line.empty() && !line.starts_with('>') && !line.starts_with('|') && !line.starts_with('#') &&
         !line.starts_with("<!--") && !line.starts_with("    ");
}

}  // namespace

std::vector<LintFinding> lint_facts(std::string_view markdown, const Incident& incident,
                                    const IncidentFigures& figures) {
  std::vector<LintFinding> findings;
  bool in_code = false;
  bool in_timeline = false;
  for (int number = 1; !markdown.empty(); ++number) {
    const auto end = markdown.find('\n');
    const std::string_view line = markdown.substr(0, end);
    markdown = end == std::string_view::npos ? std::string_view{} : markdown.substr(end + 1);
    if (line.starts_with("```")) in_code = !in_code;
    if (line.starts_with("## ")) in_timeline = lower(line).find("timeline") != std::string::npos;
    if (in_code || in_timeline || !is_prose(line)) continue;
    std::string text = lower(line);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t stop = std::min(text.find(". ", at), text.size());
      const std::string sentence = text.substr(at, stop - at);
      compare_lengths(findings, sentence, number, figures);
      compare_facts(findings, sentence, number, incident);
      at = stop + 2;
    }
  }
  return findings;
}

}  // namespace muster
