"""A muster in a directory of its own, with phones that are real servers and a clock that the test moves."""

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
TWILIO_TOKEN = "twilio-tell-nobody"


def until(look, what, seconds=40):
    """What look() finds; waits for it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


class House(unittest.TestCase):
    def config(self):
        """What stands in muster.yaml."""
        raise NotImplementedError

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.phones = Phones()
        self.addCleanup(self.phones.close)
        self.path = pathlib.Path(self.folder.name)
        (self.path / "muster.yaml").write_text(self.config())
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
            stdout=subprocess.PIPE, stderr=log, text=True, env=dict(os.environ, PHONE_SECRET=SECRET, TWILIO_TOKEN=TWILIO_TOKEN,
                                                                  BEAT_URL=f"http://127.0.0.1:{self.phones.port}/beat-tell-nobody"))
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

    def timeline(self, number=1):
        out = subprocess.run([MUSTER, "timeline", f"INC-{number}", "--json", "--data", self.path / "data"],
                             capture_output=True, text=True, check=True).stdout
        return json.loads(out)
