"""Canaries: every secret muster is given, and every one that callers show it, has a mark. Then everything that leaves is searched for it.

All services it calls refuse and repeat what they were told, so that a secret comes back as a reason too.
"""

import base64
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from browser import Browser
from echo import Echo

MUSTER = os.environ["MUSTER_BIN"]
MARK = "CANARY"
NAMES = ["SLACK_APP", "SLACK_BOT", "TEAMS", "PD_ROUTING", "PD_API", "PD_HOOK", "JSM_KEY", "JSM_HOOK", "TWILIO", "SMTP", "REPLY",
         "PHONE", "NTFY", "BEAT", "CI", "PROM", "SENTRY", "BACKUP", "FEED"]
SHAPES = {"SLACK_APP": "xapp-1-A0-1-CANARYxapp", "SLACK_BOT": "xoxb-1-2-CANARYxoxb", "PD_ROUTING": "CANARY00000000000000000000000000",
          "PHONE": "whsec_" + base64.b64encode(b"CANARY-0123456789-0123456789-012").decode()}
CONFIG = """\
organisation: Example
console_url: http://127.0.0.1:8080
services: {{checkout: {{owner: shop}}}}
teams: {{shop: {{members: [ann], escalation: shop}}}}
people:
  dan: {{name: Dan}}
  ann:
    name: Ann
    identities: {{phone: "+4915112345678", email: ann@example.org, ntfy: oncall-ann, webhook: bridge}}
    notify: {{sms: 0s, voice: 0s, email: 0s, push: 0s, webhook: 0s}}
escalations:
  shop: {{steps: [{{targets: ["person:ann", "pagerduty:shop", "jsm:shop"], wait: 5m}}]}}
sources:
  ci: {{kind: generic, token: {{env: CI}}}}
  prometheus: {{kind: alertmanager, token: {{env: PROM}}}}
  sentry: {{kind: sentry, secret: {{env: SENTRY}}}}
heartbeats: {{backup: {{token: {{env: BACKUP}}, every: 1h}}}}
calendar_feed: {{token: {{env: FEED}}}}
slack: {{app_token: {{env: SLACK_APP}}, bot_token: {{env: SLACK_BOT}}, api_url: "{echo}/slack"}}
microsoft_teams:
  app_id: 11111111-2222-3333-4444-555555555555
  tenant_id: 22222222-2222-3333-4444-555555555555
  app_secret: {{env: TEAMS}}
  team: 33333333-2222-3333-4444-555555555555
  service_url: "{echo}/teams"
  login_url: "{echo}/login"
  graph_url: "{echo}/graph"
  openid_url: "{echo}/openid"
pagerduty:
  integrations: {{shop: {{routing_key: {{env: PD_ROUTING}}}}}}
  api_token: {{env: PD_API}}
  from: ann@example.org
  webhook_secret: {{env: PD_HOOK}}
  events_url: "{echo}/pd"
  api_url: "{echo}/pdapi"
jsm:
  api_key: {{env: JSM_KEY}}
  webhook_token: {{env: JSM_HOOK}}
  responders: {{shop: {{id: team-1}}}}
  api_url: "{echo}/jsm"
twilio: {{account_sid: AC00000000000000000000000000000000, auth_token: {{env: TWILIO}}, from: "+4915100000000", api_url: "{echo}/twilio"}}
smtp: {{host: 127.0.0.1, port: 1, user: muster, password: {{env: SMTP}}, from: muster@example.org, reply_to: reply@example.org,
  reply_token: {{env: REPLY}}}}
webhook: {{endpoints: {{bridge: {{url: "{echo}/bridge", secret: {{env: PHONE}}}}}}}}
ntfy: {{url: "{echo}/ntfy", token: {{env: NTFY}}}}
heartbeat_out: {{url: {{env: BEAT}}, every: 1s}}
log: {{level: debug}}
"""


def until(look, seconds=30):
    deadline = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


