#include "bot/text/message_codec.hpp"

#include <nlohmann/json.hpp>
#include <string_view>
#include <variant>

#include "bot/domain/event.hpp"

namespace muster {

namespace {

using nlohmann::json;

json span_json(const Span& span, const People& people) {
  return std::visit(
      Overloaded{
          [](const Plain& s) {
            return json{
                {"t", "plain"}, {"text", s.text}, {"bold", s.bold}, {"italic", s.italic}, {"code", s.code}};
          },
          [&](const PersonMention& s) {
            const Person* known = people.find(s.person);
            const std::string& given = s.name.empty() ? s.person.value : s.name;
            return json{{"t", "person"},
                        {"id", s.person.value},
                        {"name", known != nullptr && !known->name.empty() ? known->name : given}};
          },
          [](const RoomMention& s) {
            return json{
                {"t", "room"}, {"room", s.room.platform == "console" ? s.room.room : ""}, {"name", s.name}};
          },
          [](const Hyperlink& s) { return json{{"t", "link"}, {"url", s.url}, {"label", s.label}}; },
          [](const Moment& s) {
            return json{{"t", "moment"}, {"at", iso_seconds(s.at)}, {"fallback", s.fallback}};
          },
      },
      span);
}

json line_json(const Line& line, const People& people) {
  json spans = json::array();
  for (const Span& span : line) spans.push_back(span_json(span, people));
  return spans;
}

std::string_view style_name(ButtonStyle style) {
  switch (style) {
    case ButtonStyle::plain:
      return "plain";
    case ButtonStyle::primary:
      return "primary";
    case ButtonStyle::danger:
      return "danger";
  }
  return "plain";
}

json block_json(const Block& block, const People& people) {
  return std::visit(
      Overloaded{
          [](const Heading& b) { return json{{"type", "heading"}, {"text", b.text}}; },
          [&](const Paragraph& b) {
            json lines = json::array();
            for (const Line& line : b.lines) lines.push_back(line_json(line, people));
            return json{{"type", "paragraph"}, {"lines", std::move(lines)}};
          },
          [&](const Facts& b) {
            json facts = json::array();
            for (const Fact& fact : b.facts)
              facts.push_back({{"label", fact.label}, {"value", line_json(fact.value, people)}});
            return json{{"type", "facts"}, {"facts", std::move(facts)}};
          },
          [&](const Aside& b) { return json{{"type", "aside"}, {"line", line_json(b.line, people)}}; },
          [](const Rule&) { return json{{"type", "rule"}}; },
          [](const Buttons& b) {
            json buttons = json::array();
            for (const Button& button : b.buttons) {
              buttons.push_back({{"label", button.label},
                                 {"command", button.command},
                                 {"url", button.url},
                                 {"style", style_name(button.style)},
                                 {"confirm", button.confirm}});
            }
            return json{{"type", "buttons"}, {"buttons", std::move(buttons)}};
          },
      },
      block);
}

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string text_of(const json& object) {
  if (!object.is_object()) return {};
  const auto found = object.find("text");
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

json blocks_json(const std::vector<Block>& blocks, const People& people) {
  json out = json::array();
  for (const Block& block : blocks) out.push_back(block_json(block, people));
  return out;
}

json message_json(const Message& message, const People& people) {
  return {{"blocks", blocks_json(message.blocks, people)}, {"text", plain_text(message)}};
}

std::string chat_content(const Message& message, const People& people) {
  return dump({{"message", message_json(message, people)}});
}

std::string chat_content(const std::string& text) {
  return dump({{"text", text}});
}

std::string chat_content_text(const std::string& content) {
  const json read = json::parse(content, nullptr, /*allow_exceptions=*/false);
  if (!read.is_object()) return {};
  const auto message = read.find("message");
  return message == read.end() ? text_of(read) : text_of(*message);
}

}  // namespace muster
