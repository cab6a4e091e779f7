"""Each oracle finds what it is there for: a sound run, and the same run with one thing wrong."""

import json
import pathlib
import sqlite3
import tempfile
import unittest

from ledgers import read_slack, read_teams
from oracles import World, judge
from record import Record

SCHEMA = """
CREATE TABLE event (incident, seq, type, recorded_at, actor_id, body);
CREATE TABLE inbox (origin_key, received_at, refused);
CREATE TABLE outbox (position INTEGER PRIMARY KEY, key, incident, platform, type, body, state, not_before, last_error);
CREATE TABLE timer (key, incident, what, due);
CREATE TABLE incident (number, title, visibility, state, next_update_due);
CREATE TABLE person_identity (person, platform, user);
"""
NOW = 1_000_000_000  # microseconds


class Run:
    """A small run that is sound, to be spoiled."""

    def __init__(self, folder):
        self.folder = folder
        self.db = sqlite3.connect(folder / "muster.sqlite")
        self.db.executescript(SCHEMA)
        self.slack, self.teams, self.phones = [], [], []
        self.incident(1, "Checkout is down", "public", due=NOW + 60_000_000)
        self.add("timer", ("INC-1/update_due", 1, "update_due", NOW + 60_000_000))
        self.incident(2, "Keys leaked", "private")
        self.event(2, 1, "declared", "ann", visibility="private", members=["ann"])
        self.event(2, 2, "room", "", room={"room": "C2"})
        self.command("U0ANN", "t1", "INC-1 note disk is full")
        self.event(1, 1, "note", "ann", text="disk is full")
        self.call("conversations.create", {"name": "inc-1-checkout", "is_private": "false"}, {"channel": "C1"})
        self.post("INC-1/a/0", "C1", "disk is full")
        self.post("INC-2/a/0", "C2", "Keys leaked")
        self.add("outbox", (1, "INC-1/a/0", 1, "slack", "post", "{}", "delivered", 0, ""))
        self.event(1, 2, "page", "ann", page="P1", people=["bob"], escalated_from="")
        self.add("outbox", (2, "INC-1/b/0", 1, "webhook", "send_page", '{"page":"P1"}', "delivered", 0, ""))
        self.ring("k1", "INC-1/P1")
        self.event(1, 3, "reminder", "", what="update_due", due=NOW - 2_000_000)

    def add(self, table, values):
        self.db.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)

    def incident(self, number, title, visibility, due=None):
        self.add("incident", (number, title, visibility, "investigating", due))

    def event(self, incident, seq, kind, who, at=NOW - 1_000_000, **body):
        self.add("event", (incident, seq, kind, at, who, json.dumps(body)))

    def command(self, user, trigger, text, answer="ok", kept=True):
        self.slack.append({"kind": "envelope", "type": "slash_commands", "root": trigger,
                           "payload": {"trigger_id": trigger, "user_id": user, "text": text}})
        self.slack.append({"kind": "ack", "root": trigger, "late": False, "payload": {"text": answer}})
        if kept:
            self.add("inbox", ("slack/trigger/" + trigger, NOW, ""))

    def call(self, method, args, result):
        self.slack.append({"kind": "call", "method": method, "args": args, "result": result, "ok": True})

    def post(self, key, where, text):
        self.call("chat.postMessage", {"channel": where, "text": text, "metadata": {"event_payload": {"key": key}}},
                  {"ts": str(len(self.slack)), "channel": where})

    def ring(self, key, page):
        self.phones.append((key, {"type": "page.sent", "data": {"page": page, "method": "webhook", "acknowledge_link": "/p/1"}}))

    def judged(self, **more):
        self.db.commit()
        for name, lines in (("slack", self.slack), ("teams", self.teams)):
            (self.folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        record = Record(self.folder)
        world = World(record, [read_slack(self.folder / "slack.jsonl"), read_teams(self.folder / "teams.jsonl")], phones=self.phones,
                      settled_at=NOW, people={"U0ANN": "ann", "U0BOB": "bob"}, **more)
        violated = judge(world)
        record.close()
        self.db.close()
        return violated


class Oracles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.run_ = Run(pathlib.Path(folder.name))

    def violates(self, oracle, words, **more):
        violated = self.run_.judged(**more)
        self.assertEqual({one.oracle for one in violated}, {oracle}, [str(one) for one in violated])
        self.assertIn(words, violated[0].what)

    def test_a_sound_run_violates_nothing(self):
        self.assertEqual(self.run_.judged(), [])

    def test_an_answer_that_nothing_was_recorded_promises_nothing(self):
        self.run_.command("U0ANN", "t9", "INC-1 note x", answer="The disk is full; nothing was recorded.", kept=False)
        self.assertEqual(self.run_.judged(), [])

    def test_acknowledged_and_not_in_the_inbox(self):
        self.run_.command("U0ANN", "t2", "INC-1 list", kept=False)
        self.violates("I1", "not kept")

    def test_acknowledged_and_not_on_the_timeline(self):
        self.run_.command("U0ANN", "t2", "INC-1 update --next 45m gone")
        self.violates("I1", "0 times")

    def test_on_the_timeline_twice(self):
        self.run_.event(1, 4, "note", "ann", text="disk is full")
        self.violates("I1", "2 times")

    def test_a_page_that_nobody_got(self):
        self.run_.add("outbox", (3, "INC-1/c/0", 1, "webhook", "send_page", '{"page":"P7"}', "delivered", 0, ""))
        self.violates("I2", "no phone rang")

    def test_a_phone_that_rang_twice(self):
        self.run_.ring("k2", "INC-1/P1")
        self.violates("I3", "2 keys")

    def test_a_message_said_twice(self):
        self.run_.post("INC-1/a/0", "C1", "disk is full")
        self.violates("I4", "2 times")

    def test_a_second_room(self):
        self.run_.call("conversations.create", {"name": "inc-1-checkout-2", "is_private": "false"}, {"channel": "C9"})
        self.violates("I4", "2 rooms")

    def test_said_twice_on_teams_unless_it_says_so(self):
        for words in ("disk is full", "disk is full", "Said again: disk is full"):
            self.run_.teams.append({"kind": "call", "method": "send", "ok": True, "channel": "19:a", "result": {"id": words},
                                    "body": {"id": "muster-0123456789abcdef", "text": words}})
        self.violates("I4", "2 times")

    def test_a_reminder_before_its_time(self):
        self.run_.event(1, 4, "reminder", "", what="update_overdue", due=NOW + 5_000_000)
        self.violates("I5", "early")

    def test_a_timer_before_its_time(self):
        self.run_.add("inbox", (f"timer/INC-1/page_escalate/P1/{NOW + 1}/5", NOW, ""))
        self.violates("I5", "early")

    def test_a_page_after_it_was_answered(self):
        self.run_.event(1, 4, "ack", "bob", page="P1", person="bob")
        self.run_.event(1, 5, "page", "", page="P2", people=["cat"], escalated_from="P1")
        self.violates("I7", "answered")

    def test_a_page_after_the_end(self):
        self.run_.event(1, 4, "state", "ann", to="resolved")
        self.run_.event(1, 5, "page", "", page="P2", people=["cat"], escalated_from="P1")
        self.violates("I7", "after the end")

    def test_a_private_title_in_a_public_room(self):
        self.run_.post("INC-2/b/0", "C1", "Keys leaked")
        self.violates("I12/private", "C1")

    def test_a_private_title_told_to_a_stranger(self):
        self.run_.command("U0BOB", "t2", "list", answer="INC-2 Keys leaked")
        self.violates("I12/private", "U0BOB")

    def test_a_broken_record(self):
        self.violates("I6/I11", "entry 3", problems=["INC-1 entry 3 was changed"])

    def test_a_secret_in_the_log(self):
        self.violates("I12", "secret 1", log="token xoxb-1", secrets=("xoxb-1",))

    def test_a_report_of_a_sanitizer(self):
        self.violates("I14", "AddressSanitizer", log="==1==ERROR: AddressSanitizer: heap-use-after-free")

    def test_giving_up(self):
        self.violates("I14", "terminate called", log="terminate called after throwing an instance of 'std::logic_error'")

    def test_giving_up_without_memory_is_allowed(self):
        self.assertEqual(self.run_.judged(log="terminate called after throwing an instance of 'std::bad_alloc'"), [])

    def test_descriptors_that_pile_up(self):
        self.violates("I13", "1000 open files", used={"open files": 1000, "threads": 9})

    def test_what_is_usual_piles_up_nowhere(self):
        self.assertEqual(self.run_.judged(used={"open files": 40, "threads": 9, "queued": 0}), [])

    def test_a_row_nobody_sends(self):
        self.run_.add("outbox", (3, "INC-1/c/0", 1, "slack", "post", "{}", "running", NOW - 1, "x"))
        self.violates("I10", "still running")

    def test_a_timer_that_does_not_fire(self):
        self.run_.add("timer", ("INC-1/role_unclaimed", 1, "role_unclaimed", NOW - 60_000_000))
        self.violates("I10", "overdue")

    def test_a_promise_without_a_timer(self):
        self.run_.db.execute("DELETE FROM timer")
        self.violates("timers", "INC-1")


if __name__ == "__main__":
    unittest.main()
