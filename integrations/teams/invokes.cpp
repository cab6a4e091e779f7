// Clicks, forms and message actions: Teams waits for the answer and shows it.
#include "bot/base/log.hpp"
#include "bot/net/digest.hpp"
#include "bot/ports/answer_words.hpp"
#include "integrations/teams/answers.hpp"
#include "integrations/teams/invoke_codec.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kToastChars = 300;

HookAnswer body(std::string json) {
  return {.status = 200, .body = std::move(json)};
}

// The same for each repetition of one press, and for no other.
std::string press_key(const Activity& activity, const std::string& nonce, const std::string& typed) {
  return std::string{kPlatform} + "/press/" +
         net::sha256_hex(activity.conversation + "\n" + activity.reply_to + "\n" + nonce + "\n" +
                         activity.from.user() + "\n" + typed);
}

// More than a line: too much for the note that Teams shows beside a card.
bool is_long(const Message& message) {
  return message.blocks.size() > 1 || plain_text(message).size() > kToastChars;
}

// One invoke on its way: the activity and what answering needs.
struct Invoke {
  CorePtr core;
  std::shared_ptr<Presses> presses;
  Activity activity;

  [[nodiscard]] Place place() const { return place_of(*core, activity, activity.reply_to); }

  asio::awaitable<Result<Inbound>> inbound(Place at) const {
    Inbound made = inbound_of(*core, activity, activity.id, std::move(at));
    MUSTER_CO_TRY(made.from, co_await who_is(core, activity.conversation, identity_of(activity)));
    co_return made;
  }
  // What a dialog shows: a form, a view, a sentence.
  [[nodiscard]] HookAnswer dialog(const Answer& answer, const FormOrigin& origin) const {
    if (answer.dialog) return body(form_dialog(*answer.dialog, origin, core->board.people, core->seal()));
    const auto words = words_of(answer, core->board.people);
    if (!words) return body(text_dialog("Done."));
    if (!is_long(*words)) return body(text_dialog(plain_text(*words)));
    return body(notice_dialog(*words, core->board.people, core->style()));
  }
};

asio::awaitable<Result<Answer>> run(Invoke invoke, std::string key, CommandTyped typed, Place at) {
  MUSTER_CO_TRY(Inbound inbound, co_await invoke.inbound(std::move(at)));
  inbound.what = std::move(typed);
  if (key.empty()) {
    // Opening changes nothing: a repetition opens it again instead of hearing the first answer without its
    // form.
    inbound.origin_key = std::string{kPlatform} + "/" + invoke.activity.conversation + "/" +
                         inbound.origin_key + "/" + net::random_hex(4);
    co_return co_await invoke.core->intake.submit(std::move(inbound));
  }
  co_return co_await invoke.presses->submit(std::move(key), std::move(inbound));
}

// adaptiveCard/action with a command.
asio::awaitable<HookAnswer> pressed(Invoke invoke, Pressed press) {
  const std::string key = press_key(invoke.activity, press.nonce, press.command);
  const auto answer = co_await run(invoke, key, CommandTyped{press.command, {}, true}, invoke.place());
  if (!answer) co_return body(error_answer(500, "ServiceError", not_kept(invoke.activity, answer.error())));
  const auto words = words_of(*answer, invoke.core->board.people);
  if (answer->dialog) {
    // The form opens in the pressed card's place, for whoever pressed it.
    co_return body(
        form_answer(*answer->dialog, {invoke.place(), {}}, invoke.core->board.people, invoke.core->seal()));
  }
  if (!words) co_return body(text_answer("Done."));
  if (!is_long(*words)) co_return body(text_answer(plain_text(*words)));
  if (invoke.core->answered.claim("long/" + key))
    invoke.core->tasks.spawn("teams answer", reply(invoke.core, invoke.activity, *words, false));
  co_return body(text_answer("It is in your chat with muster."));
}

