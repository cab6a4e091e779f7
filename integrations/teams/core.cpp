#include "integrations/teams/core.hpp"

#include <array>

#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/digest.hpp"
#include "bot/text/dialogs.hpp"

namespace muster::teams {

namespace {

// Verbs that only show something.
constexpr std::array<std::string_view, 13> kViews = {"timeline",  "catchup", "list",      "help",   "info",
                                                     "roles",     "tasks",   "alerts",    "oncall", "report",
                                                     "checklist", "changes", "postmortem"};

asio::awaitable<Result<Identity>> ask(CorePtr core, std::string conversation, std::string user) {
  // A thread has no roster of its own; its channel has.
  auto member = co_await core->connector->member(split_conversation(conversation).base, std::move(user));
  if (member) co_return std::move(member->identity);
  // That the conversation is unknown says nothing about the person.
  Error why = std::move(member).error();
  if (why.detail.find("ConversationNotFound") != std::string::npos) why.kind = ErrorKind::unavailable;
  co_return std::unexpected(std::move(why));
}

}  // namespace

CardStyle Core::style(std::string card_name, IncidentNumber incident) const {
  return {net::random_hex(8), std::move(card_name), incident, config.tenant_id, config.team, opens_dialog};
}

FormSeal Core::seal() const {
  return {net::random_hex(8), form_key};
}

std::string Core::render(const Message& message, std::string key, bool alert) const {
  return message_body(message, board.people, style(), {connector->bot(), std::move(key), alert, {}, {}});
}

bool opens_dialog(std::string_view command) {
  const ParsedCommand parsed = parse_command(command);
  const std::string& text = parsed.request.text;
  if (parsed.verb.empty()) return true;  // the tray of an incident, or the form that declares one
  if (contains(kViews, std::string_view{parsed.verb})) return text.empty() || parsed.verb != "postmortem";
  if (parsed.verb == "role" || parsed.verb == "handoff") return first_word(text).rest.empty();
  return text.empty() && contains(dialog_names(), parsed.verb);
}

asio::awaitable<Result<Identity>> who_is(CorePtr core, std::string conversation, Identity identity) {
  const std::string user = identity.user;
  co_return co_await core->people.complete(
      std::move(identity), [core, conversation, user] { return ask(core, conversation, user); });
}

}  // namespace muster::teams
