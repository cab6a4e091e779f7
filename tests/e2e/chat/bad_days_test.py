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

    def test_a_command_typed_in_a_long_gap_is_asked_about_and_not_done(self):
        stage, chat = self.stage, self.stage.chat
        stage.command("ann", "declare sev2 Checkout is down")
        room = chat.room(prefix="inc-1-", card=True)
        stage.quiet()
        chat.control("config", {"retry_delays_ms": []})
        chat.control("fail", {"method": "socket.open", "status": 503, "count": 1000000})
        chat.control("socket/kill", {})
        chat.wait("sockets", count=0)
        chat.control("mention", {"user": "ann", "channel": room, "text": "resolve all good"})
        stage.advance(17 * 3600)
        chat.control("mention", {"user": "bob", "channel": room, "text": "note the cache was flushed"})
        chat.delete("fail")
        said = chat.wait_said(room, "type it again", timeout_ms=60000)
        self.assertIn("<@U0ANN>", json.dumps(said))
        self.assertIn("17 h 00 min before I could read it", json.dumps(said))
        stage.quiet()
        stage.start_muster()  # which reads the last hours again
        stage.quiet()
        self.assertEqual(chat.posts("type it again", room), 1)
        told = [entry["text"] for entry in stage.timeline()]
        self.assertEqual(sum("resolve all good" in text for text in told), 1, told)
        self.assertEqual(sum("the cache was flushed" in text for text in told), 1, told)
        self.assertIn('"investigating"', stage.cli("incidents", "--json").stdout)

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
