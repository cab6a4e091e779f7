"""Forgetting a person by the real program: they take part in everything there is, and are in nothing afterwards."""

import json
import unittest

from offline import Offline

PEOPLE = """\
people:
  ann: {name: Ann}
"""
ZORA = """\
  zoraq:
    name: Zora Quimby
    identities: {slack: UZORA77, email: zora.q@example.com, phone: "+491705550199"}
"""
TEAMS = """\
teams: {shop: {members: [ann, zoraq]}}
"""
CONFIG = "organisation: Acme\n" + PEOPLE + ZORA + TEAMS
TRACES = ["zoraq", "Zora Quimby", "ZORA QUIMBY", "zora-quimby", "zora", "quimbi", "UZORA77", "zora.q@example.com", "5550199", "555-0199"]


class Forget(Offline):
    CONFIG = CONFIG

    def setUp(self):
        super().setUp()
        with self.serving("Zora Quimby") as ready:
            zora = self.browser(ready["signin"])
            zora.type("declare sev2 Checkout is down, says Zora Quimby")
            zora.type("INC-1 note @zoraq saw it first; mail zora.q@example.com or call +49 170 555-0199")
            zora.type("INC-1 task @zoraq ask ZORA QUIMBY again")
            zora.type("INC-1 followup @zoraq Write down what Zora Quimby knows")
            zora.type("INC-1 page @zoraq please look, Zora Quimby")
            zora.type("INC-1 ack")
            zora.type("INC-1 update we work on it --next 30m")
            zora.type("declare sev3 Search is slow")
            zora.type("INC-2 cancel asked Zora Quimby")
            zora.type("declare sev3 --private Laptop stolen")
            zora.type("INC-3 note it was Zora Quimby's")
            self.said(zora, "POST", "/api/v1/rooms/inc-1/messages", {"id": "10000000-0000-4000-8000-000000000001",
                                                                     "text": "I, Zora Quimby, see <@UZORA77>'s error"})
            message = [one["id"] for one in zora.get("/api/v1/rooms/inc-1/messages")["messages"] if one["author"]][-1]
            for number, emoji in ((2, "pushpin"), (3, "eyes")):
                self.said(zora, "POST", "/api/v1/reactions", {"id": f"10000000-0000-4000-8000-00000000000{number}", "room": "inc-1",
                                                              "message": message, "emoji": emoji, "added": True})
            self.told()
            zora.ask("POST", "/api/v1/commands", {"text": "note"}, dict(zora.headers, **{"X-Muster-CSRF": "wrong"}))  # an access record
        with self.serving("Ann") as ready:
            ann = self.browser(ready["signin"])
            ann.type("declare sev3 Mail is late")
            ann.type("INC-4 role ops @zoraq")
            ann.type("page @zoraq there is no incident yet")
            self.told()
        self.before = self.muster("timeline", "INC-1", "--housekeeping")

    def said(self, browser, method, path, body):
        status, _, answer = browser.ask(method, path, body)
        self.assertLess(status, 300, answer)

    def forget(self, *words, **options):
        return self.muster("forget", "zoraq", "--reason", "she asked for it", *words, **options)

    def found(self):
        return {(name, trace) for name, content in self.bytes().items() for trace in TRACES if trace.lower().encode() in content.lower()}

    def test_nothing_is_left_and_muster_goes_on(self):
        self.assertIn("Zora Quimby", self.before)
        self.configure("organisation: Acme\n" + PEOPLE + "teams: {shop: {members: [ann]}}\n")
        told = json.loads(self.forget("--yes", "--json"))
        self.assertTrue(told["forgotten"])
        self.assertEqual([one["timeline"] for one in told["timelines"]], ["operations log", "INC-1", "INC-2", "INC-3", "INC-4"])
        self.assertFalse(told["still_configured"])
        self.assertEqual(told["left"], 0)
        self.assertEqual(self.found(), set())
        self.muster("verify")
        self.everything_says(told["token"])
        with self.serving("Ann") as ready:
            ann = self.browser(ready["signin"])
            ann.type("INC-1 note it goes on")
            ann.type("INC-1 role ops @ann")
            self.assertIn(told["token"], json.dumps(ann.get("/api/v1/incidents/1/timeline")))
            self.assertIn(told["token"], json.dumps(ann.get("/api/v1/rooms/inc-1/messages")))
        self.assertEqual(self.found(), set(), "what a start makes anew has nothing of them either")
        self.muster("verify")

    def everything_says(self, token):
        """Whatever can be taken out: it names nobody, and tells the same otherwise."""
        after = self.muster("timeline", "INC-1", "--housekeeping")
        self.assertIn(token, after)
        self.assertEqual(len(after.splitlines()), len(self.before.splitlines()))
        self.muster("evidence", "evidence", "--last", "30d", "--include-private")
        said = after + self.muster("postmortem", "INC-1") + self.muster("incidents", "--all", "--include-private", "--json")
        for form in ("text", "csv", "html", "json"):
            said += self.muster("report", "--last", "30d", "--format", form)
        for file in (self.path / "evidence").rglob("*"):
            said += file.read_text() if file.is_file() else ""
        self.assertEqual([trace for trace in TRACES if trace.lower() in said.lower()], [])
        self.muster("verify", "evidence")

    def test_a_dry_run_tells_what_would_change_and_changes_nothing(self):
        before = self.muster("incidents", "--all", "--json")
        told = self.forget()
        for part in ("Nothing was changed", "zoraq", "UZORA77", "+491705550199", "operations log:", "INC-1:", "INC-2: 4 entries",
                     "muster.yaml names them still", "Backups and exports"):
            self.assertIn(part, told)
        self.assertNotIn("Not looked into", told)
        self.assertEqual(self.muster("incidents", "--all", "--json"), before)
        self.assertNotEqual(self.found(), set())

    def test_words_that_may_mean_others_are_told_and_taken_when_asked_for(self):
        with self.serving("Ann") as ready:
            self.browser(ready["signin"]).type("INC-4 note Quimby's laptop was it")
        self.assertIn("1 entry has one of these words", self.forget())
        self.forget("--also", "Quimby", "--yes")
        self.assertNotIn("Quimby", self.muster("timeline", "INC-4"))

    def test_somebody_only_met_here_is_forgotten_by_their_id(self):
        with self.serving("Ann") as ready:
            ann = self.browser(ready["signin"])
            status, _, answer = ann.ask("POST", "/api/v1/invitations", {"id": "20000000-0000-4000-8000-000000000001", "name": ""})
            self.assertLess(status, 300, answer)
            self.browser(next(value for value in answer.values() if "#signin=" in str(value)), "Yolanda Xerxes").type("INC-4 note here I am")
        self.muster("forget", "console:yolanda-xerxes", "--reason", "left", "--yes")
        self.assertEqual([name for name, content in self.bytes().items() if b"olanda" in content or b"xerx" in content.lower()], [])
        self.muster("verify")

    def test_killed_at_any_moment_it_is_done_or_not_begun(self):
        self.forget("--yes", point="forget_before_commit:1", code=-9)
        self.assertEqual(self.muster("timeline", "INC-1", "--housekeeping"), self.before)
        self.muster("verify")
        self.forget("--yes", point="forget_after_commit:1", code=-9)
        self.muster("verify")
        self.assertNotIn("Zora", self.muster("timeline", "INC-1"))
        self.forget("--yes", point="scrub_log_emptied:1", code=-9)
        self.muster("verify")
        self.forget("--yes")
        self.assertEqual(self.found(), set(), "done again, it takes them out of the files too")

    def test_it_says_what_to_do(self):
        with self.serving("Ann"):
            self.assertIn("stop that one", self.forget("--yes", code=4))
        self.assertIn("--reason", self.muster("forget", "zoraq", code=2))
        (self.path / "data" / "monday.sqlite").write_bytes(b"a backup")
        self.assertIn("monday.sqlite", self.forget())
        self.assertIn("Nobody of this id", self.muster("forget", "nobody", "--reason", "x"))


if __name__ == "__main__":
    unittest.main()
