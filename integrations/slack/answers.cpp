#include "integrations/slack/answers.hpp"

#include <algorithm>

#include "bot/base/log.hpp"
#include "bot/net/digest.hpp"
#include "bot/ports/answer_words.hpp"
#include "integrations/slack/ack_codec.hpp"
#include "integrations/slack/private_words.hpp"
#include "integrations/slack/view_opener.hpp"

namespace muster::slack {
namespace {

void log_unanswered(const Asker& asker, const Error& error) {
  log_warn("An answer could not be shown", {{"user", asker.user}, {"detail", error.detail}});
}

asio::awaitable<void> show(CorePtr core, Asker asker, Message message) {
  Rendered words = render(message, core->board.people);
  Result<Done> shown = Done{};
  if (asker.via == Asker::Via::direct) {
    net::FormFields fields{{"channel", asker.place.room}, {"text", words.text}, {"blocks", words.blocks}};
    if (!asker.place.thread.empty()) fields.emplace_back("thread_ts", asker.place.thread);
    const auto posted = co_await core->api->call("chat.postMessage", std::move(fields));
    if (!posted) shown = std::unexpected(posted.error());
  } else if (!asker.response_url.empty()) {
    shown = co_await core->api->respond(asker.response_url, response_body(message, core->board.people));
    if (!shown) shown = co_await say_privately(core, asker.user, asker.place, std::move(words));
  } else if (asker.via == Asker::Via::button && !asker.trigger_id.empty()) {
    shown = co_await open_notice(core, asker, message);
    if (!shown) shown = co_await say_privately(core, asker.user, asker.place, std::move(words));
  } else {
    shown = co_await say_privately(core, asker.user, asker.place, std::move(words));
  }
  if (!shown) log_unanswered(asker, shown.error());
}

// The command itself may carry what the form would ask for.
Message no_form(const Error& error, const std::string& command) {
  return plain_message("Slack did not open the form. " + error.say + " Typing works as well: " + command +
                       " help");
}

asio::awaitable<void> answer_command(CorePtr core, std::string envelope, Asker asker, Answer answer,
                                     SendAck ack) {
  std::optional<Message> words = words_of(answer, core->board.people);
  if (answer.dialog) {
    const auto opened = co_await open_dialog(core, asker, *answer.dialog);
    if (!opened) words = no_form(opened.error(), core->command);
  }
  co_await ack(words ? message_ack(envelope, *words, core->board.people) : plain_ack(envelope));
}

asio::awaitable<void> answer_form(CorePtr core, std::string envelope, Asker asker, Answer answer,
                                  SendAck ack) {
  const std::optional<Message> words = words_of(answer, core->board.people);
  if (answer.refused && !asker.inputs.empty()) {
    const bool at_field = std::ranges::find(asker.inputs, answer.refused_field) != asker.inputs.end();
    const std::string why = answer.refused_say.empty() && words ? plain_text(*words) : answer.refused_say;
    co_return co_await ack(errors_ack(envelope, at_field ? answer.refused_field : asker.inputs.front(), why));
  }
  if (answer.dialog) co_return co_await ack(next_dialog_ack(*core, envelope, asker, *answer.dialog));
  if (answer.refused && words) co_return co_await ack(notice_ack(*core, envelope, *words));
  co_await ack(plain_ack(envelope));
  if (words) co_await show(core, std::move(asker), *words);
}

asio::awaitable<void> answer_later(CorePtr core, Asker asker, Answer answer) {
  std::optional<Message> words = words_of(answer, core->board.people);
  if (answer.dialog && !asker.trigger_id.empty()) {
    const auto opened = co_await open_dialog(core, asker, *answer.dialog);
    if (!opened) words = no_form(opened.error(), core->command);
  } else if (answer.dialog && !words) {
    // A mention brings no trigger, and without one Slack opens no form.
    words = plain_message("Slack opens forms only from a slash command or a button: type " + core->command +
                          " " + answer.dialog->name);
  }
  if (words) co_await show(core, std::move(asker), *std::move(words));
}

// Nothing was kept: the person hears it, an event comes again by itself.
asio::awaitable<void> not_kept(CorePtr core, std::string envelope, Asker asker, Error error, SendAck ack) {
  const std::string id = "E-" + net::random_hex(4);
  log_error("Nothing was recorded",
            {{"error_id", id}, {"user", asker.user}, {"detail", error.detail}, {"say", error.say}});
  const std::string words = not_kept_words(error, id);
  if (asker.via == Asker::Via::command) {
    co_await ack(message_ack(envelope, plain_message(words), core->board.people));
  } else if (asker.via == Asker::Via::form && !asker.inputs.empty()) {
    co_await ack(errors_ack(envelope, asker.inputs.front(), words));
  } else if (!asker.response_url.empty()) {
    co_await show(core, std::move(asker), plain_message(words));
  }
}

asio::awaitable<void> show_home(CorePtr core, std::string user) {
  if (!core->hooks.home) co_return;
  // Which incidents there are is not for guests.
  const auto who = co_await core->directory.complete(Identity{std::string{kPlatform}, user, {}}, core->self);
  if (!who || who->outsider) co_return;
  const Person* person = core->board.people.find_identity(kPlatform, user);
  const PersonId id = person != nullptr ? person->id : PersonId{std::string{kPlatform} + ":" + user};
  const auto page = core->hooks.home(id);
  const auto shown =
      page ? co_await publish_home(core, user, *page) : Result<Done>{std::unexpected(page.error())};
  if (!shown) log_warn("The home tab could not be shown", {{"detail", shown.error().detail}});
}

void heed(const Arrival& arrival) {
  if (arrival.notice == "app_rate_limited") {
    log_warn(
        "Slack drops events for this workspace: more than 30,000 an hour. They are read from the history "
        "when "
        "the minute is over");
  } else if (!arrival.notice.empty()) {
    log_error("The Slack app was removed or its tokens revoked; install it again from the manifest",
              {{"event", arrival.notice}});
  }
}

asio::awaitable<void> answer_kept(CorePtr core, Arrival arrival, Answer answer, SendAck ack) {
  switch (arrival.asker.via) {
    case Asker::Via::command:
      co_return co_await answer_command(core, arrival.envelope_id, std::move(arrival.asker),
                                        std::move(answer), ack);
    case Asker::Via::form:
      co_return co_await answer_form(core, arrival.envelope_id, std::move(arrival.asker), std::move(answer),
                                     ack);
    case Asker::Via::nobody:
      co_return co_await ack(plain_ack(arrival.envelope_id));
    case Asker::Via::mention:
    case Asker::Via::direct:
    case Asker::Via::button:
    case Asker::Via::shortcut:
      co_await ack(plain_ack(arrival.envelope_id));
      co_return co_await answer_later(core, std::move(arrival.asker), std::move(answer));
  }
}

}  // namespace

std::string with_names(const std::string& text, const People& people) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("<@", at);
    const std::size_t close = open == std::string::npos ? open : text.find('>', open);
    if (close == std::string::npos) break;
    const std::string user = text.substr(open + 2, close - open - 2);
    const Person* person = people.find_identity(kPlatform, user);
    out += text.substr(at, open - at);
    out += "@" + (person != nullptr ? person->name : user);
    at = close + 1;
  }
  return out + text.substr(std::min(at, text.size()));
}

