// What each source sends, read: real bodies of Alertmanager 0.25, and the shapes the vendors' pages show.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "integrations/alerts/wires.hpp"

namespace muster::alerts {

namespace {

using testing::SizeIs;

const Time kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{14} +
                  std::chrono::minutes{40};

SourceSettings source(SourceKind kind) {
  SourceSettings made;
  made.id = std::string{name_of(kind)};
  made.kind = kind;
  return made;
}

HookCall call(std::string body, std::map<std::string, std::string> headers = {}) {
  HookCall made;
  made.method = "POST";
  made.body = std::move(body);
  made.headers = std::move(headers);
  return made;
}

Heard heard(SourceKind kind, const std::string& body, std::map<std::string, std::string> headers = {}) {
  auto read = parse(call(body, std::move(headers)), source(kind), kNow);
  EXPECT_TRUE(read) << name_of(kind) << ": " << read.error().say << read.error().detail;
  return read ? *read : Heard{};
}

AlertReceived one(SourceKind kind, const std::string& body, std::map<std::string, std::string> headers = {}) {
  Heard all = heard(kind, body, std::move(headers));
  EXPECT_THAT(all.alerts.alerts, SizeIs(1));
  return all.alerts.alerts.empty() ? AlertReceived{} : all.alerts.alerts.front();
}

std::string file(const std::string& name) {
  std::ifstream in{std::string{MUSTER_SOURCE_DIR} + "/tests/unit/alerts/bodies/" + name};
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

TEST(Wires, AlertmanagersOwnBodies) {
  const Heard firing = heard(SourceKind::alertmanager, file("alertmanager_firing.json"));
  ASSERT_THAT(firing.alerts.alerts, SizeIs(3));
  const AlertReceived& first = firing.alerts.alerts.front();
  EXPECT_EQ(first.report.title, "DemoDown");
  EXPECT_EQ(first.report.severity, "critical");
  EXPECT_EQ(first.report.dedup_key.size(), 16U);
  EXPECT_EQ(first.report.labels.at("team"), "payments");
  EXPECT_EQ(first.report.link, "https://runbooks.example.com/demo-down");
  EXPECT_EQ(first.report.op, AlertOp::fire);
  ASSERT_TRUE(first.at);
  EXPECT_LT(*first.at, kNow);
  EXPECT_EQ(heard(SourceKind::alertmanager, file("alertmanager_truncated.json")).alerts.cut, 1);
  for (const AlertReceived& alert :
       heard(SourceKind::alertmanager, file("alertmanager_resolved.json")).alerts.alerts) {
    EXPECT_EQ(alert.report.op, AlertOp::resolve);
    EXPECT_TRUE(alert.at);
  }
}

TEST(Wires, StrangeBodiesOfAlertmanager) {
  const auto bad = [](const std::string& body) {
    return parse(call(body), source(SourceKind::alertmanager), kNow).has_value();
  };
  EXPECT_FALSE(bad(""));
  EXPECT_FALSE(bad("{\"alerts\":"));
  EXPECT_FALSE(bad("[]"));
  EXPECT_FALSE(bad(R"({"alerts":{}})"));
  EXPECT_FALSE(bad(R"({"alerts":["x"]})"));
  EXPECT_FALSE(bad(std::string(5000, '[')));
  std::string labels;
  for (int i = 0; i < 100; ++i)
    labels += ",\"l" + std::to_string(i) + "\":\"" + std::string(1000, 'x') + "\"";
  const AlertReceived odd =
      one(SourceKind::alertmanager,
          R"({"truncatedAlerts":-3,"new":{},"alerts":[{"status":7,"startsAt":"2030-01-01T00:00:00Z",
      "labels":{"alertname":"=cmd()|<!channel>\u202Ex\n","n":{"deep":1}})" +
              std::string{",\"fingerprint\":\"" + std::string(5000, 'f') + "\"}]}"});
  EXPECT_EQ(odd.report.title, "=cmd()|<!channel>x");
  EXPECT_EQ(odd.report.op, AlertOp::fire);
  EXPECT_EQ(odd.at, kNow + std::chrono::minutes{5});
  EXPECT_LE(odd.report.dedup_key.size(), 200U);
  const AlertReceived many =
      one(SourceKind::alertmanager, R"({"alerts":[{"labels":{"alertname":"A")" + labels + "}}]}");
  EXPECT_THAT(many.report.labels, SizeIs(32));
  for (const auto& [name, value] : many.report.labels) EXPECT_LE(value.size(), 256U);
}

TEST(Wires, PrometheusWithoutAlertmanager) {
  const auto posted = [](const std::string& more) {
    return R"([{"labels":{"alertname":"DemoDown","severity":"critical","shard":"a"},"annotations":{"summary":"Shard a"},)"
           R"("startsAt":"2026-11-23T14:35:02.366Z",)" +
           more + R"("generatorURL":"http://vm:9914/graph"}])";
  };
  const AlertReceived fires = one(SourceKind::prometheus, posted(R"("endsAt":"2026-11-23T14:44:00Z",)"));
  EXPECT_EQ(fires.report.op, AlertOp::fire) << "its end lies ahead";
  EXPECT_EQ(fires.report.title, "DemoDown");
  EXPECT_EQ(fires.report.link, "http://vm:9914/graph");
  EXPECT_LT(fires.at.value(), kNow);
  EXPECT_EQ(one(SourceKind::prometheus, posted("")).report.op, AlertOp::fire) << "without an end";
  EXPECT_EQ(one(SourceKind::prometheus, posted(R"("endsAt":"0001-01-01T00:00:00Z",)")).report.op,
            AlertOp::fire);
  const AlertReceived over = one(SourceKind::prometheus, posted(R"("endsAt":"2026-11-23T14:40:00Z",)"));
  EXPECT_EQ(over.report.op, AlertOp::resolve) << "its end has come";
  EXPECT_EQ(over.at, kNow);
  EXPECT_EQ(over.report.dedup_key, fires.report.dedup_key);
}

TEST(Wires, AlertsOfPrometheusAreToldApartByAllOfTheirLabels) {
  std::string many;
  for (int i = 10; i < 60; ++i) many += ",\"l" + std::to_string(i) + "\":\"x\"";
  const auto key = [&](const std::string& last) {
    return one(SourceKind::prometheus, R"([{"labels":{"alertname":"A")" + many + ",\"z\":\"" + last + "\"}}]")
        .report.dedup_key;
  };
  EXPECT_EQ(key("1"), key("1"));
  EXPECT_NE(key("1"), key("2")) << "though only some labels are kept";
  const std::string long_value(1000, 'x');
  EXPECT_NE(key(long_value + "1"), key(long_value + "2"));
}

TEST(Wires, Grafana) {
  const AlertReceived alert =
      one(SourceKind::grafana, R"({"receiver":"bot","status":"firing","version":"1","state":"alerting",
    "alerts":[{"status":"firing","labels":{"alertname":"DatasourceNoData","rulename":"High CPU","service":"api"},
    "annotations":{"summary":"cpu 97%"},"startsAt":"2026-11-23T10:00:00Z","endsAt":"0001-01-01T00:00:00Z",
    "generatorURL":"https://grafana.example/x","fingerprint":"57c6d9296de2ad39","values":{"B":97.2}}]})");
  EXPECT_EQ(alert.report.title, "High CPU");
  EXPECT_EQ(alert.report.service, "api");
  EXPECT_EQ(alert.report.summary, "cpu 97%");
}

TEST(Wires, Datadog) {
  const std::string body =
      R"({"alert_id":"12","cycle_key":"c1","transition":"Recovered","alert_type":"success","priority":"P2",
    "alert_title":"CPU on web1","text":"hot","tags":"env:prod,service:api,$X","link":"https://app.datadoghq.com/x",
    "event_id":"99","date_ms":"1795444200000","host":"$HOSTNAME"})";
  const AlertReceived alert = one(SourceKind::datadog, body);
  EXPECT_EQ(alert.report.op, AlertOp::resolve);
  EXPECT_EQ(alert.report.dedup_key, "c1");
  EXPECT_EQ(alert.report.service, "api");
  EXPECT_EQ(alert.report.severity, "p2");
  EXPECT_FALSE(alert.report.labels.contains("host"));
  EXPECT_EQ(heard(SourceKind::datadog, body).delivery, "99");
  const AlertReceived broken = one(SourceKind::datadog, "{\"text\":\"two\nlines\"}");
  EXPECT_EQ(broken.report.op, AlertOp::fire) << "it is an alert all the same";
}

