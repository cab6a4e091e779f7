// The way back: a neutral message as the markup it could have been written in.
#include "bot/domain/event.hpp"
#include "bot/text/markup.hpp"

namespace muster {

namespace {

// Bold on and off again: nothing, but what stands behind it is neither at the start of a line nor within a
// word.
constexpr std::string_view kNothing = "****";

std::string marked(const Plain& plain) {
  std::string text = markup::escape(plain.text);
  if (text.empty()) return text;
  if (plain.code) text = "`" + text + "`";
  if (plain.italic) text = std::string{kNothing} + "_" + text + "_" + std::string{kNothing};
  if (plain.bold) text = "**" + text + "**";
  return text;
}

std::string written(const Line& line) {
  std::string text;
  for (const Span& span : line) {
    text += std::visit(
        Overloaded{
            [](const Plain& plain) { return marked(plain); },
            [](const PersonMention& mention) { return markup::person(mention.person, mention.name); },
            [](const RoomMention& mention) { return markup::room(mention.room, mention.name); },
            [](const Hyperlink& link) { return markup::link(link.url, link.label); },
            [](const Moment& moment) { return markup::moment(moment.at, moment.fallback); },
        },
        span);
  }
  return text.starts_with('[') ? std::string{kNothing} + text : text;  // a link, not a button
}

std::string written(const Button& button) {
  std::string text = button.style == ButtonStyle::danger    ? "!!["
                     : button.style == ButtonStyle::primary ? "!["
                                                            : "[";
  text += markup::escape(button.label) + "](";
  text += button.url.empty() ? "command: " + markup::escape(button.command) : markup::escape(button.url);
  text += ")";
  if (!button.confirm.empty()) text += "(confirm: " + markup::escape(button.confirm) + ")";
  return text;
}

std::string written(const Block& block) {
  return std::visit(Overloaded{
                        [](const Heading& heading) { return "# " + markup::escape(heading.text) + "\n"; },
                        [](const Paragraph& paragraph) {
                          std::string text;
                          for (const Line& line : paragraph.lines)
                            text += (&line == &paragraph.lines.front() ? "" : "\\n") + written(line);
                          return text + "\n\n";
                        },
                        [](const Facts& facts) {
                          std::string text;
                          for (const Fact& fact : facts.facts)
                            text += "| " + markup::escape(fact.label) + " | " + written(fact.value) + " |\n";
                          return text;
                        },
                        [](const Aside& aside) { return "> " + written(aside.line) + "\n"; },
                        [](const Rule&) { return std::string{"---\n"}; },
                        [](const Buttons& row) {
                          std::string text;
                          for (const Button& button : row.buttons) text += written(button) + " ";
                          return text + "\n";
                        },
                    },
                    block);
}

}  // namespace

std::string to_markup(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) text += written(block);
  return text;
}

}  // namespace muster
