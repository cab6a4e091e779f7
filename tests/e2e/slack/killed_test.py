"""kill -9 at any moment of an incident, and again at each named crash point: nothing acknowledged is lost, nothing is said twice."""

import json
import random
import unittest

from stage import StageTest

CRASH_POINTS = ["engine_before_batch", "engine_after_commit", "outbox_claimed", "outbox_sent"]


class Killed(StageTest):
    """Each step is a command with a marker of its own, so the ledger and the timeline can be held against what was acknowledged."""

    def play(self, kill):
        stage = self.stage
        acknowledged = []
        steps = [("declare sev2 Checkout is down", None)] + [
            (f"note marker-{i}", f"marker-{i}") for i in range(6)] + [
            (f"update --next 45m update-{i}", f"update-{i}") for i in range(4)]
        for number, (text, marker) in enumerate(steps):
            kill(number)
            while not self.say(text if number == 0 else f"INC-1 {text}") and number == 0:
                pass  # the declarer tries again, as people do; it may have been kept all the same
            if self.acknowledged:
                acknowledged.append((text, marker))
        self.revive()
        room = stage.channel("inc-1-checkout-is-down")
        # What Slack could not deliver while nobody listened comes again a minute and five minutes later.
        stage.control("clock", {"advance_ms": 61_000})
        stage.control("clock", {"advance_ms": 301_000})
        stage.quiet(2500)
        self.check(acknowledged, room)

    def say(self, text):
        self.revive()
        answer = self.stage.command("ann", text, wait_ms=4000)
        self.acknowledged = answer.get("ack") is not None
        return self.acknowledged

    def revive(self):
        while not self.stage.connected():
            self.stage.start_muster(connect=False)

    def check(self, acknowledged, room):
        stage = self.stage
        timeline = [entry["text"] for entry in stage.timeline()]
        for _, marker in acknowledged:
            if marker:
                self.assertEqual(sum(marker in text for text in timeline), 1, f"{marker} in {timeline}")
        self.assertEqual(len(stage.calls("conversations.create")), 1, "one room")
        posts = stage.calls("chat.postMessage")
        for where in (room["id"], "C0INCIDENTS"):
            texts = [json.dumps(c["args"], ensure_ascii=False) for c in posts if c["args"]["channel"] == where]
            for _, marker in acknowledged:
                if marker and marker.startswith("update-"):
                    self.assertEqual(sum(marker in text for text in texts), 1, f"{marker} in {where}")
        self.assertEqual(len(stage.calls("pins.add")), 1, "one card is pinned")
        self.assertIn("every hash chain holds", stage.cli("verify").stdout)

    def test_killed_at_each_step(self):
        def kill(number):
            if number:
                self.stage.muster.kill()

        self.play(kill)

    def test_killed_at_random_moments(self):
        # The seed is printed, so that a failing run can be played again.
        seed = random.randrange(1 << 30)
        print(f"seed {seed}")
        chance = random.Random(seed)

        def kill(number):
            if number and chance.random() < 0.5:
                self.stage.muster.kill()

        self.play(kill)

    def test_killed_at_each_named_point(self):
        stage = self.stage
        passes = {point: 1 for point in CRASH_POINTS}

        def kill(number):
            point = CRASH_POINTS[number % len(CRASH_POINTS)]
            stage.muster.kill()
            stage.start_muster(crash_point=f"{point}:{passes[point] + 1}", connect=False)
            passes[point] += 1

        self.play(kill)


if __name__ == "__main__":
    unittest.main()
