#include "bot/domain/lint.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <memory>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

constexpr std::string_view kSomebody =
    "the (?:engineer|operator|developer|on-call|administrator|person on call)";

std::string replaced(std::string text, std::string_view word, const std::string& by) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
  return text;
}

// The names as one alternation; a group that matches nothing without any.
std::string alternatives(const std::vector<std::string>& people, bool with_roles) {
  std::string all;
  for (const std::string& name : people) {
    if (name.size() < 2) continue;
    all += (all.empty() ? "" : "|") + ("@?" + RE2::QuoteMeta(name));
  }
  if (with_roles) all += (all.empty() ? "" : "|") + std::string{kSomebody};
  return all.empty() ? "(?:[^\\x00-\\x{10FFFF}])" : "(?:" + all + ")";
}

std::unique_ptr<RE2> compiled(const std::string& pattern, const std::vector<std::string>& people) {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  const std::string named =
      replaced(replaced(pattern, "NAME", alternatives(people, true)), "PERSON", alternatives(people, false));
  return std::make_unique<RE2>("\\b(" + named + ")\\b", options);
}

// What is quoted, code or a comment is somebody else's or nobody's sentence: blanked, so that places stay.
std::string own_words(std::string_view line) {
  std::string out{line};
  if (out.starts_with('>') || out.starts_with('|')) return {};
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"<!--", "-->"}, {"“", "”"}, {"\"", "\""}, {"`", "`"}}) {
    for (auto from = out.find(open); from != std::string::npos; from = out.find(open, from)) {
      const auto to = out.find(close, from + open.size());
      if (to == std::string::npos) break;
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(from),
                out.begin() + static_cast<std::ptrdiff_t>(to + close.size()), ' ');
    }
  }
  return out;
}

// Which part of the document a heading begins.
LintWhere part_of(std::string_view heading) {
  const std::string text = lower(heading);
  const auto says = [&](std::string_view word) { return text.find(word) != std::string::npos; };
  if (says("timeline")) return LintWhere::timeline;
  if (says("factor") || says("cause") || says("lesson") || says("went")) return LintWhere::causes;
  return LintWhere::anywhere;
}

bool applies(const LintRule& rule, LintWhere part, bool full_outage) {
  if (rule.only_partial && full_outage) return false;
  // The timeline tells what happened in the words of those who were there.
  if (part == LintWhere::timeline || rule.where == LintWhere::timeline) return rule.where == part;
  return rule.where == LintWhere::anywhere || rule.where == part;
}

struct Compiled {
  const LintRule* rule;
  std::unique_ptr<RE2> pattern;
};

}  // namespace

std::vector<LintFinding> lint(std::string_view markdown, const std::vector<std::string>& people,
                              bool full_outage, const std::vector<LintRule>& rules) {
  std::vector<Compiled> compiled_rules;
  for (const LintRule& rule : rules) {
    auto pattern = compiled(rule.pattern, people);
    if (pattern->ok()) compiled_rules.push_back({&rule, std::move(pattern)});
  }
  std::vector<LintFinding> findings;
  LintWhere part = LintWhere::anywhere;
  bool in_code = false;
  int number = 0;
  while (!markdown.empty()) {
    const auto end = markdown.find('\n');
    const std::string_view line = markdown.substr(0, end);
    markdown = end == std::string_view::npos ? std::string_view{} : markdown.substr(end + 1);
    ++number;
    if (line.starts_with("```")) in_code = !in_code;
    if (line.starts_with("## ")) part = part_of(line);
    if (in_code || line.starts_with('#')) continue;
    const std::string text = own_words(line);
    for (const Compiled& each : compiled_rules) {
      std::string words;
      if (!applies(*each.rule, part, full_outage) || !RE2::PartialMatch(text, *each.pattern, &words))
        continue;
      findings.push_back({each.rule->id, number, words, each.rule->advice, each.rule->blocks});
    }
  }
  return findings;
}

Result<Done> check_lint_pattern(const std::string& pattern) {
  const auto read = compiled(pattern, {"somebody"});
  if (!read->ok()) return fail(ErrorKind::invalid, read->error());
  if (RE2::PartialMatch("", *read))
    return fail(ErrorKind::invalid, "it matches nothing at all, so everywhere");
  return Done{};
}

}  // namespace muster
