"""The real muster in a directory of its own, told of alerts as their sources tell."""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

from browser import Browser

MUSTER = os.environ["MUSTER_BIN"]
SECRETS = {"PROM_TOKEN": "prom-tell-nobody", "ZABBIX_TOKEN": "zabbix-tell-nobody", "BACKUP_TOKEN": "backup-tell-nobody",
           "GRAFANA_SECRET": "grafana-tell-nobody"}
CONFIG = """\
people: {ann: {name: Ann}}
teams: {core: {members: [ann], on_call: ann}}
services: {db: {owner: core}, api: {owner: core, depends_on: [db]}, mail: {owner: core}}
sources:
  prometheus: {kind: alertmanager, token: {env: PROM_TOKEN}}
  grafana: {kind: grafana, secret: {env: GRAFANA_SECRET}}
  zabbix: {kind: generic, token: {env: ZABBIX_TOKEN}}
  closed: {kind: generic}
  direct: {kind: prometheus, token: {env: PROM_TOKEN}}
  grid: {kind: azure, token: {env: ZABBIX_TOKEN}}
routes:
  - {id: critical, match: {severities: [critical]}, act: declare}
  - {id: rest, act: suggest}
"""
HEARTBEAT = """\
heartbeats:
  backup: {token: {env: BACKUP_TOKEN}, every: 1s, grace: 1s, service: db}
"""


def until(what, seconds=20):
    """The first true answer, or the last one."""
    deadline = time.monotonic() + seconds
    while True:
        answer = what()
        if answer or time.monotonic() > deadline:
            return answer
        time.sleep(0.05)


class House:
    def __init__(self, config=CONFIG):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        (self.path / "muster.yaml").write_text(config)
        self.process = None
        self.start()

    def start(self):
        self.log = open(self.path / "log", "a")
        self.process = subprocess.Popen(
            [MUSTER, "serve", "--json", "--listen", "127.0.0.1:0", "--signin", "Ann", "--config",
             self.path / "muster.yaml", "--data", self.path / "data"],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=dict(os.environ, **SECRETS))
        self.browser = Browser(json.loads(self.process.stdout.readline())["signin"])
        self.address = urllib.parse.urlsplit(self.browser.address)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def close(self):
        self.stop()
        text = (self.path / "log").read_text()
        self.folder.cleanup()
        for secret in SECRETS.values():
            assert secret not in text, "a secret is in the log"

    def ask(self, path, headers=None, method="OPTIONS"):
        """Status and headers of a call without a body."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers

    def post(self, path, body, headers=None, method="POST"):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        data = body if isinstance(body, (bytes, str)) else json.dumps(body)
        connection.request(method, path, data, {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def announce(self, path, size):
        """Only says how long the body will be."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def prometheus(self, alerts, **more):
        return self.post("/hooks/prometheus", {"version": "4", "alerts": alerts, **more},
                         {"Authorization": "Bearer " + SECRETS["PROM_TOKEN"]})

    def incidents(self):
        return self.browser.get("/api/v1/incidents")["incidents"]

    def events(self, kind, number):
        with contextlib.closing(sqlite3.connect(f"file:{self.path}/data/muster.sqlite?mode=ro", uri=True)) as db:
            rows = db.execute("SELECT body FROM event WHERE type = ? AND incident = ? ORDER BY seq", (kind, number))
            return [json.loads(row[0]) for row in rows]


def alert(name, key, service="db", severity="critical", status="firing", **more):
    return {"status": status, "labels": {"alertname": name, "service": service, "severity": severity, "instance": key},
            "annotations": {"summary": f"{name} on {key}"}, "startsAt": more.pop("startsAt", "2026-01-01T00:00:00Z"),
            "fingerprint": key, **more}
