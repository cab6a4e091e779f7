#include "tests/emulators/teams/plain_text.hpp"

#include <array>
#include <utility>

#include "tests/emulators/teams/card_walk.hpp"

namespace muster::fake::teams {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void add_line(std::string& text, const std::string& line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

}  // namespace

std::string plain(const std::string& markup) {
  std::string text;
  for (std::size_t at = 0; at < markup.size();) {
    // <at>, <at id="0">, </at>
    const bool tag = markup.compare(at, 3, "<at") == 0 || markup.compare(at, 4, "</at") == 0;
    const std::size_t end = tag ? markup.find('>', at) : std::string::npos;
    if (end == std::string::npos) {
      text += markup[at++];
    } else {
      at = end + 1;
    }
  }
  using Pair = std::pair<const char*, const char*>;
  for (const auto& [from, to] : std::array{Pair{"&lt;", "<"}, Pair{"&gt;", ">"}, Pair{"&quot;", "\""},
                                           Pair{"&#39;", "'"}, Pair{"&nbsp;", " "}, Pair{"&amp;", "&"}}) {
    replace_all(text, from, to);
  }
  return text;
}

std::string escape_html(const std::string& text) {
  std::string escaped = text;
  using Pair = std::pair<const char*, const char*>;
  for (const auto& [from, to] :
       std::array{Pair{"&", "&amp;"}, Pair{"<", "&lt;"}, Pair{">", "&gt;"}, Pair{"\"", "&quot;"}}) {
    replace_all(escaped, from, to);
  }
  return escaped;
}

std::string card_markup(const Json& card) {
  std::string text;
  walk_card(card, [&](const Json& part, const std::string&) {
    const std::string type = get_string(part, "type");
    if (type.starts_with("Action.")) return;
    if (part.contains("title") && part.contains("value") && !type.starts_with("Input.")) {
      return add_line(text, get_string(part, "title") + " " + get_string(part, "value"));
    }
    if (type.starts_with("Input."))
      return add_line(text, get_string(part, "label", get_string(part, "title")));
    add_line(text, get_string(part, "text"));
    for (const Json& inline_text : member(part, "inlines")) {
      if (inline_text.is_string()) add_line(text, inline_text.get<std::string>());
    }
  });
  return text;
}

std::string card_text(const Json& card) {
  std::string text = card_markup(card);
  add_line(text, get_string(card, "fallbackText"));
  return plain(text);
}

std::string activity_text(const Json& activity) {
  std::string text = plain(get_string(activity, "text"));
  for (const Json& card : cards_of(activity)) add_line(text, card_text(card));
  return text;
}

Json cards_of(const Json& activity) {
  Json cards = Json::array();
  for (const Json& attachment : member(activity, "attachments")) {
    if (get_string(attachment, "contentType") == kCardType) cards.push_back(member(attachment, "content"));
  }
  return cards;
}

}  // namespace muster::fake::teams
