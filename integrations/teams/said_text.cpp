#include "integrations/teams/said_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"

namespace muster::teams {
namespace {

constexpr std::string_view kReply = "schema.skype.com/Reply";
constexpr std::string_view kQuoteEnd = "</blockquote>";
constexpr std::size_t kLongestEntity = 10;

struct Named {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Named, 6> kNamed = {
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};

std::string utf8_of(std::uint32_t code) {
  const auto tail = [](std::uint32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | (code >> 6)), tail(code)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | (code >> 12)), tail(code >> 6), tail(code)};
  return {static_cast<char>(0xF0 | (code >> 18)), tail(code >> 12), tail(code >> 6), tail(code)};
}

// "#39" or "#x27"; empty when it names no character that may stand in text.
std::string numbered(std::string_view digits) {
  const bool hex = digits.starts_with("x") || digits.starts_with("X");
  if (hex) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
  const bool is_character = code >= 0x20 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return whole && is_character ? utf8_of(code) : std::string{};
}

std::string decoded(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto amp = text.find('&', at);
    out += text.substr(at, amp - at);
    if (amp == std::string_view::npos) break;
    const auto end = text.find(';', amp);
    const bool is_entity = end != std::string_view::npos && end - amp <= kLongestEntity;
    const std::string_view name = is_entity ? text.substr(amp + 1, end - amp - 1) : std::string_view{};
    std::string value;
    for (const Named& known : kNamed) {
      if (known.name == name) value = known.text;
    }
    if (name.starts_with('#')) value = numbered(name.substr(1));
    out += value.empty() ? "&" : value;
    at = value.empty() ? amp + 1 : end + 1;
  }
  return out;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

bool replace_first(std::string& text, std::string_view what, std::string_view with) {
  const auto at = what.empty() ? std::string::npos : text.find(what);
  if (at == std::string::npos) return false;
  text.replace(at, what.size(), with);
  return true;
}

std::string escaped(std::string text) {
  replace_all(text, "&", "&amp;");
  replace_all(text, "<", "&lt;");
  replace_all(text, ">", "&gt;");
  return text;
}

// An entity without text stands in the message with its name, escaped or not (botbuilder-js issue 2083).
void replace_mention(std::string& text, const MentionEntity& mention, std::string_view with) {
  if (replace_first(text, mention.text, with)) return;
  if (replace_first(text, "<at>" + mention.name + "</at>", with)) return;
  replace_first(text, "<at>" + escaped(mention.name) + "</at>", with);
}

std::string tidy(std::string text) {
  replace_all(text, "\r\n", "\n");
  replace_all(text, "\r", "\n");
  replace_all(text, "\xC2\xA0", " ");
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '\n')) continue;
    out += c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
  return out.substr(std::min(out.find_first_not_of(" \n"), out.size()));
}

std::string without_quotes(std::string html) {
  for (;;) {
    const auto mark = html.find(kReply);
    const auto open = mark == std::string::npos ? mark : html.rfind("<blockquote", mark);
    const auto close = open == std::string::npos ? open : html.find(kQuoteEnd, mark);
    if (close == std::string::npos) return html;
    html.erase(open, close + kQuoteEnd.size() - open);
  }
}

bool breaks_line(std::string_view tag) {
  static constexpr std::array<std::string_view, 6> kBlocks = {"br", "br/", "/p", "/div", "/li", "/tr"};
  return contains(kBlocks, lower(tag.substr(0, tag.find_first_of(" \t\n"))));
}

// Mentions in the HTML are spans; they are named as in the text.
constexpr std::string_view kMentionSpan = "schema.skype.com/Mention";

std::string stripped(std::string_view html, bool keeps_mentions) {
  std::string out;
  bool in_mention = false;
  std::size_t at = 0;
  while (at < html.size()) {
    const auto open = html.find('<', at);
    out += html.substr(at, open - at);
    if (open == std::string_view::npos) break;
    const auto close = html.find('>', open);
    if (close == std::string_view::npos) break;
    const std::string_view tag = html.substr(open + 1, close - open - 1);
    if (breaks_line(tag)) out += '\n';
    const bool opens = tag.starts_with("span") && tag.find(kMentionSpan) != std::string_view::npos;
    const bool closes = in_mention && tag.starts_with("/span");
    if (keeps_mentions && opens) out += "<at>";
    if (keeps_mentions && closes) out += "</at>";
    in_mention = opens || (in_mention && !closes);
    at = close + 1;
  }
  return out;
}

}  // namespace

bool mentions_bot(const Activity& activity) {
  return std::ranges::any_of(activity.mentions, [&](const MentionEntity& mention) {
    return mention.id == activity.recipient.id && !mention.id.empty();
  });
}

std::string said_text(const Activity& activity, const ShowMention& show) {
  std::string text = activity.text;
  if (activity.html.find(kReply) != std::string::npos) text = stripped(without_quotes(activity.html), true);
  bool own = false;
  for (const MentionEntity& mention : activity.mentions) {
    const bool is_bot = mention.id == activity.recipient.id;
    if (is_bot && own) continue;
    own = own || is_bot;
    replace_mention(text, mention, is_bot ? " " : show(mention));
  }
  return clean_text(tidy(decoded(text)), true);
}

std::string text_of_html(std::string_view html) {
  return clean_text(tidy(decoded(stripped(without_quotes(std::string{html}), false))), true);
}

}  // namespace muster::teams