// adaptiveCard/action by which a card asks for itself anew. Changes nothing.
asio::awaitable<HookAnswer> refreshed(Invoke invoke, CardWanted wanted) {
  const auto who = co_await who_is(invoke.core, invoke.activity.conversation, identity_of(invoke.activity));
  if (!who) co_return body(error_answer(500, "ServiceError", who.error().say));
  if (who->outsider)
    co_return body(error_answer(403, "Forbidden", "Cards are for members of the organisation."));
  const Person* person = invoke.core->board.people.find_identity(kPlatform, who->user);
  const PersonId id = person != nullptr ? person->id : PersonId{std::string{kPlatform} + ":" + who->user};
  const auto message = invoke.core->card(wanted.incident, wanted.card, id);
  if (!message) co_return body(error_answer(403, "Forbidden", message.error().say));
  const CardStyle style = invoke.core->style(wanted.card, wanted.incident);
  co_return body(card_answer(*message, invoke.core->board.people, style));
}

// A form was sent, in a dialog or in a card's place.
asio::awaitable<Result<Answer>> sent(Invoke invoke, const SubmittedForm& form) {
  // Filled in anew it is another one.
  std::string typed = "form";
  for (const auto& [field, value] : form.dialog.fields) typed += "\n" + field + "\n" + value;
  const std::string key = press_key(invoke.activity, form.nonce, typed);
  const Place at = form.place.empty() ? invoke.place() : form.place;
  MUSTER_CO_TRY(Inbound inbound, co_await invoke.inbound(at));
  inbound.what = form.dialog;
  co_return co_await invoke.presses->submit(key, std::move(inbound));
}

asio::awaitable<HookAnswer> form_in_dialog(Invoke invoke, SubmittedForm form) {
  const auto answer = co_await sent(invoke, form);
  const FormOrigin origin{form.place.empty() ? invoke.place() : form.place, form.dialog.on};
  std::optional<FieldTrouble> trouble;
  if (!answer) trouble = FieldTrouble{"", not_kept(invoke.activity, answer.error())};
  if (answer && answer->refused && !answer->dialog) {
    const auto words = words_of(*answer, invoke.core->board.people);
    const std::string why = !answer->refused_say.empty() || !words ? answer->refused_say : plain_text(*words);
    trouble = FieldTrouble{answer->refused_field, why};
  }
  if (!trouble) co_return invoke.dialog(*answer, origin);
  // As it was, with what was typed and what is wrong with it.
  co_return body(form_dialog(form.form, origin, invoke.core->board.people, invoke.core->seal(), trouble));
}

asio::awaitable<HookAnswer> card_action(Invoke invoke) {
  if (auto* press = std::get_if<Pressed>(&invoke.activity.value)) {
    Pressed held = std::move(*press);
    co_return co_await pressed(std::move(invoke), std::move(held));
  }
  if (const auto* wanted = std::get_if<CardWanted>(&invoke.activity.value)) {
    const CardWanted held = *wanted;
    co_return co_await refreshed(std::move(invoke), held);
  }
  const auto* foreign = std::get_if<Foreign>(&invoke.activity.value);
  co_return body(error_answer(400, "BadRequest",
                              foreign == nullptr ? "This is not one of muster's buttons." : foreign->why));
}

// task/fetch: a button that opens a dialog. Opening changes nothing; what acts asks first, or is a form.
asio::awaitable<HookAnswer> dialog_wanted(Invoke invoke) {
  const auto* press = std::get_if<Pressed>(&invoke.activity.value);
  if (press == nullptr) {
    const auto* foreign = std::get_if<Foreign>(&invoke.activity.value);
    co_return body(text_dialog(foreign == nullptr ? "This is not one of muster's buttons." : foreign->why));
  }
  if (!press->confirm.empty()) {
    co_return body(confirm_dialog(press->confirm, press->command, net::random_hex(8)));
  }
  const Place at = invoke.place();
  const auto answer = co_await run(invoke, "", CommandTyped{press->command, {}, true}, at);
  if (!answer) co_return body(text_dialog(not_kept(invoke.activity, answer.error())));
  co_return invoke.dialog(*answer, {at, {}});
}

