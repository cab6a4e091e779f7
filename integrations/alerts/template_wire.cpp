// Sources whose body is a template that an administrator pastes: Datadog, New Relic, Elastic; and Splunk,
// whose body is fixed. docs/alerts.md has the templates.
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/json.hpp"
#include "integrations/alerts/parts_wire.hpp"

namespace muster::alerts {

namespace {

// "a:b,c" of Datadog and Elastic: tags as labels.
void put_tags(std::map<std::string, std::string>& labels, const std::string& tags) {
  for (const std::string& tag : split_list(tags)) {
    const auto colon = tag.find(':');
    if (colon != std::string::npos) put_label(labels, tag.substr(0, colon), tag.substr(colon + 1));
  }
}

std::string first_text(const Json& object, const char* key) {
  const Json& value = net::member(object, key);
  return value.is_array() ? word(net::element(value, 0)) : word(value);
}

}  // namespace

Result<Heard> parse_datadog(const HookCall& call, const SourceSettings& source, Time now) {
  auto read = body_of(call.body);
  Draft draft;
  if (!read) {
    // A message with raw line breaks in it breaks the template's JSON; the alert must not be lost for it.
    draft.title = "Datadog alert whose body is not JSON";
    draft.key = "unreadable";
    draft.summary = shorten(clean_text(call.body, false), 500);
    return only(std::move(draft), source, "");
  }
  const Json& body = *read;
  const std::string transition = word(body, "transition");
  draft.key =
      first_of({word(body, "cycle_key"), word(body, "aggreg_key"), word(body, "alert_id"), word(body, "id")});
  draft.title = first_of({word(body, "alert_title"), word(body, "title")});
  draft.summary = first_of({word(body, "text"), word(body, "body")});
  draft.severity = first_of({word(body, "priority"), word(body, "alert_type")});
  draft.link = word(body, "link");
  draft.is_over = transition == "Recovered" || (transition.empty() && word(body, "alert_type") == "success");
  draft.at = moment(net::member(body, "date_ms"), now);
  put_tags(draft.labels, word(body, "tags"));
  put_label(draft.labels, "host", word(body, "host"));
  put_label(draft.labels, "scope", word(body, "scope"));
  put_label(draft.labels, "metric", word(body, "metric"));
  return only(std::move(draft), source, first_of({word(body, "event_id"), word(body, "id")}));
}

Result<Heard> parse_newrelic(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(const Json body, body_of(call.body));
  const std::string state = word(body, "state");
  Draft draft;
  draft.key = first_of({word(body, "issue_id"), word(body, "issueId")});
  draft.title = first_of({word(body, "title"), first_text(body, "conditions")});
  draft.summary = first_text(body, "conditions");
  draft.severity = word(body, "priority");
  draft.link = first_of({word(body, "url"), first_text(body, "runbook")});
  draft.is_over = state == "CLOSED" || state == "DEACTIVATED";
  draft.at = moment(net::member(body, draft.is_over ? "updated_at" : "created_at"), now);
  put_label(draft.labels, "policy", first_text(body, "policies"));
  put_label(draft.labels, "entity", first_text(body, "entities"));
  const std::string delivery =
      draft.key.empty() ? std::string{} : draft.key + "/" + state + "/" + word(body, "updated_at");
  return only(std::move(draft), source, delivery);
}

Result<Heard> parse_splunk(const HookCall& call, const SourceSettings& source, Time /*now*/) {
  MUSTER_TRY(const Json body, body_of(call.body));
  Draft draft;
  draft.title = draft.key = word(body, "search_name");
  if (draft.key.empty()) return fail(ErrorKind::invalid, "There is no \"search_name\" in the body.");
  draft.link = word(body, "results_link");
  draft.labels = labels_of(net::member(body, "result"));
  for (const char* name : {"severity", "urgency", "priority"}) {
    if (draft.severity.empty() && draft.labels.contains(name)) draft.severity = draft.labels.at(name);
  }
  put_label(draft.labels, "app", word(body, "app"));
  return only(std::move(draft), source, word(body, "sid"));
}

Result<Heard> parse_elastic(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(const Json body, body_of(call.body));
  Draft draft;
  const std::string watch = word(body, "watch_id");
  const std::string rule = first_of({word(body, "rule_id"), watch});
  const std::string alert = word(body, "alert_id");
  draft.key = rule + (alert.empty() ? "" : "/" + alert);
  if (draft.key.empty())
    return fail(ErrorKind::invalid, "There is neither \"rule_id\" nor \"watch_id\" in the body.");
  draft.title = first_of({word(body, "rule_name"), watch});
  draft.summary = word(body, "reason");
  draft.severity = first_of({word(body, "severity"), word(body, "action_group")});
  draft.link = word(body, "url");
  draft.is_over = word(body, "action_group") == "recovered";
  draft.at = moment(net::member(body, watch.empty() ? "date" : "time"), now);
  put_tags(draft.labels, word(body, "tags"));
  put_label(draft.labels, "alert", alert);
  put_label(draft.labels, "space", word(body, "space"));
  return only(std::move(draft), source, watch.empty() ? "" : word(body, "id"));
}

}  // namespace muster::alerts
