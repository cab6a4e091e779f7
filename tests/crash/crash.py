"""Kills the real program at every named point and at random moments, starts it again, and lets the oracles judge.

    tests/crash/run --kills 1000                the full set
    tests/crash/run --kills 1000 --seed 7       the same again
    tests/crash/run --kills 1000 --seed 7 --world 3          one world of it
    tests/crash/run --point outbox_sent --only 50            one point; memory: every n-th allocation fails;
                                                             impatience: SIGTERM, and SIGKILL within a second
"""

import argparse
import collections
import random
import sys
import time

import points
from world import World

KILLS_A_WORLD = 40
TWICE = ("I3", "I4")  # what these oracles find was doubled; what any other finds was lost or broken


class Tally:
    def __init__(self):
        self.killed = collections.Counter()
        self.missed = collections.Counter()
        self.violated = []
        self.acknowledged = self.posted = 0

    def kills(self):
        return sum(self.killed.values())


class Lives:
    """The lives of one world: each ends at its point, or at a moment of its own."""

    def __init__(self, world, chance, tally):
        self.world, self.chance, self.tally = world, chance, tally
        self.copies = 0

    def end(self, point, wait):
        """The process dies at the point, or is killed when it did not come there in time."""
        world = self.world
        met = world.dies_within(wait)
        world.bury()
        if met:
            self.tally.killed[point] += 1
        else:
            self.tally.missed[point] += 1
            self.tally.killed["random"] += 1
        return met

    def at_start(self, point):
        self.world.start(f"{point}:1")
        self.end(point, 20)

    def at_migration(self, point):
        """Only a new directory is migrated; what an earlier kill left of it is taken up."""
        nth = self.chance.randint(1, 10) if point == "migration_step" else 1
        self.world.start(f"{point}:{nth}")
        self.end(point, 20)

    def at_load(self, point, nth=None, tries=3):
        world = self.world
        most = 2 if point.startswith(("slack_", "desk_", "checkpoint_")) else 6
        if world.start(f"{point}:{nth or self.chance.randint(1, most)}") and world.connected():
            world.update()
            world.work(self.chance.randint(2, 5))
            if not world.dies_within(0.5):
                world.advance(7)  # what the last life left in the air goes out
                world.work(2)
        if not self.end(point, 3) and tries > 1:
            self.at_load(point, 1, tries - 1)  # it was not passed so often

    def at_doubt(self, point, tries=4):
        """A claim that nobody knows the end of, found at the next start; whether it was of a message to Slack is luck."""
        self.at_load("outbox_claimed", self.chance.randint(1, 3))
        if self.world.start(f"{point}:1") and self.world.connected():
            self.world.advance(7)
        if not self.end(point, 2) and tries > 1:
            self.at_doubt(point, tries - 1)

    def at_failure(self, point):
        how = self.chance.choice(({"status": 503}, {"mode": "accept_then_drop"}, {"mode": "drop"}, {"status": 429, "retry_after": 1},
                                  {"mode": "cut_body"}, {"status": 200, "body": "<html>busy</html>"}))
        self.world.slack.control("fail", {"method": "chat.postMessage", "count": 3, **how})
        self.at_load(point, 1)
        self.world.slack.delete("fail")

    def at_pile(self, point):
        """Slack is away for ten minutes in which much is said; then muster dies while it makes one message of it."""
        world = self.world
        if world.start(f"{point}:1") and world.connected():
            world.advance(7)
            world.declare_once()
            world.slack.room(prefix="inc-1-", card=True)
            world.slack.control("fail", {"method": "*", "status": 503, "count": 100000})
            for _ in range(6):  # said in Teams, relayed to Slack
                world.said += 1
                world.chats[1].acknowledged("ann", f"INC-1 note marker-{world.said}", wait_ms=5000)
            world.advance(600)
            world.slack.delete("fail")
            world.advance(60)
        self.end(point, 3)
        world.slack.delete("fail")

    def copy(self, encrypted):
        """Where the next backup goes, and the words that make it and bring it back."""
        self.copies += 1
        certificate, key = self.world.backup_keys() if encrypted else (None, None)
        return self.world.folder / f"copy-{self.copies}", ["--to", certificate] if encrypted else [], ["--key", key] if encrypted else []

    def at_backup(self, point):
        """A backup that dies leaves nothing under its name, or all of it; and nothing in the clear when it is encrypted."""
        world = self.world
        encrypted = point in points.ENCRYPTED or self.chance.random() < 0.5
        file, make, bring = self.copy(encrypted)
        code = world.command("backup", str(file), *make, point=f"{point}:1")
        self.tally.killed[f"{point} (backup)"] += code == -9
        self.tally.missed[f"{point} (backup)"] += code != -9
        if file.exists() and world.command("restore", str(file), *bring, directory=f"proof-{self.copies}") != 0:
            self.tally.violated.append(f"backup: {point} left a copy that cannot be restored")
        if point == "backup_named" and not file.exists():
            self.tally.violated.append("backup: the copy is gone after it had its name")
        if encrypted and any(left.read_bytes().startswith(b"SQLite") for left in world.folder.glob(file.name + "*")):
            self.tally.violated.append(f"backup: {point} left a copy in the clear")

    def at_restore(self, point):
        """A restore that dies leaves the old database or the new one, and both say the same here."""
        world = self.world
        encrypted = point in points.ENCRYPTED or (point != "copy_written" and self.chance.random() < 0.5)  # it is not copied, but decrypted
        file, make, bring = self.copy(encrypted)
        if world.command("backup", str(file), *make) != 0:
            raise AssertionError("no backup\n" + world.log()[-2000:])
        code = world.command("restore", str(file), *bring, point=f"{point}:1")
        self.tally.killed[f"{point} (restore)"] += code == -9
        self.tally.missed[f"{point} (restore)"] += code != -9

    def at_memory(self, _):
        """Memory runs short again and again. Whether muster says no or gives up, the next life finds everything."""
        world = self.world
        if world.start(MUSTER_FAIL_ALLOCATION=str(int(10 ** self.chance.uniform(2.5, 5)))) and world.connected():
            world.update()
            world.work(self.chance.randint(4, 8))
            world.advance(7)
            world.work(2)
            world.dies_within(1)
        self.tally.killed["out of memory" if world.bury(may_give_up=True) else "short of memory"] += 1

    def at_impatience(self, _):
        """It is asked to end, and killed a moment later: by a supervisor that does not wait."""
        world = self.world
        if world.start() and world.connected():
            world.update()
            world.work(self.chance.randint(2, 6))
            world.terminate()
            world.dies_within(self.chance.random())
        self.tally.killed["ended by itself" if world.bury(may_end=True) else "impatience"] += 1

    def at_random(self, _):
        world = self.world
        if self.chance.random() < 0.2:  # while it starts
            world.start_and_kill_within(self.chance.random())
            self.tally.killed["random"] += 1
            return
        if world.start() and world.connected():
            world.work(self.chance.randint(2, 6))
            if self.chance.random() < 0.5:
                world.advance(7)
            world.dies_within(self.chance.random() * 0.4)
        world.bury()
        self.tally.killed["random"] += 1

    def end_at(self, how, point):
        getattr(self, "at_" + how)(point)


