"""Every call about a socket fails once while people work: muster goes on in the same life, and loses or doubles nothing.

One life of muster takes the calls of one phase: of every EVERY calls the same one fails, MOST times. Then all is well again, and in the
same life everything that was promised has to go out. A world is some lives, and is judged by the oracles.
"""

import argparse
import collections
import contextlib
import itertools
import os
import sys
import time
import urllib.request

from world import World

LIBRARY = os.environ.get("FAILING_SOCKETS", "")
EVERY, MOST = 40, 12
LIVES_A_WORLD = 8
SHORT = (1, 9, 17, 25, 33)  # the phases of a normal run


def recovers(world):
    """Everything is sent that was promised, without a restart. What is left when it is not."""
    deadline = time.monotonic() + 60
    for step in itertools.chain((61, 61, 61), itertools.repeat(7)):  # what nobody acknowledged comes again after a minute
        for chat in world.chats:
            chat.advance(step)
        world.ahead += step
        world.keep_time()
        for chat in world.chats:
            with contextlib.suppress(AssertionError):  # not quiet yet: the next minute
                chat.wait("quiet", quiet_ms=200, timeout_ms=2000)
        left = world.unsettled()
        if not left:
            return []
        if world.died() or time.monotonic() > deadline:
            return [f"recovery: still to be sent: {row}" for row in left[:3]]


def hears(world):
    """Each chat is still answered, and the console. A socket that was lost a moment ago may swallow the first word."""
    deaf = [chat.name for chat in world.chats
            if not any(chat.acknowledged("ann", "INC-1 note still there", wait_ms=15000) for _ in range(3))]
    with urllib.request.urlopen(f"{world.muster.ready['address']}/healthz", timeout=30) as answer:
        return [f"recovery: {name} is not heard" for name in deaf] + ([] if answer.status == 200 else ["recovery: the console is not there"])


def switch(failed, mark):
    """Begins to let calls fail, or ends it."""
    with open(failed, "r+b") as first:
        first.write(mark)


def live(world, phase, failed, tally):
    failed.write_text(".\n")  # failing_sockets.cpp says what the file is
    if not world.start(LD_PRELOAD=LIBRARY, MUSTER_FAIL_SOCKETS=f"{EVERY}:{phase}:{MOST}", MUSTER_FAILED_SOCKETS=str(failed)):
        return [f"phase {phase}: it died before it was ready"]
    switch(failed, b"!")
    if not world.connected():
        return [f"phase {phase}: it died"]
    world.declare_once()
    world.update()
    world.work(4)
    world.advance(7)
    world.work(2)
    world.type("INC-1 page @bob look")
    world.advance(7)
    wrong = recovers(world)
    switch(failed, b".")
    wrong = wrong or hears(world)
    calls = failed.read_text().splitlines()[1:]
    tally.update(calls)
    if not calls:
        wrong.append("nothing failed: " + LIBRARY + " did not work")
    code = world.muster.stop() if not world.died() else world.muster.release()
    world.muster = None
    return [f"phase {phase}: {one}" for one in wrong + ([f"it ended with {code}"] if code != 0 else [])]


def play(index, phases, tally, violated):
    world = World(f"sockets/{index}", with_teams=index % 2 == 0)
    failed = world.folder / "failed-calls"
    try:
        for phase in phases:
            try:
                violated += live(world, phase, failed, tally)
            except AssertionError as wrong:
                raise AssertionError(f"phase {phase}: {wrong}\n{failed.read_text()}\n{world.log()[-3000:]}") from None
        violated += [f"world {index}: {one}" for one in world.judged(world.settle())]
    finally:
        world.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--phase", type=int, help="this one alone")
    options = parser.parse_args()
    phases = range(EVERY) if os.environ.get("MUSTER_LONG") else SHORT
    if options.phase is not None:
        phases = [options.phase]
    tally, violated, begun = collections.Counter(), [], time.monotonic()
    for index, first in enumerate(range(0, len(phases), LIVES_A_WORLD)):
        play(index, phases[first:first + LIVES_A_WORLD], tally, violated)
    for one in violated[:50]:
        print("VIOLATED " + one)
    print(f"injected: {tally.total()} failing calls about sockets in {len(phases)} lives, {time.monotonic() - begun:.0f} s: "
          + ", ".join(f"{call} {count}" for call, count in sorted(tally.items())) + f"; violations {len(violated)}")
    return 1 if violated else 0


if __name__ == "__main__":
    sys.exit(main())
