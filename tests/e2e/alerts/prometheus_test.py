"""A real Prometheus evaluates a real rule and tells muster, through its Alertmanager or without one: it fires, and is over."""

import http.server
import json
import os
import pathlib
import shutil
import socket
import subprocess
import threading
import unittest
import urllib.request

from house import SECRETS, House, until

PROGRAMS = {"prometheus": "prometheus", "alertmanager": "prometheus-alertmanager"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Exporter(http.server.BaseHTTPRequestHandler):
    up = 1

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(f'demo_up{{service="db",shard="a"}} {Exporter.up}\ndemo_up{{service="db",shard="b"}} {Exporter.up}\n'
                         .encode())

    def log_message(self, *_):
        pass


class Watched(unittest.TestCase):
    """An exporter, a Prometheus with a rule, and a muster; who tells whom is the tests' own."""

    def alertmanagers(self):
        """What Prometheus is told of whom to tell."""
        raise NotImplementedError

    def setUp(self):
        for program in PROGRAMS.values():
            if shutil.which(program) is None:
                self.skipTest(f"{program} is not installed (deploy/packages.txt)")
        self.house = House()
        self.addCleanup(self.house.close)
        Exporter.up = 1
        exporter = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exporter)
        threading.Thread(target=exporter.serve_forever, daemon=True).start()
        self.addCleanup(exporter.server_close)
        self.addCleanup(exporter.shutdown)
        self.ports = {name: free_port() for name in PROGRAMS}
        path = self.house.path
        (path / "rules.yml").write_text(json.dumps({"groups": [{"name": "demo", "rules": [
            {"alert": "DemoDown", "expr": "demo_up == 0", "labels": {"severity": "critical"},
             "annotations": {"summary": "Shard {{ $labels.shard }} is down"}}]}]}))
        (path / "prometheus.yml").write_text(json.dumps({
            "global": {"scrape_interval": "500ms", "evaluation_interval": "500ms"},
            "rule_files": [str(path / "rules.yml")],
            "alerting": {"alertmanagers": [self.alertmanagers()]},
            "scrape_configs": [{"job_name": "demo", "static_configs": [
                {"targets": [f"127.0.0.1:{exporter.server_port}"]}]}]}))
        self.run_program("prometheus", f"--config.file={path}/prometheus.yml", f"--storage.tsdb.path={path}/prom",
                         f"--web.listen-address=127.0.0.1:{self.ports['prometheus']}",
                         "--rules.alert.resend-delay=1s")

    def run_program(self, name, *options):
        log = open(self.house.path / f"{name}.log", "w")
        process = subprocess.Popen([PROGRAMS[name], *options], stdout=log, stderr=log)
        self.addCleanup(log.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)

    def resolved(self):
        return [each for each in self.house.events("alert", 0) if each["op"] == "resolve"]


class Alone(Watched):
    """Prometheus takes muster for an Alertmanager."""

    def alertmanagers(self):
        return {"path_prefix": "/hooks/direct", "api_version": "v2",
                "authorization": {"type": "Bearer", "credentials": SECRETS["PROM_TOKEN"]},
                "static_configs": [{"targets": [self.house.address.netloc]}]}

    def test_fires_repeats_and_is_over(self):
        Exporter.up = 0
        self.assertTrue(until(self.house.incidents, 60), "Prometheus told of it")
        self.assertEqual(self.house.incidents()[0]["title"], "DemoDown")
        self.assertTrue(until(lambda: len(self.house.events("alert", 0)) == 2, 30), "both shards")
        self.assertTrue(until(lambda: any(each["repeats"] > 0 for each in self.house.events("alert_group", 0)), 60))
        Exporter.up = 1
        self.assertTrue(until(lambda: len(self.resolved()) == 2, 60), "and told that it is over")
        self.assertTrue(until(lambda: [e for e in self.house.events("alert_group", 1) if e["firing"] == 0]))
        self.assertEqual(len(self.house.events("alert", 0)), 4, "each fired once and was over once, however often told")
        self.assertEqual((len(self.house.incidents()), len(self.house.events("page", 1))), (1, 1))


class Prometheus(Watched):
    def alertmanagers(self):
        return {"static_configs": [{"targets": [f"127.0.0.1:{self.ports['alertmanager']}"]}]}

    def setUp(self):
        super().setUp()
        path = self.house.path
        (path / "alertmanager.yml").write_text(json.dumps({
            "route": {"receiver": "muster", "group_by": ["alertname"], "group_wait": "1s", "group_interval": "2s",
                      "repeat_interval": "4s"},
            "receivers": [{"name": "muster", "webhook_configs": [{
                "url": self.house.browser.address + "/hooks/prometheus", "max_alerts": 500,
                "http_config": {"authorization": {"type": "Bearer", "credentials": SECRETS["PROM_TOKEN"]}}}]}]}))
        self.run_program("alertmanager", f"--config.file={path}/alertmanager.yml", f"--storage.path={path}/am",
                         f"--web.listen-address=127.0.0.1:{self.ports['alertmanager']}", "--cluster.listen-address=")

    def silence(self):
        body = {"matchers": [{"name": "alertname", "value": "DemoDown", "isRegex": False, "isEqual": True}],
                "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "createdBy": "test", "comment": "x"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports['alertmanager']}/api/v2/silences",
                                         json.dumps(body).encode(), {"Content-Type": "application/json"})
        ready = lambda: self.try_open(request)
        self.assertTrue(until(ready, 30))

    @staticmethod
    def try_open(request):
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status == 200
        except OSError:
            return False

    def test_fires_repeats_and_is_over(self):
        Exporter.up = 0
        self.assertTrue(until(self.house.incidents, 60), "Alertmanager told of it")
        incident = self.house.incidents()[0]
        self.assertEqual(incident["title"], "DemoDown")
        self.assertTrue(until(lambda: len(self.house.events("alert", 0)) == 2, 30), "both shards")
        self.assertTrue(until(lambda: any(each["repeats"] > 0 for each in self.house.events("alert_group", 0)), 60))
        self.assertEqual(len(self.house.incidents()), 1)
        self.assertEqual(len(self.house.events("page", 1)), 1)
        Exporter.up = 1
        self.assertTrue(until(lambda: len(self.resolved()) == 2, 60), "and told that it is over")
        counted = until(lambda: [e for e in self.house.events("alert_group", 1) if e["firing"] == 0])
        self.assertEqual(counted[-1]["total"], 2)
        self.assertEqual(self.house.incidents()[0]["number"], incident["number"])

    def test_silenced_at_alertmanager_is_not_told(self):
        self.silence()
        Exporter.up = 0
        fired = lambda: json.load(urllib.request.urlopen(
            f"http://127.0.0.1:{self.ports['alertmanager']}/api/v2/alerts"))
        self.assertTrue(until(fired, 60))
        self.assertEqual(self.house.incidents(), [])


if __name__ == "__main__":
    unittest.main()
