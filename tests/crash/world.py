"""A small world for muster to die in: one data directory, fakes that live on, phones, and people who go on working."""

import contextlib
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from ledgers import read_slack, read_teams
from oracles import World as Judged
from oracles import judge
from phones import SECRET, Phones
from process import Process
from record import Record, verified
from resources import used
from slack_chat import FAKE_SLACK, SlackChat
from teams_chat import TeamsChat

MUSTER = os.environ.get("MUSTER_BIN", "")
PEOPLE = ("ann", "bob", "cat")
CONFIG = """\
organisation: Acme
console_url: http://127.0.0.1:8080
people:
{people}
escalations:
  shop: {{steps: [{{targets: ["person:ann"], wait: 5m}}, {{targets: ["person:bob"], wait: 5m}}]}}
teams: {{shop: {{members: [ann, bob], escalation: shop}}}}
services: {{checkout: {{owner: shop}}}}
webhook:
  endpoints:
    ann-phone: {{url: "http://127.0.0.1:{port}/ann", secret: {{env: PHONE_SECRET}}}}
    bob-phone: {{url: "http://127.0.0.1:{port}/bob", secret: {{env: PHONE_SECRET}}}}
"""


class PlainSlack(SlackChat):
    """Without TLS: what is tested here is what survives, and this is quicker."""

    def __init__(self, folder):
        super(SlackChat, self).__init__([FAKE_SLACK, "--port", "0"], folder, "slack.log")

    def config(self):
        return super().config().replace(f"  ca_file: {self.folder / 'ca.pem'}\n", "")


