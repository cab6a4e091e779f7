// CloudWatch alarms: SNS puts them as text into an envelope; EventBridge sends them bare. Who sent the
// envelope is checked elsewhere.
#include "bot/net/json.hpp"
#include "integrations/alerts/parts_wire.hpp"

namespace muster::alerts {

namespace {

Draft of_alarm(const Json& alarm, Time now) {
  const std::string state = word(alarm, "NewStateValue");
  Draft draft;
  draft.key = first_of({word(alarm, "AlarmArn"), word(alarm, "AlarmName")});
  draft.title = word(alarm, "AlarmName");
  draft.summary = first_of({word(alarm, "AlarmDescription"), word(alarm, "NewStateReason")});
  draft.is_over = state == "OK";
  draft.at = moment(net::member(alarm, "StateChangeTime"), now);
  const Json& trigger = net::member(alarm, "Trigger");
  for (const Json& dimension : net::member(trigger, "Dimensions"))
    put_label(draft.labels, word(dimension, "name"), word(dimension, "value"));
  put_label(draft.labels, "metric", word(trigger, "MetricName"));
  put_label(draft.labels, "namespace", word(trigger, "Namespace"));
  put_label(draft.labels, "account", word(alarm, "AWSAccountId"));
  put_label(draft.labels, "region", word(alarm, "Region"));
  return draft;
}

Draft of_bridge(const Json& event, Time now) {
  const Json& detail = net::member(event, "detail");
  const Json& state = net::member(detail, "state");
  Draft draft;
  draft.key = first_of({word(net::element(net::member(event, "resources"), 0)), word(detail, "alarmName")});
  draft.title = word(detail, "alarmName");
  draft.summary = word(state, "reason");
  draft.is_over = word(state, "value") == "OK";
  draft.at = moment(net::member(event, "time"), now);
  put_label(draft.labels, "account", word(event, "account"));
  put_label(draft.labels, "region", word(event, "region"));
  return draft;
}

}  // namespace

Result<Heard> parse_cloudwatch(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(const Json body, body_of(call.body));
  if (body.contains("detail-type")) return only(of_bridge(body, now), source, word(body, "id"));
  if (body.contains("NewStateValue")) return only(of_alarm(body, now), source, "");
  if (!body.contains("Message"))
    return fail(ErrorKind::invalid, "This is neither an SNS notification nor an alarm.");
  const std::string delivery = word(body, "MessageId");
  auto alarm = body_of(net::text(body, "Message"));
  if (alarm && alarm->contains("NewStateValue")) return only(of_alarm(*alarm, now), source, delivery);
  Draft draft;
  draft.title = draft.key = first_of({word(body, "Subject"), "Notification of " + source.id});
  draft.summary = word(body, "Message");
  return only(std::move(draft), source, delivery);
}

}  // namespace muster::alerts
