"""What every fake chat's control API has in common. Nothing here sleeps: waiting is asking /control/wait."""

import json
import urllib.error
import urllib.parse
import urllib.request

from process import Process


class Fake:
    """One chat on the stage: a fake as a process, and people who use it.

    Subclasses say how people do there what they do everywhere: command, say, edit, pin, keep, fill.
    """

    name = ""  # as muster calls the platform

    def __init__(self, args, folder, log):
        self.folder = folder
        self.ledger_file = folder / f"{self.name}.jsonl"
        self.process = Process([*args, "--ledger", str(self.ledger_file)], log=folder / log)
        self.ready = self.process.ready

    def close(self):
        self.process.stop()

    def control(self, path, body=None, timeout=60):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.ready["control_url"] + path, data=data, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            detail = error.read().decode(errors="replace")
            raise AssertionError(f"{self.name}: {path} {body}: HTTP {error.code} {detail}") from None

    def delete(self, path):
        request = urllib.request.Request(self.ready["control_url"] + path, method="DELETE")
        urllib.request.urlopen(request, timeout=10).read()

    def wait(self, condition, timeout_ms=20000, **parameters):
        query = urllib.parse.urlencode({"for": condition, "timeout_ms": timeout_ms, **parameters})
        return self.control("wait?" + query, timeout=timeout_ms / 1000 + 10)

    def ledger(self, **query):
        return self.control("ledger?" + urllib.parse.urlencode(query))["entries"]

    def calls(self, method):
        return [entry for entry in self.ledger(kind="call", method=method) if entry["ok"]]

    def quiet(self, ms=1500):
        self.wait("quiet", quiet_ms=ms, timeout_ms=60000)

    def advance(self, seconds):
        self.control("clock", {"advance_ms": seconds * 1000})
