"""A network of the test's own, in which the kernel loses packets: nobody hears of it, neither side gets a reset or an end."""

import collections
import ctypes
import json
import os
import subprocess
import unittest

from network import injected

CLONE_NEWNET = 0x40000000  # sched.h; os.unshare comes with Python 3.12


def move_in():
    """The calling thread, and every process it starts from now on, sees a network with a loopback interface and nothing else."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise unittest.SkipTest(f"a network of its own needs the right to make one: {os.strerror(ctypes.get_errno())}")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    try:
        nft("add table inet lost", "add chain inet lost input { type filter hook input priority 0; }")
    except RuntimeError as error:
        raise unittest.SkipTest(f"nftables does not work here: {error}") from None


def nft(*lines):
    done = subprocess.run(["nft", "-f", "-"], input="\n".join(lines), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())


def lose(port, side, percent=100):
    """Packets to (up) or from (down) whoever listens on the port; ones of a handshake, too."""
    some = f"numgen random mod 100 < {percent} " if percent < 100 else ""
    nft(f"add rule inet lost input tcp {'dport' if side == 'up' else 'sport'} {port} {some}counter drop comment \"lost {side}\"")


def heal():
    """Counts what was lost."""
    told = json.loads(subprocess.run(["nft", "-j", "list", "ruleset"], capture_output=True, text=True, check=True).stdout)
    lost = collections.Counter()
    for item in told["nftables"]:
        for part in item.get("rule", {}).get("expr", []):
            if "counter" in part:
                lost["packets " + item["rule"]["comment"]] += part["counter"]["packets"]
    nft("flush chain inet lost input")
    injected.update(lost)
    return lost
