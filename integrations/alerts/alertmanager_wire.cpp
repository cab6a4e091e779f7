// Alertmanager's webhook, version 4, and Grafana's, which is the same with more in it. Facts: captured from
// Alertmanager 0.25 and read in its source up to 0.34; docs/alerts.md.
#include "bot/net/json.hpp"
#include "integrations/alerts/parts_wire.hpp"

namespace muster::alerts {

namespace {

constexpr std::size_t kMostAlerts = 10000;

Draft draft_of(const Json& alert, Time now) {
  Draft draft;
  draft.labels = labels_of(net::member(alert, "labels"));
  const Json& notes = net::member(alert, "annotations");
  const auto label = [&](const char* name) {
    const auto found = draft.labels.find(name);
    return found == draft.labels.end() ? std::string{} : found->second;
  };
  // Grafana's own troubles name the rule elsewhere.
  draft.title = first_of({label("rulename"), label("alertname"), word(notes, "summary")});
  draft.summary = first_of({word(notes, "summary"), word(notes, "description"), word(notes, "message")});
  draft.severity = first_of({label("severity"), label("priority")});
  draft.link = first_of({word(notes, "runbook_url"), word(alert, "panelURL"), word(alert, "dashboardURL"),
                         word(alert, "generatorURL")});
  draft.is_over = word(alert, "status") == "resolved";
  draft.at = moment(net::member(alert, draft.is_over ? "endsAt" : "startsAt"), now);
  draft.key = word(alert, "fingerprint");
  if (!draft.key.empty()) return draft;
  for (const auto& [name, value] : draft.labels)
    draft.key += (draft.key.empty() ? "" : ",") + name + "=" + value;
  return draft;
}

}  // namespace

Result<Heard> parse_alertmanager(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(const Json body, body_of(call.body));
  const Json& alerts = net::member(body, "alerts");
  if (!alerts.is_array()) return fail(ErrorKind::invalid, "There is no list \"alerts\" in the body.");
  Heard heard;
  heard.alerts.cut = std::max<std::int64_t>(net::integer(body, "truncatedAlerts").value_or(0), 0);
  for (const Json& alert : alerts) {
    if (!alert.is_object()) return fail(ErrorKind::invalid, "An element of \"alerts\" is not an object.");
    if (heard.alerts.alerts.size() == kMostAlerts) {
      heard.alerts.cut += static_cast<std::int64_t>(alerts.size() - kMostAlerts);
      break;
    }
    heard.alerts.alerts.push_back(finished(draft_of(alert, now), source));
  }
  return heard;
}

}  // namespace muster::alerts
