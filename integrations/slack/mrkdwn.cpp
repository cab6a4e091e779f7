#include "integrations/slack/mrkdwn.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/text/utf16.hpp"

namespace muster::slack {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

void append_escaped(std::string& out, char c) {
  if (c == '&')
    out += "&amp;";
  else if (c == '<')
    out += "&lt;";
  else if (c == '>')
    out += "&gt;";
  else
    out += c;
}

// Length of a URL at the front of text, 0 when there is none.
std::size_t url_length(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return 0;
  const std::size_t end = std::min(text.find_first_of(" \t\n<>`|\"'"), text.size());
  return end > 8 ? end : 0;
}

// Inside a word and between spaces Slack does not format; everywhere else it might.
bool could_format(std::string_view text, std::size_t at) {
  const char before = at == 0 ? ' ' : text[at - 1];
  const char after = at + 1 >= text.size() ? ' ' : text[at + 1];
  return !(is_alnum(before) && is_alnum(after)) && !(is_space(before) && is_space(after));
}

// The inside of <…> as a person would read it.
std::string read_control(std::string_view inside) {
  const std::size_t bar = inside.find('|');
  const std::string_view target = inside.substr(0, bar);
  const std::string_view label = bar == std::string_view::npos ? std::string_view{} : inside.substr(bar + 1);
  if (target.starts_with("@")) return "<" + std::string{target} + ">";
  if (target.starts_with("#"))
    return label.empty() ? "<" + std::string{target} + ">" : "#" + std::string{label};
  if (target.starts_with("!date^")) return std::string{label};
  if (target.starts_with("!subteam^")) return std::string{label.empty() ? target.substr(9) : label};
  if (target.starts_with("!")) return "@" + std::string{target.substr(1)};
  if (target.starts_with("mailto:")) return std::string{target.substr(7)};
  const bool says_more = !label.empty() && label != target && target.find(label) == std::string_view::npos;
  return says_more ? std::string{label} + " (" + std::string{target} + ")" : std::string{target};
}

bool is_control(std::string_view inside) {
  return inside.starts_with('@') || inside.starts_with('#') || inside.starts_with('!') ||
         inside.find(':') != std::string_view::npos;
}

std::string decode_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t taken = 1;
    if (text.starts_with("&amp;"))
      out += '&', taken = 5;
    else if (text.starts_with("&lt;"))
      out += '<', taken = 4;
    else if (text.starts_with("&gt;"))
      out += '>', taken = 4;
    else
      out += text[0];
    text.remove_prefix(taken);
  }
  return out;
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (const char c : text) append_escaped(out, c);
  return out;
}

std::string foreign(std::string_view raw) {
  const std::string text = presentable(raw);
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (const std::size_t length = url_length(std::string_view{text}.substr(at)); length > 0) {
      out += code(text.substr(at, length));
      at += length - 1;
    } else if (c == '`') {
      out += kModifierGrave;
    } else if ((c == '*' || c == '_' || c == '~') && could_format(text, at)) {
      out += kWordJoiner;
      out += c;
      out += kWordJoiner;
    } else {
      if (c == '>' && (at == 0 || is_space(text[at - 1]))) out += kWordJoiner;
      append_escaped(out, c);
    }
  }
  return out;
}

std::string code(std::string_view text) {
  std::string out;
  for (const char c : presentable(text)) {
    if (c == '`')
      out += kModifierGrave;
    else if (c == '\n')
      out += ' ';
    else
      append_escaped(out, c);
  }
  return out.find_first_not_of(' ') == std::string::npos ? out : "`" + out + "`";
}

std::string link(std::string_view url, std::string_view label) {
  std::string target;
  for (const char c : url) {
    if (c == '|')
      target += "%7C";
    else if (c == '>')
      target += "%3E";
    else if (c == '<')
      target += "%3C";
    else if (c == '&')
      target += "&amp;";
    else
      target += c;
  }
  std::string words = foreign(label);
  std::ranges::replace(words, '\n', ' ');
  // A label that is itself an address would be shown as code: say it plainly, the brackets already make the
  // link.
  if (url_length(label) > 0) words = escape(label);
  for (std::size_t bar = words.find('|'); bar != std::string::npos; bar = words.find('|', bar))
    words[bar] = '/';
  return words.empty() ? "<" + target + ">" : "<" + target + "|" + words + ">";
}

std::string read_mrkdwn(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('<'), text.size());
    out += decode_entities(text.substr(0, open));
    text.remove_prefix(open);
    const std::size_t close = text.find('>');
    if (text.empty()) break;
    if (close == std::string_view::npos || !is_control(text.substr(1, close - 1))) {
      out += '<';
      text.remove_prefix(1);
      continue;
    }
    const std::string_view inside = text.substr(1, close - 1);
    const std::string read = read_control(inside);
    out += inside.starts_with('@') ? read : decode_entities(read);
    text.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace muster::slack
