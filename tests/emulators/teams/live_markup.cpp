#include "tests/emulators/teams/live_markup.hpp"

#include <cctype>
#include <set>

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/card_walk.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

bool escaped(const std::string& text, std::size_t at) {
  return at > 0 && text[at - 1] == '\\';
}

// [words](address), unless a bracket is escaped.
void add_markdown_links(const std::string& text, Json& links) {
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
    std::size_t open = text.rfind('[', at);
    while (open != std::string::npos && open > 0 && escaped(text, open)) open = text.rfind('[', open - 1);
    // Brackets that close between belong to other words.
    if (open != std::string::npos && text.find(']', open) < at) continue;
    const std::size_t end = text.find(')', at);
    if (open == std::string::npos || escaped(text, open) || escaped(text, at) || end == std::string::npos)
      continue;
    const std::string address = text.substr(at + 2, end - at - 2);
    const std::size_t begin = address.find_first_not_of(" <");
    if (begin == std::string::npos) continue;
    const std::string link = address.substr(begin, address.find_first_of(" >", begin) - begin);
    if (!has_item(links, link)) links.push_back(link);
  }
}

// https://… and http://… as they stand in a text.
void add_bare_links(const std::string& text, Json& links) {
  const std::string lower = lower_case(text);
  for (std::size_t at = lower.find("http"); at != std::string::npos; at = lower.find("http", at + 4)) {
    const bool scheme = lower.compare(at, 7, "http://") == 0 || lower.compare(at, 8, "https://") == 0;
    if (!scheme) continue;
    const std::string link = text.substr(at, text.find_first_of(" \t\r\n<>\"')]", at) - at);
    if (!has_item(links, link)) links.push_back(link);
  }
}

void add_tags(const std::string& text, Json& tags) {
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const std::size_t name = text.compare(at, 2, "</") == 0 ? at + 2 : at + 1;
    const std::size_t end = text.find_first_of("<>", name);
    const bool tag = name < text.size() && std::isalpha(static_cast<unsigned char>(text[name]));
    if (tag && end != std::string::npos && text[end] == '>') tags.push_back(text.substr(at, end + 1 - at));
  }
}

// Message text: Teams links bare addresses and obeys a few tags, unless it is plain.
void add_text(const Json& activity, const std::set<std::string>& bound, Json& live) {
  std::string text = get_string(activity, "text");
  for (const std::string& mention : bound) {
    for (std::size_t at = text.find(mention); at != std::string::npos; at = text.find(mention)) {
      text.replace(at, mention.size(), " ");
    }
  }
  add_bare_links(text, live["links"]);
  if (get_string(activity, "textFormat") == "plain") return;
  add_tags(text, live["html"]);
  add_markdown_links(text, live["links"]);
}

void add_card(const Json& card, Json& live) {
  walk_card(card, [&](const Json& part, const std::string&) {
    const std::string type = get_string(part, "type");
    if (type == "TextBlock") add_markdown_links(get_string(part, "text"), live["links"]);
    const bool fact = type == "Fact" || (type.empty() && part.contains("title") && part.contains("value"));
    if (fact) add_markdown_links(get_string(part, "value"), live["links"]);
  });
}

void add_mentions(const Json& entities, Json& live, std::set<std::string>& bound) {
  for (const Json& entity : entities) {
    if (lower_case(get_string(entity, "type")) != "mention") continue;
    live["mentions"].push_back(get_string(member(entity, "mentioned"), "id"));
    if (const std::string text = get_string(entity, "text"); !text.empty()) bound.insert(text);
  }
}

}  // namespace

Json live_markup(const Json& activity) {
  Json live = {{"mentions", Json::array()}, {"links", Json::array()}, {"html", Json::array()}};
  std::set<std::string> bound;
  add_mentions(member(activity, "entities"), live, bound);
  add_text(activity, bound, live);
  for (const Json& card : cards_of(activity)) {
    add_mentions(member(member(card, "msteams"), "entities"), live, bound);
    add_card(card, live);
  }
  return live;
}

}  // namespace muster::fake::teams
