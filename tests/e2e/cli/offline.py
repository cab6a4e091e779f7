"""The real program, started and stopped around commands that want it stopped."""

import contextlib
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time
import unittest

from browser import Browser

MUSTER = os.environ["MUSTER_BIN"]


class Offline(unittest.TestCase):
    CONFIG = "organisation: Acme\n"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.browsers = 0
        self.configure(self.CONFIG)

    def configure(self, text):
        (self.path / "muster.yaml").write_text(text)

    @contextlib.contextmanager
    def serving(self, name="Ann", ahead=0):
        """`ahead`: it is so many days later."""
        with open(self.path / "log", "a") as log:
            muster = subprocess.Popen([MUSTER, "serve", "--json", "--listen", "127.0.0.1:0", "--signin", name, "--config", "muster.yaml",
                                       "--data", "data"], cwd=self.path, stdout=subprocess.PIPE, stderr=log, text=True,
                                      env=dict(os.environ, MUSTER_AHEAD_DAYS=str(ahead)))
        try:
            first = muster.stdout.readline()
            self.assertTrue(first, (self.path / "log").read_text())
            yield json.loads(first)
        finally:
            muster.terminate()
            muster.wait()
            muster.stdout.close()

    def browser(self, link, name=""):
        """Signed in; no command has the id of one that another browser sent."""
        browser = Browser(link, name)
        self.browsers += 1
        browser.commands = 1000 * self.browsers
        return browser

    def told(self):
        """Waits until everybody was told everything."""
        with contextlib.closing(sqlite3.connect(f"file:{self.path}/data/muster.sqlite?mode=ro", uri=True)) as db:
            end = time.monotonic() + 30
            while db.execute("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'running')").fetchone()[0]:
                self.assertLess(time.monotonic(), end, "the outbox is not empty")
                time.sleep(0.05)

    def muster(self, *words, code=0, ahead=0, point=""):
        done = subprocess.run([MUSTER, "--config", "muster.yaml", "--data", "data", *words], cwd=self.path, capture_output=True, text=True,
                              timeout=60, check=False, env=dict(os.environ, MUSTER_AHEAD_DAYS=str(ahead), MUSTER_CRASH_POINT=point))
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr if code else done.stdout

    def bytes(self):
        """Of every file of the data directory, by name."""
        return {file.name: file.read_bytes() for file in (self.path / "data").iterdir()}
