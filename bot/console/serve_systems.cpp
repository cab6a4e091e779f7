// What systems tell: changes. A freeze answers 409, so that a pipeline may ask before it acts.
#include "bot/console/answer_codec.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/replies.hpp"
#include "bot/console/request_codec.hpp"
#include "bot/text/message.hpp"

namespace muster::console {

namespace {

// The same message is the same whenever it is sent again; one without a key is known by what it says.
std::string origin_of(const Visit& visit, const ChangeBody& body) {
  const std::string op{name_of(body.report.op)};
  const std::string key = body.key.empty() ? body.report.change + "/" + op : body.key;
  return "change/" + visit.system + "/" + key;
}

// Systems are members of nothing: what is private is not there for them.
Result<Done> check_incident(const Site& site, IncidentNumber number) {
  if (!number.exists()) return Done{};
  const auto incident = site.board().find(number);
  if (!incident || incident->visibility == Visibility::private_) return no_such_incident();
  return Done{};
}

}  // namespace

Answered post_change(Site& site, Visit visit) {
  MUSTER_CO_TRY(ChangeBody body, parse_change(visit.call.body));
  MUSTER_CO_CHECK(check_incident(site, body.report.incident));
  const Policy& policy = site.policy();
  if (!body.report.service.empty() && !policy.services.empty() &&
      policy.service(body.report.service) == nullptr)
    co_return fail(ErrorKind::invalid, "There is no service `" + body.report.service +
                                           "` in muster.yaml; `service` must be one.");
  if (body.at && *body.at > site.now()) co_return fail(ErrorKind::invalid, "`at` is in the future.");
  Inbound inbound;
  inbound.origin_key = origin_of(visit, body);
  inbound.occurred_at = site.now();
  inbound.rule = visit.system;
  inbound.what = ChangeReceived{std::move(body.report), body.at};
  MUSTER_CO_TRY(const Answer answer, co_await site.deps.intake.submit(std::move(inbound)));
  const std::string say = answer.refused   ? answer.refused_say
                          : answer.message ? plain_text(*answer.message)
                                           : std::string{};
  if (answer.refused) co_return error_reply({409, answer.refused_code, say}, "POST /api/v1/changes");
  co_return json_reply(said_json(say));
}

}  // namespace muster::console