asio::awaitable<HookAnswer> dialog_sent(Invoke invoke) {
  if (auto* form = std::get_if<SubmittedForm>(&invoke.activity.value)) {
    SubmittedForm held = std::move(*form);
    co_return co_await form_in_dialog(std::move(invoke), std::move(held));
  }
  const auto* press = std::get_if<Pressed>(&invoke.activity.value);
  if (press == nullptr) {
    const auto* foreign = std::get_if<Foreign>(&invoke.activity.value);
    co_return body(text_dialog(foreign == nullptr ? "This form is not one of muster's." : foreign->why));
  }
  // A button of something a dialog shows, or "Yes" to the question it asks first.
  if (!press->confirm.empty() && !press->confirmed)
    co_return body(confirm_dialog(press->confirm, press->command, net::random_hex(8)));
  const std::string key = press_key(invoke.activity, press->nonce, press->command);
  const Place at = invoke.place();
  const auto answer = co_await run(invoke, key, CommandTyped{press->command, {}, press->confirmed}, at);
  if (!answer) co_return body(text_dialog(not_kept(invoke.activity, answer.error())));
  co_return invoke.dialog(*answer, {at, {}});
}

// The commands of the message menu and the compose box (teams_manifest.hpp).
asio::awaitable<HookAnswer> action_asked(Invoke invoke) {
  const auto* asked = std::get_if<ActionAsked>(&invoke.activity.value);
  if (asked == nullptr) co_return body(text_dialog("muster does not know this action."));
  const std::string command = asked->command == "declare_from_message" ? "declare" : "note";
  CommandTyped typed{command, asked->message.value_or(MessageSnapshot{}), false};
  Place at = place_of(*invoke.core, invoke.activity, asked->message_id);
  if (!at.message.empty() && !asked->reply_to.empty() && at.thread.empty() && asked->reply_to != at.message)
    at.thread = asked->reply_to;
  if (typed.on.author) {
    auto author = co_await who_is(invoke.core, invoke.activity.conversation, *typed.on.author);
    if (author) typed.on.author = *std::move(author);
  }
  const FormOrigin origin{at, typed.on};
  // Kept once: the note is known by its message, so a repetition says that it is on the timeline already.
  const auto answer = co_await run(invoke, "", std::move(typed), at);
  if (!answer) co_return body(text_dialog(not_kept(invoke.activity, answer.error())));
  co_return invoke.dialog(*answer, origin);
}

}  // namespace

asio::awaitable<HookAnswer> take_invoke(CorePtr core, std::shared_ptr<Presses> presses, Activity activity) {
  const std::string name = activity.name;
  Invoke invoke{std::move(core), std::move(presses), std::move(activity)};
  if (name == "adaptiveCard/action") co_return co_await card_action(std::move(invoke));
  if (name == "task/fetch") co_return co_await dialog_wanted(std::move(invoke));
  if (name == "task/submit") co_return co_await dialog_sent(std::move(invoke));
  if (name == "composeExtension/fetchTask") co_return co_await action_asked(std::move(invoke));
  if (name == "composeExtension/submitAction") co_return co_await dialog_sent(std::move(invoke));
  co_return HookAnswer{.status = 501};
}

asio::awaitable<HookAnswer> take_old_press(CorePtr core, std::shared_ptr<Presses> presses,
                                           Activity activity) {
  const auto* press = std::get_if<Pressed>(&activity.value);
  const auto* form = std::get_if<SubmittedForm>(&activity.value);
  const auto* foreign = std::get_if<Foreign>(&activity.value);
  if (foreign != nullptr) {
    if (!core->answered.claim(activity.conversation + "/" + activity.id)) co_return HookAnswer{};
    core->tasks.spawn("teams answer", reply(core, activity, say(foreign->why, core->board.people), false));
    co_return HookAnswer{};
  }
  const Invoke invoke{core, std::move(presses), activity};
  Result<Answer> answer = Answer{};
  if (press != nullptr) {
    const std::string key = press_key(activity, press->nonce, press->command);
    answer = co_await run(invoke, key, CommandTyped{press->command, {}, true}, invoke.place());
  } else if (form != nullptr) {
    answer = co_await sent(invoke, *form);
  }
  if (!answer) {
    tell_not_kept(core, activity, answer.error());
    co_return try_again();
  }
  auto words = words_of(*answer, core->board.people);
  // A message brings no dialog; a button opens it.
  if (answer->dialog) words = form_button(*answer->dialog, press != nullptr ? press->command : "");
  if (words && core->answered.claim(activity.conversation + "/" + activity.id))
    core->tasks.spawn("teams answer", reply(core, activity, *words, answer->shareable));
  co_return HookAnswer{};
}

}  // namespace muster::teams
