"""muster and Slack with a bad network between them: slow, cut, silent, repeating itself. What the oracles say is asked at the end of each."""

import contextlib
import sqlite3
import time
import unittest

from network import PlainSlack, TunnelledSlack, say_injected
from stage import StageTest


class Degraded(StageTest):
    kinds = (TunnelledSlack,)

    def declared(self):
        self.stage.command("ann", "declare sev2 Checkout is down")
        return self.stage.chat.room(prefix="inc-1-", card=True)

    def newest_socket(self):
        return max((socket["id"] for socket in self.stage.chat.control("sockets")["sockets"]), default=0)

    def socket_again(self):
        before = self.newest_socket()
        with contextlib.suppress(AssertionError):  # the bad network may have ended them already
            self.stage.chat.control("socket/kill", {})
        self.stage.chat.wait("sockets", at_least=1, newer_than=before, timeout_ms=60000)

    def survived_cuts(self, room):
        """Sockets and the reminders that are due go over connections that are cut."""
        self.socket_again()
        self.stage.advance(3600)
        self.assertGreaterEqual(self.stage.chat.network.state()["cut"], 2)
        self.stage.chat.network.heal()
        self.socket_again()
        self.stage.advance(301)  # what nobody acknowledged comes again
        self.worked(room)

    def worked(self, room):
        """Everything that was said is there once."""
        stage = self.stage
        said = [f"step {number} is done" for number in range(3)]
        for text in said:
            stage.command("ann", f"update --next 45m {text}", room)
        stage.chat.network.heal()
        for text in said:
            stage.chat.wait_said(room, text, timeout_ms=60000)
        stage.quiet()
        for text in said:
            self.assertEqual(stage.chat.posts(text, room), 1)

    def test_slow_and_uneven_lines_lose_and_double_nothing(self):
        for side in ("up", "down"):
            self.stage.chat.network.order(side, delay_ms=20, jitter_ms=60, drip_bytes=700, drip_ms=2)
        self.worked(self.declared())

    def test_connections_that_are_reset_in_the_middle(self):
        chat = self.stage.chat
        room = self.declared()
        for after in (600, 2500, 3500, 4200):
            chat.network.order(reset_after=after, count=2)
        # A socket is a new connection, and its handshake is longer than 600 bytes: the first two of the eight are cut whatever happens.
        self.survived_cuts(room)

    def test_answers_that_end_too_early_and_halves_that_close(self):
        room = self.declared()
        chat = self.stage.chat
        chat.network.order(truncate_after=1000, count=2)
        chat.network.order(truncate_after=3300, count=2)
        chat.network.order(half_close_after=3300, count=2)
        self.survived_cuts(room)

    def test_a_network_that_swallows_everything_is_found_out_and_replaced(self):
        chat = self.stage.chat
        self.declared()
        self.stage.quiet(500)
        before = self.newest_socket()
        # What is open now hears nothing more; new connections are well.
        chat.network.order(blackhole=True)
        chat.network.order(delay_ms=0, count=1000)
        chat.wait("sockets", at_least=1, newer_than=before, timeout_ms=40000)
        self.assertIn("INC-1", self.stage.command("ann", "list"))

    def test_no_way_out_at_all_is_survived(self):
        chat = self.stage.chat
        room = self.declared()
        chat.network.order(refuse=True, count=12)
        self.socket_again()
        self.worked(room)


