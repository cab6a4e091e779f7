// Sentry's internal integrations: issues, issue alerts and metric alerts.
#include "bot/net/json.hpp"
#include "integrations/alerts/parts_wire.hpp"

namespace muster::alerts {

namespace {

Draft of_event(const Json& data, Time now) {
  const Json& event = net::member(data, "event");
  Draft draft;
  draft.key = first_of({word(event, "issue_id"), word(event, "event_id")});
  draft.title = word(event, "title");
  draft.summary = word(data, "triggered_rule");
  draft.severity = word(event, "level");
  draft.link = word(event, "web_url");
  draft.at = moment(net::member(event, "datetime"), now);
  for (const Json& tag : net::member(event, "tags")) {
    if (tag.is_array()) put_label(draft.labels, word(net::element(tag, 0)), word(net::element(tag, 1)));
  }
  return draft;
}

Draft of_metric(const Json& data, const std::string& action, Time now) {
  const Json& alert = net::member(data, "metric_alert");
  Draft draft;
  draft.key = "metric/" + first_of({word(alert, "id"), word(alert, "identifier")});
  draft.title = first_of({word(net::member(alert, "alert_rule"), "name"), word(data, "description_title")});
  draft.summary = word(data, "description_text");
  draft.severity = action;
  draft.link = word(data, "web_url");
  draft.is_over = action == "resolved";
  draft.at = moment(net::member(alert, draft.is_over ? "date_closed" : "date_started"), now);
  return draft;
}

Draft of_issue(const Json& data, const std::string& action) {
  const Json& issue = net::member(data, "issue");
  Draft draft;
  draft.key = word(issue, "id");
  draft.title = word(issue, "title");
  draft.summary = word(issue, "culprit");
  draft.severity = word(issue, "level");
  draft.link = word(issue, "permalink");
  draft.is_over = action == "resolved" || action == "archived";
  put_label(draft.labels, "project", word(net::member(issue, "project"), "slug"));
  return draft;
}

}  // namespace

Result<Heard> parse_sentry(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(const Json body, body_of(call.body));
  const std::string resource = call.header("sentry-hook-resource");
  const std::string action = word(body, "action");
  const Json& data = net::member(body, "data");
  const std::string delivery = call.header("request-id");
  if (resource == "event_alert" || data.contains("event")) return only(of_event(data, now), source, delivery);
  if (resource == "metric_alert" || data.contains("metric_alert"))
    return only(of_metric(data, action, now), source, delivery);
  const bool says_something =
      action == "created" || action == "unresolved" || action == "resolved" || action == "archived";
  if (data.contains("issue") && says_something) return only(of_issue(data, action), source, delivery);
  Heard nothing;  // installations, comments, assignments
  nothing.delivery = delivery;
  return nothing;
}

}  // namespace muster::alerts
