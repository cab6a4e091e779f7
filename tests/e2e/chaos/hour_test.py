"""Slack is down for an hour. Pages ring, mail arrives, the console goes on; when Slack comes back it is told once what it missed."""

import json
import subprocess
import time
import unittest
from pathlib import Path

from browser import Browser
from phones import SECRET, Phones
from stage import Stage, StageTest

MAIL_SERVER = Path(__file__).resolve().parents[2] / "emulators" / "mail" / "server.py"
DEBIANS_PYTHON = "/usr/bin/python3"  # the one that python3-aiosmtpd belongs to
MORE = """\
console_url: http://127.0.0.1:8080
services: {{checkout: {{owner: shop}}}}
teams: {{shop: {{members: [ann, bob], escalation: shop}}}}
escalations: {{shop: {{steps: [{{targets: ["person:bob"], wait: 5m}}, {{targets: ["person:cat"], wait: 5m}}]}}}}
webhook: {{endpoints: {{bob-phone: {{url: "http://127.0.0.1:{phone}/bob", secret: {{env: PHONE_SECRET}}}}}}}}
smtp: {{host: localhost, port: {mail}, from: muster@example.org, user: muster, password: {{env: MAIL_PASSWORD}}, ca_file: {ca}}}
"""


class Mailbox:
    def __init__(self, folder):
        self.child = subprocess.Popen([DEBIANS_PYTHON, MAIL_SERVER, folder / "server.pem", folder / "server.key"],
                                      stdout=subprocess.PIPE, text=True)
        self.port = int(self.child.stdout.readline())

    def next(self):
        return json.loads(self.child.stdout.readline())

    def close(self):
        self.child.terminate()
        self.child.wait()
        self.child.stdout.close()


class ReachableStage(Stage):
    """Bob has a phone, Cat reads mail."""

    def config(self):
        self.phones, self.mailbox = Phones(), Mailbox(self.folder)
        ways = MORE.format(phone=self.phones.port, mail=self.mailbox.port, ca=self.folder / "ca.pem")
        known = super().config().replace("slack: U0BOB}", "slack: U0BOB, webhook: bob-phone}, notify: {webhook: 0s}").replace(
            "slack: U0CAT}", "slack: U0CAT, email: cat@example.org}, notify: {email: 0s}")
        return known + ways

    def start_muster(self, **how):
        self.env.update(PHONE_SECRET=SECRET, MAIL_PASSWORD="mail-pass-9b1d")
        super().start_muster(**how)

    def close(self):
        super().close()
        self.phones.close()
        self.mailbox.close()


def until(look, what):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


class AnHour(StageTest):
    stage_of = ReachableStage

    def test_slack_down_for_an_hour(self):
        stage, slack = self.stage, self.stage.chat
        stage.command("ann", "declare sev2 Search is slow")
        room = slack.room(prefix="inc-1-", card=True)
        stage.quiet()
        for method in ("*", "socket.open"):
            slack.control("fail", {"method": method, "status": 503, "count": 1000000})
        slack.control("socket/kill", {})

        link = stage.muster.ready["address"].rstrip("/") + "/#" + stage.muster.ready["signin"].split("/#")[1]
        console = Browser(link, "Dan")
        with self.subTest("the console goes on, and pages go out by another way"):
            console.type("declare sev1 --service checkout Checkout is down")
            until(lambda: stage.phones.rung("bob"), "Bob's phone")
        with self.subTest("they climb, by mail"):
            stage.advance(300)
            self.assertIn("cat@example.org", stage.mailbox.next()["to"])
        said = [f"step {number} is done" for number in range(6)]
        for text in said:
            console.type(f"INC-1 note {text}")
        stage.advance(3300)
        with self.subTest("it is said that Slack does not work"):
            parts = {part["name"]: part for part in console.get("/api/v1/health")["parts"]}
            self.assertFalse(parts["slack"]["ready"], parts)
            self.assertTrue(parts["store"]["ready"] and parts["webhook"]["ready"], parts)

        slack.delete("fail")
        stage.advance(120)
        with self.subTest("one message says what was missed"):
            slack.wait_said(room, "could not be reached", timeout_ms=120000)
            slack.room(prefix="inc-2-", card=True)
            stage.quiet(3000)
            self.assertEqual(slack.posts("could not be reached", room), 1)
            for text in said[1:]:
                self.assertEqual(slack.posts(text, room), 1, text)
        with self.subTest("nobody was rung twice"):
            self.assertEqual(len(stage.phones.rung("bob")), len({page["page"] for page in stage.phones.rung("bob")}))


if __name__ == "__main__":
    unittest.main()
