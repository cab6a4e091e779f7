// Commands and dialogs: buttons, the palette and message actions.
#include "bot/console/exchange.hpp"
#include "bot/console/newcomer.hpp"
#include "bot/console/replies.hpp"
#include "bot/console/request_codec.hpp"
#include "bot/console/typed.hpp"
#include "bot/text/message_codec.hpp"

namespace muster::console {

namespace {

// Where a command was given, and the message it is about, if any.
struct Scope {
  Place place;
  MessageSnapshot on;
  bool is_own = false;  // the message is muster's
};

MessageSnapshot snapshot_of(const Site& site, const std::string& room, const ChatMessageRow& row) {
  MessageSnapshot snapshot;
  snapshot.text = chat_content_text(row.content);
  if (!row.author.empty()) {
    snapshot.author =
        Identity{"console", user_of(row.author, site.people()), site.people().name_of(row.author), false};
  }
  snapshot.at = row.at;
  snapshot.link = site.base_url() + "/rooms/" + room;
  return snapshot;
}

asio::awaitable<Result<Scope>> scope_of(Site& site, const Visit& visit, IncidentNumber incident,
                                        std::string room, std::string message) {
  if (incident.exists()) {
    MUSTER_CO_TRY([[maybe_unused]] const auto seen, visible_incident(site, visit, incident));
  }
  if (room.empty()) co_return Scope{in_room({}), {}};
  MUSTER_CO_TRY(const auto seen, co_await visible_room(site, visit, room));
  if (message.empty()) co_return Scope{in_room(seen.id), {}};
  MUSTER_CO_TRY(const auto row, co_await read_message(site, seen.id, message));
  co_return Scope{in_room(seen.id, row.id, row.thread), snapshot_of(site, seen.id, row), row.author.empty()};
}

}  // namespace

Answered post_command(Site& site, Visit visit) {
  MUSTER_CO_TRY(const CommandBody body, parse_command_body(visit.call.body));
  MUSTER_CO_TRY(Scope scope, co_await scope_of(site, visit, body.incident, body.room, body.message));
  const std::string command = command_in(body.text, site.policy()).value_or(body.text);
  CommandTyped typed{aimed_at(body.incident, command), std::move(scope.on), scope.is_own};
  co_return co_await submit(site, inbound(site, visit, body.id, std::move(scope.place), std::move(typed)),
                            {});
}

Answered post_dialog(Site& site, Visit visit) {
  MUSTER_CO_TRY(DialogBody body, parse_dialog(visit.call.body));
  MUSTER_CO_TRY(Scope scope, co_await scope_of(site, visit, body.incident, body.room, body.message));
  DialogSubmitted submitted{body.dialog, body.incident, std::move(body.fields), std::move(scope.on)};
  co_return co_await submit(site, inbound(site, visit, body.id, std::move(scope.place), std::move(submitted)),
                            {});
}

}  // namespace muster::console
