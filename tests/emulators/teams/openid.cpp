#include "tests/emulators/teams/openid.hpp"

#include "tests/emulators/teams/faults.hpp"

namespace muster::fake::teams {

HttpReply handle_openid(Teams& teams, const HttpRequest& request) {
  const bool is_keys = request.path.ends_with("/keys");
  const std::string what = is_keys ? "keys" : "openid";
  const auto fault = teams.injections.take(what, "");
  HttpReply reply;
  if (!fault || takes_effect(*fault))
    reply.body = is_keys ? teams.ring.keys() : teams.ring.metadata(teams.base_url);
  if (fault) apply_fault(*fault, Area::openid, reply);
  teams.ledger.add("keys", {{"what", what}, {"bytes", reply.body.size()}, {"http_status", reply.status}});
  return reply;
}

}  // namespace muster::fake::teams
