"""What a source gets back for whatever it sends, and what becomes of it. A real process and real sockets."""

import hashlib
import hmac
import json
import signal
import subprocess
import unittest

from house import CONFIG, HEARTBEAT, MUSTER, SECRETS, House, alert, until


class Hooks(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)

    def test_who_may_call_is_checked_first(self):
        token = SECRETS["PROM_TOKEN"]
        body = json.dumps({"alerts": [alert("A", "1")]})
        for path, headers, status in (("/hooks/prometheus", {}, 401),
                                      ("/hooks/prometheus", {"Authorization": "Bearer wrong"}, 401),
                                      ("/hooks/prometheus/wrong", {}, 401),
                                      ("/hooks/closed", {"Authorization": "Bearer "}, 401),
                                      ("/hooks/nobody", {}, 404),
                                      ("/hooks/prometheus/" + token, {}, 200)):
            self.assertEqual(self.house.post(path, body, headers)[0], status, (path, headers))
        self.assertEqual(len(self.house.incidents()), 1)

    def test_signed_bodies(self):
        body = json.dumps({"alerts": [alert("Wörter", "1")]}, ensure_ascii=False).encode()
        good = hmac.new(SECRETS["GRAFANA_SECRET"].encode(), body, hashlib.sha256).hexdigest()
        self.assertEqual(self.house.post("/hooks/grafana", body, {"X-Grafana-Alerting-Signature": good})[0], 200)
        self.assertEqual(self.house.post("/hooks/grafana", body + b" ", {"X-Grafana-Alerting-Signature": good})[0], 401)
        self.assertEqual(self.house.post("/hooks/grafana", body, {})[0], 401)

    def test_bad_bodies_are_answered_and_people_hear_of_them(self):
        headers = {"Authorization": "Bearer " + SECRETS["PROM_TOKEN"]}
        for body, status in (("", 400), ("{\"alerts\":[", 400), ("[" * 4000, 400), ('{"alerts":{"a":1}}', 400),
                             ('{"alerts":[7]}', 400), ("\xff\xfe", 400)):
            self.assertEqual(self.house.post("/hooks/prometheus", body.encode("latin-1"), headers)[0], status, body[:20])
        self.assertEqual(self.house.announce("/hooks/prometheus", 5 << 20), 413, "refused before it is sent")
        self.assertEqual(self.house.post("/hooks/prometheus", "", headers, method="GET")[0], 405)
        self.assertIn("cannot read", json.dumps(self.house.browser.type("alerts")))
        # A good one says that it is over.
        self.assertEqual(self.house.prometheus([alert("A", "1")])[0], 200)
        self.assertNotIn("cannot read", json.dumps(self.house.browser.type("alerts")))

    def test_the_same_call_twice_is_one(self):
        for _ in range(2):
            self.assertEqual(self.house.prometheus([alert("A", "1")])[0], 200)
        fired = self.house.events("alert", 0)
        self.assertEqual(len(fired), 1)

    def test_labels_full_of_tricks_stay_text(self):
        self.house.prometheus([alert('=HYPERLINK("http://x") <!channel> @here *b* </script>', "1")])
        incident = self.house.incidents()[0]
        self.assertIn("<!channel>", incident["title"])

    def test_answered_is_durable(self):
        self.assertEqual(self.house.prometheus([alert("A", "1"), alert("A", "2")])[0], 200)
        self.house.stop(signal.SIGKILL)
        self.house.start()
        self.assertEqual(len(self.house.incidents()), 1)
        self.house.prometheus([alert("A", key, status="resolved", endsAt="2026-01-01T01:00:00Z") for key in "12"])
        self.assertNotIn("A:", json.dumps(self.house.browser.type("alerts")))
        counted = self.house.events("alert_group", 1)
        self.assertEqual((counted[-1]["total"], counted[-1]["firing"]), (2, 0))

    def test_a_job_that_does_not_report(self):
        self.house.close()
        self.house.__init__(CONFIG + HEARTBEAT)
        beat = {"Authorization": "Bearer " + SECRETS["BACKUP_TOKEN"]}
        self.assertEqual(self.house.post("/hooks/heartbeat/backup", "", {"Authorization": "Bearer x"})[0], 401)
        self.assertEqual(self.house.post("/hooks/heartbeat/backup", "", beat)[0], 200)
        self.assertTrue(until(self.house.incidents), "overdue after two seconds")
        self.assertEqual(self.house.incidents()[0]["title"], "backup does not report")
        self.assertEqual(self.house.post("/hooks/heartbeat/backup", "", beat)[0], 200)
        cleared = lambda: [each for each in self.house.events("alert", 0) if each["op"] == "resolve"]
        self.assertTrue(until(cleared))

    def test_senders_of_cloud_events_ask_first(self):
        grid = "/hooks/grid?access_token=" + SECRETS["ZABBIX_TOKEN"]
        asked = {"WebHook-Request-Origin": "eventgrid.azure.net", "WebHook-Request-Rate": "120"}
        status, headers = self.house.ask(grid, asked)
        self.assertEqual((status, headers["WebHook-Allowed-Origin"], headers["WebHook-Allowed-Rate"]),
                         (200, "eventgrid.azure.net", "*"))
        self.assertIn("POST", headers["Allow"])
        for path, more, wanted in (("/hooks/grid", asked, 401), ("/hooks/grid?access_token=wrong", asked, 401),
                                   (grid, {}, 405), (grid, {"WebHook-Request-Origin": "a/b <x>"}, 400)):
            status, headers = self.house.ask(path, more)
            self.assertEqual(status, wanted, (path, more))
            self.assertIsNone(headers["WebHook-Allowed-Origin"], "what is no consent must not look like it")
        essentials = {"alertId": "/s/1", "alertRule": "CPU", "severity": "Sev0", "monitorCondition": "Fired",
                      "firedDateTime": "2026-01-01T00:00:00.1234567Z"}
        event = {"specversion": "1.0", "id": "e1", "source": "/grid", "type": "alert",
                 "data": {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": essentials}}}
        for _ in range(2):
            answer = self.house.post(grid, event, {"Content-Type": "application/cloudevents+json; charset=utf-8"})
            self.assertEqual(answer[0], 200, answer)
        self.assertEqual([each["title"] for each in self.house.events("alert", 0)], ["CPU"])

    def test_what_prometheus_posts_to_an_alertmanager(self):
        headers = {"Authorization": "Bearer " + SECRETS["PROM_TOKEN"]}
        fires = {"labels": {"alertname": "A", "service": "db", "severity": "critical"}, "annotations": {},
                 "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z"}
        over = {**fires, "endsAt": "2026-01-01T01:00:00Z"}
        where = "/hooks/direct/api/v2/alerts"
        for path, body, more, status in ((where, [fires], {}, 401), ("/hooks/direct", [fires], headers, 404),
                                         ("/hooks/direct/api/v1/alerts", [fires], headers, 404),
                                         (f"/hooks/direct/{SECRETS['PROM_TOKEN']}/api/v2/alerts", [fires], {}, 200),
                                         (where, {"alerts": [fires]}, headers, 400), (where, [7], headers, 400),
                                         (where, [{"annotations": {}}], headers, 400), (where, [], headers, 200)):
            self.assertEqual(self.house.post(path, body, more)[0], status, (path, body))
        self.assertEqual(len(self.house.incidents()), 1)
        for _ in range(3):
            self.assertEqual(self.house.post(where, [over], headers)[0], 200)
        known = [each for each in self.house.events("alert", 0) if each["title"] == "A"]
        self.assertEqual([each["op"] for each in known], ["fire", "resolve"], "told again for a while, and one event")

    def test_what_a_body_would_do(self):
        run = lambda *words, text="": subprocess.run(
            [MUSTER, "--config", self.house.path / "muster.yaml", *words], input=text, capture_output=True, text=True,
            env=dict(SECRETS))
        listed = run("hooks").stdout
        self.assertIn("/hooks/prometheus  alertmanager  token", listed)
        self.assertIn("CLOSED", listed)
        self.assertNotIn("tell-nobody", listed)
        shown = run("hooks", "test", "prometheus", text=json.dumps({"alerts": [alert("A", "1")]})).stdout
        for words in ("FIRES   A", "service   db", "route     critical", "declares one (SEV1)", "Nothing was stored"):
            self.assertIn(words, shown)
        self.assertNotEqual(run("hooks", "test", "prometheus", text="{").returncode, 0)
        self.assertNotEqual(run("hooks", "test", "nobody").returncode, 0)


if __name__ == "__main__":
    unittest.main()
