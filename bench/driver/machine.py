"""What the kernel says about a process, and how busy the machine was."""

import os
import time

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    """User and system time of all its threads so far."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise RuntimeError(f"no VmRSS of {pid}")


def monotonic_us():
    """The clock slack_load tells times by."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


def load():
    """Processes that want a processor, on average over the last minute, and how many processors there are."""
    return {"load_1m": os.getloadavg()[0], "processors": os.cpu_count()}
