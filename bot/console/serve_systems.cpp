// What systems tell: changes. A freeze answers 409, so that a pipeline may ask before it acts.
#include "bot/console/answer_codec.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/replies.hpp"
#include "bot/console/request_codec.hpp"
#include "bot/net/digest.hpp"
#include "bot/text/message.hpp"

namespace muster::console {

namespace {

// A message with a key happens once; what is told again without one is the rules' business (on_change).
std::string origin_of(const Visit& visit, const std::string& key) {
  return "change/" + visit.system + "/" + (key.empty() ? net::random_token() : "key/" + key);
}

int status_of(const std::string& refused_code) {
  if (refused_code == "change_freeze") return 409;
  return refused_code == "unknown_incident" ? 404 : 400;
}

}  // namespace

Answered post_change(Site& site, Visit visit) {
  MUSTER_CO_TRY(ChangeBody body, parse_change(visit.call.body));
  Inbound inbound;
  inbound.origin_key = origin_of(visit, body.key);
  inbound.occurred_at = site.now();
  inbound.rule = visit.system;
  inbound.what = ChangeReceived{std::move(body.report), body.at};
  MUSTER_CO_TRY(const Answer answer, co_await site.deps.intake.submit(std::move(inbound)));
  if (answer.refused) {
    co_return error_reply({status_of(answer.refused_code), answer.refused_code, answer.refused_say},
                          "POST /api/v1/changes");
  }
  co_return json_reply(said_json(answer.message ? plain_text(*answer.message) : std::string{}));
}

}  // namespace muster::console
