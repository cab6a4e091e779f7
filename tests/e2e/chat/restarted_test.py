"""What a start finds half done: nothing overtakes it, and muster knows who it is before it looks for what it made."""

import collections
import contextlib
import signal
import sqlite3
import subprocess
import time
import unittest
import urllib.request

from process import Process
from stage import StageTest


class Restarted(StageTest):
    def killed_while_the_room_is_made(self, declare="declare sev2 Checkout is down"):
        """Slack makes the room, muster does not hear of it and dies."""
        stage = self.stage
        stage.chat.control("fail", {"method": "conversations.create", "mode": "accept_then_hang"})
        stage.chat.acknowledged("ann", declare, wait_ms=5000)
        stage.chat.wait("channel", prefix="inc-1-")
        stage.muster.kill()
        stage.chat.delete("fail")

    def test_a_room_is_not_made_twice_while_slack_does_not_say_who_muster_is(self):
        stage = self.stage
        self.killed_while_the_room_is_made()
        stage.chat.control("fail", {"method": "auth.test", "status": 503, "count": 2})
        stage.start_muster(connect=False)
        stage.chat.room(prefix="inc-1-", card=True)
        stage.quiet(2500)
        self.assertEqual(stage.chat.rooms_made(), 1)

    def test_what_is_due_at_the_start_does_not_overtake_what_was_left_over(self):
        stage = self.stage
        # The first life is two hours ago: what it promised is overdue when the next one starts.
        url = f"{stage.muster.ready['test_clock']}/advance?seconds=-7200"
        urllib.request.urlopen(urllib.request.Request(url, data=b""), timeout=10).read()
        self.killed_while_the_room_is_made("declare sev1 Checkout is down")
        stage.start_muster()
        room = stage.chat.room(prefix="inc-1-", card=True)
        stage.chat.wait_said(room, "was promised for")


AUDIENCES = [f"shop{number:03}" for number in range(80)]
ROOMS = "audiences:\n" + "".join(f"  {name}: {{name: {name}, rooms: {{slack: C0{name.upper()}}}}}\n" for name in AUDIENCES)


class Broadcast(StageTest):
    """An update that goes to many rooms, while muster is told to end."""

    more = ROOMS

    def posts(self):
        """How often it was said, by room."""
        return collections.Counter(call["args"]["channel"] for call in self.stage.chat.calls("chat.postMessage")
                                   if "we are on it" in str(call["args"]))

    def unsettled(self):
        with contextlib.closing(sqlite3.connect(f"file:{self.stage.folder / 'data' / 'muster.sqlite'}?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'running')").fetchone()[0]

    def ended_under_way(self, ends):
        stage, chat = self.stage, self.stage.chat
        for name in AUDIENCES:
            chat.control("channels", {"name": name, "id": f"C0{name.upper()}", "members": ["U0BOT"]})
        stage.command("ann", "declare sev2 Checkout is down")
        room = chat.room(prefix="inc-1-", card=True)
        stage.quiet()
        chat.control("fail", {"method": "chat.postMessage", "skip": len(AUDIENCES) // 4, "count": len(AUDIENCES), "delay_ms": 20000})
        self.assertIn("Sent to", stage.command("ann", f"update --to {','.join(AUDIENCES)} --next 45m we are on it", room))
        chat.wait("call", method="chat.postMessage", text="we are on it", count=len(AUDIENCES) // 4, timeout_ms=60000)
        code = ends(stage.muster)
        self.assertGreater(self.unsettled(), 0, "it ended when all was said already")
        chat.delete("fail")
        stage.start_muster()
        deadline = time.monotonic() + 120
        while self.unsettled() and time.monotonic() < deadline:
            stage.advance(61)  # what may still arrive is looked for, what nobody acknowledged comes again
            chat.quiet(200)
        stage.quiet(2500)
        self.assertEqual(self.posts(), dict.fromkeys([room, *(f"C0{name.upper()}" for name in AUDIENCES)], 1))
        return code

    def test_sigterm_while_an_update_goes_to_many_rooms_each_hears_it_once(self):
        self.assertEqual(self.ended_under_way(Process.stop), 0)

    def test_sigterm_and_an_impatient_sigkill_each_hears_it_once(self):
        def impatient(process):
            process.child.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.child.wait(timeout=1)
            process.child.send_signal(signal.SIGKILL)
            return process.release()

        self.assertIn(self.ended_under_way(impatient), (0, -signal.SIGKILL))


if __name__ == "__main__":
    unittest.main()
