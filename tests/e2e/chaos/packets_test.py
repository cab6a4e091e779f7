"""Packets between muster and Slack that vanish, in a network of the test's own."""

import contextlib
import sqlite3
import time
import unittest
import urllib.parse

import packets
from browser import Browser
from network import TunnelledSlack, say_injected
from stage import StageTest


def setUpModule():
    packets.move_in()


class Vanishing(StageTest):
    kinds = (TunnelledSlack,)

    def setUp(self):
        super().setUp()
        self.addCleanup(packets.heal)
        self.port = urllib.parse.urlsplit(self.stage.chat.network.ready["proxy"]).port
        self.stage.command("ann", "declare sev2 Checkout is down")
        self.room = self.stage.chat.room(prefix="inc-1-", card=True)
        self.stage.quiet()
        signin = self.stage.muster.ready["signin"].split("/#")[1]
        self.console = Browser(self.stage.muster.ready["address"].rstrip("/") + "/#" + signin, "Dan")

    def say(self, text):
        """In Slack; nobody waits for the answer."""
        self.stage.chat.control("command", {"user": "ann", "channel": self.room, "command": "/inc", "text": f"update --next 45m {text}"})

    def on_the_timeline(self, text):
        return sum(text in entry["text"] for entry in self.stage.timeline())

    def until(self, look, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not look():
            self.assertLess(time.monotonic(), deadline, f"{what}\n{self.stage.muster_log()}")
            time.sleep(0.05)

    def said_once(self, *texts):
        for text in texts:
            self.stage.chat.wait_said(self.room, text, timeout_ms=60000)
        self.until(self.slack_is_ready, "muster did not come back")
        self.stage.advance(301)  # what nobody acknowledged comes again, and what failed is tried again
        self.until(lambda: not self.unsettled(), "not all was settled")
        self.stage.quiet()
        for text in texts:
            self.assertEqual(self.stage.chat.posts(text, self.room), 1)
            self.assertEqual(self.on_the_timeline(text), 1)

    def test_a_fifth_of_all_packets_lost_costs_time_only(self):
        for side in ("up", "down"):
            packets.lose(self.port, side, percent=20)
        said = [f"step {number} is done" for number in range(5)]
        for text in said:
            self.say(text)
            self.until(lambda text=text: self.on_the_timeline(text), text)
        lost = packets.heal()
        self.assertGreater(lost["packets lost up"] + lost["packets lost down"], 0)
        self.said_once(*said)

    def test_answers_that_vanish_leave_nothing_said_twice(self):
        # Requests reach Slack from here on, and what it answers does not come back.
        packets.lose(self.port, "down")
        self.console.type("INC-1 decide said without an answer")  # one post, and nothing in its way
        self.stage.chat.wait_said(self.room, "said without an answer", timeout_ms=60000)
        self.noticed()
        self.assertGreater(packets.heal()["packets lost down"], 0)
        self.said_once("said without an answer")

    def test_when_nothing_gets_through_the_console_goes_on_and_slack_hears_it_once_afterwards(self):
        for side in ("up", "down"):
            packets.lose(self.port, side)
        said = ["typed on the console", "and once more"]
        for text in said:
            self.console.type(f"INC-1 update --next 45m {text}")
        self.noticed()
        packets.heal()
        self.said_once(*said)

    def noticed(self):
        """muster says that it hears nothing; it waits for no packet longer than twenty seconds."""
        self.until(lambda: not self.slack_is_ready(), "muster did not notice", 40)

    def slack_is_ready(self):
        return next(part for part in self.console.get("/api/v1/health")["parts"] if part["name"] == "slack")["ready"]

    def unsettled(self):
        """How many effects wait for Slack or are on their way."""
        record = sqlite3.connect(f"file:{self.stage.folder / 'data' / 'muster.sqlite'}?mode=ro", uri=True)
        with contextlib.closing(record):
            return record.execute("SELECT count(*) FROM outbox WHERE platform = 'slack' AND state IN ('waiting', 'running')").fetchone()[0]


def tearDownModule():
    say_injected("by the kernel")


if __name__ == "__main__":
    unittest.main()
