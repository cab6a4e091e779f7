#include "bot/text/message.hpp"

#include <utility>

#include "bot/domain/event.hpp"
#include "bot/domain/people.hpp"

namespace muster {

namespace {

std::string plain_span(const Span& span) {
  return std::visit(Overloaded{
                        [](const Plain& plain) { return plain.text; },
                        [](const PersonMention& mention) {
                          return mention.name.empty() ? mention.person.value : mention.name;
                        },
                        [](const RoomMention& mention) {
                          return "#" + (mention.name.empty() ? mention.room.room : mention.name);
                        },
                        [](const Hyperlink& link) {
                          if (link.label.empty() || link.label == link.url) return link.url;
                          return link.label + " (" + link.url + ")";
                        },
                        [](const Moment& moment) {
                          return moment.fallback.empty() ? iso_seconds(moment.at) : moment.fallback;
                        },
                    },
                    span);
}

std::string plain_lines(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) {
    if (&line != &lines.front()) out += '\n';
    out += plain_text(line);
  }
  return out;
}

std::string plain_facts(const std::vector<Fact>& facts) {
  std::string out;
  for (const Fact& fact : facts) {
    if (!out.empty()) out += '\n';
    out += fact.label + ": " + plain_text(fact.value);
  }
  return out;
}

std::string plain_block(const Block& block) {
  return std::visit(Overloaded{
                        [](const Heading& heading) { return heading.text; },
                        [](const Paragraph& paragraph) { return plain_lines(paragraph.lines); },
                        [](const Facts& facts) { return plain_facts(facts.facts); },
                        [](const Aside& aside) { return plain_text(aside.line); },
                        [](const Rule&) { return std::string{}; },
                        [](const Buttons&) { return std::string{}; },
                    },
                    block);
}

}  // namespace

std::string plain_text(const Line& line) {
  std::string out;
  for (const Span& span : line) out += plain_span(span);
  return out;
}

std::string plain_text(const Message& message) {
  std::string out;
  for (const Block& block : message.blocks) {
    const std::string text = plain_block(block);
    if (text.empty()) continue;
    if (!out.empty()) out += '\n';
    out += text;
  }
  return out;
}

Message say(const std::string& text, const People& people) {
  Paragraph paragraph;
  Line line;
  std::string plain;
  const auto flush = [&] {
    if (!plain.empty()) line.push_back(Plain{std::move(plain)});
    plain.clear();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text.compare(at, 2, "@{") == 0 ? text.find('}', at + 2) : std::string::npos;
    if (end != std::string::npos && end > at + 2) {
      flush();
      const PersonId person{text.substr(at + 2, end - at - 2)};
      line.push_back(PersonMention{person, people.name_of(person)});
      at = end;
    } else if (text[at] == '\n') {
      flush();
      paragraph.lines.push_back(std::exchange(line, {}));
    } else {
      plain += text[at];
    }
  }
  flush();
  if (!line.empty()) paragraph.lines.push_back(std::move(line));
  if (paragraph.lines.empty()) return {};
  return Message{{std::move(paragraph)}};
}

}  // namespace muster
