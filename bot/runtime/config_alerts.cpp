// Keys of what comes in: sources, routes, maintenance, heartbeats.
#include <algorithm>

#include "bot/domain/time_text.hpp"
#include "bot/runtime/config_adapters.hpp"

namespace muster {

namespace {

void mapping_keys(Keys& keys, AlertMapping& mapping) {
  const auto pointer = [&](std::string_view name, std::string_view doc, std::string& target) {
    keys.text({name, doc}, target, TextRule::any);
  };
  pointer("alerts", "JSON pointer of the list of alerts; without it the body is one", mapping.alerts);
  pointer("title", "What is wrong", mapping.title);
  pointer("key", "What stays the same from firing to clearing", mapping.key);
  pointer("state", "Whether it fires", mapping.state);
  pointer("severity", "How bad, in the sender's words", mapping.severity);
  pointer("service", "The service", mapping.service);
  pointer("summary", "A sentence or two", mapping.summary);
  pointer("link", "Where to look", mapping.link);
  pointer("time", "Since when, as RFC 3339 or seconds since 1970", mapping.time);
  pointer("labels", "A map of labels", mapping.labels);
  keys.words({"resolved", "Values of state that mean it is over; all others mean it fires"}, mapping.resolved,
             TextRule::any);
}

void source_keys(Keys& keys, SourceSettings& source) {
  one_of(keys, {"kind", "What its bodies look like; changes: it only tells of changes"}, source.kind);
  keys.secret({"token", "Proves who calls: Authorization: Bearer, the Basic password, or in the address"},
              source.token);
  keys.secret({"previous_token", "Accepted too while senders are changed over"}, source.previous_token);
  keys.secret({"secret", "Of the signature over each body; the token then counts no more"}, source.secret);
  keys.secret({"previous_secret", "Accepted too while senders are changed over"}, source.previous_secret);
  keys.sequence({"certificate",
                 "Names of the client's certificate, one of which it has; a token or secret counts besides"},
                source.certificate, TextRule::certificate);
  keys.text({"signature_header", "Where a generic source puts its signature"}, source.signature_header,
            TextRule::word);
  keys.reference({"service", "The service of alerts that name none"}, Names::service, source.service);
  keys.text({"service_label", "The label that names the service"}, source.service_label, TextRule::word);
  keys.text({"topic_arn", "CloudWatch: the SNS topic that is believed"}, source.topic_arn, TextRule::any);
  keys.section({"mapping", "JSON pointers of a generic source"},
               [&](Keys& inside) { mapping_keys(inside, source.mapping); });
}

void match_keys(Keys& keys, AlertMatch& match) {
  keys.references({"sources", "It came from one of these"}, Names::source, match.sources);
  keys.references({"services", "It is about one of these"}, Names::service, match.services);
  keys.words({"severities", "The source calls it one of these"}, match.severities, TextRule::word);
  keys.texts({"labels", "Each label's whole value matches this RE2 expression"}, Names::label, match.labels);
  one_of(keys, {"hours", "At any time, or in or off business hours"}, match.hours);
}

void route_keys(Keys& keys, AlertRoute& route) {
  keys.text({"id", "Its name", true}, route.id, TextRule::word);
  keys.section({"match", "Which alerts are meant; everything given must hold"},
               [&](Keys& inside) { match_keys(inside, route.match); });
  one_of(keys, {"act", "What becomes of them"}, route.act);
  std::string severity = route.severity ? std::to_string(route.severity->level) : "";
  keys.reference({"severity", "Of the incident; otherwise by the source's word"}, Names::severity, severity);
  if (!severity.empty() && severity.front() >= '1' && severity.front() <= '9')
    route.severity = Severity{severity.front() - '0'};
  keys.reference({"service", "Instead of the one the alert names"}, Names::service, route.service);
  keys.reference({"escalation", "Instead of the service's"}, Names::escalation, route.escalation);
  keys.words({"group_by", "Labels whose values make one group; otherwise the title"}, route.group_by,
             TextRule::word);
  keys.flag({"private", "Only people who are called for it hear of them"}, route.is_private);
}

void part_keys(Keys& keys, WeekPart& part) {
  weekdays(keys, {"days", "Every day when none is given"}, part.days);
  time_of_day(keys, {"from", "From this time of day on"}, part.from);
  time_of_day(keys, {"until", "Until this one; earlier than from: of the next day"}, part.until);
}

void instant(Keys& keys, Key key, std::optional<Time>& target) {
  std::string text;
  keys.text(key, text, TextRule::instant);
  if (const auto at = parse_instant(text)) target = at;
}

void window_keys(Keys& keys, MaintenanceWindow& window) {
  keys.section({"match", "Which alerts are kept quiet"},
               [&](Keys& inside) { match_keys(inside, window.match); });
  instant(keys, {"from", "As 2026-12-24T20:00:00Z"}, window.from);
  instant(keys, {"until", "As 2026-12-25T04:00:00Z"}, window.until);
  keys.items({"weekly", "Parts of each week"},
             [&](std::size_t, Keys& inside) { part_keys(inside, window.weekly.emplace_back()); });
  keys.text({"zone", "Time zone of the weekly parts"}, window.zone, TextRule::zone);
}

}  // namespace

void alert_keys(Keys& keys, Settings& settings) {
  Policy& policy = settings.policy;
  merge(keys, {"sources", "Systems that tell muster of changes and alerts"}, Names::source, settings.sources,
        source_keys);
  keys.items({"routes", "What becomes of alerts; the first that matches decides"},
             [&](std::size_t, Keys& inside) { route_keys(inside, policy.routes.emplace_back()); });
  one_of(keys, {"unrouted", "What becomes of alerts that no route matches"}, policy.unrouted);
  duration(keys,
           {"attach_window", "Alerts of neighbouring services join an incident that got one this lately"},
           policy.attach_window);
  keys.section({"flapping", "Alerts that change so often are said once and then counted"}, [&](Keys& inside) {
    inside.whole({"changes", "So many changes"}, policy.flapping.changes, 2, 20);
    duration(inside, {"within", "In so long"}, policy.flapping.within);
  });
  merge(keys, {"maintenance", "Times in which alerts are kept and nobody is told"}, Names::window,
        policy.maintenance, window_keys);
  keys.entries(
      {"heartbeats", "Jobs that must report at /hooks/heartbeat/<id>"}, Names::heartbeat,
      {.entry =
           [&](const std::string& id, Keys& entry) {
             auto found = std::ranges::find(policy.heartbeats, id, &HeartbeatRule::id);
             if (found == policy.heartbeats.end())
               found = policy.heartbeats.insert(found, HeartbeatRule{id, "", {}, {}, {}});
             HeartbeatRule fresh;
             fresh.id = id;
             if (found->every == Duration{}) *found = fresh;
             entry.secret({"token", "Proves that it is this job", true}, settings.heartbeat_tokens[id]);
             entry.reference({"service", "The service it belongs to"}, Names::service, found->service);
             duration(entry, {"every", "It reports at least this often"}, found->every);
             duration(entry, {"grace", "And may be this late"}, found->grace);
             entry.text({"severity", "Of the alert when it does not"}, found->severity, TextRule::word);
           },
       .none =
           [&](const std::string& id) {
             std::erase_if(policy.heartbeats, [&](const HeartbeatRule& rule) { return rule.id == id; });
           }});
}

}  // namespace muster
