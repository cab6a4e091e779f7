"""The programs under test. Each starts in a folder of its own on the disk that is measured, connected to slack_load."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile

import machine

MUSTER_CONFIG = """\
organisation: Bench
log: {{level: warn}}
slack:
  app_token: {{env: BENCH_APP_TOKEN}}
  bot_token: {{env: BENCH_BOT_TOKEN}}
  api_url: {api_url}
sources:
  prometheus: {{kind: alertmanager, token: {{env: BENCH_SOURCE_TOKEN}}}}
"""
SOURCE_TOKEN = "bench-source-token-0123456789abcdef"
TOKENS = {"BENCH_APP_TOKEN": "xapp-fake-app", "BENCH_BOT_TOKEN": "xoxb-fake-bot", "BENCH_SOURCE_TOKEN": SOURCE_TOKEN}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Contender:
    """One life of a program: started, connected, measured, ended."""

    incidents = 0  # to declare before anything is measured

    def __init__(self, bench):
        self.bench = bench
        self.folder = tempfile.mkdtemp(prefix=self.name + "-", dir=bench.scratch)
        self.child = None

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    def prepare(self):
        """Before the start: files it reads."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def start(self):
        """Milliseconds from its start until Slack greets it."""
        self.prepare()
        self.bench.slack.order("forget")
        env = dict(os.environ, **TOKENS, SLACK_API_URL=self.bench.slack.api_url, DATA_DIR=self.folder, **self.environment())
        log = open(os.path.join(self.folder, "log"), "ab")
        begin = machine.monotonic_us()
        self.child = subprocess.Popen(self.command(), env=env, stdout=log, stderr=log)
        connected = self.bench.slack.order("wait_for_socket")
        if not connected["connected"]:
            raise RuntimeError(f"{self.name} did not connect; its log ends with: {self.last_words()}")
        if self.incidents:
            self.bench.slack.order("declare", count=self.incidents, text="declare sev3")
        return (connected["at_us"] - begin) / 1000

    def stop(self):
        if self.child and self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def last_words(self):
        with open(os.path.join(self.folder, "log"), errors="replace") as log:
            return log.read()[-500:]

    def cpu_seconds(self):
        return machine.cpu_seconds(self.child.pid)

    def resident_mb(self):
        return machine.resident_mb(self.child.pid)


class Muster(Contender):
    name = "muster"
    incidents = 16
    more_config = ""

    def prepare(self):
        self.port = free_port()
        with open(os.path.join(self.folder, "muster.yaml"), "w") as config:
            config.write(MUSTER_CONFIG.format(api_url=self.bench.slack.api_url.rstrip("/")) + self.more_config)

    def data(self):
        return os.path.join(self.folder, "data")

    def command(self):
        return [self.bench.program("muster"), "serve", "--config", os.path.join(self.folder, "muster.yaml"), "--data",
                self.data(), "--listen", f"127.0.0.1:{self.port}"]


class BoltDurable(Contender):
    name = "bolt_full"

    def command(self):
        return ["node", os.path.join(self.bench.peers, "bolt.mjs")]


class BoltForgetful(BoltDurable):
    name = "bolt_nothing"

    def environment(self):
        return {"KEEP": "nothing"}


class SlackGo(Contender):
    name = "slack_go_full"

    def command(self):
        return [os.path.join(self.bench.peers, "slack_go")]


class Echo(Contender):
    """Reads and answers the same frames with nothing in between: the limit of the wire and of slack_load."""

    name = "beast_echo"

    def command(self):
        return [self.bench.program("bench/load/ws_echo"), str(self.bench.slack.port)]
