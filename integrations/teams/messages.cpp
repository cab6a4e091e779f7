#include "integrations/teams/messages.hpp"

#include "bot/base/log.hpp"
#include "integrations/teams/document.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

constexpr std::string_view kPng = "\x89PNG";

Message with_notice(Message message, const std::string& notice) {
  message.blocks.emplace_back(Aside{{Plain{notice}}});
  return message;
}

// Not to be able to look twice is final: perhaps saying it a third time is worse than asking a person to
// look.
Error cannot_look() {
  return {ErrorKind::rejected, "It may have been posted already, and muster cannot look. Please do.", "", 0};
}

// What it is known by when it is looked for. A card that is edited in place keeps it through its edits.
std::string known_by(const Delivery& d) {
  return d.card.empty() ? d.key : to_string(d.incident) + "/" + d.card;
}

struct Sent {
  std::string id;  // of the message; empty: not found
  bool looked = false;
};

asio::awaitable<Result<Sent>> look(CorePtr core, Place place, std::string key) {
  const Conversation where = split_conversation(conversation_of(place));
  if (!is_channel_id(where.base) || !core->graph->has_team()) co_return Sent{};
  auto found = co_await core->graph->find_marked(where.base, where.root, card_mark(key));
  if (found) co_return Sent{*std::move(found), true};
  if (worth_retrying(found.error().kind)) co_return std::unexpected(std::move(found).error());
  log_warn("A message cannot be looked for in Teams", {{"detail", found.error().detail}});
  co_return Sent{};
}

// What is known of the attempts so far. In memory: after a restart whatever was tried may have been posted.
void remember(Core& core, const Delivery& d, bool never_left) {
  constexpr std::size_t kMost = 5000;
  const bool is_clear = !d.uncertain || core.never_left.contains(d.key);
  core.never_left.erase(d.key);
  if (!never_left || !is_clear) return;
  if (core.never_left.size() >= kMost) core.never_left.clear();
  core.never_left.insert(d.key);
}

// alert: shows up in the person's feed.
asio::awaitable<Result<Place>> send(CorePtr core, Delivery d, Place to, Message message, bool alert) {
  bool again = false;
  if (d.uncertain && !core->never_left.contains(d.key)) {
    MUSTER_CO_TRY(const Sent found, co_await look(core, to, known_by(d)));
    if (!found.id.empty()) {
      to.message = found.id;
      co_return to;
    }
    again = !found.looked;
    if (again && core->said_again.contains(d.key)) co_return std::unexpected(cannot_look());
    if (again)
      message =
          with_notice(std::move(message), "Said again: Teams did not tell whether it was posted before.");
  }
  CardStyle style = core->style(d.card, d.card.empty() ? IncidentNumber{} : d.incident);
  std::string body =
      message_body(message, core->board.people, style, {core->connector->bot(), known_by(d), alert, {}, {}});
  auto sent = co_await core->connector->send(conversation_of(to), std::move(body));
  const bool never_left = !sent && never_happened(sent.error());
  remember(*core, d, never_left);
  if (!sent && again && !never_left) core->said_again.insert(d.key);
  if (!sent) co_return std::unexpected(std::move(sent).error());
  core->said_again.erase(d.key);
  to.message = *std::move(sent);
  co_return to;
}

}  // namespace

asio::awaitable<Result<Place>> post(CorePtr core, Delivery d, Place to, Message message) {
  return send(std::move(core), std::move(d), std::move(to), std::move(message), false);
}

asio::awaitable<Result<Place>> post_direct(CorePtr core, Delivery d, Person to, Message message) {
  const auto identity = to.identities.find(std::string{kPlatform});
  if (identity == to.identities.end() || identity->second.empty())
    co_return fail(ErrorKind::not_found, to.name + " has no Teams account that muster knows.");
  auto chat = co_await core->connector->direct(identity->second);
  if (!chat) {
    remember(*core, d, true);
    co_return std::unexpected(std::move(chat).error());
  }
  co_return co_await send(core, std::move(d), room_place(*std::move(chat)), std::move(message), true);
}

asio::awaitable<Result<Done>> edit(CorePtr core, Delivery d, Place at, Message message) {
  CardStyle style = core->style(d.card, d.card.empty() ? IncidentNumber{} : d.incident);
  std::string body =
      message_body(message, core->board.people, style, {core->connector->bot(), known_by(d), false, {}, {}});
  co_return co_await core->connector->update(conversation_of(at), at.message, std::move(body));
}

asio::awaitable<Result<Done>> delete_message(CorePtr core, Place at) {
  return core->connector->remove(conversation_of(at), at.message);
}

asio::awaitable<Result<MessageSnapshot>> fetch(CorePtr core, Place message) {
  const Conversation where = split_conversation(conversation_of(message));
  if (!core->graph->has_team())
    co_return fail(ErrorKind::rejected, "Teams shows messages to muster only with microsoft_teams.team set.");
  MUSTER_CO_TRY(MessageSnapshot found,
                co_await core->graph->message(where.base, where.root, message.message));
  if (found.link.empty()) found.link = message_link(core->tenant(), message);
  co_return found;
}

asio::awaitable<Result<Done>> share_file(CorePtr core, Delivery d, Place room, std::string file_name,
                                         std::string title, std::string content) {
  if (content.starts_with(kPng)) {
    std::string body = message_body(Message{{Heading{title}}}, core->board.people, core->style(),
                                    {core->connector->bot(), d.key, false, std::move(content), file_name});
    // A picture carries no mark; whether an uncertain one is there cannot be seen.
    if (d.uncertain && !core->never_left.contains(d.key)) co_return std::unexpected(cannot_look());
    auto sent = co_await core->connector->send(conversation_of(room), std::move(body));
    remember(*core, d, !sent && never_happened(sent.error()));
    if (!sent) co_return std::unexpected(std::move(sent).error());
    co_return Done{};
  }
  Message message = document_message(title, content);
  if (d.incident.exists() && !core->config.console_url.empty()) {
    const std::string page = core->config.console_url + "/incidents/" + std::to_string(d.incident.value);
    message.blocks.emplace_back(Aside{{Plain{"All of it: "}, Hyperlink{page, page}}});
  }
  MUSTER_CO_TRY(const Place at, co_await post(core, std::move(d), std::move(room), std::move(message)));
  (void)at;
  co_return Done{};
}

}  // namespace muster::teams
