"""muster and Teams with a bad network between them. What the oracles say is asked at the end of each."""

import unittest

from network import ProxiedTeams, say_injected
from stage import StageTest


class DegradedTeams(StageTest):
    kinds = (ProxiedTeams,)

    def declared(self):
        self.stage.command("ann", "declare sev2 Checkout is down")
        return self.stage.chat.room(prefix="inc-1-", card=True)

    def said(self, room, texts):
        """By commands nobody waits for: their answers go over the bad network too."""
        for text in texts:
            self.stage.chat.control("mention", {"user": "ann", "channel": room, "text": f"update --next 45m {text}", "wait_ms": 10000})

    def once(self, room, texts):
        stage = self.stage
        for _ in range(20):  # what was cut is tried again, each time a little later
            stage.advance(61)
            stage.chat.quiet(200)
            if all(stage.chat.posts(text, room) for text in texts):
                break
        stage.quiet()
        for text in texts:
            self.assertEqual(stage.chat.posts(text, room), 1, text)

    def test_slow_and_uneven_lines_lose_and_double_nothing(self):
        for side in ("up", "down"):
            self.stage.chat.network.order(side, delay_ms=20, jitter_ms=60, drip_bytes=700, drip_ms=2)
        room = self.declared()
        self.said(room, ["step 1 is done", "step 2 is done"])
        self.once(room, ["step 1 is done", "step 2 is done"])

    def cut(self, **fault):
        """Every connection ends like this, those that are open among them; what was said meanwhile and afterwards is there once."""
        chat = self.stage.chat
        room = self.declared()
        self.stage.quiet(300)
        chat.network.order(**fault)
        self.said(room, ["step 1 is done"])
        for _ in range(10):
            if chat.network.state()["cut"] >= 2:
                break
            self.stage.advance(61)
            chat.quiet(200)
        self.assertGreaterEqual(chat.network.state()["cut"], 2)
        chat.network.heal()
        self.said(room, ["step 2 is done"])
        self.once(room, ["step 1 is done", "step 2 is done"])

    def test_connections_that_are_reset_in_the_middle(self):
        self.cut(reset_after=100)

    def test_requests_that_are_reset_in_the_middle(self):
        self.cut(side="up", reset_after=300)

    def test_answers_that_end_too_early(self):
        self.cut(truncate_after=60)

    def test_no_way_out_at_all_is_survived(self):
        room = self.declared()
        self.stage.chat.network.order(refuse=True, count=8)
        self.said(room, ["step 1 is done"])
        self.once(room, ["step 1 is done"])


def tearDownModule():
    say_injected()


if __name__ == "__main__":
    unittest.main()
