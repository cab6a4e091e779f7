"""What a start finds half done: nothing overtakes it, and muster knows who it is before it looks for what it made."""

import unittest
import urllib.request

from stage import StageTest


class Restarted(StageTest):
    def killed_while_the_room_is_made(self, declare="declare sev2 Checkout is down"):
        """Slack makes the room, muster does not hear of it and dies."""
        stage = self.stage
        stage.chat.control("fail", {"method": "conversations.create", "mode": "accept_then_hang"})
        stage.chat.acknowledged("ann", declare, wait_ms=5000)
        stage.chat.wait("channel", prefix="inc-1-")
        stage.muster.kill()
        stage.chat.delete("fail")

    def test_a_room_is_not_made_twice_while_slack_does_not_say_who_muster_is(self):
        stage = self.stage
        self.killed_while_the_room_is_made()
        stage.chat.control("fail", {"method": "auth.test", "status": 503, "count": 2})
        stage.start_muster(connect=False)
        stage.chat.room(prefix="inc-1-", card=True)
        stage.quiet(2500)
        self.assertEqual(stage.chat.rooms_made(), 1)

    def test_what_is_due_at_the_start_does_not_overtake_what_was_left_over(self):
        stage = self.stage
        # The first life is two hours ago: what it promised is overdue when the next one starts.
        url = f"{stage.muster.ready['test_clock']}/advance?seconds=-7200"
        urllib.request.urlopen(urllib.request.Request(url, data=b""), timeout=10).read()
        self.killed_while_the_room_is_made("declare sev1 Checkout is down")
        stage.start_muster()
        room = stage.chat.room(prefix="inc-1-", card=True)
        stage.chat.wait_said(room, "was promised for")


if __name__ == "__main__":
    unittest.main()
