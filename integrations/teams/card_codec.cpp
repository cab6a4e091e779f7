#include "integrations/teams/card_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/teams/buttons_codec.hpp"
#include "integrations/teams/markdown.hpp"
#include "integrations/teams/spans.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kLeftOut = "Shortened for Teams: not all of it fits here.";
constexpr std::size_t kFallbackBytes = 1000;
constexpr std::size_t kFactBytes = 3000;
constexpr std::size_t kLabelBytes = 300;
constexpr std::size_t kHeadingBytes = 600;
constexpr std::size_t kEntitiesBytes = sizeof(R"("entities":[],)");
constexpr std::size_t kLeastBytes = 40;  // a shorter start of a text says nothing

Json text_block(std::string text) {
  return {{"type", "TextBlock"}, {"text", std::move(text)}, {"wrap", true}};
}

Json subtle(std::string text) {
  Json block = text_block(std::move(text));
  block["isSubtle"] = true;
  block["size"] = "Small";
  return block;
}

// Builds a card's body within a number of bytes; the buttons' part of it is kept free from the start.
class Body {
 public:
  Body(const Message& message, const People& people, const CardStyle& style, Stage stage, std::size_t most)
      : spans_{people, style.tenant, style.team} {
    room_ = most - std::min(most, size_of(subtle(std::string{kLeftOut})));
    rows_ = button_rows(message, style, stage, room_ / 2, left_out_);
    for (const Json& row : rows_) room_ -= row.is_null() ? 0 : size_of(row) + kSeparatorBytes;
    for (const Block& block : message.blocks) std::visit(*this, block);
  }

  void operator()(const Heading& heading) {
    Json block = text_block({});
    block["size"] = "Large";
    block["weight"] = "Bolder";
    block["style"] = "heading";
    add_text(std::move(block), {{Plain{heading.text}}}, kHeadingBytes);
  }
  void operator()(const Paragraph& paragraph) { add_text(text_block({}), paragraph.lines, room_); }
  void operator()(const Aside& aside) { add_text(subtle({}), {aside.line}, room_); }
  void operator()(const Facts& facts) {
    Json set{{"type", "FactSet"}, {"facts", Json::array()}};
    const std::size_t frame = size_of(set) + separator_bytes();
    if (frame > room_) return leave_out();
    room_ -= frame;
    for (const Fact& fact : facts.facts) {
      Json json = fact_of(fact);
      if (!json.is_null()) set["facts"].push_back(std::move(json));
    }
    if (set["facts"].empty())
      room_ += frame;
    else
      push(std::move(set));
  }
  void operator()(const Rule&) { rule_ = true; }
  void operator()(const Buttons&) {
    Json& row = rows_.at(next_row_++);
    if (!row.is_null()) push(std::move(row));
  }

  // Its array of elements, never empty.
  Json elements() {
    if (left_out_) push(subtle(std::string{kLeftOut}));
    if (body_.empty()) push(text_block("(nothing to show)"));
    return std::move(body_);
  }
  [[nodiscard]] Json entities() const {
    Json entities = Json::array();
    for (const Mentioned& mentioned : spans_.mentioned()) {
      entities.push_back({{"type", "mention"},
                          {"text", mentioned.text},
                          {"mentioned", {{"id", mentioned.id}, {"name", mentioned.name}}}});
    }
    return entities;
  }

 private:
  static constexpr std::size_t kSeparatorBytes = sizeof(R"("separator":true,)");

