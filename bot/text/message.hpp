// Message: what muster says, independent of any chat. Block Kit, Adaptive Cards, the console's JSON and plain
// text are renderings of this value. Text in here is data, never markup: a renderer escapes it for its
// platform.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// A piece of a line. Only typed pieces can mention or link; Plain never does, whatever it holds.
struct Plain {
  std::string text;
  bool bold = false;
  bool italic = false;
  bool code = false;
  friend bool operator==(const Plain&, const Plain&) = default;
};
struct PersonMention {
  PersonId person;
  std::string name;  // where the platform does not know the person
  friend bool operator==(const PersonMention&, const PersonMention&) = default;
};
struct RoomMention {
  Place room;
  std::string name;
  friend bool operator==(const RoomMention&, const RoomMention&) = default;
};
struct Hyperlink {
  std::string url;  // https, or http on loopback; a renderer drops the link and keeps the label otherwise
  std::string label;
  friend bool operator==(const Hyperlink&, const Hyperlink&) = default;
};
// An instant, shown in the reader's own zone where the platform can; `fallback` says it in UTC.
struct Moment {
  Time at{};
  std::string fallback;
  friend bool operator==(const Moment&, const Moment&) = default;
};
using Span = std::variant<Plain, PersonMention, RoomMention, Hyperlink, Moment>;
using Line = std::vector<Span>;

struct Heading {
  std::string text;
  friend bool operator==(const Heading&, const Heading&) = default;
};
struct Paragraph {  // lines of one paragraph
  std::vector<Line> lines;
  friend bool operator==(const Paragraph&, const Paragraph&) = default;
};
struct Fact {
  std::string label;
  Line value;
  friend bool operator==(const Fact&, const Fact&) = default;
};
struct Facts {  // label and value pairs, side by side where there is room
  std::vector<Fact> facts;
  friend bool operator==(const Facts&, const Facts&) = default;
};
struct Aside {  // small print
  Line line;
  friend bool operator==(const Aside&, const Aside&) = default;
};
struct Rule {
  friend bool operator==(const Rule&, const Rule&) = default;
};
enum class ButtonStyle : std::uint8_t { plain, primary, danger };
struct Button {
  std::string label;
  std::string command;  // what pressing it types, by the grammar: "INC-7 ack P1"
  std::string url;      // instead of a command: opens a link
  ButtonStyle style = ButtonStyle::plain;
  std::string confirm;  // question to ask first; empty: none
  friend bool operator==(const Button&, const Button&) = default;
};
struct Buttons {
  std::vector<Button> buttons;
  friend bool operator==(const Buttons&, const Buttons&) = default;
};
using Block = std::variant<Heading, Paragraph, Facts, Aside, Rule, Buttons>;

struct Message {
  std::vector<Block> blocks;
  friend bool operator==(const Message&, const Message&) = default;
};

// Without any markup, for notifications, screen readers, terminals and logs. Buttons are left out.
[[nodiscard]] std::string plain_text(const Message& message);
[[nodiscard]] std::string plain_text(const Line& line);

// A message of one paragraph. `@{person id}` in the text becomes a mention; everything else is data.
class People;
[[nodiscard]] Message say(const std::string& text, const People& people);

}  // namespace muster