TEST(Wires, NewRelic) {
  const AlertReceived alert =
      one(SourceKind::newrelic, R"({"issue_id":"i1","title":"Errors","state":"CLOSED","priority":"CRITICAL",
    "url":"https://one.newrelic.com/i1","conditions":["High errors"],"policies":[],"entities":["api"],
    "created_at":1795440600000,"updated_at":1795444200000})");
  EXPECT_EQ(alert.report.op, AlertOp::resolve);
  EXPECT_EQ(alert.report.severity, "critical");
  EXPECT_EQ(alert.report.labels.at("entity"), "api");
  EXPECT_EQ(alert.at, Time{std::chrono::seconds{1795444200}});
}

TEST(Wires, CloudWatchThroughSns) {
  const std::string inner =
      R"({\"AlarmName\":\"cpu\",\"AlarmArn\":\"arn:1\",\"NewStateValue\":\"ALARM\",\"NewStateReason\":\"why\",\"StateChangeTime\":\"2026-11-23T10:00:00.000+0000\",\"Trigger\":{\"MetricName\":\"CPU\",\"Dimensions\":[{\"name\":\"Host\",\"value\":\"web1\"}]}})";
  const std::string body =
      R"({"Type":"Notification","MessageId":"m1","TopicArn":"arn:t","Message":")" + inner + "\"}";
  const AlertReceived alert = one(SourceKind::cloudwatch, body);
  EXPECT_EQ(alert.report.title, "cpu");
  EXPECT_EQ(alert.report.dedup_key, "arn:1");
  EXPECT_EQ(alert.report.labels.at("Host"), "web1");
  EXPECT_EQ(alert.at,
            Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{10}});
  EXPECT_EQ(heard(SourceKind::cloudwatch, body).delivery, "m1");
  EXPECT_EQ(one(SourceKind::cloudwatch,
                R"({"Type":"Notification","MessageId":"m2","Message":"plain words","Subject":"Hi"})")
                .report.title,
            "Hi");
}

