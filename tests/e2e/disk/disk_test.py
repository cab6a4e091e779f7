"""The disk is full, slow, fails or is somebody else's: what a person, a phone and an operator then get."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import threading
import unittest

from browser import Browser
from house import until
from machine import Machine

SMALL_DISK = 64 << 20


class Disk(Machine):
    def on_small_disk(self):
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=700", "tmpfs", self.data],
                              capture_output=True, text=True)
        if made.returncode != 0:
            self.skipTest(f"a small disk needs the right to mount a tmpfs: {made.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.data])

    def fill(self):
        with open(self.data / "ballast", "ab", buffering=0) as ballast:
            with contextlib.suppress(OSError):
                while True:
                    ballast.write(b"x" * 65536)
            with contextlib.suppress(OSError):
                while True:
                    ballast.write(b"x" * 512)

    def test_full_is_told_pages_still_ring_and_it_recovers_by_itself(self):
        self.on_small_disk()
        self.start()
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        self.fill()
        kept = []
        for number in range(200):
            status, words = self.type(f"INC-1 note {'n' * 3000} {number}")
            if status != 200:
                break
            kept.append(number)
        self.assertEqual(status, 503, words)
        self.assertIn("disk full on ", words)
        status, words = self.type("INC-1 note after that")
        self.assertEqual(status, 503, words)
        self.assertIn("only pages and what is due", words)
        status, health = self.get("/readyz")
        self.assertEqual(status, 503)
        self.assertIn("disk full on ", health)
        self.assertIn('muster_part_ready{part="store"} 0', self.get("/metrics")[1])
        # The reserve keeps the pager alive.
        self.advance(300)
        until(lambda: self.phones.rung("bob"), "Bob's phone, on a full disk")
        # One that starts on the full disk starts, and does not forget that it is full.
        self.assertEqual(self.end(), 0)
        self.start()
        status, words = self.type("INC-1 note after a restart")
        self.assertEqual(status, 503, words)
        self.assertIn("only pages and what is due", words)
        # Nobody asks for anything; it is well again all the same, without a restart.
        (self.data / "ballast").unlink()
        until(lambda: self.get("/readyz")[0] == 200, "muster to be well again")
        self.assertEqual(self.type("INC-1 note there is room again")[0], 200)
        self.assertEqual((self.data / "muster.reserve").stat().st_size, 16 << 20)
        notes = [json.loads(row[0])["text"] for row in self.rows("SELECT body FROM event WHERE type = 'note' ORDER BY seq")]
        self.assertEqual([int(text.split()[1]) for text in notes[:-1]], kept, "what was answered is there, and nothing else")
        self.assertEqual(self.end(), 0)
        self.verified()

    def test_slow_is_told_and_answered(self):
        waits = self.path / "waits"
        waits.write_text("0")
        self.more = {"LD_PRELOAD": os.environ["SLOW_SYNC"], "SLOW_SYNC_FILE": str(waits)}
        self.start()
        waits.write_text("1500")
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        self.assertRegex(self.get("/readyz")[1], r"store.*writing slowly: the last commit took [1-9]")
        self.assertRegex(self.get("/metrics")[1], r"muster_engine_slow_batches_total [1-9]")
        waits.write_text("0")
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        until(lambda: self.type("INC-1 note quick again")[0] == 200 and "slowly" not in self.get("/readyz")[1],
              "the disk to be quick again")

    def batches(self):
        return next(float(line.split()[1]) for line in self.get("/metrics")[1].splitlines() if line.startswith("muster_engine_batches_total "))

    def test_many_on_a_slow_disk_share_its_syncs(self):
        """Fifty at once, each of whom would wait half a second for those before: they are answered together."""
        waits = self.path / "waits"
        waits.write_text("0")
        self.more = {"LD_PRELOAD": os.environ["SLOW_SYNC"], "SLOW_SYNC_FILE": str(waits)}
        self.start()
        self.assertEqual(self.type("declare sev2 Checkout is down")[0], 200)
        before, answered = self.batches(), []

        def note(number):
            body = {"id": f"00000000-0000-4000-b000-{number:012}", "text": f"INC-1 note number {number}"}
            answered.append(self.browser.ask("POST", "/api/v1/commands", body)[0])

        waits.write_text("500")
        people = [threading.Thread(target=note, args=(number,)) for number in range(50)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        waits.write_text("0")
        self.assertEqual(answered, [200] * len(people))
        self.assertLess(self.batches() - before, len(people) / 2)

    def test_a_failed_sync_is_a_no_and_nothing_is_kept(self):
        waits = self.path / "waits"
        waits.write_text("0")
        self.more = {"LD_PRELOAD": os.environ["SLOW_SYNC"], "SLOW_SYNC_FILE": str(waits)}
        self.start()
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        waits.write_text("fail")
        status, words = self.type("INC-1 note into the void")
        self.assertEqual(status, 503, words)
        self.assertIn("check the disk", words)
        # A page that is due cannot be recorded, and whoever looks is told so.
        self.advance(300)
        until(lambda: "are due and cannot be recorded, since" in self.get("/readyz")[1], "to be told of the page")
        self.assertRegex(self.get("/metrics")[1], r"muster_overdue_timers [1-9]")
        self.assertEqual(self.phones.rung("bob"), [])
        until(lambda: "heartbeat does not get out" in (self.path / "log").read_text(), "the heartbeat to stop")
        waits.write_text("0")
        until(lambda: self.phones.rung("bob"), "Bob's phone, late but once")
        until(lambda: self.get("/readyz")[0] == 200, "muster to be well again")
        self.assertEqual(self.end(), 0)
        self.assertEqual(self.rows("SELECT count(*) FROM event WHERE body LIKE '%into the void%'"), [(0,)])
        self.verified()

    def test_a_second_muster_is_refused(self):
        self.start()
        said = self.refused_start()
        self.assertIn(f"is in use by muster, process {self.muster.pid} on host ", said)
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)

    def test_a_database_that_is_newer_or_cut_is_refused_and_left_alone(self):
        self.start()
        for number in range(20):
            self.type(f"declare sev3 --anyway --service checkout Number {number}")
        self.end()
        file = self.data / "muster.sqlite"
        whole = file.read_bytes()
        with contextlib.closing(sqlite3.connect(file)) as db:
            db.execute("PRAGMA user_version = 77")
        newer = file.read_bytes()
        self.assertIn("was written by a newer muster (schema 77", self.refused_start())
        self.assertEqual(file.read_bytes(), newer)
        file.write_bytes(whole[:len(whole) // 2])
        self.assertIn("is damaged", self.refused_start())
        file.write_bytes(whole)
        self.start()

    def test_a_database_that_is_locked_is_told_and_let_go(self):
        self.start()
        with contextlib.closing(sqlite3.connect(self.data / "muster.sqlite", isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            status, words = self.type("declare sev1 --service checkout Checkout is down")
            self.assertEqual(status, 503, words)
            self.assertIn("is locked by another process", words)
            self.assertIn("is locked by another process", self.get("/readyz")[1])
            db.execute("ROLLBACK")
        until(lambda: self.get("/readyz")[0] == 200, "muster to be well again")
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)

    def test_sigterm_under_load_keeps_what_was_answered(self):
        self.start()
        answered = []

        def write(mine):
            browser = Browser.__new__(Browser)
            browser.__dict__ = dict(self.browser.__dict__)
            for number in range(100000):
                text = f"declare sev4 --anyway --service checkout Load {mine}/{number}"
                body = {"id": f"00000000-0000-4000-a{mine:03}-{number:012}", "text": text}
                try:
                    status, _, answer = browser.ask("POST", "/api/v1/commands", body)
                except (OSError, ValueError):
                    return
                if status == 200 and not answer["refused"]:
                    answered.append(f"Load {mine}/{number}")

        writers = [threading.Thread(target=write, args=(mine,)) for mine in range(4)]
        for writer in writers:
            writer.start()
        until(lambda: len(answered) >= 40, "forty answers")
        self.muster.send_signal(signal.SIGTERM)
        # Ten seconds are promised; the rest is for a machine that does other things too.
        self.assertEqual(self.muster.wait(timeout=30), 0)
        for writer in writers:
            writer.join()
        titles = {row[0] for row in self.rows("SELECT title FROM incident")}
        self.assertEqual(set(answered) - titles, set())
        self.verified()


if __name__ == "__main__":
    unittest.main()
