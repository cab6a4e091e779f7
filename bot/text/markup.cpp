#include "bot/text/markup.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "bot/text/markup_cursor.hpp"

namespace muster {

namespace {

constexpr auto kNowhere = std::string_view::npos;

// "(target)" at `at`; moves behind it.
std::optional<std::string_view> bracketed(std::string_view text, std::size_t& at, char open, char close) {
  if (at >= text.size() || text[at] != open) return std::nullopt;
  const auto end = find_unescaped(text, close, at + 1);
  if (end == kNowhere) return std::nullopt;
  const std::string_view inside = text.substr(at + 1, end - at - 1);
  at = end + 1;
  return inside;
}

struct ReadButton {
  Button button;
  bool usable = false;  // a label, and a command or an address that may be linked
};

std::optional<ReadButton> read_button(std::string_view text, std::size_t& at) {
  ReadButton read;
  Button& button = read.button;
  if (text.substr(at).starts_with("!!")) {
    button.style = ButtonStyle::danger;
    at += 2;
  } else if (text.substr(at).starts_with("!")) {
    button.style = ButtonStyle::primary;
    at += 1;
  }
  const auto label = bracketed(text, at, '[', ']');
  if (!label) return std::nullopt;
  const auto target = bracketed(text, at, '(', ')');
  if (!target) return std::nullopt;
  button.label = unescape(trim(*label));
  static constexpr std::string_view kCommand = "command:";
  if (target->starts_with(kCommand)) {
    button.command = unescape(trim(target->substr(kCommand.size())));
  } else {
    button.url = unescape(trim(*target));
  }
  static constexpr std::string_view kConfirm = "(confirm:";
  if (text.substr(at).starts_with(kConfirm)) {
    const auto question = bracketed(text, at, '(', ')');
    if (!question) return std::nullopt;
    button.confirm = unescape(trim(question->substr(kConfirm.size() - 1)));
  }
  read.usable =
      !button.label.empty() && (button.url.empty() ? !button.command.empty() : may_link(button.url));
  return read;
}

// A line of nothing but buttons.
std::optional<std::vector<Button>> read_buttons(std::string_view line) {
  if (!line.starts_with('[') && !line.starts_with('!')) return std::nullopt;
  std::vector<Button> buttons;
  std::size_t at = 0;
  while (at < line.size()) {
    if (line[at] == ' ') {
      ++at;
      continue;
    }
    auto read = read_button(line, at);
    if (!read) return std::nullopt;
    if (read->usable) buttons.push_back(std::move(read->button));
  }
  return buttons;
}

// Several lines into one, for places that hold one line.
Line joined(std::vector<Line> lines) {
  Line out;
  for (Line& line : lines) {
    if (!out.empty() && !line.empty()) out.push_back(Plain{" "});
    std::ranges::move(line, std::back_inserter(out));
  }
  return out;
}

std::optional<Fact> read_fact(std::string_view line) {
  if (!line.starts_with('|')) return std::nullopt;
  const auto label_end = find_unescaped(line, '|', 1);
  if (label_end == kNowhere) return std::nullopt;
  std::string_view value = line.substr(label_end + 1);
  std::size_t closing = kNowhere;
  for (auto bar = find_unescaped(value, '|', 0); bar != kNowhere; bar = find_unescaped(value, '|', bar + 1))
    closing = bar;
  if (closing != kNowhere && closing + 1 == value.size()) value.remove_suffix(1);
  const std::string label = plain_text(joined(parse_inline(trim(line.substr(1, label_end - 1)))));
  return Fact{label, joined(parse_inline(trim(value)))};
}

class BlockReader {
 public:
  void read(std::string_view line) {
    line = trim(line);
    if (line.empty()) {
      end_paragraph();
    } else if (line.starts_with("# ")) {
      add(Heading{plain_text(joined(parse_inline(trim(line.substr(2)))))});
    } else if (line.starts_with("> ")) {
      add(Aside{joined(parse_inline(trim(line.substr(2))))});
    } else if (line == "---") {
      add(Rule{});
    } else if (auto fact = read_fact(line)) {
      add_fact(*std::move(fact));
    } else if (auto buttons = read_buttons(line)) {
      add_buttons(*std::move(buttons));
    } else {
      std::ranges::move(parse_inline(line), std::back_inserter(paragraph_.lines));
    }
  }

  Message finish() {
    end_paragraph();
    return std::move(message_);
  }

 private:
  void end_paragraph() {
    while (!paragraph_.lines.empty() && paragraph_.lines.back().empty()) paragraph_.lines.pop_back();
    if (!paragraph_.lines.empty()) message_.blocks.emplace_back(std::move(paragraph_));
    paragraph_ = {};
  }

  void add(Block block) {
    end_paragraph();
    message_.blocks.push_back(std::move(block));
  }

  void add_fact(Fact fact) {
    end_paragraph();
    if (fact.value.empty()) return;
    if (message_.blocks.empty() || !std::holds_alternative<Facts>(message_.blocks.back())) add(Facts{});
    std::get<Facts>(message_.blocks.back()).facts.push_back(std::move(fact));
  }

  void add_buttons(std::vector<Button> buttons) {
    end_paragraph();
    if (buttons.empty()) return;
    if (message_.blocks.empty() || !std::holds_alternative<Buttons>(message_.blocks.back())) add(Buttons{});
    std::ranges::move(buttons, std::back_inserter(std::get<Buttons>(message_.blocks.back()).buttons));
  }

  Message message_;
  Paragraph paragraph_;
};

}  // namespace

Message parse_markup(std::string_view text) {
  BlockReader reader;
  while (!text.empty()) {
    const auto end = text.find('\n');
    reader.read(text.substr(0, end));
    text = end == kNowhere ? std::string_view{} : text.substr(end + 1);
  }
  return reader.finish();
}

namespace markup {

std::string escape(std::string_view value) {
  std::string out;
  out.reserve(value.size() + 8);
  for (const char c : value) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '\n') {
      out += "\\n";
    } else if (is_ascii_punctuation(c)) {
      out += '\\';
      out += c;
    } else if (!control || c == '\t') {
      out += c;
    }
  }
  return out;
}

std::string person(const PersonId& person, std::string_view name) {
  if (person.empty()) return escape(name);
  return "<@person:" + escape(person.value) + ";" + escape(name) + ">";
}

std::string room(const Place& room, std::string_view name) {
  if (room.empty()) return escape(name);
  return "<#room:" + escape(room.platform) + ";" + escape(room.room) + ";" + escape(name) + ">";
}

std::string moment(Time at, std::string_view fallback) {
  return "<time:" + std::to_string(at.time_since_epoch().count()) + ";" + escape(fallback) + ">";
}

std::string link(std::string_view url, std::string_view label) {
  if (!may_link(url)) return escape(label.empty() ? url : label);
  return "[" + escape(label.empty() ? url : label) + "](" + escape(url) + ")";
}

}  // namespace markup

bool may_link(std::string_view url) {
  const bool bad = std::ranges::any_of(url, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '"' || c == '<' || c == '>' ||
           c == '\\' || c == '`' || c == '\'';
  });
  const bool https = url.starts_with("https://");
  if (bad || (!https && !url.starts_with("http://"))) return false;
  url.remove_prefix(https ? 8 : 7);
  const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  if (authority.empty() || authority.contains('@')) return false;
  if (https) return authority.front() != ':';
  const std::string_view host = authority.starts_with('[') ? authority.substr(0, authority.find(']') + 1)
                                                           : authority.substr(0, authority.find(':'));
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace muster
