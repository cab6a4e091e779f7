#include "bot/domain/grammar.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"

namespace muster {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

// Mobile keyboards turn quotes and double dashes into typographic ones, which would hide options.
std::string plain_punctuation(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kReplacements[] = {
      {"\u201c", "\""}, {"\u201d", "\""}, {"\u201e", "\""}, {"\u2018", "'"}, {"\u2019", "'"}};
  std::string out{text};
  for (const auto& [from, to] : kReplacements) {
    for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) {
      out.replace(at, from.size(), to);
    }
  }
  for (const std::string_view dash : {"\u2014", "\u2013"}) {
    for (auto at = out.find(dash); at != std::string::npos; at = out.find(dash, at + 1)) {
      const bool starts_word = at == 0 || is_space(out[at - 1]);
      const auto next = at + dash.size();
      const bool names_option = next < out.size() && is_lower(out[next]);
      if (starts_word && names_option) out.replace(at, dash.size(), "--");
    }
  }
  return out;
}

struct Token {
  std::string text;
  std::size_t begin = 0;  // where it starts in the source
  bool quoted = false;
};

// Words, with "quoted parts" kept together. An unclosed quote is an ordinary character.
std::vector<Token> tokens(std::string_view text) {
  std::vector<Token> out;
  std::size_t i = 0;
  while (i < text.size()) {
    if (is_space(text[i])) {
      ++i;
      continue;
    }
    Token token{{}, i, false};
    while (i < text.size() && !is_space(text[i])) {
      const auto closing = text[i] == '"' ? text.find('"', i + 1) : std::string_view::npos;
      if (closing != std::string_view::npos) {
        token.text += text.substr(i + 1, closing - i - 1);
        token.quoted = true;
        i = closing + 1;
      } else {
        token.text += text[i++];
      }
    }
    out.push_back(std::move(token));
  }
  return out;
}

bool is_option(const Token& token) {
  return token.text.size() > 2 && token.text.starts_with("--") && token.text[2] >= 'a' &&
         token.text[2] <= 'z';
}

// Options that stand alone; every other option takes the next word as its value.
bool is_flag(std::string_view name) {
  static constexpr std::string_view kFlags[] = {"private", "drill",      "test",  "anyway", "preview",
                                                "all",     "end-impact", "share", "post"};
  return contains(kFlags, name);
}

// Verbs, by every name, whose text begins with an incident that is not the one they are about.
bool takes_incident_as_text(std::string_view verb) {
  static constexpr std::string_view kVerbs[] = {"merge", "dup", "duplicate", "link", "related", "sub"};
  return contains(kVerbs, verb);
}

}  // namespace

std::optional<IncidentNumber> parse_incident_number(std::string_view text) {
  if (lower(text.substr(0, 4)) == "inc-")
    text.remove_prefix(4);
  else if (text.starts_with('#'))
    text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value <= 0) return std::nullopt;
  return IncidentNumber{value};
}

FirstWord first_word(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  std::size_t end = 0;
  while (end < text.size() && !is_space(text[end])) ++end;
  std::size_t rest = end;
  while (rest < text.size() && is_space(text[rest])) ++rest;
  return {std::string{text.substr(0, end)}, std::string{text.substr(rest)}};
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = text.find(',');
    std::string part = clean_text(text.substr(0, comma), false);
    if (!part.empty()) parts.push_back(std::move(part));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

ParsedCommand parse_command(std::string_view raw) {
  const std::string text = plain_punctuation(clean_text(raw, true));
  ParsedCommand parsed;
  const std::vector<Token> words = tokens(text);
  std::size_t next = 0;
  // "#7" names an incident only in front: after a verb it is a node, a ticket, an entry.
  const auto take_incident = [&](bool in_front) {
    if (next >= words.size() || parsed.incident) return;
    const std::string& word = words[next].text;
    const bool marked = (in_front && word.starts_with('#')) || lower(word).starts_with("inc-");
    if (auto number = marked ? parse_incident_number(word) : std::nullopt) {
      parsed.incident = number;
      ++next;
    }
  };
  take_incident(true);
  if (next < words.size() && !is_option(words[next])) parsed.verb = lower(words[next++].text);
  if (!takes_incident_as_text(parsed.verb)) take_incident(false);

  // The free text is cut out of the source, so that its own spacing and quotes stay as typed.
  std::vector<std::pair<std::size_t, std::size_t>> pieces;
  bool options_ended = false;
  for (; next < words.size(); ++next) {
    const Token& word = words[next];
    if (!options_ended && word.text == "--") {
      options_ended = true;
      continue;
    }
    if (options_ended || !is_option(word)) {
      const auto end = next + 1 < words.size() ? words[next + 1].begin : text.size();
      pieces.emplace_back(word.begin, end);
      continue;
    }
    const auto equals = word.text.find('=');
    const std::string name = lower(word.text.substr(2, equals == std::string::npos ? equals : equals - 2));
    std::string value = "yes";
    if (equals != std::string::npos) {
      value = word.text.substr(equals + 1);
    } else if (!is_flag(name) && next + 1 < words.size() && !is_option(words[next + 1])) {
      value = words[++next].text;
    }
    parsed.request.options[name] = std::move(value);
  }
  std::string free_text;
  for (const auto& [begin, end] : pieces) free_text += text.substr(begin, end - begin);
  parsed.request.text = clean_text(free_text, true);
  const bool all_quoted = pieces.size() == 1 && parsed.request.text.size() > 1 &&
                          parsed.request.text.front() == '"' && parsed.request.text.back() == '"';
  if (all_quoted) parsed.request.text = parsed.request.text.substr(1, parsed.request.text.size() - 2);
  if (const auto given = parsed.request.options.find("incident"); given != parsed.request.options.end()) {
    if (!parsed.incident) parsed.incident = parse_incident_number(given->second);
    parsed.request.options.erase(given);
  }
  parsed.request.verb = parsed.request.typed = parsed.verb;
  return parsed;
}

namespace {

// Optimal string alignment distance: insert, delete, replace, swap of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(last, std::move(row));
  }
  return last.back();
}

}  // namespace

std::vector<std::string> nearest(std::string_view typed, const std::vector<std::string>& known) {
  const std::string wanted = lower(typed.substr(0, 40));
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& word : known) {
    const std::size_t distance = edit_distance(wanted, lower(word));
    const bool starts = wanted.size() >= 3 && lower(word).starts_with(wanted);
    if (starts || distance <= 1 + word.size() / 4) ranked.emplace_back(starts ? 0 : distance, word);
  }
  std::ranges::sort(ranked);
  std::vector<std::string> best;
  for (const auto& [distance, word] : ranked) {
    if (best.size() < 3) best.push_back(word);
  }
  return best;
}

std::string Request::option(std::string_view name) const {
  const auto found = options.find(std::string{name});
  return found == options.end() ? std::string{} : found->second;
}

bool Request::flag(std::string_view name) const {
  const auto found = options.find(std::string{name});
  return found != options.end() && found->second != "no";
}

}  // namespace muster
