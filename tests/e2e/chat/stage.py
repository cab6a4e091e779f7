"""muster and fake chats as real processes in a temporary directory.

Stage starts them, and reads muster from outside: its command line, its test clock, its log. What people do in a chat is in
slack_chat.py and teams_chat.py.
"""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

from oracles import World, judge
from process import Process, make_certificates
from record import Record, verified
from resources import used
from slack_chat import SlackChat

MUSTER = os.environ.get("MUSTER_BIN", "")
LONGEST_WAIT = 61  # seconds; of the outbox between two tries it is a minute
REFUSALS = 3
PEOPLE = {"ann": "{name: Ann, zone: Europe/Berlin", "bob": "{name: Bob", "cat": "{name: Cat"}


class Stage:
    def __init__(self, kinds=(SlackChat,), more=""):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-e2e-"))
        make_certificates(self.folder, "".join(f",DNS:{kind.host}" for kind in kinds if hasattr(kind, "host")))
        self.chats = [kind(self.folder) for kind in kinds]
        self.chat = self.chats[0]  # where the script is played
        (self.folder / "muster.yaml").write_text(self.config() + more)
        self.env = dict(os.environ)
        for chat in self.chats:
            self.env.update(chat.env)
        self.muster = None
        self.start_muster()

    def config(self):
        lines = ["organisation: Acme", "people:"]
        for user, known in PEOPLE.items():
            accounts = ", ".join(f"{chat.name}: {chat.identity(user)}" for chat in self.chats)
            lines.append(f"  {user}: {known}, identities: {{{accounts}}}}}")
        return "\n".join(lines) + "\n" + "".join(chat.config() for chat in self.chats)

    def start_muster(self, crash_point="", connect=True):
        env = dict(self.env, MUSTER_CRASH_POINT=crash_point) if crash_point else self.env
        if self.muster:
            self.muster.stop()
        for chat in self.chats:
            chat.before_muster()
        self.muster = Process([MUSTER, "serve", "--json", "--test-clock", "--listen", "127.0.0.1:0",
                               "--config", str(self.folder / "muster.yaml"), "--data", str(self.folder / "data")],
                              env=env, log=self.folder / "muster.log")
        if connect:
            for chat in self.chats:
                chat.connect(self.muster)

    def connected(self):
        """True when every chat reaches muster, False when the process died before that."""
        for _ in range(100):
            if self.muster.child.poll() is not None:
                return False
            try:
                for chat in self.chats:
                    chat.connect(self.muster, timeout_ms=200)
                return True
            except AssertionError:
                continue
        raise AssertionError("neither connected nor dead\n" + self.muster_log())

    def close(self):
        self.muster.stop()
        for chat in self.chats:
            chat.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, user, text, room=None, chat=None, wait_ms=10000):
        """All text of the answer."""
        answer = (chat or self.chat).command(user, text, room, wait_ms)
        if answer is None:
            raise AssertionError(f"no answer to {text!r}\n{self.muster_log()}")
        return answer

    def quiet(self, ms=1500):
        for chat in self.chats:
            chat.quiet(ms)

    # Outages.

    def goes_down(self, chat):
        """Every call is refused until it comes back."""
        chat.control("fail", {"method": "*", "status": 503, "error": "outage", "count": 1000000})

    def comes_back(self, chat):
        """After muster was refused a few times; what waits is tried at once."""
        seen = 0
        for _ in range(REFUSALS):
            seen = chat.wait("call", error="outage", since=seen, timeout_ms=60000)["call"]["seq"]
            self.advance(LONGEST_WAIT)
        chat.delete("fail")
        for _ in range(2):  # one that was refused a moment ago is put off once more
            chat.quiet()
            self.advance(LONGEST_WAIT)

    # muster itself.

    def advance(self, seconds):
        url = f"{self.muster.ready['test_clock']}/advance?seconds={seconds}"
        with urllib.request.urlopen(urllib.request.Request(url, data=b""), timeout=10) as answer:
            answer.read()
        for chat in self.chats:
            chat.advance(seconds)

    def cli(self, *args, check=True):
        done = subprocess.run([MUSTER, "--config", str(self.folder / "muster.yaml"), "--data", str(self.folder / "data"), *args],
                              capture_output=True, text=True, env=self.env)
        if check and done.returncode != 0:
            raise AssertionError(f"muster {' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def timeline(self, incident="INC-1"):
        return json.loads(self.cli("timeline", incident, "--json").stdout)["entries"]

    def timeline_of_private(self, incident):
        done = self.cli("timeline", incident, "--json", "--include-private", "--housekeeping")
        return json.loads(done.stdout)["entries"]

    def used(self):
        if self.muster is None or self.muster.child.poll() is not None:
            return {}
        return used(self.muster.child.pid, self.folder / "data", self.muster.ready["address"])

    def judged(self, settled_at=None):
        """What the oracles of tests/oracles find wrong with the whole run so far."""
        record = Record(self.folder / "data")
        log = self.folder / "muster.log"
        world = World(record, [chat.read_ledger() for chat in self.chats], verified(MUSTER, self.folder / "data"),
                      settled_at=settled_at, log=log.read_text(errors="replace"), used=self.used(),
                      secrets=tuple(secret for chat in self.chats for secret in chat.secrets),
                      people={chat.identity(user): user for chat in self.chats for user in PEOPLE})
        violated = judge(world)
        record.close()
        return [str(one) for one in violated]

    def muster_log(self):
        path = self.folder / "muster.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""


class StageTest(unittest.TestCase):
    stage_of = Stage
    kinds = (SlackChat,)
    more = ""

    def setUp(self):
        self.stage = self.stage_of(self.kinds, self.more)
        self.addCleanup(self.stage.close)
        self.addCleanup(self.judge)

    def judge(self):
        """Every run, whatever it was about, keeps the promises of docs/reliability.md."""
        self.stage.muster.stop()
        self.assertEqual(self.stage.judged(), [])
