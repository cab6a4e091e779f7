#include "integrations/teams/markdown.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/net/url.hpp"
#include "bot/text/utf16.hpp"

namespace muster::teams {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}
bool is_punctuation(char c) {
  return c > ' ' && c < '\x7F' && !is_alnum(c);
}

// "- ", "+ ", "12. ", "12) ": a phone looks for lists wherever it starts anew.
bool begins_list(std::string_view text) {
  if (text.empty()) return false;
  if (text[0] == '-' || text[0] == '+') return true;
  const std::size_t digits = text.find_first_not_of("0123456789");
  return digits > 0 && (digits == std::string_view::npos || text[digits] == '.' || text[digits] == ')');
}

// A heading, quotation, rule, table, fence, list or indented code.
bool begins_block(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos || text[first] == '\n') return false;
  if (first >= 4 || text.substr(0, first).find('\t') != std::string_view::npos) return true;
  text.remove_prefix(first);
  return std::string_view{"#>=|~"}.find(text[0]) != std::string_view::npos || begins_list(text);
}

// "&lt;", "&#60;"; `at_end`: also what the next piece could make one of.
bool is_entity(std::string_view text, bool at_end) {
  std::size_t end = 1;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '#')) ++end;
  return end == text.size() ? at_end : text[end] == ';';
}

// One character of foreign text within its text.
struct Here {
  std::string_view text;
  std::size_t at;
  bool starts;  // of a line

  [[nodiscard]] bool last() const { return at + 1 == text.size(); }
  [[nodiscard]] char before() const { return at == 0 ? '\0' : text[at - 1]; }
  [[nodiscard]] char after() const { return last() ? '\0' : text[at + 1]; }
};

bool could_format(const Here& here, char mark) {
  if (here.at == 0 || here.last() || here.starts) return true;
  if (mark == '_' && is_alnum(here.before()) && is_alnum(here.after())) return false;
  return !(is_blank(here.before()) && is_blank(here.after()));
}

// Whether a joiner must stand behind it, so that nothing begins with it.
bool must_be_cut_off(const Here& here) {
  const char next = here.after();
  switch (here.text[here.at]) {
    case '\\':
      return here.last() || is_punctuation(next) || next == '\n';
    case '<':
      return here.last() || is_letter(next) || next == '/' || next == '!' || next == '?';
    case '{':
    case '$':
      return here.last() || next == '{';
    case '~':
      return here.last() || next == '~';
    case '&':
      return is_entity(here.text.substr(here.at), true);
    case ')':
      return begins_list(here.text.substr(here.at + 1));
    default:
      return false;
  }
}

void append(std::string& out, const Here& here) {
  const char c = here.text[here.at];
  if (c == '`') {
    out += kModifierGrave;
    return;
  }
  if (c == '[' || c == ']' || ((c == '*' || c == '_') && could_format(here, c))) out += '\\';
  out += c;
  if (must_be_cut_off(here)) out += kWordJoiner;
}

}  // namespace

std::string foreign(std::string_view raw, bool starts) {
  const std::string text = presentable(raw);
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') {
      out += "\n\n";
      at = std::min(text.find_first_not_of(" \t\n", at), text.size()) - 1;
      starts = true;
      continue;
    }
    if (starts && begins_block(std::string_view{text}.substr(at))) out += kWordJoiner;
    append(out, {text, at, starts});
    starts = false;
  }
  return out;
}

std::string link_target(std::string_view url) {
  std::string out;
  for (std::size_t at = 0; at < url.size(); ++at) {
    const char c = url[at];
    const bool within_word = at > 0 && at + 1 < url.size() && is_alnum(url[at - 1]) && is_alnum(url[at + 1]);
    const bool is_mark = std::string_view{"()[]<>*\\`{}|~\"' \n\t"}.find(c) != std::string_view::npos ||
                         (c == '_' && !within_word) || (c == '&' && is_entity(url.substr(at), false));
    if (!is_mark)
      out += c;
    else if (c == '_')
      out += "%5F";
    else if (c == '~')
      out += "%7E";
    else
      out += net::percent_encode({&c, 1});
  }
  return out;
}

}  // namespace muster::teams
