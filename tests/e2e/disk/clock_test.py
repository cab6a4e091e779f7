"""The clock of the machine is set by an hour and by ten years while muster runs: it says so, nobody is forgotten or rung twice, and
what goes by the length of time goes on."""

import os
import signal
import unittest

from house import until
from machine import Machine

HOUR = 3600
TEN_YEARS = 3653 * 24 * HOUR


class Clock(Machine):
    def setUp(self):
        super().setUp()
        self.offset = self.path / "offset"
        self.set_clock(0)
        self.more = {"LD_PRELOAD": os.environ["SET_CLOCK"], "SET_CLOCK_FILE": str(self.offset)}

    def environment(self):
        return dict(super().environment(), BEAT_URL=f"http://127.0.0.1:{self.phones.port}/beat-tell-nobody")

    def set_clock(self, seconds):
        """Whole or not at all: muster reads it at any moment."""
        new = self.offset.with_suffix(".new")
        new.write_text(str(seconds))
        new.rename(self.offset)

    def jumps(self):
        for line in self.get("/metrics")[1].splitlines():
            if line.startswith("muster_clock_jumps_total "):
                return int(float(line.split()[1]))
        return 0

    def jumped(self, seconds):
        """Sets the clock, until muster has noticed and still sends its heartbeat."""
        before = self.jumps()
        self.set_clock(seconds)
        until(lambda: self.jumps() == before + 1, "muster to notice that the clock was set")
        beats = self.phones.beats
        until(lambda: self.phones.beats >= beats + 2, "the heartbeat, which goes by the length of time")

    def rung(self):
        return len(self.phones.rung("ann")), len(self.phones.rung("bob"))

    def test_set_back_and_ahead_nobody_is_forgotten_or_rung_twice(self):
        self.start()
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        self.jumped(-HOUR)
        self.assertIn("The clock was set back", (self.path / "log").read_text())
        self.assertEqual(self.type("INC-1 note the clock is wrong")[0], 200)
        self.assertEqual(self.rung(), (1, 0))
        self.jumped(HOUR)  # two hours ahead of what it was
        self.assertIn("The clock was set ahead, or this machine slept", (self.path / "log").read_text())
        until(lambda: self.phones.rung("bob"), "Bob's phone, which was due meanwhile")
        self.jumped(-HOUR)
        self.jumped(HOUR)
        self.assertEqual(self.rung(), (1, 1), "not again, because the clock passed the same time again")
        self.jumped(TEN_YEARS)
        self.jumped(0)
        self.assertEqual(self.rung(), (1, 1))
        self.assertEqual(self.get("/readyz")[0], 200)
        self.assertEqual(self.end(), 0)
        self.verified()
        self.start()
        self.assertEqual(self.type("INC-1 note the clock is right")[0], 200)

    def test_asleep_for_two_hours_it_wakes_and_rings_once_what_is_still_unanswered(self):
        self.start()
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        self.muster.send_signal(signal.SIGSTOP)
        self.set_clock(2 * HOUR)
        self.assertEqual(self.rung(), (1, 0))
        self.muster.send_signal(signal.SIGCONT)
        until(lambda: self.phones.rung("bob"), "Bob's phone")
        self.assertEqual(self.type("INC-1 note awake again")[0], 200)
        self.assertEqual(self.rung(), (1, 1))
        self.assertEqual(self.end(), 0)
        self.verified()


if __name__ == "__main__":
    unittest.main()
