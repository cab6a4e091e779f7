#include "integrations/teams/listener.hpp"

#include "bot/base/log.hpp"
#include "integrations/teams/answers.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

std::string installed_where(const Activity& activity) {
  return activity.is_personal() ? "somebody's own chat" : "a team";
}

}  // namespace

asio::awaitable<HookAnswer> Listener::serve(HookCall call) const {
  if (call.method != "POST") co_return HookAnswer{.status = 405, .body = {}, .headers = {{"Allow", "POST"}}};
  auto activity = read_activity(call.body);
  const SaidOfItself said = activity
                                ? SaidOfItself{activity->channel_id, activity->service_url, activity->tenant}
                                : SaidOfItself{std::string{kTeamsChannel}, {}, {}};
  TokenRules rules{core->config.app_id, core->config.issuer, core->config.tenant_id};
  const auto checked = co_await core->keys->check(call.header("authorization"), said, std::move(rules));
  if (!checked) {
    const bool cannot_tell = checked.error().kind != ErrorKind::forbidden;
    log_warn(cannot_tell ? "Who called the messaging endpoint cannot be told, so it was refused"
                         : "Something that is not Teams called the messaging endpoint",
             {{"peer", call.remote}, {"detail", checked.error().detail}});
    // What is no activity at all could not be checked; it is refused by its own fault.
    const bool unreadable = !activity && !call.header("authorization").empty();
    co_return HookAnswer{.status = unreadable ? 400 : 401};
  }
  if (!activity) co_return HookAnswer{.status = 400};
  if (!core->connector->learn(activity->service_url)) {
    log_error(
        "Teams names a service address that muster does not believe; should it be right, add its host "
        "to microsoft_teams.service_hosts",
        {{"service_url", activity->service_url}});
    co_return HookAnswer{.status = 401};
  }
  co_return co_await dispatch(*std::move(activity));
}

asio::awaitable<HookAnswer> Listener::dispatch(Activity activity) const {
  const auto* form = std::get_if<SubmittedForm>(&activity.value);
  if (form != nullptr && !is_genuine(*form, core->form_key)) {
    log_warn("A form came back with other data than muster gave it",
             {{"user", activity.from.user()}, {"form", form->dialog.dialog}});
    activity.value = Foreign{
        "This form is not as muster made it, or it is from before muster got a new secret. Open it again."};
  }
  if (activity.type == "invoke") co_return co_await take_invoke(core, presses, std::move(activity));
  const bool is_press = activity.type == "message" && activity.has_value && activity.text.empty();
  if (is_press) co_return co_await take_old_press(core, presses, std::move(activity));
  const bool is_said = activity.type == "message" || activity.type == "messageUpdate" ||
                       activity.type == "messageDelete" || activity.type == "messageReaction";
  if (is_said) co_return co_await take_said(core, std::move(activity));
  co_return co_await happened(std::move(activity));
}

// Installs, and what becomes of channels.
asio::awaitable<HookAnswer> Listener::happened(Activity activity) const {
  if (activity.type == "installationUpdate") {
    log_info("The Teams app was changed", {{"action", activity.action}, {"in", installed_where(activity)}});
    if (activity.action == "add" && activity.is_personal()) co_await welcome(activity);
  }
  for (const Account& gone : activity.members_removed) forget_person(gone);
  if (activity.event_type == "channelRenamed" || activity.event_type == "channelDeleted" ||
      activity.event_type == "channelRestored")
    rooms->forget_names();
  if (activity.event_type == "channelDeleted") {
    rooms->forget_room(activity.channel);
    log_warn("A channel was deleted in Teams", {{"channel", activity.channel_name}});
  }
  if (activity.event_type != "channelRenamed" || activity.channel_name.empty()) co_return HookAnswer{};
  Inbound inbound =
      inbound_of(*core, activity, std::string{kPlatform} + "/" + activity.conversation + "/" + activity.id,
                 room_place(activity.channel));
  if (!activity.from.user().empty()) inbound.from = identity_of(activity);
  inbound.what = RoomRenamed{activity.channel_name};
  if (!core->incident_rooms.concerned_by(inbound)) co_return HookAnswer{};
  const auto kept = co_await core->intake.submit(std::move(inbound));
  co_return HookAnswer{.status = kept ? 200 : 503};
}

// Who is no longer in the team may have been staff because of it.
void Listener::forget_person(const Account& account) const {
  const auto known = core->users.find(account.id);
  core->people.forget(account.aad.empty() && known != core->users.end() ? known->second : account.user());
}

// Teams tells of a personal install twice (msteams-docs issue 1355). What there is is not for guests.
asio::awaitable<void> Listener::welcome(Activity activity) const {
  const CorePtr held = core;
  const auto show = home;
  const auto who = co_await who_is(held, activity.conversation, identity_of(activity));
  if (!who || who->outsider || !held->answered.claim("welcome/" + activity.conversation)) co_return;
  const Person* person = held->board.people.find_identity(kPlatform, who->user);
  const PersonId id = person != nullptr ? person->id : PersonId{std::string{kPlatform} + ":" + who->user};
  const auto page = show(id);
  if (page) co_await reply(held, std::move(activity), *page, false);
}

}  // namespace muster::teams
