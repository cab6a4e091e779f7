"""Fake chats behind a bad network."""

import collections
import json
import pathlib
import sys
import urllib.request

from process import Process
from slack_chat import FAKE_SLACK, SlackChat
from teams_chat import TeamsChat

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "chaosproxy" / "chaosproxy.py"


injected = collections.Counter()  # by fault: the connections that suffered it, over all networks of this run


def say_injected(counted="connections that suffered it"):
    """For the end of a test program: only what was not violated gets here, or the tests have failed."""
    print("injected: " + ", ".join(f"{name} {count}" for name, count in sorted(injected.items())), f"({counted})")


class Network:
    def __init__(self, *args):
        self.process = Process([sys.executable, str(PROGRAM), *args])
        self.ready = self.process.ready

    def order(self, side="down", **fault):
        request = urllib.request.Request(self.ready["control_url"] + "faults", data=json.dumps({"side": side, **fault}).encode())
        urllib.request.urlopen(request, timeout=10).close()

    def heal(self):
        urllib.request.urlopen(urllib.request.Request(self.ready["control_url"] + "faults", method="DELETE"), timeout=10).close()

    def state(self):
        with urllib.request.urlopen(self.ready["control_url"] + "state", timeout=10) as answer:
            return json.load(answer)

    def close(self):
        injected.update(self.state()["suffered"])
        self.process.stop()


class TunnelledSlack(SlackChat):
    """muster reaches Slack by TLS through a proxy that is the bad network. Its name is one that only the proxy knows."""

    host = "slack.test"

    def __init__(self, folder):
        super().__init__(folder)
        self.ready["control_url"] = self.ready["control_url"].replace(self.host, "127.0.0.1")
        self.network = Network()

    def config(self):
        return super().config() + f"network: {{proxy: \"{self.network.ready['proxy']}\"}}\n"

    def close(self):
        super().close()
        self.network.close()


class ProxiedTeams(TeamsChat):
    """muster reaches Teams through the bad network; what Teams tells muster comes straight."""

    def __init__(self, folder):
        super().__init__(folder)
        there = self.ready["login_url"].removesuffix("/login")
        self.network = Network("--to", there.removeprefix("http://"))
        here = self.network.ready["proxy"]
        for name in ("service_url", "login_url", "graph_url", "openid_url"):
            self.ready[name] = self.ready[name].replace(there, here)
        self.control("config", {"service_url_base": here})

    def close(self):
        super().close()
        self.network.close()


class PlainSlack(SlackChat):
    """Without TLS, so that the network can double and swap the frames of sockets."""

    def __init__(self, folder):
        super(SlackChat, self).__init__([FAKE_SLACK, "--port", "0"], folder, "slack.log")
        self.network = Network("--to", "127.0.0.1:{}".format(self.ready["port"]))

    def config(self):
        lines = super().config().splitlines(keepends=True)
        there = "127.0.0.1:{}".format(self.ready["port"])
        here = self.network.ready["proxy"].removeprefix("http://")
        return "".join(line for line in lines if "ca_file" not in line).replace(there, here)

    def close(self):
        super().close()
        self.network.close()
