// Incidents and their timelines.
#include "bot/base/log.hpp"
#include "bot/console/access.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/incident_codec.hpp"
#include "bot/console/replies.hpp"

namespace muster::console {

namespace {

constexpr int kOlderAtOnce = 100;

Answered older_incidents(Site& site, const Visit& visit, IncidentNumber before) {
  MUSTER_CO_TRY(auto rows, co_await site.deps.reader.read([before](Reader& reader) {
    return reader.incidents_before(before, kOlderAtOnce);
  }));
  const bool may_be_more = rows.size() == kOlderAtOnce;
  const IncidentNumber older = may_be_more ? rows.back().number : IncidentNumber{};
  std::vector<std::shared_ptr<const Incident>> seen;
  for (Incident& incident : rows) {
    if (may_see(incident, visit.person(), site.policy().auditors))
      seen.push_back(std::make_shared<const Incident>(std::move(incident)));
  }
  co_return json_reply(incidents_json(seen, older, site.policy(), site.people()));
}

}  // namespace

// Those that are not at rest; with ?before=N the next hundred of all that have a smaller number.
Answered get_incidents(Site& site, Visit visit) {
  const IncidentNumber before = number_in(visit.call.query["before"]);
  if (before.exists()) co_return co_await older_incidents(site, visit, before);
  const IncidentNumber below = site.board().resting_below();
  const IncidentNumber older = below.value > 1 ? below : IncidentNumber{};
  co_return json_reply(
      incidents_json(site.board().visible_to(visit.person()), older, site.policy(), site.people()));
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
