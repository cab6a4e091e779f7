"""muster on a machine of its own that a test can make slow, full or short of things. Beside it the phones of the paging test;
time is moved by the program's test clock.
"""

import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from browser import Browser
from house import MUSTER
from paging_test import CONFIG
from phones import SECRET, Phones


class Machine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.data = self.path / "data"
        self.data.mkdir(mode=0o700)
        self.phones = Phones()
        self.addCleanup(self.phones.close)
        (self.path / "muster.yaml").write_text(CONFIG.format(port=self.phones.port))
        self.muster = None
        self.more = {}
        self.keys = 0

    def command(self):
        return [MUSTER, "serve", "--json", "--test-clock", "--listen", "127.0.0.1:0", "--signin", "Dan", "--config",
                self.path / "muster.yaml", "--data", self.data]

    def environment(self):
        return dict(os.environ, PHONE_SECRET=SECRET, BEAT_URL=f"http://127.0.0.1:{self.phones.port}/beat", **self.more)

    def start(self):
        with open(self.path / "log", "a") as log:
            self.muster = subprocess.Popen(self.command(), stdout=subprocess.PIPE, stderr=log, text=True,
                                           env=self.environment())
        self.addCleanup(self.end)
        line = self.muster.stdout.readline()
        self.assertTrue(line, "muster did not start: " + (self.path / "log").read_text()[-1000:])
        ready = json.loads(line)
        self.clock = ready["test_clock"].rstrip("/")
        self.address = ready["address"].rstrip("/")
        self.browser = Browser(self.address + "/#" + ready["signin"].split("/#")[1])

    def end(self, how=signal.SIGTERM):
        if self.muster is None:
            return 0
        self.muster.send_signal(how)
        code = self.muster.wait()
        self.muster.stdout.close()
        self.muster = None
        return code

    def refused_start(self):
        """What a muster says that does not start."""
        ended = subprocess.run(self.command(), capture_output=True, text=True, env=self.environment())
        self.assertNotEqual(ended.returncode, 0)
        return ended.stdout + ended.stderr

    def type(self, text):
        """Status and words of the answer."""
        self.keys += 1
        body = {"id": f"00000000-0000-4000-9000-{self.keys:012}", "text": text}
        status, _, answer = self.browser.ask("POST", "/api/v1/commands", body)
        return status, json.dumps(answer)

    def advance(self, seconds):
        urllib.request.urlopen(urllib.request.Request(f"{self.clock}/advance?seconds={seconds}", method="POST")).read()

    def get(self, path):
        try:
            with urllib.request.urlopen(self.address + path) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/muster.sqlite?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()

    def verified(self):
        ended = subprocess.run([MUSTER, "verify", "--data", self.data], capture_output=True, text=True)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
