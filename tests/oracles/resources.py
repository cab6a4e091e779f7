"""What a running muster uses at rest, as the operating system and its own page of health tell."""

import os
import pathlib
import re
import urllib.error
import urllib.request


def used(pid, data, address):
    """By the names of oracles.MOST. data: its directory; address: of its console."""
    log = pathlib.Path(data) / "muster.sqlite-wal"
    try:
        with urllib.request.urlopen(address.rstrip("/") + "/readyz", timeout=10) as answer:
            health = answer.read().decode()
    except urllib.error.HTTPError as error:  # a part of it is not well, perhaps a chat
        with error:
            health = error.read().decode()
    queued = re.search(r"(\d+) waiting, \d+ timers", health)
    return {"open files": len(os.listdir(f"/proc/{pid}/fd")), "threads": len(os.listdir(f"/proc/{pid}/task")),
            "write-ahead log in MB": log.stat().st_size >> 20 if log.exists() else 0, "queued": int(queued[1])}
