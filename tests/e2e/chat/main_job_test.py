"""The main job on the fake Slack, and what only Slack has: private channels, announcements that are wiped."""

import json
import unittest

from main_job import MainJob
from stage import StageTest


class SlackMainJob(MainJob, StageTest):
    def test_a_private_incident_has_a_private_room(self):
        self.stage.command("ann", "declare sev1 --private Keys leaked")
        room = self.stage.chat.wait("channel", prefix="inc-1-frost-pebble")["channel"]
        self.assertTrue(room["is_private"])

    def test_what_becomes_private_is_wiped_from_the_announcements(self):
        stage, chat = self.stage, self.stage.chat
        stage.command("ann", "declare sev2 Keys leaked")
        old = chat.room(prefix="inc-1-keys", card=True)
        chat.wait("message", channel="C0INCIDENTS", text="Keys leaked")
        stage.command("ann", "INC-1 private now")
        chat.wait("message", channel="C0INCIDENTS", text="restricted now")
        chat.room(prefix="inc-1-frost-pebble")
        stage.quiet()
        messages = chat.control("state")["messages"]
        self.assertNotIn("Keys leaked", json.dumps(messages["C0INCIDENTS"]))
        card = next(call["args"]["timestamp"] for call in chat.calls("pins.add") if call["args"]["channel"] == old)
        self.assertNotIn(card, [message["ts"] for message in messages[old]], "its card is still in the room that everybody reads")
        self.assertNotIn("failed", [entry["type"] for entry in stage.timeline_of_private("INC-1")])


if __name__ == "__main__":
    unittest.main()