TEST(Wires, AzureAndGoogle) {
  const AlertReceived azure =
      one(SourceKind::azure,
          R"({"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertId":"/s/1",
    "alertRule":"CPU","severity":"Sev3","signalType":"Metric","monitorCondition":"Resolved","configurationItems":["vm1"],
    "firedDateTime":"2026-11-23T13:58:24.3713213Z","resolvedDateTime":"2026-11-23T14:03:16.2246313Z","description":""},"alertContext":{}}})");
  EXPECT_EQ(azure.report.op, AlertOp::resolve);
  EXPECT_EQ(azure.report.severity, "sev3");
  EXPECT_EQ(azure.report.labels.at("target"), "vm1");
  ASSERT_TRUE(azure.at);
  const AlertReceived google =
      one(SourceKind::gcp,
          R"({"version":"1.2","incident":{"incident_id":"0.x","started_at":1795440600,"ended_at":null,
    "state":"open","summary":"CPU high","severity":"Critical","policy_name":"test","policy_user_labels":{"service":"pay"},
    "condition_name":"VM CPU","resource_name":"vm"}})");
  EXPECT_EQ(google.report.service, "pay");
  EXPECT_EQ(google.at, Time{std::chrono::seconds{1795440600}});
}

TEST(Wires, Sentry) {
  const AlertReceived issue = one(
      SourceKind::sentry,
      R"({"action":"resolved","data":{"issue":{"id":"17","title":"TypeError","level":"error","project":{"slug":"web"}}}})",
      {{"sentry-hook-resource", "issue"}, {"request-id", "r1"}});
  EXPECT_EQ(issue.report.op, AlertOp::resolve);
  EXPECT_EQ(issue.report.dedup_key, "17");
  const AlertReceived event = one(
      SourceKind::sentry,
      R"({"action":"triggered","data":{"event":{"event_id":"e","issue_id":"17","title":"TypeError","level":"error","tags":[["browser","x"],7]},"triggered_rule":"Any"}})");
  EXPECT_EQ(event.report.dedup_key, "17");
  EXPECT_EQ(event.report.labels.at("browser"), "x");
  EXPECT_TRUE(heard(SourceKind::sentry, R"({"action":"created","installation":{}})").alerts.alerts.empty());
}

TEST(Wires, SplunkAndElastic) {
  const AlertReceived splunk =
      one(SourceKind::splunk,
          R"({"sid":"s1","search_name":"High errors","result":{"host":"web1","severity":"high","m":["a"]}})");
  EXPECT_EQ(splunk.report.title, "High errors");
  EXPECT_EQ(splunk.report.severity, "high");
  const AlertReceived elastic = one(
      SourceKind::elastic,
      R"({"rule_id":"r","rule_name":"CPU","alert_id":"web1","action_group":"recovered","tags":"service:api","date":"2026-11-23T10:00:00.000Z"})");
  EXPECT_EQ(elastic.report.op, AlertOp::resolve);
  EXPECT_EQ(elastic.report.service, "api");
}

