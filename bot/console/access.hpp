// What the console tells auditors of (bot/ports/access_record.hpp). A route is named by its pattern and never
// by the address that was called, which may hold a secret. Private to bot/console.
#pragma once

#include <string>

#include "bot/console/replies.hpp"
#include "bot/console/routes.hpp"

namespace muster::console {

// Who asked for what, and from where.
struct Asked {
  std::string what;
  std::string address;
  AccessRecord::Caller caller;
};
[[nodiscard]] Asked asked_by(const Visit& visit);
// At the door, before anybody was let in.
[[nodiscard]] Asked asked_by(Site& site, std::string what, const net::HttpCall& call);
// Somebody whom a sealed address names.
[[nodiscard]] Asked asked_by(const Site& site, const Visit& visit, const PersonId& person);

[[nodiscard]] std::string route_name(const Route& route);  // "GET /api/v1/incidents/{n}"

void note(const Site& site, Asked asked, AccessKind kind, std::string why = {}, IncidentNumber incident = {});
// The trouble keeps somebody out: there is no session, or it is not theirs to ask.
void note_refused(const Site& site, Asked asked, const Trouble& trouble);
void note_link(const Site& site, Asked asked, const PersonId& whom);
// An incident was shown; public ones are nobody's business.
void note_read(const Site& site, Asked asked, const Incident& incident);

}  // namespace muster::console
