// Azure Monitor's common alert schema, bare or as the data of a CloudEvent, as Event Grid passes it on; and
// Google Cloud Monitoring's webhook.
#include "bot/net/json.hpp"
#include "integrations/alerts/cloud_events_wire.hpp"

namespace muster::alerts {

namespace {

Draft of_azure(const Json& data, Time now) {
  const Json& essentials = net::member(data, "essentials");
  const std::string condition = word(essentials, "monitorCondition");
  Draft draft;
  draft.key = first_of({word(essentials, "alertId"), word(essentials, "originAlertId")});
  draft.title = word(essentials, "alertRule");
  draft.summary = word(essentials, "description");
  draft.severity = word(essentials, "severity");
  draft.is_over = condition == "Resolved";
  draft.at = moment(net::member(essentials, draft.is_over ? "resolvedDateTime" : "firedDateTime"), now);
  draft.link = word(essentials, "investigationLink");
  draft.labels = labels_of(net::member(data, "customProperties"));
  put_label(draft.labels, "signal_type", word(essentials, "signalType"));
  put_label(draft.labels, "monitoring_service", word(essentials, "monitoringService"));
  put_label(draft.labels, "target", word(net::element(net::member(essentials, "configurationItems"), 0)));
  return draft;
}

}  // namespace

Result<Heard> parse_azure(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(CloudEvents events, events_of(call));
  Heard heard;
  heard.delivery = std::move(events.delivery);
  for (const Json& body : events.data) {
    const Json& data = net::member(body, "essentials").is_object() ? body : net::member(body, "data");
    if (!net::member(data, "essentials").is_object())
      return fail(ErrorKind::invalid,
                  "Turn on the common alert schema in the action group: data.essentials is missing.");
    const Draft draft = of_azure(data, now);
    if (heard.delivery.empty() && events.data.size() == 1 && !draft.key.empty())
      heard.delivery = draft.key + (draft.is_over ? "/Resolved" : "/Fired");
    heard.alerts.alerts.push_back(finished(draft, source));
  }
  return heard;
}

Result<Heard> parse_gcp(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(const Json body, body_of(call.body));
  const Json& incident = net::member(body, "incident");
  if (!incident.is_object()) return fail(ErrorKind::invalid, "There is no \"incident\" in the body.");
  Draft draft;
  draft.key = word(incident, "incident_id");
  draft.title = first_of({word(incident, "policy_name"), word(incident, "condition_name")});
  draft.summary = word(incident, "summary");
  draft.severity = word(incident, "severity");
  draft.link = word(incident, "url");
  draft.is_over = word(incident, "state") == "closed";
  draft.at = moment(net::member(incident, draft.is_over ? "ended_at" : "started_at"), now);
  draft.labels = labels_of(net::member(incident, "policy_user_labels"));
  put_label(draft.labels, "condition", word(incident, "condition_name"));
  put_label(draft.labels, "resource", word(incident, "resource_name"));
  put_label(draft.labels, "project", word(incident, "scoping_project_id"));
  const std::string delivery = draft.key.empty() ? std::string{} : draft.key + "/" + word(incident, "state");
  return only(std::move(draft), source, delivery);
}

}  // namespace muster::alerts