class Late(StageTest):
    kinds = (TunnelledSlack,)

    def test_a_request_that_outlives_the_process_that_sent_it_is_waited_for(self):
        stage, network = self.stage, self.stage.chat.network
        stage.command("ann", "declare sev2 Checkout is down")
        room = stage.chat.room(prefix="inc-1-", card=True)
        stage.quiet()
        network.order("up", delay_ms=4000)
        stage.chat.control("command", {"user": "ann", "channel": room, "command": "/inc", "text": "update --next 45m we are on it"})
        self.until_sent("we are on it")
        stage.muster.kill()
        network.heal()  # what is on its way stays so
        stage.start_muster()
        stage.chat.wait_said(room, "we are on it", timeout_ms=30000)
        stage.advance(10)
        stage.quiet(6000)
        self.assertEqual(stage.chat.posts("we are on it", room), 1)

    def until_sent(self, text):
        """Until what is said with these words, in the room and to everybody, is claimed, and both requests and the
        acknowledgement are on their way."""
        deadline = time.monotonic() + 30
        database = f"file:{self.stage.folder / 'data' / 'muster.sqlite'}?mode=ro"
        while time.monotonic() < deadline:
            record = sqlite3.connect(database, uri=True)
            about = [seq for seq, body in record.execute("SELECT seq, body FROM event WHERE type = 'update'") if text in body]
            running = [body for body, in record.execute("SELECT body FROM outbox WHERE state = 'running' AND platform = 'slack' AND type = 'post'")]
            record.close()
            if any(f'"about":{seq},' in body for seq in about for body in running) and self.stage.chat.network.state()["held"]["up"] >= 3:
                return
            time.sleep(0.02)
        raise AssertionError("nothing was sent")


class Repeating(StageTest):
    kinds = (PlainSlack,)

    def test_frames_that_come_twice_and_in_the_wrong_order_are_done_once(self):
        stage = self.stage
        stage.chat.network.order(duplicate_every=1)
        stage.chat.control("socket/kill", {})
        stage.chat.wait("sockets", at_least=1, timeout_ms=30000)
        self.assertIn("INC-1", stage.command("ann", "declare sev2 Checkout is down"))
        room = stage.chat.room(prefix="inc-1-", card=True)
        said = [f"marker-{number}" for number in range(4)]
        for text in said:
            stage.command("ann", f"note {text}", room)
        stage.chat.network.order(swap_every=2)
        swapped = [f"swapped-{number}" for number in range(4)]
        for text in swapped:  # nobody waits: each pair arrives the wrong way round
            stage.chat.control("command", {"user": "ann", "channel": room, "command": "/inc", "text": f"note {text}"})
        stage.quiet()
        texts = [entry["text"] for entry in stage.timeline()]
        for text in said:
            self.assertEqual(sum(text in entry for entry in texts), 1, texts)


class Lying(StageTest):
    """Answers that are none. The fake tells them itself."""

    LIES = ({"status": 200, "body": "<html>We will be back soon</html>"}, {"status": 200, "body": ""}, {"status": 200, "body": "[]"},
            {"status": 200, "body": '{"ok":true,"chan'}, {"error": "internal_error"}, {"error": "fatal_error"}, {"mode": "cut_body"})

    # That something was made, without saying what. Of other calls nobody could tell that it is a lie.
    NOTHING_MADE = {"status": 200, "body": '{"ok":true}'}

    def test_each_lie_is_told_once_about_everything_and_believed_about_nothing(self):
        stage = self.stage
        for lie in self.LIES:
            for method in ("conversations.create", "chat.postMessage", "conversations.invite", "pins.add"):
                stage.chat.control("fail", {"method": method, **lie})
        for method in ("conversations.create", "chat.postMessage"):
            stage.chat.control("fail", {"method": method, **self.NOTHING_MADE})
        stage.command("ann", "declare sev2 Checkout is down")
        for _ in range(60):  # each lie puts it off a little longer
            stage.advance(60)
            stage.chat.quiet(100)
            if stage.chat.calls("pins.add"):
                break
        stage.chat.delete("fail")
        stage.advance(120)
        room = stage.chat.room(prefix="inc-1-", card=True)
        stage.command("ann", "update --next 45m we are back", room)
        stage.advance(20)
        stage.chat.wait_said(room, "we are back")
        stage.quiet()
        self.assertEqual(stage.chat.posts("we are back", room), 1)


def tearDownModule():
    say_injected()


if __name__ == "__main__":
    unittest.main()