HOW = [("start", points.START), ("load", points.LOAD), ("doubt", points.DOUBT), ("failure", points.FAILING), ("pile", points.PILE),
       ("backup", points.BACKUP), ("restore", points.RESTORE)]


def plan(kills, chance):
    """What each kill is: two thirds at the points, each as often as the others, a tenth for want of memory, a twentieth after SIGTERM,
    and the rest at random moments."""
    named = [(how, point) for how, group in HOW for point in group]
    each = max(1, kills * 2 // 3 // (len(named) + len(points.MIGRATION)))
    deaths = named * each + [("memory", "")] * max(2, kills // 10) + [("impatience", "")] * max(2, kills // 20)
    deaths += [("random", "")] * max(0, kills - len(deaths) - each * len(points.MIGRATION))
    chance.shuffle(deaths)
    return deaths, each


def has_teams(index):
    return index % 4 == 0


def worlds_of(kills, seed):
    chance = random.Random(seed)
    deaths, each = plan(kills, chance)
    piles = [death for death in deaths if death[0] == "pile"]
    deaths = [death for death in deaths if death[0] != "pile"]
    count = max(1, -(-len(deaths) // KILLS_A_WORLD))
    bridged = [index for index in range(count) if has_teams(index)]
    for index in range(count):
        migrations = [("migration", point) for point in points.MIGRATION for _ in range(-(-each // count))]
        # What a new world has to have happened before a kill at a point of its work means anything.
        begin = [("load", "engine_answered")]
        own_piles = piles[bridged.index(index)::len(bridged)] if index in bridged else []
        yield index, migrations + begin + own_piles + deaths[index::count]


def worlds_at(point, kills):
    """One world in which muster dies at one point only."""
    how = point if point in ("memory", "impatience") else next(how for how, group in HOW if point in group)
    yield 0, [("load", "engine_answered")] + [(how, point)] * kills


def play(index, deaths, seed, options, tally):
    chance = random.Random(f"{seed}/{index}")
    world = World(f"{seed}/{index}", with_teams=has_teams(index), mutant=options.mutant)
    try:
        lives = Lives(world, chance, tally)
        for how, point in deaths:
            if options.trace:
                print(f"world {index}: {how} {point}", flush=True)
            lives.end_at(how, point)
        violated = world.judged(world.settle()) + world.left_in_the_clear()
        tally.violated += [f"world {index}: {one}" for one in violated]
        tally.acknowledged += world.acknowledged
        tally.posted += world.posted
        if violated and options.keep:
            print(f"kept: {world.folder}")
            world.keep = True
    finally:
        world.close()


def report(tally, seed, options, took):
    for point, count in sorted(tally.killed.items()):
        if count:
            missed = f"   (not met {tally.missed[point]} times, killed at random instead)" if tally.missed[point] else ""
            print(f"  {point:32} {count:5}{missed}")
    for point in sorted(set(tally.missed) - set(+tally.killed)):
        print(f"  {point:32}     0   NEVER MET")
    for one in tally.violated[:50]:
        print("VIOLATED " + one)
    doubled = sum(any(f" {oracle}:" in f" {one}" for oracle in TWICE) for one in tally.violated)
    named = sum(count for point, count in tally.killed.items() if "_" in point)
    print(f"injected: {tally.kills()} kills ({named} at named points, {tally.killed['random']} at random) in {took:.0f} s "
          f"({tally.kills() / took:.1f}/s), seed {seed}: {tally.acknowledged} commands acknowledged, {tally.posted} messages posted, "
          f"lost or broken {len(tally.violated) - doubled}, doubled {doubled}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--world", type=int, default=None, help="only this one")
    parser.add_argument("--point", help="kills at this point alone")
    parser.add_argument("--only", type=int, default=10, help="so many of them")
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no further world after so long")
    parser.add_argument("--mutant", default="", help="the deliberate mistake the program is to make: early, blind, unclaimed")
    parser.add_argument("--keep", action="store_true", help="leave the files of a world that was violated")
    parser.add_argument("--trace", action="store_true")
    options = parser.parse_args()
    unplanned = points.in_source() ^ set(points.PLANNED)
    if unplanned:
        print(f"crash points without a plan, or planned and gone: {sorted(unplanned)}")
        return 2
    seed = random.SystemRandom().randrange(1 << 30) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    tally, begun = Tally(), time.monotonic()
    worlds = worlds_of(options.kills, seed) if options.point is None else worlds_at(options.point, options.only)
    for index, deaths in worlds:
        if options.world in (None, index) and time.monotonic() - begun < options.minutes * 60:
            play(index, deaths, seed, options, tally)
            if options.kills > 200:
                print(f"world {index}: {tally.kills()} kills, {len(tally.violated)} violations, {time.monotonic() - begun:.0f} s", flush=True)
    report(tally, seed, options, time.monotonic() - begun)
    never = set(tally.missed) - set(+tally.killed)
    is_whole = options.world is None and options.point is None and not options.mutant
    return 1 if tally.violated or (never and is_whole) else 0


if __name__ == "__main__":
    sys.exit(main())
