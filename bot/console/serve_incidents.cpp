// Incidents and their timelines.
#include "bot/base/log.hpp"
#include "bot/console/access.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/incident_codec.hpp"
#include "bot/console/replies.hpp"

namespace muster::console {

Answered get_incidents(Site& site, Visit visit) {
  co_return json_reply(incidents_json(site.board().visible_to(visit.person()), site.policy(), site.people()));
}

Answered get_incident(Site& site, Visit visit) {
  MUSTER_CO_TRY(const auto incident, visible_incident(site, visit, number_in(visit.param("n"))));
  note_read(site, asked_by(visit), *incident);
  auto card = site.deps.speaker.card("room", *incident, {site.now(), site.policy(), site.people()});
  // The page says everything the card does: without it, it is still of use.
  if (!card) log_error("the card of an incident could not be made", {{"detail", card.error().detail}});
  co_return json_reply(incident_page_json(*incident, card ? *card : Message{}, site.policy(), site.people()));
}

Answered get_timeline(Site& site, Visit visit) {
  MUSTER_CO_TRY(const auto incident, visible_incident(site, visit, number_in(visit.param("n"))));
  note_read(site, asked_by(visit), *incident);
  MUSTER_CO_TRY(const auto events,
                co_await site.deps.reader.read(
                    [number = incident->number](Reader& reader) { return reader.events(number); }));
  co_return json_reply(timeline_json(timeline(events, site.policy(), site.people())));
}

}  // namespace muster::console