void name_mentions(Inbound& inbound, const People& people) {
  if (auto* posted = std::get_if<MessagePosted>(&inbound.what))
    posted->text = with_names(posted->text, people);
  if (auto* edited = std::get_if<MessageEdited>(&inbound.what))
    edited->text = with_names(edited->text, people);
  if (auto* typed = std::get_if<CommandTyped>(&inbound.what))
    typed->on.text = with_names(typed->on.text, people);
}

asio::awaitable<void> answer_mention(CorePtr core, Asker asker, Answer answer) {
  return answer_later(std::move(core), std::move(asker), std::move(answer));
}

asio::awaitable<void> handle_arrival(CorePtr core, Arrival arrival, SendAck ack) {
  heed(arrival);
  Answer answer;
  bool answered_before = false;
  for (Inbound& inbound : arrival.inbound) {
    const std::string key = inbound.origin_key;
    if (!core->incident_rooms.concerned_by(inbound) || !core->order.is_news(inbound)) continue;
    if (inbound.from) {
      auto known = co_await core->directory.complete(*inbound.from, core->self);
      if (!known)
        co_return co_await not_kept(core, arrival.envelope_id, std::move(arrival.asker), known.error(), ack);
      inbound.from = *std::move(known);
    }
    auto* typed = std::get_if<CommandTyped>(&inbound.what);
    if (typed != nullptr && typed->on.author) {
      if (auto author = co_await core->directory.complete(*typed->on.author, core->self))
        typed->on.author = *std::move(author);
      arrival.asker.on.author = typed->on.author;
    }
    name_mentions(inbound, core->board.people);
    auto kept = co_await core->intake.submit(std::move(inbound));
    if (!kept)
      co_return co_await not_kept(core, arrival.envelope_id, std::move(arrival.asker), kept.error(), ack);
    answered_before = !core->answered.claim(key);
    answer = *std::move(kept);
  }
  // A redelivered command or form still needs its answer in the ack; what is said by a call is not said
  // twice.
  const bool in_ack = arrival.asker.via == Asker::Via::command || arrival.asker.via == Asker::Via::form;
  if (answered_before && !in_ack) answer = {};
  const std::string home_of = arrival.home_of;
  co_await answer_kept(core, std::move(arrival), std::move(answer), ack);
  if (!home_of.empty()) co_await show_home(core, home_of);
}

}  // namespace muster::slack
