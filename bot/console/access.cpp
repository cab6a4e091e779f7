#include "bot/console/access.hpp"

#include <utility>

#include "bot/console/exchange.hpp"
#include "bot/console/guard.hpp"

namespace muster::console {

std::string route_name(const Route& route) {
  return std::string{route.method} + " " + std::string{route.pattern};
}

Asked asked_by(const Visit& visit) {
  Asked asked{route_name(*visit.route), visit.call.remote_address, {std::nullopt, visit.system}};
  if (visit.visitor) asked.caller.person = visit.visitor->identity();
  return asked;
}

Asked asked_by(Site& site, std::string what, const net::HttpCall& call) {
  Asked asked{std::move(what), call.remote_address, {}};
  if (const auto visitor = identify(site, call)) asked.caller.person = visitor->identity();
  return asked;
}

Asked asked_by(const Site& site, const Visit& visit, const PersonId& person) {
  Asked asked = asked_by(visit);
  asked.caller.person = any_identity_of(person, site.people());
  return asked;
}

void note(const Site& site, Asked asked, AccessKind kind, std::string why, IncidentNumber incident) {
  site.deps.access.note(
      {kind, std::move(asked.what), incident, std::move(why), std::move(asked.address), {}, 0},
      std::move(asked.caller));
}

void note_refused(const Site& site, Asked asked, const Trouble& trouble) {
  if (trouble.status == 401 || trouble.status == 403)
    note(site, std::move(asked), AccessKind::request_refused, trouble.code);
}

void note_link(const Site& site, Asked asked, const PersonId& whom) {
  site.deps.access.note(
      {AccessKind::link_made, std::move(asked.what), {}, {}, std::move(asked.address), whom, 0},
      std::move(asked.caller));
}

void note_read(const Site& site, Asked asked, const Incident& incident) {
  AccessRecorded access;
  access.what = std::move(asked.what);
  access.address = std::move(asked.address);
  site.deps.access.note_reading(incident, std::move(access), std::move(asked.caller));
}

}  // namespace muster::console
