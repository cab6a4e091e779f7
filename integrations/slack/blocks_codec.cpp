#include "integrations/slack/blocks_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/mrkdwn.hpp"
#include "integrations/slack/spans.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kSectionUnits = 2850;
constexpr std::size_t kFieldUnits = 1900;
constexpr std::size_t kContextUnits = 1900;
constexpr std::size_t kHeaderUnits = 142;
constexpr std::size_t kLabelUnits = 71;
constexpr std::size_t kConfirmUnits = 285;
constexpr std::size_t kCommandUnits = 2000;
constexpr std::size_t kButtonUnits = 5000;
constexpr std::size_t kTextUnits = 12000;  // of all blocks together; more was seen refused at 13,200
constexpr std::size_t kFallbackUnits = 3800;
constexpr std::size_t kFieldsPerSection = 10;
constexpr std::size_t kButtonsPerBlock = 25;

// verbatim: bare addresses and #names in it stay text.
Json mrkdwn_object(std::string text) {
  return {{"type", "mrkdwn"}, {"text", std::move(text)}, {"verbatim", true}};
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \n\t") == std::string_view::npos;
}

// Kept free for buttons before any text is placed.
struct Reserved {
  std::size_t blocks = 0;
  std::size_t units = 0;
};

std::size_t label_units(const Json& elements) {
  std::size_t units = 0;
  for (const Json& element : elements) units += utf16_units(net::text(element.at("text"), "text"));
  return units;
}

class Builder {
 public:
  Builder(const People& people, std::size_t most_blocks, Reserved buttons)
      : people_{people},
        most_text_blocks_{most_blocks - 1 - buttons.blocks},
        most_text_units_{kTextUnits - buttons.units},
        buttons_{buttons} {}

  void operator()(const Heading& heading) {
    if (is_blank(heading.text)) return;
    text_block({{"type", "header"}, {"text", plain_text_object(heading.text, kHeaderUnits)}}, kHeaderUnits);
  }
  void operator()(const Paragraph& paragraph) {
    for (std::string& text : pack(paragraph.lines, people_, kSectionUnits)) {
      const std::size_t units = utf16_units(text);
      text_block({{"type", "section"}, {"text", mrkdwn_object(std::move(text))}}, units);
    }
  }
  void operator()(const Facts& facts) {
    Json fields = Json::array();
    std::size_t units = 0;
    for (const Fact& fact : facts.facts) {
      Line line{Plain{.text = fact.label, .bold = true}, Plain{.text = "\n"}};
      line.insert(line.end(), fact.value.begin(), fact.value.end());
      std::string text = shortened(line, kFieldUnits);
      if (is_blank(text)) continue;
      units += utf16_units(text);
      fields.push_back(mrkdwn_object(std::move(text)));
      if (fields.size() == kFieldsPerSection || units > kSectionUnits) section_of(fields, units);
    }
    if (!fields.empty()) section_of(fields, units);
  }
  void operator()(const Aside& aside) {
    std::string text = shortened(aside.line, kContextUnits);
    if (is_blank(text)) return;
    const std::size_t units = utf16_units(text);
    text_block({{"type", "context"}, {"elements", Json::array({mrkdwn_object(std::move(text))})}}, units);
  }
  void operator()(const Rule&) { text_block({{"type", "divider"}}, 0); }
  void operator()(const Buttons& row) {
    Json elements = Json::array();
    for (const Button& button : row.buttons) {
      Json element = button_element(button);
      if (element.is_null()) continue;
      elements.push_back(std::move(element));
      if (elements.size() == kButtonsPerBlock) actions_of(elements);
    }
    if (!elements.empty()) actions_of(elements);
  }

  Json finish() {
    if (left_out_) {
      blocks_.push_back(
          {{"type", "context"},
           {"elements", Json::array({mrkdwn_object("Shortened for Slack: not all of it fits here.")})}});
    }
    if (blocks_.empty())
      blocks_.push_back({{"type", "section"}, {"text", mrkdwn_object("(nothing to show)")}});
    for (std::size_t i = 0; i < blocks_.size(); ++i) blocks_[i]["block_id"] = "block_" + std::to_string(i);
    return std::move(blocks_);
  }

