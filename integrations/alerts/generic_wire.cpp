// Any JSON, by the pointers of muster.yaml: scripts, Zabbix, Nagios and whatever comes next. A CloudEvent is
// its data, with its source and id as delivery.
#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/json.hpp"
#include "integrations/alerts/cloud_events_wire.hpp"

namespace muster::alerts {

namespace {

const Json& at(const Json& body, const std::string& pointer) {
  const Json* found = &body;
  for (std::size_t begin = 1; !pointer.empty() && begin <= pointer.size();) {
    const auto end = std::min(pointer.find('/', begin), pointer.size());
    const std::string step = pointer.substr(begin, end - begin);
    const bool is_index =
        !step.empty() && step.size() < 6 && std::ranges::all_of(step, [](char c) { return is_digit(c); });
    found =
        found->is_array() && is_index ? &net::element(*found, std::stoul(step)) : &net::member(*found, step);
    begin = end + 1;
  }
  return *found;
}

Draft draft_of(const Json& alert, const AlertMapping& mapping, Time now) {
  const auto told = [&](const std::string& pointer) {
    return pointer.empty() ? std::string{} : word(at(alert, pointer));
  };
  Draft draft;
  draft.title = told(mapping.title);
  draft.key = told(mapping.key);
  draft.summary = told(mapping.summary);
  draft.severity = told(mapping.severity);
  draft.service = told(mapping.service);
  draft.link = told(mapping.link);
  const std::string state = lower(told(mapping.state));
  draft.is_over =
      std::ranges::any_of(mapping.resolved, [&](const auto& each) { return lower(each) == state; });
  if (!mapping.time.empty()) draft.at = moment(at(alert, mapping.time), now);
  if (!mapping.labels.empty()) draft.labels = labels_of(at(alert, mapping.labels));
  return draft;
}

Result<Done> add_alerts(const Json& data, const SourceSettings& source, Time now, AlertsReceived& heard) {
  const AlertMapping& mapping = source.mapping;
  if (mapping.alerts.empty()) {
    const Draft draft = draft_of(data, mapping, now);
    if (draft.title.empty() && draft.key.empty())
      return fail(ErrorKind::invalid, "Neither title nor key stands where the source's mapping says.");
    heard.alerts.push_back(finished(draft, source));
    return Done{};
  }
  const Json& list = at(data, mapping.alerts);
  if (!list.is_array()) return fail(ErrorKind::invalid, "There is no list of alerts where the mapping says.");
  for (const Json& alert : list) {
    if (heard.alerts.size() >= kMostAlerts) {
      ++heard.cut;
    } else {
      heard.alerts.push_back(finished(draft_of(alert, mapping, now), source));
    }
  }
  return Done{};
}

}  // namespace

Result<Heard> parse_generic(const HookCall& call, const SourceSettings& source, Time now) {
  MUSTER_TRY(CloudEvents events, events_of(call));
  Heard heard;
  heard.delivery = events.delivery.empty() ? call.header("webhook-id") : std::move(events.delivery);
  for (const Json& data : events.data) MUSTER_CHECK(add_alerts(data, source, now, heard.alerts));
  return heard;
}

Result<Heard> parse(const HookCall& call, const SourceSettings& source, Time now) {
  switch (source.kind) {
    case SourceKind::changes:
      return fail(ErrorKind::invalid, "This source tells of changes only: POST /api/v1/changes.");
    case SourceKind::alertmanager:
    case SourceKind::grafana:
      return parse_alertmanager(call, source, now);
    case SourceKind::prometheus:
      return parse_prometheus(call, source, now);
    case SourceKind::datadog:
      return parse_datadog(call, source, now);
    case SourceKind::cloudwatch:
      return parse_cloudwatch(call, source, now);
    case SourceKind::newrelic:
      return parse_newrelic(call, source, now);
    case SourceKind::azure:
      return parse_azure(call, source, now);
    case SourceKind::gcp:
      return parse_gcp(call, source, now);
    case SourceKind::sentry:
      return parse_sentry(call, source, now);
    case SourceKind::splunk:
      return parse_splunk(call, source, now);
    case SourceKind::elastic:
      return parse_elastic(call, source, now);
    case SourceKind::generic:
      return parse_generic(call, source, now);
  }
  return fail(ErrorKind::internal, "unknown kind of source");
}

}  // namespace muster::alerts