  void leave_out() { left_out_ = true; }
  [[nodiscard]] std::size_t separator_bytes() const { return rule_ ? kSeparatorBytes : 0; }
  void push(Json element) {
    if (std::exchange(rule_, false) && !body_.empty()) element["separator"] = true;
    body_.push_back(std::move(element));
  }
  // What it takes of the room, with those it mentions first.
  std::string written(const std::vector<Line>& lines, std::size_t most) {
    const std::size_t before = spans_.mentioned().size();
    std::string text = spans_.write(lines, std::min(most, room_), left_out_);
    room_ -= std::min(room_, json_bytes(text));
    for (std::size_t i = before; i < spans_.mentioned().size(); ++i)
      room_ -= std::min(room_, mention_bytes(spans_.mentioned()[i]));
    return text;
  }
  void add_text(Json block, const std::vector<Line>& lines, std::size_t most) {
    const std::size_t frame = size_of(block) + separator_bytes();
    if (frame + kLeastBytes > room_) return leave_out();
    room_ -= frame;
    std::string text = written(lines, most);
    if (text.empty()) {
      room_ += frame;
      return;
    }
    block["text"] = std::move(text);
    push(std::move(block));
  }
  // Null when there is nothing to say or no room to say it.
  Json fact_of(const Fact& fact) {
    Json json{{"title", ""}, {"value", ""}};
    const std::size_t frame = size_of(json);
    if (frame + kLabelBytes + kLeastBytes > room_) {
      leave_out();
      return {};
    }
    room_ -= frame;
    json["title"] = written({{Plain{fact.label}}}, kLabelBytes);
    json["value"] = written({fact.value}, kFactBytes);
    if (!json["title"].get_ref<const std::string&>().empty() ||
        !json["value"].get_ref<const std::string&>().empty())
      return json;
    room_ += frame;
    return {};
  }

  SpanWriter spans_;
  bool left_out_ = false;
  std::size_t room_ = 0;
  std::vector<Json> rows_;  // an action set for each row of the message's buttons, null when it has none
  std::size_t next_row_ = 0;
  bool rule_ = false;
  Json body_ = Json::array();
};

Json refresh_of(const CardStyle& style) {
  return {{"action",
           {{"type", "Action.Execute"},
            {"title", "Refresh"},
            {"verb", kRefreshVerb},
            {"data", {{"muster", {{"card", style.card}, {"incident", style.incident.value}}}}}}},
          {"userIds", Json::array()}};
}

std::string fallback_text(const Message& message) {
  const std::string text = presentable(plain_text(message));
  const std::size_t bytes = fitting_prefix(text, kFallbackBytes, [](std::string_view prefix) {
    return json_bytes(foreign(prefix)) <= kFallbackBytes;
  });
  const std::string shown = foreign(std::string_view{text}.substr(0, bytes));
  if (shown.empty()) return "muster";
  return bytes == text.size() ? shown : shown + "\xE2\x80\xA6";
}

}  // namespace

Json card_of(const Message& message, const People& people, const CardStyle& style, Stage stage,
             std::size_t most) {
  Json card{{"type", "AdaptiveCard"},
            {"version", "1.5"},
            {"fallbackText", fallback_text(message)},
            {"msteams", {{"width", "Full"}}},
            {"body", Json::array()}};
  if (!style.card.empty()) card["refresh"] = refresh_of(style);
  Body body{message, people, style, stage, most - std::min(most, size_of(card) + kEntitiesBytes)};
  card["body"] = body.elements();
  Json entities = body.entities();
  if (!entities.empty()) card["msteams"]["entities"] = std::move(entities);
  return card;
}

Json adaptive_card(const Message& message, const People& people, const CardStyle& style) {
  return card_of(message, people, style, Stage::message, kCardBytes);
}

Json notice_card(const std::string& title, const Message& message, const People& people,
                 const CardStyle& style) {
  Message titled = message;
  if (message.blocks.empty() || !std::holds_alternative<Heading>(message.blocks.front()))
    titled.blocks.insert(titled.blocks.begin(), Heading{title});
  CardStyle in_dialog = style;
  in_dialog.card.clear();
  return card_of(titled, people, in_dialog, Stage::dialog, kCardBytes);
}

Json confirm_card(std::string_view question, std::string_view command, std::string_view nonce) {
  const Message message{{Paragraph{{{Plain{std::string{question}}}}}}};
  Json card = card_of(message, {}, {.nonce = std::string{nonce}}, Stage::dialog, kCardBytes / 2);
  card["body"].push_back(
      {{"type", "ActionSet"},
       {"actions",
        Json::array({submit_action("Yes", {{"command", command}, {"nonce", nonce}, {"confirmed", true}})})}});
  return card;
}

}  // namespace muster::teams
