#include "integrations/teams/answers.hpp"

#include <algorithm>

#include "bot/base/log.hpp"
#include "bot/net/digest.hpp"
#include "bot/ports/answer_words.hpp"
#include "integrations/teams/said_text.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

std::string key_of(const Activity& activity) {
  return std::string{kPlatform} + "/" + activity.conversation + "/" + activity.id;
}

// The id that finds the log line of something that was not kept.
std::string logged(const Activity& activity, const Error& error) {
  std::string id = "E-" + net::random_hex(4);
  log_error("Nothing was recorded",
            {{"error_id", id}, {"user", activity.from.user()}, {"detail", error.detail}, {"say", error.say}});
  return id;
}

// The object ids behind the mentions; whoever nobody can tell is missing. Teams waits for the answer, so it
// is not asked for the next one when it does not answer for this.
asio::awaitable<std::map<std::string, std::string>> mentioned_users(CorePtr core, Activity activity) {
  std::map<std::string, std::string> users;
  bool answers = true;
  for (const MentionEntity& mention : activity.mentions) {
    if (mention.id == activity.recipient.id) continue;
    if (const auto known = core->users.find(mention.id); known != core->users.end()) {
      users.insert(*known);
      continue;
    }
    if (!answers) continue;
    const auto member =
        co_await core->connector->member(split_conversation(activity.conversation).base, mention.id);
    answers = member || !worth_retrying(member.error().kind);
    if (member) users[mention.id] = core->users[mention.id] = member->identity.user;
  }
  co_return users;
}

asio::awaitable<void> answer_command(CorePtr core, Activity activity, std::string command, Answer answer) {
  std::optional<Message> words = words_of(answer, core->board.people);
  if (answer.dialog) words = form_button(*answer.dialog, command);
  if (words) co_await reply(core, std::move(activity), *std::move(words), answer.shareable);
}

// One step of a message. False: it was not kept, and Teams is to bring it again.
asio::awaitable<Result<Answer>> submit(CorePtr core, Activity activity, Inbound inbound) {
  MUSTER_CO_TRY(inbound.from, co_await who_is(core, activity.conversation, identity_of(activity)));
  co_return co_await core->intake.submit(std::move(inbound));
}

asio::awaitable<HookAnswer> take_message(CorePtr core, Activity activity) {
  const bool is_command = activity.is_personal() || mentions_bot(activity);
  const Place place = place_of(*core, activity, activity.id);
  const bool is_in_room = core->incident_rooms.contains(place);
  if (!is_command && !is_in_room) co_return HookAnswer{};
  std::map<std::string, std::string> users;
  if (is_command) users = co_await mentioned_users(core, activity);
  const std::string command = said_text(activity, [&](const MentionEntity& mention) {
    const auto user = users.find(mention.id);
    return "<@" + (user == users.end() ? mention.id : user->second) + ">";
  });
  if (is_in_room) {
    Inbound said = inbound_of(*core, activity, key_of(activity) + "/said", place);
    said.what = MessagePosted{
        said_text(activity, [](const MentionEntity& mention) { return "@" + mention.name; }), activity.files};
    const auto kept = co_await submit(core, activity, std::move(said));
    if (!kept) {
      if (is_command)
        tell_not_kept(core, activity, kept.error());
      else
        (void)not_kept(activity, kept.error());
      co_return try_again();
    }
  }
  if (!is_command) co_return HookAnswer{};
  Inbound typed = inbound_of(*core, activity, key_of(activity), place);
  typed.what = CommandTyped{command, {}, false};
  const std::string key = typed.origin_key;
  auto answer = co_await submit(core, activity, std::move(typed));
  if (!answer) {
    tell_not_kept(core, activity, answer.error());
    co_return try_again();
  }
  if (core->answered.claim(key))
    core->tasks.spawn("teams answer", answer_command(core, activity, command, *std::move(answer)));
  co_return HookAnswer{};
}

// The same id as the message it changes: when it happened tells one change from the next.
asio::awaitable<HookAnswer> take_change(CorePtr core, Activity activity) {
  const Place place = place_of(*core, activity, activity.id);
  if (!core->incident_rooms.contains(place)) co_return HookAnswer{};
  const std::string when = std::to_string(activity.at.value_or(Time{}).time_since_epoch().count());
  Inbound inbound = inbound_of(*core, activity, key_of(activity) + "/" + activity.type + "/" + when, place);
  if (activity.type == "messageDelete")
    inbound.what = MessageDeleted{};
  else
    inbound.what =
        MessageEdited{said_text(activity, [](const MentionEntity& mention) { return "@" + mention.name; })};
  const auto kept = co_await submit(core, activity, std::move(inbound));
  if (kept) co_return HookAnswer{};
  (void)not_kept(activity, kept.error());
  co_return try_again();
}

