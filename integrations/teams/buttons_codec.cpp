#include "integrations/teams/buttons_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/utf16.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kButtonUnits = 80;
constexpr std::size_t kCommandUnits = 2000;
constexpr std::size_t kQuestionUnits = 300;
constexpr std::size_t kShownActions = 6;  // of a set; the others stand behind "…"

std::string title_of(std::string_view label) {
  std::string title = utf16_shorten(presentable(utf16_prefix(label, 4 * kButtonUnits)), kButtonUnits);
  std::ranges::replace(title, '\n', ' ');
  return title;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \n\t") == std::string_view::npos;
}

Json data_of(const Button& button, const CardStyle& style) {
  Json data{{"command", button.command}, {"nonce", style.nonce}};
  if (!is_blank(button.confirm)) data["confirm"] = utf16_shorten(presentable(button.confirm), kQuestionUnits);
  return data;
}

Json command_action(const Button& button, const CardStyle& style, Stage stage) {
  const std::string title = title_of(button.label);
  Json submit = submit_action(title, data_of(button, style));
  if (stage == Stage::dialog) return submit;
  if (!is_blank(button.confirm) || (style.opens_dialog && style.opens_dialog(button.command))) {
    submit["data"]["msteams"] = {{"type", "task/fetch"}};
    return submit;
  }
  return {{"type", "Action.Execute"},
          {"title", title},
          {"verb", kCommandVerb},
          {"data", submit["data"]},
          {"fallback", std::move(submit)}};
}

// Null when Teams could not carry it: a shortened command would be another command.
Json action_of(const Button& button, const CardStyle& style, Stage stage) {
  if (is_blank(presentable(button.label))) return {};
  Json action;
  if (!button.url.empty()) {
    if (!may_link(button.url) || utf16_units(button.url) > kCommandUnits) return {};
    action = {{"type", "Action.OpenUrl"}, {"title", title_of(button.label)}, {"url", button.url}};
  } else {
    if (button.command.empty() || utf16_units(button.command) > kCommandUnits) return {};
    action = command_action(button, style, stage);
  }
  if (button.style == ButtonStyle::primary) action["style"] = "positive";
  if (button.style == ButtonStyle::danger) action["style"] = "destructive";
  return action;
}

}  // namespace

std::size_t size_of(const Json& json) {
  return net::dump_json(json).size() + 1;
}

Json submit_action(std::string_view title, Json data) {
  return {{"type", "Action.Submit"}, {"title", title}, {"data", {{"muster", std::move(data)}}}};
}

std::vector<Json> button_rows(const Message& message, const CardStyle& style, Stage stage, std::size_t most,
                              bool& left_out) {
  std::vector<Json> rows;
  for (const Block& block : message.blocks) {
    const auto* buttons = std::get_if<Buttons>(&block);
    if (buttons == nullptr) continue;
    Json row{{"type", "ActionSet"}, {"actions", Json::array()}};
    std::size_t size = size_of(row);
    for (const Button& button : buttons->buttons) {
      Json action = action_of(button, style, stage);
      if (action.is_null()) continue;
      if (row["actions"].size() >= kShownActions) action["mode"] = "secondary";
      if (size + size_of(action) > most) {
        left_out = true;
        continue;
      }
      size += size_of(action);
      row["actions"].push_back(std::move(action));
    }
    const bool empty = row["actions"].empty();
    rows.push_back(empty ? Json{} : std::move(row));
    if (!empty) most -= size;
  }
  return rows;
}

}  // namespace muster::teams
