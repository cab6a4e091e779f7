"""A page climbs until somebody answers, whatever happens to the process or the provider meanwhile.

The phones are an HTTP server that takes Standard Webhooks; time is moved by the program's test clock.
"""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from browser import Browser
from phones import SECRET, Phones

MUSTER = os.environ["MUSTER_BIN"]
CONFIG = """\
console_url: http://127.0.0.1:8080
services: {{checkout: {{owner: shop}}}}
teams: {{shop: {{members: [ann, bob], escalation: shop}}}}
people:
  dan: {{name: Dan}}
  ann: {{name: Ann, identities: {{webhook: ann-phone}}, notify: {{webhook: 0s}}}}
  bob: {{name: Bob, identities: {{webhook: bob-phone}}, notify: {{webhook: 0s}}}}
escalations:
  shop:
    steps:
      - {{targets: ["person:ann"], wait: 5m}}
      - {{targets: ["person:bob"], wait: 5m}}
heartbeat_out: {{url: {{env: BEAT_URL}}, every: 1s}}
webhook:
  endpoints:
    ann-phone: {{url: "http://127.0.0.1:{port}/ann", secret: {{env: PHONE_SECRET}}}}
    bob-phone: {{url: "http://127.0.0.1:{port}/bob", secret: {{env: PHONE_SECRET}}}}
"""


def until(look, what, seconds=40):
    """What look() finds; waits for it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


class Paging(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.phones = Phones()
        self.addCleanup(self.phones.close)
        self.path = pathlib.Path(self.folder.name)
        (self.path / "muster.yaml").write_text(CONFIG.format(port=self.phones.port))
        self.muster = None
        self.addCleanup(self.end)
        self.moved = 0
        self.start()
        self.browser = Browser(self.signin)

    def start(self):
        log = open(self.path / "log", "a")
        self.muster = subprocess.Popen(
            [MUSTER, "serve", "--json", "--test-clock", "--listen", "127.0.0.1:0", "--signin", "Dan", "--config",
             self.path / "muster.yaml", "--data", self.path / "data"],
            stdout=subprocess.PIPE, stderr=log, text=True, env=dict(os.environ, PHONE_SECRET=SECRET, BEAT_URL=f"http://127.0.0.1:{self.phones.port}/beat-tell-nobody"))
        log.close()
        ready = json.loads(self.muster.stdout.readline())
        self.clock = ready["test_clock"]
        # Links go to console_url, where a proxy would stand; we are where we listen.
        self.address = ready["address"].rstrip("/")
        self.signin = self.address + "/#" + ready["signin"].split("/#")[1]

    def end(self, how=signal.SIGTERM):
        if self.muster is None:
            return
        self.muster.send_signal(how)
        self.muster.wait()
        self.muster.stdout.close()
        self.muster = None
        log = (self.path / "log").read_text()
        self.assertNotIn(SECRET, log)
        self.assertNotIn("tell-nobody", log)

    def advance(self, seconds):
        request = urllib.request.Request(f"{self.clock.rstrip('/')}/advance?seconds={seconds}", method="POST")
        urllib.request.urlopen(request).read()
        self.moved += seconds

    def press(self, link, answer):
        """Opens a link of a page as a phone would, and presses a button there."""
        path = urllib.parse.urlparse(link).path
        with urllib.request.urlopen(self.address + path) as page:
            self.assertIn("I am on it", page.read().decode())
        request = urllib.request.Request(f"{self.address}{path}?answer={answer}", data=b"", method="POST")
        try:
            with urllib.request.urlopen(request) as done:
                return done.status, done.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def timeline(self):
        out = subprocess.run([MUSTER, "timeline", "INC-1", "--json", "--data", self.path / "data"],
                             capture_output=True, text=True, check=True).stdout
        return json.loads(out)

    def declare(self):
        self.browser.type("declare sev1 --service checkout Checkout is down")
        return until(lambda: self.phones.rung("ann"), "Ann's phone")[0]

    def test_unanswered_it_climbs_answered_it_stops(self):
        page = self.declare()
        self.assertEqual(page["title"], "SEV1 INC-1: Checkout is down")
        self.advance(299)
        self.assertEqual(self.phones.rung("bob"), [], "never early")
        self.advance(1)
        second = until(lambda: self.phones.rung("bob"), "Bob's phone")[0]
        status, words = self.press(second["acknowledge_link"], "acknowledge")
        self.assertEqual(status, 200, words)
        self.assertIn("Thank you", words)
        self.advance(3600)
        self.assertEqual((len(self.phones.rung("ann")), len(self.phones.rung("bob"))), (1, 1))
        status, words = self.press(page["acknowledge_link"], "acknowledge")
        self.assertIn("before you", words)
        told = json.dumps(self.timeline())
        for word in ("page P1", "page P2", "acknowledged page P2", "acknowledged page P1"):
            self.assertIn(word, told)

    def test_whoever_declines_makes_way_at_once(self):
        page = self.declare()
        self.assertEqual(self.press(page["decline_link"], "decline")[0], 200)
        until(lambda: self.phones.rung("bob"), "Bob's phone")

    def test_killed_at_any_moment_nobody_is_forgotten_or_rung_twice(self):
        self.browser.type("declare sev1 --service checkout Checkout is down")
        self.end(signal.SIGKILL)
        self.start()
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        self.end(signal.SIGKILL)
        self.start()
        self.advance(self.moved + 300)  # the clock of a new process begins anew
        until(lambda: self.phones.rung("bob"), "Bob's phone")
        self.end(signal.SIGKILL)
        self.start()
        self.assertEqual((len(self.phones.rung("ann")), len(self.phones.rung("bob"))), (1, 1))

    def test_a_provider_that_is_down_makes_way_for_the_next(self):
        self.phones.status["/ann"] = 500
        self.browser.type("declare sev1 --service checkout Checkout is down")
        until(lambda: self.phones.tried("ann") >= 1, "a try")
        for _ in range(6):  # the tries after the first wait a moment each
            self.advance(10)
            if self.phones.rung("bob"):
                break
        until(lambda: self.phones.rung("bob"), "Bob's phone, well before the five minutes")
        self.assertLess(self.moved, 300)

    def test_whoever_watches_muster_hears_its_heart(self):
        until(lambda: self.phones.beats >= 2, "two beats")

    def test_links_that_are_not_ours_answer_nothing(self):
        page = self.declare()
        link = urllib.parse.urlparse(page["acknowledge_link"]).path
        for path in (link[:-1] + ("0" if link[-1] != "0" else "1"), "/p/x", "/p/" + "61" * 20 + "-" + "0" * 32):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(self.address + path, data=b"", method="POST"))
            self.assertEqual(refused.exception.code, 404)
            refused.exception.close()
        self.assertNotIn("acknowledged page", json.dumps(self.timeline()))


if __name__ == "__main__":
    unittest.main()
