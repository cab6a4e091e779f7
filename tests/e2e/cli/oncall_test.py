"""Who is on call, asked of the real program: by its configuration, by a calendar it reads, and after an edit."""

import datetime as dt
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

MUSTER = os.environ["MUSTER_BIN"]
CONFIG = """\
people: {ann: {name: Ann Lee}, bob: {name: Bob Ray}}
schedules:
  primary:
    name: Primary
    layers: {all: {people: [PEOPLE], starts: "2026-01-05T09:00"}}
  vendor: {ical: vendor.ics}
"""


class Oncall(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.configure("ann")
        now = dt.datetime.now(dt.timezone.utc)
        begin, end = (now + dt.timedelta(hours=h) for h in (-5, 5))
        (self.path / "vendor.ics").write_text(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
            f"DTSTART:{begin:%Y%m%dT%H%M%SZ}\r\nDTEND:{end:%Y%m%dT%H%M%SZ}\r\nSUMMARY:[L1] bob\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n")

    def configure(self, people):
        (self.path / "muster.yaml").write_text(CONFIG.replace("PEOPLE", people))

    def run_muster(self, *words):
        done = subprocess.run(
            [MUSTER, *words, "--config", self.path / "muster.yaml", "--data", self.path / "data"],
            capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    def on_call(self, schedule, *words):
        code, text = self.run_muster("oncall", schedule, "--json", *words)
        self.assertEqual(code, 0, text)
        return [person["id"] for person in json.loads(text)["schedules"][0]["on_call"]]

    # Serves until the condition holds.
    def serve_until(self, holds):
        muster = subprocess.Popen(
            [MUSTER, "serve", "--json", "--listen", "127.0.0.1:0", "--config", self.path / "muster.yaml", "--data",
             self.path / "data"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            muster.stdout.readline()
            deadline = time.monotonic() + 30
            while not holds():
                self.assertLess(time.monotonic(), deadline, "it never came")
        finally:
            muster.terminate()
            muster.wait()
            muster.stdout.close()

    def test_by_the_configuration_and_an_unknown_schedule_is_said_so(self):
        self.assertEqual(self.on_call("primary"), ["ann"])
        code, text = self.run_muster("oncall")
        self.assertEqual(code, 0, text)
        self.assertIn("Primary: Ann Lee", text)
        self.assertIn("vendor: NOBODY", text)
        code, text = self.run_muster("oncall", "primry")
        self.assertNotEqual(code, 0)
        self.assertIn("no schedule primry", text)

    def test_check_warns_of_gaps_and_reads_calendars(self):
        self.configure("ann, nobody")
        _, text = self.run_muster("check")
        self.assertIn("WARNING: schedule primary: nobody is on call in", text)
        self.assertIn("ann is on call and at night can be reached by chat only", text)
        self.assertIn("schedule vendor: 1 shift read", text)
        self.assertIn("schedule vendor: the calendar ends on", text)
        self.assertNotIn("nobody here is called", text)

    def test_a_calendar_is_read_and_an_edit_does_not_rewrite_what_was(self):
        self.serve_until(lambda: self.on_call("vendor") == ["bob"] and self.recorded() == 1)
        before = f"{dt.datetime.now(dt.timezone.utc):%Y-%m-%dT%H:%M:%S.%fZ}"
        self.configure("bob")
        self.serve_until(lambda: self.recorded() == 2)
        self.assertEqual(self.on_call("primary"), ["bob"])
        self.assertEqual(self.on_call("primary", "--at", before), ["ann"])

    # How often shifts of the primary schedule were put on record.
    def recorded(self):
        query = "SELECT count(*) FROM event WHERE type = 'shifts' AND body LIKE '%\"primary\"%'"
        done = subprocess.run(["sqlite3", "-readonly", self.path / "data" / "muster.sqlite", query],
                              capture_output=True, text=True, timeout=30)
        return int(done.stdout or 0)


if __name__ == "__main__":
    unittest.main()
