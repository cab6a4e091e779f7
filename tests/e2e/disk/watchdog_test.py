"""muster tells whoever started it that it is ready and alive, and is started anew when it stands still."""

import os
import select
import signal
import socket
import time
import unittest

from house import until
from machine import Machine

PATIENCE = 3  # seconds


class Watchdog(Machine):
    """What systemd does with Type=notify and WatchdogSec, done by the test."""

    def setUp(self):
        super().setUp()
        self.desk = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.desk.close)
        self.desk.bind(str(self.path / "notify"))
        self.waits = self.path / "waits"
        self.waits.write_text("0")
        self.more = {"NOTIFY_SOCKET": str(self.path / "notify"), "WATCHDOG_USEC": str(PATIENCE * 1000000),
                     "LD_PRELOAD": os.environ["SLOW_SYNC"], "SLOW_SYNC_FILE": str(self.waits)}

    def word(self, seconds):
        """What it says next; None: nothing for so long."""
        ready, _, _ = select.select([self.desk], [], [], seconds)
        return self.desk.recv(100).decode() if ready else None

    def until_silent(self):
        """Reads words until there is none for as long as the supervisor waits."""
        deadline = time.monotonic() + 60
        while self.word(PATIENCE) is not None:
            self.assertLess(time.monotonic(), deadline, "it goes on saying that it is alive")

    def drained(self):
        while self.word(0) is not None:
            pass

    def test_it_says_when_it_is_ready_lives_and_ends(self):
        self.start()
        words = [self.word(20)]
        while "READY=1" not in words:
            words.append(self.word(20))
        self.assertLessEqual(set(words), {"READY=1", "WATCHDOG=1"})
        for _ in range(4):
            self.assertEqual(self.word(PATIENCE), "WATCHDOG=1")
        self.assertEqual(self.end(), 0)
        words = []
        while (word := self.word(0)) is not None:
            words.append(word)
        self.assertIn("STOPPING=1", words)

    def test_a_disk_that_never_answers_is_standing_still_and_nothing_is_lost_by_the_end_of_it(self):
        self.start()
        self.assertEqual(self.type("declare sev2 Checkout is down")[0], 200)
        self.waits.write_text("90000")
        self.advance(7200)  # what is due then has to be written
        self.until_silent()
        self.waits.write_text("0")
        self.assertEqual(self.end(signal.SIGABRT), -signal.SIGABRT)
        self.drained()
        self.start()
        until(lambda: self.word(20) == "READY=1", "a new one")
        self.assertEqual(self.type("INC-1 note we are back")[0], 200)
        self.assertEqual(self.end(), 0)
        self.verified()

    def test_nobody_counts_without_a_watchdog(self):
        del self.more["WATCHDOG_USEC"]
        self.start()
        self.assertEqual(self.word(20), "READY=1")
        self.assertEqual(self.type("declare sev2 Checkout is down")[0], 200)
        self.assertEqual(self.end(), 0)
        self.assertEqual(self.word(20), "STOPPING=1")


if __name__ == "__main__":
    unittest.main()
