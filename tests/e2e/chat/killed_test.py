"""kill -9 at any moment of an incident, and again at each named crash point: nothing acknowledged is lost, nothing is said twice."""

import random
import signal
import threading
import unittest

from stage import StageTest
from teams_chat import TeamsChat

# A note is one decision; an update is spoken in rooms, so that it passes the outbox too.
ENGINE_POINTS = ["engine_before_batch:3", "engine_after_commit:3"]  # two are of the start: the console's, the configuration's
OUTBOX_POINTS = ["outbox_claimed:1", "outbox_sent:1"]
FIRST_UPDATE = 7  # the number of the first step that is one
IN_THE_AIR = 6  # seconds; what may still arrive is not looked for earlier (decision 0018)
LONGEST_COMMAND = 0.2  # seconds; a command is answered within about that


class Killed:
    """Each step is a command with a marker of its own, so the ledger and the timeline can be held against what was acknowledged."""

    def play(self, kill, last=lambda: None):
        stage = self.stage
        acknowledged = []
        steps = [("declare sev2 Checkout is down", None)] + [
            (f"note marker-{i}", f"marker-{i}") for i in range(FIRST_UPDATE - 1)] + [
            (f"update --next 45m update-{i}", f"update-{i}") for i in range(4)]
        for number, (text, marker) in enumerate(steps):
            kill(number)
            while not self.say(text if number == 0 else f"INC-1 {text}") and number == 0:
                pass  # the declarer tries again, as people do; it may have been kept all the same
            if self.acknowledged:
                acknowledged.append((text, marker))
        last()
        self.revive()
        stage.advance(IN_THE_AIR)
        room = stage.chat.room(prefix="inc-1-checkout-is-down")
        # What a chat could not deliver while nobody listened comes again, at the latest minutes later.
        for seconds in (16, 45, 301):
            stage.chat.advance(seconds)
        stage.quiet(2500)
        self.check(acknowledged, room)

    def say(self, text):
        self.revive()
        self.acknowledged = self.stage.chat.acknowledged("ann", text, wait_ms=4000)
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
        self.assertEqual(stage.chat.rooms_made(), 1, "one room")
        for where in (room, stage.chat.announcements):
            for _, marker in acknowledged:
                if marker and marker.startswith("update-"):
                    # Once is what the oracles see to, by key: a card that comes late says the last update, too.
                    self.assertGreaterEqual(stage.chat.posts(marker, where), 1, f"{marker} in {where}")
        self.assertEqual(stage.chat.problems_of_cards(), [], "one card")
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
        under_way = []

        def ended():
            for timer in under_way:
                timer.join()
            under_way.clear()

        def kill(number):
            ended()
            self.revive()
            if number and chance.random() < 0.7:
                under_way.append(threading.Timer(chance.random() * LONGEST_COMMAND, self.stage.muster.kill))
                under_way[0].start()

        self.play(kill, ended)

    def test_killed_at_each_named_point(self):
        stage = self.stage
        armed = []

        def died():
            for point, process in armed:
                self.assertEqual(process.child.wait(timeout=30), -signal.SIGKILL, f"it passed {point} alive")
            armed.clear()

        def kill(number):
            died()
            # What the last crash left over is done first, so that it is the next command that meets the point.
            self.revive()
            stage.advance(IN_THE_AIR)
            stage.quiet(800)
            points = ENGINE_POINTS if number < FIRST_UPDATE else OUTBOX_POINTS
            point = points[number % len(points)]
            stage.start_muster(crash_point=point, connect=False)
            armed.append((point, stage.muster))

        self.play(kill, died)


class KilledOnSlack(Killed, StageTest):
    pass


class KilledOnTeams(Killed, StageTest):
    kinds = (TeamsChat,)
    test_killed_at_each_step = None  # the moments and the named points say more in less time


if __name__ == "__main__":
    unittest.main()