 private:
  void text_block(Json block, std::size_t units) {
    if (text_blocks_ >= most_text_blocks_ || units_ + units > most_text_units_) {
      left_out_ = true;
      return;
    }
    ++text_blocks_;
    units_ += units;
    blocks_.push_back(std::move(block));
  }
  void section_of(Json& fields, std::size_t& units) {
    text_block({{"type", "section"}, {"fields", std::exchange(fields, Json::array())}},
               std::exchange(units, 0));
  }
  void actions_of(Json& elements) {
    const std::size_t units = label_units(elements);
    if (buttons_.blocks > 0 && units <= buttons_.units) {
      --buttons_.blocks;
      buttons_.units -= units;
      blocks_.push_back({{"type", "actions"}, {"elements", std::exchange(elements, Json::array())}});
    } else {
      left_out_ = true;
      elements = Json::array();
    }
  }
  // Null when Slack could not carry it: a shortened command would be another command.
  Json button_element(const Button& button) {
    if (is_blank(button.label)) return {};
    Json element{{"type", "button"},
                 {"text", plain_text_object(button.label, kLabelUnits)},
                 {"action_id", "button_" + std::to_string(next_action_++)}};
    if (!button.url.empty()) {
      if (!is_safe_link(button.url)) return {};
      element["url"] = button.url;
    } else {
      if (button.command.empty() || utf16_units(button.command) > kCommandUnits) return {};
      element["value"] = button.command;
    }
    if (button.style == ButtonStyle::primary) element["style"] = "primary";
    if (button.style == ButtonStyle::danger) element["style"] = "danger";
    if (!is_blank(button.confirm)) {
      element["confirm"] = {{"title", plain_text_object("Are you sure?", kLabelUnits)},
                            {"text", plain_text_object(button.confirm, kConfirmUnits)},
                            {"confirm", plain_text_object("Yes", 30)},
                            {"deny", plain_text_object("No, go back", 30)}};
    }
    return element;
  }
  std::string shortened(const Line& line, std::size_t most) const {
    std::vector<std::string> texts = pack({line}, people_, most - 1);
    if (texts.empty()) return {};
    return texts.size() == 1 ? std::move(texts[0]) : texts[0] + "\xE2\x80\xA6";
  }

  const People& people_;
  std::size_t most_text_blocks_;
  std::size_t most_text_units_;
  Reserved buttons_;  // what is left of it
  Json blocks_ = Json::array();
  std::size_t text_blocks_ = 0;
  std::size_t units_ = 0;
  std::size_t next_action_ = 0;
  bool left_out_ = false;
};

// What the message's buttons need, within reason.
Reserved reserve(const Message& message, std::size_t most_blocks) {
  Reserved reserved;
  for (const Block& block : message.blocks) {
    const auto* row = std::get_if<Buttons>(&block);
    if (row == nullptr) continue;
    reserved.blocks += (row->buttons.size() + kButtonsPerBlock - 1) / kButtonsPerBlock;
    reserved.units += row->buttons.size() * kLabelUnits;
  }
  return {std::min(reserved.blocks, most_blocks / 2), std::min(reserved.units, kButtonUnits)};
}

struct Fallback {
  const People& people;

  std::string operator()(const Heading& heading) const { return foreign(heading.text); }
  std::string operator()(const Paragraph& paragraph) const {
    std::string text;
    for (const Line& line : paragraph.lines) text += (text.empty() ? "" : "\n") + mrkdwn(line, people);
    return text;
  }
  std::string operator()(const Facts& facts) const {
    std::string text;
    for (const Fact& fact : facts.facts) {
      text += (text.empty() ? "" : "\n") + foreign(fact.label) + ": " + mrkdwn(fact.value, people);
    }
    return text;
  }
  std::string operator()(const Aside& aside) const { return mrkdwn(aside.line, people); }
  std::string operator()(const Rule&) const { return {}; }
  std::string operator()(const Buttons&) const { return {}; }
};

}  // namespace

Json plain_text_object(std::string_view text, std::size_t most) {
  const std::string clean = utf16_shorten(presentable(utf16_prefix(text, 4 * most)), most);
  return {{"type", "plain_text"}, {"text", is_blank(clean) ? "-" : clean}, {"emoji", true}};
}

Json blocks(const Message& message, const People& people, std::size_t most_blocks) {
  Builder builder{people, most_blocks, reserve(message, most_blocks)};
  for (const Block& block : message.blocks) std::visit(builder, block);
  return builder.finish();
}

std::string fallback_text(const Message& message, const People& people) {
  std::string text;
  for (const Block& block : message.blocks) {
    const std::string part = std::visit(Fallback{people}, block);
    if (is_blank(part)) continue;
    // Whole parts only: a cut could split a mention, and the blocks say everything anyway.
    if (utf16_units(text) + utf16_units(part) + 1 > kFallbackUnits) {
      if (text.empty()) {
        if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
          text = pack(paragraph->lines, people, kFallbackUnits - 2).front();
        }
      }
      text += "\xE2\x80\xA6";
      break;
    }
    text += (text.empty() ? "" : "\n") + part;
  }
  return text.empty() ? "muster" : text;
}

std::string blocks_text(const Message& message, const People& people) {
  return net::dump_json(blocks(message, people));
}

}  // namespace muster::slack