TEST(Wires, AnythingElseByAMapping) {
  SourceSettings zabbix = source(SourceKind::generic);
  zabbix.mapping.title = "/event/name";
  zabbix.mapping.key = "/event/id";
  zabbix.mapping.state = "/event/value";
  zabbix.service = "api";
  const auto read =
      parse(call(R"({"event":{"name":"Disk","id":77,"value":"0"},"severity":"High"})"), zabbix, kNow);
  ASSERT_TRUE(read);
  const AlertReceived& alert = read->alerts.alerts.at(0);
  EXPECT_EQ(alert.report.op, AlertOp::resolve);
  EXPECT_EQ(alert.report.dedup_key, "77");
  EXPECT_EQ(alert.report.service, "api");
  EXPECT_FALSE(parse(call("{}"), zabbix, kNow));
  SourceSettings list = source(SourceKind::generic);
  list.mapping.alerts = "/all/0/items";
  const auto several = parse(call(R"({"all":[{"items":[{"title":"a"},{"title":"b"}]}]})"), list, kNow);
  ASSERT_TRUE(several);
  EXPECT_THAT(several->alerts.alerts, SizeIs(2));
  const auto event =
      parse(call(R"({"specversion":"1.0","id":"e1","source":"/s","type":"t","data":{"title":"x"}})",
                 {{"content-type", "application/cloudevents+json"}}),
            source(SourceKind::generic), kNow);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->delivery, "/s/e1");
}

// What a CloudEvent is read as: titles, and the delivery.
std::string event_of(const std::string& body, std::map<std::string, std::string> headers) {
  const auto read = parse(call(body, std::move(headers)), source(SourceKind::generic), kNow);
  if (!read) return "refused: " + read.error().say;
  std::string all = read->delivery + ":";
  for (const AlertReceived& alert : read->alerts.alerts) all += " " + alert.report.title;
  return all;
}

TEST(Wires, CloudEventsInEveryMode) {
  const std::map<std::string, std::string> attributes = {{"content-type", "application/json; charset=utf-8"},
                                                         {"ce-specversion", "1.0"},
                                                         {"ce-type", "com.example.alert"},
                                                         {"ce-id", "1234%20%E2%82%AC"},
                                                         {"ce-source", "/mycontext"}};
  EXPECT_EQ(event_of(R"({"title":"x"})", attributes), "/mycontext/1234 \u20AC: x");
  const auto with = [&](const std::string& name, const std::string& value) {
    auto changed = attributes;
    changed[name] = value;
    return event_of(R"({"title":"x"})", changed);
  };
  EXPECT_EQ(with("ce-id", "\"a \\\"b\\\" %41\""), "/mycontext/a \"b\" A: x") << "quoted, as older senders do";
  EXPECT_EQ(with("ce-id", "\xE2\x82\xAC"), "/mycontext/\xE2\x82\xAC: x") << "raw UTF-8, as one SDK sends it";
  EXPECT_EQ(with("ce-id", "%C0%A0"), "refused: The header ce-id cannot be decoded.") << "overlong";
  EXPECT_EQ(with("ce-source", "%zz"), "refused: The header ce-source cannot be decoded.");
  EXPECT_EQ(with("ce-specversion", "0.3"),
            "refused: A CloudEvent needs specversion 1.0, id, source and type.");
  EXPECT_EQ(with("ce-id", ""), ": x") << "without an id it is no event, but an alert all the same";

  const auto structured = [](const std::string& event, const std::string& type = "+json") {
    return event_of(event, {{"content-type", "Application/CloudEvents" + type}});
  };
  EXPECT_EQ(structured(R"({"specversion":"1.0","id":"e1","source":"/s","type":"t","data":{"title":"x"}})"),
            "/s/e1: x");
  EXPECT_EQ(
      structured(
          R"({"specversion":"1.0","id":"e1","source":"/s","type":"t","data_base64":"eyJ0aXRsZSI6IngifQ=="})"),
      "/s/e1: x");
  EXPECT_EQ(structured(R"({"specversion":"1.0","source":"/s","type":"t","data":{"title":"x"}})"),
            "refused: A CloudEvent needs specversion 1.0, id, source and type.");
  EXPECT_EQ(structured("x", "+avro"), "refused: Only CloudEvents in JSON are understood.");
  EXPECT_EQ(structured(R"([{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"title":"x"}},
                           {"specversion":"1.0","id":"2","source":"/s","type":"t","data":{"title":"y"}}])",
                       "-batch+json; charset=utf-8"),
            ": x y");
}

TEST(Wires, AzureThroughEventGrid) {
  const std::string essentials =
      R"({"essentials":{"alertId":"/s/1","alertRule":"CPU","monitorCondition":"Fired"}})";
  for (const std::string& data : {essentials, R"({"schemaId":"x","data":)" + essentials + "}"}) {
    const Heard grid = heard(
        SourceKind::azure, R"({"specversion":"1.0","id":"e1","source":"/g","type":"t","data":)" + data + "}",
        {{"content-type", "application/cloudevents+json; charset=utf-8"}});
    EXPECT_EQ(grid.delivery, "/g/e1");
    ASSERT_THAT(grid.alerts.alerts, SizeIs(1));
    EXPECT_EQ(grid.alerts.alerts.front().report.title, "CPU");
  }
}

}  // namespace

}  // namespace muster::alerts
