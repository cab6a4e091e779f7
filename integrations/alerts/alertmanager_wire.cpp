// Alertmanager's webhook, version 4, and Grafana's, which is the same with more in it; and what Prometheus
// and other rulers post to an Alertmanager's API, version 2. Facts: captured from Alertmanager 0.25 and
// Prometheus 2.42 and read in the former's source up to 0.34; docs/alerts.md.
#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"
#include "integrations/alerts/parts_wire.hpp"

namespace muster::alerts {

namespace {

// All but what says whether it is over, and which one it is.
Draft words_of(const Json& alert) {
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
  return draft;
}

Draft draft_of(const Json& alert, Time now) {
  Draft draft = words_of(alert);
  draft.is_over = word(alert, "status") == "resolved";
  draft.at = moment(net::member(alert, draft.is_over ? "endsAt" : "startsAt"), now);
  draft.key = word(alert, "fingerprint");
  if (!draft.key.empty()) return draft;
  for (const auto& [name, value] : draft.labels)
    draft.key += (draft.key.empty() ? "" : ",") + name + "=" + value;
  return draft;
}

// Prometheus names no state: an alert is over when its end has come, and the end of one that fires lies
// ahead. It is the same one as long as its labels are the same, all of them.
Draft posted_draft(const Json& alert, Time now) {
  Draft draft = words_of(alert);
  const auto end = moment(net::member(alert, "endsAt"), now);
  draft.is_over = end && *end <= now;
  draft.at = draft.is_over ? end : moment(net::member(alert, "startsAt"), now);
  std::string all;
  for (const auto& [name, value] : net::member(alert, "labels").items())
    all += name + '\xFF' + (value.is_string() ? value.get<std::string>() : "") + '\xFF';
  draft.key = net::sha256_hex(all).substr(0, 32);
  return draft;
}

}  // namespace

Result<Heard> parse_prometheus(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(const Json alerts, list_of(call.body));
  Heard heard;
  for (const Json& alert : alerts) {
    if (!net::member(alert, "labels").is_object()) return fail(ErrorKind::invalid, "An alert has no labels.");
    if (heard.alerts.alerts.size() == kMostAlerts) {
      heard.alerts.cut = static_cast<std::int64_t>(alerts.size() - kMostAlerts);
      break;
    }
    heard.alerts.alerts.push_back(finished(posted_draft(alert, now), source));
  }
  return heard;
}

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
