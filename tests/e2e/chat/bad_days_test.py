"""Slack's bad days: it is down, answers late, cuts answers, loses sockets. muster stays calm and says each thing once."""

import json
import unittest

from live import LiveFeed
from outage import Outage
from stage import StageTest


class BadDays(Outage, StageTest):
    def test_an_answer_that_was_cut_is_looked_up_before_it_is_sent_again(self):
        stage = self.stage
        stage.chat.control("fail", {"method": "conversations.create", "mode": "accept_then_drop"})
        stage.chat.control("fail", {"method": "chat.postMessage", "mode": "accept_then_drop", "count": 3})
        stage.command("ann", "declare sev2 Checkout is down")
        room = stage.chat.wait("channel", name="inc-1-checkout-is-down", pins=1, timeout_ms=40000)["channel"]
        stage.quiet(3000)
        state = stage.chat.control("state")
        self.assertEqual([c["name"] for c in state["channels"] if c["name"].startswith("inc-1")], [room["name"]])
        announced = [m for m in state["messages"]["C0INCIDENTS"] if "Checkout is down" in json.dumps(m)]
        self.assertEqual(len(announced), 1, announced)

    def test_the_console_is_told_that_slack_fails(self):
        stage = self.stage
        feed = LiveFeed(stage.muster.ready, "Watcher")
        self.addCleanup(feed.close)
        stage.goes_down(stage.chat)
        stage.command("ann", "declare sev2 Checkout is down")
        feed.wait_for("health")
        parts = {part["name"]: part for part in feed.get("/api/v1/health")["parts"]}
        self.assertFalse(parts["outbox"]["ready"], parts)
        self.assertTrue(parts["console"]["ready"], parts)

    def test_one_failing_step_does_not_stop_the_others(self):
        stage = self.stage
        stage.chat.control("fail", {"method": "conversations.invite", "error": "user_not_found", "count": 20})
        stage.chat.control("fail", {"method": "conversations.setTopic", "error": "restricted_action", "count": 20})
        stage.command("ann", "declare sev2 Checkout is down")
        stage.chat.wait("channel", name="inc-1-checkout-is-down", pins=1)
        stage.chat.wait("message", channel="C0INCIDENTS", text="Checkout is down")

    def test_a_refreshed_and_a_cut_socket_lose_nothing(self):
        stage = self.stage
        stage.chat.control("socket/disconnect", {"reason": "refresh_requested"})
        self.assertIn("INC-1", stage.command("ann", "declare sev3 Search is slow"))
        stage.chat.control("socket/kill", {})
        stage.chat.wait("sockets", at_least=1, timeout_ms=30000)
        self.assertIn("Search is slow", stage.command("ann", "list"))

    def test_unknown_words_and_garbage_are_answered(self):
        stage = self.stage
        self.assertIn("severity", stage.command("ann", "sevrity sev1"))
        stage.chat.control("socket/frame", {"text": "{not json"})
        stage.chat.control("socket/frame", {"text": '{"type":"events_api","envelope_id":"x","payload":[1,2]}'})
        stage.chat.control("socket/frame", {"text": "[" * 5000})
        self.assertIn("All calm", stage.command("ann", "list"))
        self.assertIsNone(stage.muster.child.poll(), "still running")


if __name__ == "__main__":
    unittest.main()
