#include "integrations/teams/invoke_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/base/utf8.hpp"
#include "bot/net/json.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kTextChars = 1000;
constexpr std::size_t kTitleChars = 60;

std::string shown(std::string text) {
  text = shorten(clean_text(text, true), kTextChars);
  return text.empty() ? "Done." : text;
}

std::string action_answer(int status, const char* type, Json value) {
  return net::dump_json({{"statusCode", status}, {"type", type}, {"value", std::move(value)}});
}

std::string dialog_answer(const std::string& title, const Json& card) {
  return net::dump_json(
      {{"task",
        {{"type", "continue"},
         {"value",
          {{"title", shorten(clean_text(title, false), kTitleChars)},
           {"height", "medium"},
           {"width", "medium"},
           {"card", {{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", card}}}}}}}});
}

std::string card_value(const Json& card) {
  return action_answer(200, "application/vnd.microsoft.card.adaptive", card);
}

}  // namespace

std::string card_answer(const Message& message, const People& people, const CardStyle& style) {
  return card_value(adaptive_card(message, people, style));
}

std::string text_answer(std::string text) {
  return action_answer(200, "application/vnd.microsoft.activity.message", shown(std::move(text)));
}

std::string error_answer(int status, const std::string& code, const std::string& text) {
  return action_answer(status, "application/vnd.microsoft.error", {{"code", code}, {"message", shown(text)}});
}

std::string form_answer(const Dialog& dialog, const FormOrigin& origin, const People& people,
                        const FormSeal& seal) {
  const auto card = form_card(dialog, origin, people, seal);
  return card ? card_value(*card) : text_answer(card.error().say);
}

std::string form_dialog(const Dialog& dialog, const FormOrigin& origin, const People& people,
                        const FormSeal& seal, const std::optional<FieldTrouble>& trouble) {
  const auto card = form_card(dialog, origin, people, seal, trouble);
  return card ? dialog_answer(dialog.title, *card) : text_dialog(card.error().say);
}

std::string notice_dialog(const Message& message, const People& people, const CardStyle& style) {
  return dialog_answer("muster", notice_card("", message, people, style));
}

std::string confirm_dialog(const std::string& question, const std::string& command,
                           const std::string& nonce) {
  return dialog_answer("Are you sure?", confirm_card(question, command, nonce));
}

std::string text_dialog(std::string text) {
  return net::dump_json({{"task", {{"type", "message"}, {"value", shown(std::move(text))}}}});
}

}  // namespace muster::teams
