"""The fake Slack over TLS, and what people do there."""

import json
import os
import pathlib
import subprocess

from fake import Fake
from ledgers import read_slack

FAKE_SLACK = os.environ.get("FAKE_SLACK_BIN", "")

CONFIG = """\
slack:
  app_token: {{env: MUSTER_TEST_APP_TOKEN}}
  bot_token: {{env: MUSTER_TEST_BOT_TOKEN}}
  api_url: {api_url}
  ca_file: {ca_file}
"""


class SlackChat(Fake):
    name = "slack"
    announcements = "C0INCIDENTS"
    elsewhere = "C0GENERAL"  # where commands are typed that belong to no incident
    env = {"MUSTER_TEST_APP_TOKEN": "xapp-fake-app", "MUSTER_TEST_BOT_TOKEN": "xoxb-fake-bot"}
    secrets = ("xoxb-", "xapp-", "ticket=", "hooks.slack")

    host = "localhost"

    def __init__(self, folder):
        super().__init__([FAKE_SLACK, "--port", "0", "--host", self.host, "--tls-cert", str(folder / "server.pem"),
                          "--tls-key", str(folder / "server.key")], folder, "slack.log")

    def config(self):
        return CONFIG.format(api_url=self.ready["api_url"], ca_file=self.folder / "ca.pem")

    def identity(self, user):
        return "U0" + user.upper()

    def read_ledger(self):
        return read_slack(self.ledger_file)

    # muster's sockets.

    def before_muster(self):
        self.newest = max([s["id"] for s in self.control("sockets")["sockets"]], default=0)

    def connect(self, muster, timeout_ms=20000):
        self.wait("sockets", at_least=1, newer_than=self.newest, timeout_ms=timeout_ms)

    # What people do.

    def command(self, user, text, room=None, wait_ms=10000):
        """All text of the answer, None when the command was not acknowledged."""
        answer = self.control("command", {"user": user, "channel": room or self.elsewhere, "command": "/inc", "text": text,
                                          "wait_ms": wait_ms})
        return None if answer.get("ack") is None else json.dumps(answer["ack"], ensure_ascii=False)

    def acknowledged(self, user, text, wait_ms):
        return self.command(user, text, wait_ms=wait_ms) is not None

    def fill(self, user, command, room, **fields):
        """Opens the form of a command, fills it in, and says yes to its preview."""
        self.command(user, command, room)
        self.wait("view", user=user)
        values = {name: {"value": value} for name, value in fields.items()}
        first = self.control("submit", {"user": user, "values": values})
        if first["result"] in ("updated", "pushed"):
            first = self.control("submit", {"user": user})
        return first["result"]

    def say(self, user, room, text, thread=None):
        body = {"user": user, "channel": room, "text": text}
        return self.control("message", body if thread is None else {**body, "thread_ts": thread})["ts"]

    def edit(self, user, room, message, text, thread=None):
        self.control("edit", {"channel": room, "ts": message, "text": text, "wait_ms": 5000})

    def pin(self, user, room, message, thread=None):
        self.control("reaction", {"user": user, "channel": room, "ts": message, "name": "pushpin"})

    def pinned(self, room, message):
        self.wait("reaction", channel=room, ts=message, name="white_check_mark")

    def keep(self, user, room, message):
        self.control("shortcut", {"user": user, "callback_id": "add_to_timeline", "channel": room, "ts": message})
        self.pinned(room, message)

    def said_at(self, message):
        """Seconds since 1970."""
        return int(message.split(".")[0])

    # What people see.

    def room(self, name=None, prefix=None, topic=None, member=None, card=False, timeout_ms=20000):
        query = {"name": name, "prefix": prefix, "topic": topic, "member": member and self.identity(member),
                 "pins": 1 if card else None}
        query = {key: value for key, value in query.items() if value is not None}
        return self.wait("channel", timeout_ms=timeout_ms, **query)["channel"]["id"]

    def topic(self, room):
        channels = {channel["id"]: channel for channel in self.control("state")["channels"]}
        return channels[room]["topic"]["value"]

    def wait_said(self, room, text, **more):
        return self.wait("message", channel=room, text=text, user="U0BOT", **more)["message"]

    def wait_direct(self, user, text, timeout_ms=20000):
        """In the room and to the person: the room is where everybody reads it."""
        self.wait("call", method="chat.postMessage", text=text, error="none", count=2, timeout_ms=timeout_ms)

    def told(self, user, text):
        """How often muster said it to that person alone."""
        return self.posts(text, self.identity(user))

    def wait_document(self, room, name):
        self.wait("file", name=name, channel=room)

    def posts(self, text, room):
        """How often muster posted it there; edits do not count."""
        return sum(text in json.dumps(call["args"], ensure_ascii=False) and call["args"].get("channel") == room
                   for call in self.calls("chat.postMessage"))

    def rooms_made(self):
        return len(self.calls("conversations.create"))

    def problems(self):
        """What Slack would have minded."""
        found = [call["args"] for call in self.ledger(kind="call") if "!channel" in call.get("mentions", []) or "undeclared_error" in call]
        found += self.ledger(kind="operation_timeout") + self.ledger(kind="invalid_ack")
        return found + self.problems_of_cards()

    def problems_of_cards(self):
        return ["a card was pinned twice"] if len(self.calls("pins.add")) > self.rooms_made() else []

    def check_calls_against_definitions(self):
        """Every call used only arguments that Slack's method definitions know; None where those are not at hand."""
        specs = os.environ.get("MUSTER_SPECS") or str(pathlib.Path(__file__).resolve().parents[4] / "shared" / "specs")
        methods = pathlib.Path(specs) / "slack-methods"
        if not methods.is_dir():
            return None
        done = subprocess.run([FAKE_SLACK, "--check-ledger", str(self.ledger_file), "--specs", str(methods)],
                              capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode else ""