class Canaries(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.echo = Echo()
        self.addCleanup(self.echo.close)
        (self.path / "muster.yaml").write_text(CONFIG.format(echo=self.echo.url))
        self.secrets = {name: SHAPES.get(name, f"{MARK}-{name.lower().replace('_', '-')}-0123456789") for name in NAMES}
        self.secrets["BEAT"] = self.echo.url + "/beat/" + MARK
        self.env = {**os.environ, **self.secrets}

    def serve(self):
        self.log = open(self.path / "log", "w")
        self.process = subprocess.Popen(
            [MUSTER, "serve", "--json", "--listen", "127.0.0.1:0", "--signin", "Dan", "--config", self.path / "muster.yaml",
             "--data", self.path / "data"], stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.env)
        self.addCleanup(self.stop)
        first = self.process.stdout.readline()
        self.assertTrue(first, (self.path / "log").read_text())
        ready = json.loads(first)
        self.link = ready["address"].rstrip("/") + "/#signin=" + ready["signin"].partition("#signin=")[2]
        self.browser = Browser(self.link)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def raw(self, data):
        """Whatever comes back to these bytes."""
        with socket.create_connection((self.browser.address.split(":")[1][2:], int(self.browser.address.split(":")[2])), 20) as to:
            to.sendall(data)
            to.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := to.recv(65536):
                answer += piece
            return answer.decode("latin-1")

    def strangers_show_their_secrets(self):
        """Answers to callers that put a secret where it does, and where it does not belong."""
        answers = []
        for path in ("/api/v1/me", f"/api/v1/signin?token={MARK}", f"/p/{MARK}-1", f"/hooks/prometheus/{MARK}", f"/hooks/typo/{MARK}",
                     "/hooks/sentry", "/hooks/pagerduty", "/hooks/jsm", "/hooks/twilio/key", "/hooks/mail", "/hooks/heartbeat/backup",
                     f"/oncall/shop.ics?person=ann&token={MARK}", "/api/messages", "/api/v1/changes", "/api/v1/live", "/nowhere"):
            for method in ("GET", "POST", "PUT", "TRACE"):
                for header in (f"Authorization: Bearer {MARK}", f"Authorization: {MARK}", f"Authorization: Bearer  {MARK}\tx",
                               f"Authorization: Basic {MARK}==", f"Authorization : Bearer {MARK}", f"Authorization Bearer {MARK}",
                               f"Authorization: Bearer eyJhbGciOiJub25lIn0.{MARK}.", f"Cookie: muster={MARK}; __Host-muster={MARK}",
                               f"X-Api-Key: {MARK}", f"webhook-signature: v1,{MARK}\r\nwebhook-timestamp: 1\r\nwebhook-id: x",
                               f"X-PagerDuty-Signature: v1={MARK}", f"X-Twilio-Signature: {MARK}", f"Sentry-Hook-Signature: {MARK}",
                               f"X-Muster-CSRF: {MARK}\r\nOrigin: https://{MARK}.example"):
                    body = f'{{"token":"{MARK}","password":'
                    answers.append(self.raw(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{header}\r\n"
                                            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()))
        self.assertGreater(len(answers), 800)
        return "\n".join(answers)

    def muster(self, *words):
        done = subprocess.run([MUSTER, "--config", self.path / "muster.yaml", "--data", self.path / "data", *words],
                              capture_output=True, text=True, env=self.env, timeout=120)
        return done.stdout + done.stderr

    def test_none_gets_out(self):
        self.serve()
        self.browser.type("declare sev1 --service checkout Checkout is down")
        for part in ("/slack", "/openid", "/pd/", "/jsm", "/twilio", "/ntfy", "/bridge", "/beat"):
            self.assertTrue(until(lambda: any(path.startswith(part) for path in self.echo.paths)), f"nobody asked {part}")
        self.browser.type("contact test")
        told = {"answers to strangers": self.strangers_show_their_secrets()}
        for path in ("/api/v1/health", "/api/v1/incidents/1/timeline", "/api/v1/oncall"):
            told[path] = json.dumps(self.browser.get(path))
        for path in ("/metrics", "/readyz"):
            told[path] = self.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        told["health says what fails"] = told["/readyz"]
        for words in (("check",), ("hooks",), ("timeline", "INC-1", "--json", "--housekeeping"), ("verify",), ("oncall",),
                      ("backup", self.path / "copy"), ("evidence", self.path / "evidence", "--include-private"), ("report",)):
            told["muster " + str(words[0])] = self.muster(*words)
        limits = pathlib.Path(f"/proc/{self.process.pid}/limits").read_text()
        told["its command line"] = pathlib.Path(f"/proc/{self.process.pid}/cmdline").read_text()
        self.stop()
        for file in self.path.rglob("*"):
            if file.is_file():
                told[str(file.relative_to(self.path))] = file.read_bytes().decode("latin-1")

        self.assertGreater(len(told["log"].splitlines()), 50)
        self.assertIn("data/muster.sqlite", told)
        self.assertIn("copy", told)
        one_time = self.link.partition("#signin=")[2]
        session = self.browser.headers["Cookie"].partition("=")[2]
        marks = [MARK, SHAPES["PHONE"][6:30], base64.b64encode(b":" + self.secrets["TWILIO"].encode()).decode()[8:24], one_time, session]
        for where, text in told.items():
            for mark in marks:
                at = text.find(mark)
                with self.subTest(f"{mark[:12]} in {where}"):
                    self.assertEqual(at, -1, text[max(0, at - 300):at + 100])
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        self.assertEqual(core.split()[4:6], ["0", "0"], "a core would hold them all")

    def test_a_literal_secret_is_refused_unquoted(self):
        (self.path / "muster.yaml").write_text(f"slack: {{app_token: xapp-1-{MARK}, bot_token: {MARK}}}\nsmtp: {{password: {MARK}}}\n")
        for words in (("check",), ("hooks",), ("serve",)):
            said = self.muster(*words)
            self.assertIn("slack.app_token", said)
            self.assertNotIn(MARK, said)


if __name__ == "__main__":
    unittest.main()
