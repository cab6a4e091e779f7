"""Retention by the real program: 400 days later, by command and at a start; what is held stays."""

import contextlib
import json
import sqlite3
import unittest

from offline import Offline

KEPT = "retention: {incidents: 365d, drills: 30d, messages: 90d, access: 180d}\n"


class Retention(Offline):
    def setUp(self):
        super().setUp()
        with self.serving() as ready:
            ann = self.browser(ready["signin"])
            ann.type("declare sev3 Canceled long ago")
            ann.type("INC-1 cancel a false alarm")
            ann.type("declare sev3 --drill A drill of long ago")
            ann.type("INC-2 cancel enough")
            ann.type("declare sev3 Held for the insurer")
            ann.type("INC-3 cancel a false alarm")
            ann.type("INC-3 legal-hold on the insurer asks")
            ann.type("declare sev3 With work to do")
            ann.type("INC-4 followup @ann Repair it")
            ann.type("INC-4 cancel a false alarm")
            ann.type("declare sev3 Open still")
            ann.type("declare sev3 The newest one")
            ann.type("INC-6 cancel a false alarm")
            self.say(ann, 1, "words of long ago")
            self.say(ann, 3, "words that are held")
            self.told()
            self.assertIn("Under legal hold: the insurer asks", json.dumps(ann.get("/api/v1/rooms/inc-3/messages")), "its card says so")

    def say(self, browser, room, text):
        status, _, answer = browser.ask("POST", f"/api/v1/rooms/inc-{room}/messages",
                                        {"id": f"10000000-0000-4000-8000-00000000000{room}", "text": text})
        self.assertLess(status, 300, answer)

    def numbers(self):
        return [one["incident"] for one in json.loads(self.muster("incidents", "--all", "--json"))["incidents"]]

    def found(self, word):
        return [name for name, content in self.bytes().items() if word in content]

    def test_after_400_days_what_is_over_is_gone_and_what_is_held_is_not(self):
        self.configure(self.CONFIG + KEPT)
        self.assertEqual(json.loads(self.muster("retention", "--json"))["incidents"], [], "today nothing is old")
        told = self.muster("retention", ahead=400)
        for part in ("Nothing was changed", "incidents: 2 older than", "drills: 1 older than", "INC-3 stays: under legal hold: the insurer asks",
                     "INC-4 stays: action item AI-1 is open"):
            self.assertIn(part, told)
        self.assertEqual(len(self.numbers()), 6)
        done = json.loads(self.muster("retention", "--apply", "--json", ahead=400))
        self.assertEqual(sorted(done["incidents"]), ["INC-1", "INC-2", "INC-6"])
        self.assertEqual(self.numbers(), ["INC-5", "INC-4", "INC-3"])
        self.muster("verify")
        for word in (b"Canceled long ago", b"A drill of long ago", b"The newest one", b"words of long ago", b"127.0.0.1"):
            self.assertEqual(self.found(word), [], word)
        self.assertNotEqual(self.found(b"words that are held"), [])
        with self.serving(ahead=400) as ready:
            ann = self.browser(ready["signin"])
            self.assertIn("INC-7", json.dumps(ann.type("declare sev3 The next one")), "a number is never given again")
            self.assertEqual(ann.ask("GET", "/api/v1/incidents/1")[0], 404)

    def test_a_start_does_it_too(self):
        self.configure(self.CONFIG + KEPT)
        with self.serving(ahead=400) as ready:
            self.browser(ready["signin"]).type("INC-5 note it goes on")
        self.assertEqual(self.numbers(), ["INC-5", "INC-4", "INC-3"])
        self.muster("verify")
        self.assertIn("forgotten by the retention", (self.path / "log").read_text())

    def test_what_cannot_be_taken_out_keeps_nobody_from_an_incident(self):
        with contextlib.closing(sqlite3.connect(self.path / "data" / "muster.sqlite")) as db:
            trigger, = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'event_is_not_updated'").fetchone()
            db.execute("DROP TRIGGER event_is_not_updated")
            db.execute("UPDATE event SET source = 'forged' WHERE incident = 0 AND type = 'signed_in'")
            db.execute(trigger)
            db.commit()
        self.configure(self.CONFIG + KEPT)
        with self.serving(ahead=400) as ready:
            self.browser(ready["signin"]).type("declare sev3 The next one")
        self.assertEqual(len(self.numbers()), 7)
        log = (self.path / "log").read_text()
        self.assertIn("what is old was not taken out", log)
        self.assertIn("the operations log entry", log)

    def test_without_a_section_nothing_goes(self):
        self.assertIn("incidents: kept for ever", self.muster("retention", "--apply", ahead=4000))
        with self.serving(ahead=4000):
            pass
        self.assertEqual(len(self.numbers()), 6)

    def test_killed_at_any_moment_it_is_done_or_not_begun(self):
        self.configure(self.CONFIG + KEPT)
        self.muster("retention", "--apply", ahead=400, point="retention_before_commit:1", code=-9)
        self.assertEqual(len(self.numbers()), 6)
        self.muster("verify")
        self.muster("retention", "--apply", ahead=400, point="retention_after_commit:1", code=-9)
        self.assertEqual(len(self.numbers()), 3)
        self.muster("verify")

    def test_it_waits_for_muster_to_stop(self):
        self.configure(self.CONFIG + KEPT)
        with self.serving():
            self.assertIn("stop that one", self.muster("retention", "--apply", code=4))


if __name__ == "__main__":
    unittest.main()