// "1f4cc_pushpin" of the newer clients is a pushpin.
std::string emoji_of(const std::string& type) {
  return type.find("pushpin") == std::string::npos ? type : "pushpin";
}

asio::awaitable<HookAnswer> take_reactions(CorePtr core, Activity activity) {
  const Place place = place_of(*core, activity, activity.reply_to);
  if (!core->incident_rooms.contains(place)) co_return HookAnswer{};
  std::vector<ReactionChanged> changes;
  for (const std::string& type : activity.reactions_added) changes.push_back({emoji_of(type), true});
  for (const std::string& type : activity.reactions_removed) changes.push_back({emoji_of(type), false});
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Inbound inbound = inbound_of(*core, activity, key_of(activity) + "/" + std::to_string(i), place);
    inbound.what = changes[i];
    const auto kept = co_await submit(core, activity, std::move(inbound));
    if (kept) continue;
    (void)not_kept(activity, kept.error());
    co_return try_again();
  }
  co_return HookAnswer{};
}

}  // namespace

Message form_button(const Dialog& dialog, const std::string& command) {
  Message message{{Paragraph{{{Plain{dialog.title}}}}}};
  Button open{"Open the form", command, {}, ButtonStyle::primary, {}};
  if (command.empty() || !opens_dialog(command)) {
    open.command = (dialog.incident.exists() ? to_string(dialog.incident) + " " : "") + dialog.name;
  }
  message.blocks.emplace_back(Buttons{{std::move(open)}});
  return message;
}

Place place_of(const Core& core, const Activity& activity, const std::string& message) {
  Place place{std::string{kPlatform}, activity.conversation, message, {}};
  const Conversation where = split_conversation(activity.conversation);
  const bool is_thread_room =
      (core.config.rooms == RoomKind::threads && where.base == core.thread_channel && !where.root.empty()) ||
      core.incident_rooms.contains(place);
  if (activity.is_personal() || is_thread_room) return place;
  place.room = where.base;
  if (where.root != message) place.thread = where.root;
  return place;
}

Identity identity_of(const Activity& activity) {
  Identity identity;
  identity.platform = kPlatform;
  identity.user = activity.from.user();
  identity.name = activity.from.name;
  identity.zone = activity.zone;
  return identity;
}

Inbound inbound_of(const Core& core, const Activity& activity, std::string origin_key, Place place) {
  Inbound inbound;
  inbound.origin_key = std::move(origin_key);
  inbound.occurred_at = activity.at.value_or(core.clock.now());
  inbound.place = std::move(place);
  return inbound;
}

std::string not_kept(const Activity& activity, const Error& error) {
  return not_kept_words(error, logged(activity, error));
}

void tell_not_kept(const CorePtr& core, const Activity& activity, const Error& error) {
  const std::string id = logged(activity, error);
  if (!core->answered.claim("not kept/" + key_of(activity))) return;
  const std::string words = not_kept_words(error, id);
  core->tasks.spawn("teams answer", reply(core, activity, say(words, core->board.people), true));
}

HookAnswer try_again() {
  return {.status = 503, .body = {}, .headers = {{"Retry-After", "5"}}};
}

asio::awaitable<void> reply(CorePtr core, Activity activity, Message message, bool shareable) {
  const bool here = activity.is_personal() || shareable;
  Result<std::string> chat = activity.conversation;
  if (!here) chat = co_await core->connector->direct(activity.from.user());
  Result<std::string> sent =
      chat ? co_await core->connector->send(*chat, core->render(message, "", !here)) : chat;
  if (!sent)
    log_warn("An answer could not be shown",
             {{"user", activity.from.user()}, {"detail", sent.error().detail}});
}

asio::awaitable<HookAnswer> take_said(CorePtr core, Activity activity) {
  if (activity.from.id == activity.recipient.id) co_return HookAnswer{};  // muster's own
  if (activity.from.user().empty() || activity.conversation.empty() || activity.id.empty())
    co_return HookAnswer{};
  if (!activity.from.aad.empty()) core->users[activity.from.id] = activity.from.aad;
  if (activity.type == "message") co_return co_await take_message(std::move(core), std::move(activity));
  if (activity.type == "messageReaction")
    co_return co_await take_reactions(std::move(core), std::move(activity));
  co_return co_await take_change(std::move(core), std::move(activity));
}

}  // namespace muster::teams