class World:
    def __init__(self, seed, with_teams=False, mutant=""):
        self.chance = random.Random(seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-crash-"))
        self.phones = Phones()
        self.slack = PlainSlack(self.folder)
        self.chats = [self.slack] + ([TeamsChat(self.folder)] if with_teams else [])
        (self.folder / "muster.yaml").write_text(self.config())
        self.env = dict(os.environ, PHONE_SECRET=SECRET)
        for chat in self.chats:
            self.env.update(chat.env)
        if mutant:
            self.env["MUSTER_MUTANT"] = mutant
        self.muster = None
        self.keep = False  # the files, to look at
        self.said = 0
        self.incidents = 0
        self.shift = 0  # seconds that muster's clock is ahead, in this life
        self.ahead = 0  # seconds that the chats' clocks are

    def config(self):
        lines = []
        for user in PEOPLE:
            accounts = [f"{chat.name}: {chat.identity(user)}" for chat in self.chats]
            if user != "cat":
                accounts.append(f"webhook: {user}-phone")
            rings = "" if user == "cat" else ", notify: {webhook: 0s}"
            lines.append(f"  {user}: {{name: {user.title()}, identities: {{{', '.join(accounts)}}}{rings}}}")
        return CONFIG.format(people="\n".join(lines), port=self.phones.port) + "".join(chat.config() for chat in self.chats)

    def close(self):
        if self.muster:
            self.muster.stop()
        for chat in self.chats:
            chat.close()
        self.phones.close()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    # Lives.

    def start(self, point="", **faults):
        """False: it died before it was ready. faults: what else its environment says (short_memory.hpp, failing_sockets.cpp)."""
        for chat in self.chats:
            chat.before_muster()
        self.shift = 0
        env = dict(self.env, **faults)
        if point:
            env["MUSTER_CRASH_POINT"] = point
        try:
            self.muster = Process(self.serving(), env=env, log=self.folder / "muster.log")
        except AssertionError as died:
            self.muster = None
            if f"exit -{signal.SIGKILL.value}" not in str(died):
                raise AssertionError(f"{died}\n{self.log()[-3000:]}") from None
            return False
        return True

    def start_and_kill_within(self, seconds):
        """Killed while it starts."""
        with open(self.folder / "muster.log", "ab") as log:
            child = subprocess.Popen(self.serving(), env=self.env, stdout=subprocess.DEVNULL, stderr=log)
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
        if child.wait() != -signal.SIGKILL:
            raise AssertionError(f"muster ended by itself: exit {child.returncode}\n{self.log()[-3000:]}")

    def serving(self):
        return [MUSTER, "serve", "--json", "--test-clock", "--listen", "127.0.0.1:0", *self.place()]

    def place(self, directory="data"):
        return ["--config", str(self.folder / "muster.yaml"), "--data", str(self.folder / directory)]

    def connected(self):
        """False: it died before every chat reached it."""
        for _ in range(200):
            if self.died():
                return False
            try:
                for chat in self.chats:
                    chat.connect(self.muster, timeout_ms=100)
                self.keep_time()
                return True
            except AssertionError:
                continue
        raise AssertionError("neither connected nor dead\n" + self.log()[-3000:])

    def died(self):
        return self.muster is None or self.muster.child.poll() is not None

    def dies_within(self, seconds):
        if self.muster is None:
            return True
        try:
            self.muster.child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def terminate(self):
        if not self.died():
            self.muster.child.send_signal(signal.SIGTERM)

    def bury(self, may_give_up=False, may_end=False):
        """Kills it if it still lives. Anything but SIGKILL is a fault of its own; may_give_up: or its giving up for want of memory;
        may_end: or its end when asked. Whether it did."""
        if self.muster is None:
            return False
        if not self.died():
            self.muster.child.send_signal(signal.SIGKILL)
        code = self.muster.release()
        self.muster = None
        told = code == 1 and "ended by a bug: std::bad_alloc" in self.log()[-300:]  # main() was still asked
        gave_up = may_give_up and (told or code == -signal.SIGABRT)
        ended = may_end and code == 0
        if code != -signal.SIGKILL and not gave_up and not ended:
            raise AssertionError(f"muster ended by itself: exit {code}\n{self.log()[-3000:]}")
        return gave_up or ended

    def advance(self, seconds):
        """Moves muster's clock and the chats'; a muster that is dead does not mind."""
        self.advance_muster(seconds)
        for chat in self.chats:
            chat.advance(seconds)
        self.ahead += seconds

    def advance_muster(self, seconds):
        try:
            url = f"{self.muster.ready['test_clock']}/advance?seconds={seconds}"
            urllib.request.urlopen(urllib.request.Request(url, data=b""), timeout=10).read()
            self.shift += seconds
        except (OSError, AttributeError, urllib.error.URLError):
            pass

    def keep_time(self):
        """Sets a new life's clock as the chats have it: what is signed at a later time is not valid yet (Teams)."""
        if self.ahead > self.shift:
            self.advance_muster(self.ahead - self.shift)

    def command(self, *args, point="", directory="data"):
        """A command of the program, beside the one that serves or without one: its exit code."""
        env = dict(self.env, MUSTER_CRASH_POINT=point) if point else self.env
        with open(self.folder / "muster.log", "ab") as log:
            return subprocess.run([MUSTER, *self.place(directory), *args], env=env, stdout=subprocess.DEVNULL, stderr=log).returncode

    def backup_keys(self):
        """Certificate and key of whoever keeps the encrypted backups."""
        certificate, key = self.folder / "backup.pem", self.folder / "backup.key"
        if not certificate.exists():
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "30",
                            "-subj", "/CN=backups", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        return str(certificate), str(key)

    def left_in_the_clear(self):
        """Copies of the database that a killed backup or restore left, and the last start should have taken away."""
        return [f"left: {file.name}" for what in ("backup", "restoring") for file in (self.folder / "data").glob(f"muster.sqlite.{what}*")]

    # What people do. Nobody waits for the answer: the ledger knows who got one.

    def work(self, count):
        for _ in range(count):
            self.type(self.something())

    def declare_once(self):
        """What was declared at the end of an earlier life, and never acknowledged, may be lost."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder / 'data' / 'muster.sqlite'}?mode=ro", uri=True)) as db:
            declared, = db.execute("SELECT count(*) FROM incident").fetchone()
        if not declared:
            self.chats[-1].acknowledged("ann", "declare sev1 --service checkout trouble-0-here", wait_ms=5000)

    def update(self):
        """What is spoken in rooms, so that it passes the outbox."""
        if self.incidents:
            self.said += 1
            self.type(f"INC-1 update --next 45m marker-{self.said}")

    def something(self):
        self.said += 1
        number = self.chance.randint(1, max(self.incidents, 1))
        if self.incidents == 0 or (self.incidents < 3 and self.chance.random() < 0.08):
            self.incidents += 1
            private = " --private" if self.incidents == 3 else " --service checkout" if self.incidents == 1 else ""
            return f"declare sev{self.incidents}{private} trouble-{self.said}-here"
        kinds = {"note": 5, "update": 4, "severity": 1, "page": 1, "ack": 1, "task": 1, "list": 1}
        what = self.chance.choices(list(kinds), kinds.values())[0]
        words = {"note": f"note marker-{self.said}", "update": f"update --next 45m marker-{self.said}",
                 "severity": f"severity sev{self.chance.randint(1, 4)} since marker-{self.said}", "page": "page @bob look", "ack": "ack",
                 "task": f"task add check {self.said}", "list": "list"}
        return words[what] if what == "list" else f"INC-{number} {words[what]}"

    def type(self, text):
        chat = self.chance.choice(self.chats)
        user = "bob" if text.endswith(" ack") else "ann"
        if chat is self.slack:
            chat.control("command", {"user": user, "channel": chat.elsewhere, "command": "/inc", "text": text})
        else:
            chat.control("message", {"user": user, "personal": True, "text": text})

    # The end.

    def unsettled(self):
        with sqlite3.connect(f"file:{self.folder / 'data' / 'muster.sqlite'}?mode=ro", uri=True) as db:
            found = db.execute("SELECT key, state, attempt, last_error FROM outbox WHERE state IN ('waiting', 'running')").fetchall()
        db.close()
        return found

    def settle(self):
        """A last life that nobody disturbs, until nothing is left to send."""
        for chat in self.chats:
            chat.delete("fail")
        if not self.start() or not self.connected():
            raise AssertionError("it died and nobody killed it\n" + self.log()[-3000:])
        for chat in self.chats:  # what nobody acknowledged comes again a minute later, and five minutes later
            chat.advance(61)
            chat.advance(301)
        self.ahead += 362
        self.keep_time()
        deadline = time.monotonic() + 120
        while True:
            self.advance(7)
            for chat in self.chats:
                chat.quiet(300)
            if not self.unsettled() or time.monotonic() > deadline:
                break
        settled_at = int((time.time() + self.shift) * 1_000_000)
        self.used = used(self.muster.child.pid, self.folder / "data", self.muster.ready["address"])
        code = self.muster.stop()
        self.muster = None
        if code != 0:
            raise AssertionError(f"muster did not stop well: exit {code}\n{self.log()[-3000:]}")
        return settled_at

    def judged(self, settled_at):
        record = Record(self.folder / "data")
        ledgers = [read_slack(self.slack.ledger_file)] + [read_teams(chat.ledger_file) for chat in self.chats[1:]]
        world = Judged(record, ledgers, verified(MUSTER, self.folder / "data"), phones=self.phones.accepted(), settled_at=settled_at,
                       log=self.log(), used=self.used, secrets=(SECRET, *(secret for chat in self.chats for secret in chat.secrets)),
                       people={chat.identity(user): user for chat in self.chats for user in PEOPLE})
        violated = judge(world)
        self.acknowledged = sum(len(ledger.commands) for ledger in ledgers)
        self.posted = sum(len(ledger.posts) for ledger in ledgers)
        record.close()
        return violated

    def log(self):
        path = self.folder / "muster.log"
        return path.read_text(errors="replace") if path.exists() else ""
