"""muster and a fake Slack as real processes in a temporary directory, spoken to over TLS.

Stage starts both, types commands as people would and reads what Slack shows. Nothing here sleeps: waiting is asking the
fake Slack's /control/wait or muster's own output.
"""

import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

MUSTER = os.environ.get("MUSTER_BIN", "")
FAKE_SLACK = os.environ.get("FAKE_SLACK_BIN", "")

CONFIG = """\
organisation: Acme
people:
  ann: {{name: Ann, zone: Europe/Berlin, identities: {{slack: U0ANN}}}}
  bob: {{name: Bob, identities: {{slack: U0BOB}}}}
  cat: {{name: Cat, identities: {{slack: U0CAT}}}}
slack:
  app_token: {{env: MUSTER_TEST_APP_TOKEN}}
  bot_token: {{env: MUSTER_TEST_BOT_TOKEN}}
  api_url: {api_url}
  ca_file: {ca_file}
"""


class Process:
    """A child whose standard output is JSON lines; the first one means ready."""

    def __init__(self, args, env=None, log=None):
        self.log = open(log, "ab") if log else subprocess.DEVNULL
        self.child = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=self.log, env=env)
        line = self.child.stdout.readline()
        if not line:
            raise AssertionError(f"{args[0]} did not start: exit {self.child.wait()}, see {log}")
        self.ready = json.loads(line)
        # The pipe is read to its end, so that the child never blocks on it.
        self.reader = threading.Thread(target=self.child.stdout.read, daemon=True)
        self.reader.start()

    def kill(self):
        self.child.send_signal(signal.SIGKILL)
        self.release()

    def stop(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
        return self.release()

    def release(self):
        code = self.child.wait(timeout=30)
        self.reader.join()
        self.child.stdout.close()
        if self.log is not subprocess.DEVNULL:
            self.log.close()
        return code


def make_certificates(folder):
    """A throw-away authority and a certificate for localhost."""

    def openssl(*args):
        subprocess.run(["openssl", *args], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=test authority")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "server.pem")


class Stage:
    def __init__(self, config=CONFIG):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-e2e-"))
        make_certificates(self.folder)
        self.ledger_file = self.folder / "slack.jsonl"
        self.slack = Process([FAKE_SLACK, "--port", "0", "--host", "localhost", "--ledger", str(self.ledger_file),
                              "--tls-cert", str(self.folder / "server.pem"), "--tls-key", str(self.folder / "server.key")],
                             log=self.folder / "slack.log")
        (self.folder / "muster.yaml").write_text(
            config.format(api_url=self.slack.ready["api_url"], ca_file=self.folder / "ca.pem"))
        self.muster = None
        self.start_muster()

    def start_muster(self, crash_point="", connect=True):
        env = dict(os.environ, MUSTER_TEST_APP_TOKEN="xapp-fake-app", MUSTER_TEST_BOT_TOKEN="xoxb-fake-bot")
        if crash_point:
            env["MUSTER_CRASH_POINT"] = crash_point
        if self.muster:
            self.muster.stop()
        newest = max([s["id"] for s in self.control("sockets")["sockets"]], default=0)
        self.muster = Process([MUSTER, "serve", "--json", "--test-clock", "--listen", "127.0.0.1:0",
                               "--config", str(self.folder / "muster.yaml"), "--data", str(self.folder / "data")],
                              env=env, log=self.folder / "muster.log")
        self.newest_before = newest
        if connect:
            self.wait("sockets", at_least=1, newer_than=newest)

    def connected(self):
        """True when muster's socket is open, False when the process died before that."""
        for _ in range(100):
            if self.muster.child.poll() is not None:
                return False
            try:
                self.wait("sockets", at_least=1, newer_than=self.newest_before, timeout_ms=200)
                return True
            except AssertionError:
                continue
        raise AssertionError("neither connected nor dead\n" + self.muster_log())

    def close(self):
        self.muster.stop()
        self.slack.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # The fake Slack's control API.

    def control(self, path, body=None, timeout=60):
        url = self.slack.ready["control_url"] + path
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            detail = error.read().decode(errors="replace")
            raise AssertionError(f"{path} {body}: HTTP {error.code} {detail}\n{self.muster_log()}") from None

    def wait(self, condition, timeout_ms=20000, **parameters):
        query = urllib.parse.urlencode({"for": condition, "timeout_ms": timeout_ms, **parameters})
        return self.control("wait?" + query, timeout=timeout_ms / 1000 + 10)

    def command(self, user, text, channel="C0GENERAL", wait_ms=10000):
        return self.control("command", {"user": user, "channel": channel, "command": "/inc", "text": text, "wait_ms": wait_ms})

    def reply_text(self, answer):
        """All text of the ephemeral answer to a command."""
        if answer.get("ack") is None:
            raise AssertionError(f"no acknowledgement: {answer}\n{self.muster_log()}")
        return json.dumps(answer["ack"], ensure_ascii=False)

    def ledger(self, **query):
        return self.control("ledger?" + urllib.parse.urlencode(query))["entries"]

    def calls(self, method):
        return [e for e in self.ledger(kind="call", method=method) if e["ok"]]

    def channel(self, prefix):
        return self.wait("channel", prefix=prefix)["channel"]

    def quiet(self, ms=1500):
        self.wait("quiet", quiet_ms=ms, timeout_ms=60000)

    # muster itself.

    def advance(self, seconds):
        url = f"{self.muster.ready['test_clock']}/advance?seconds={seconds}"
        with urllib.request.urlopen(urllib.request.Request(url, data=b""), timeout=10) as answer:
            answer.read()
        self.control("clock", {"advance_ms": seconds * 1000})

    def cli(self, *args, check=True):
        done = subprocess.run([MUSTER, "--config", str(self.folder / "muster.yaml"), "--data", str(self.folder / "data"), *args],
                              capture_output=True, text=True,
                              env=dict(os.environ, MUSTER_TEST_APP_TOKEN="xapp-fake-app", MUSTER_TEST_BOT_TOKEN="xoxb-fake-bot"))
        if check and done.returncode != 0:
            raise AssertionError(f"muster {' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def timeline(self, incident="INC-1"):
        return json.loads(self.cli("timeline", incident, "--json").stdout)["entries"]

    def timeline_of_private(self, incident):
        done = self.cli("timeline", incident, "--json", "--include-private", "--housekeeping")
        return json.loads(done.stdout)["entries"]

    def muster_log(self):
        path = self.folder / "muster.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def check_calls_against_definitions(self):
        """Every call used only arguments that Slack's method definitions know; None where those are not at hand."""
        specs = os.environ.get("MUSTER_SPECS") or str(pathlib.Path(__file__).resolve().parents[4] / "shared" / "specs")
        methods = pathlib.Path(specs) / "slack-methods"
        if not methods.is_dir():
            return None
        done = subprocess.run([FAKE_SLACK, "--check-ledger", str(self.ledger_file), "--specs", str(methods)],
                              capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode else ""


class StageTest(unittest.TestCase):
    config = CONFIG

    def setUp(self):
        self.stage = Stage(self.config)
        self.addCleanup(self.stage.close)

    def assert_once(self, method, text, channel=None):
        found = [c for c in self.stage.calls(method)
                 if text in json.dumps(c["args"], ensure_ascii=False) and channel in (None, c["args"].get("channel"))]
        self.assertEqual(len(found), 1, f"{method} with {text!r}: {[c['args'] for c in found]}")
        return found[0]
