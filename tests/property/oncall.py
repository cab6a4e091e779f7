"""Who is on call around changes of the clock, worked out with Python's zoneinfo: the other side of oncall_test.cpp.

Eight kinds of rotation in every zone, 1990 to 2040. Lines: zone, kind, window from, window until, then each shift of the
window as person, from, until (seconds since 1970). By default some changes of each zone are taken, and every eighth zone
is walked from end to end; the argument "full" takes every change of every zone, and "2/3" the second third of all that.
"""

import bisect
import datetime as dt
import sys
import zoneinfo

UTC = dt.timezone.utc
DAY = dt.timedelta(days=1)
BEGIN = int(dt.datetime(1990, 1, 1, tzinfo=UTC).timestamp())
END = int(dt.datetime(2040, 12, 31, tzinfo=UTC).timestamp())
START = dt.date(1989, 7, 31)  # a Monday, and the last of a month
SKIPPED = ("posix/", "right/", "localtime", "Factory", "posixrules")
SUN = zoneinfo.ZoneInfo("Asia/Tokyo")  # the second zone of follow-the-sun
PEOPLE = "abc"


class Clock:
    def __init__(self, zone: zoneinfo.ZoneInfo) -> None:
        self.zone = zone

    def offset(self, at: int) -> int:
        return int(dt.datetime.fromtimestamp(at, self.zone).utcoffset().total_seconds())

    def instant(self, day: dt.date, minutes: int, last: bool = False) -> int:
        """A local time: what was skipped is the first instant after the gap, what happens twice the first or the last."""
        local = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
        told = [int(local.replace(tzinfo=self.zone, fold=fold).timestamp()) for fold in (0, 1)]
        naive = int(local.replace(tzinfo=UTC).timestamp())
        if any(at + self.offset(at) == naive for at in told):
            return told[1] if last else told[0]
        low, high = min(told), max(told)  # the gap is between them
        before = self.offset(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.offset(middle) == before else (low, middle)
        return high

    def day(self, at: int) -> dt.date:
        return dt.datetime.fromtimestamp(at, self.zone).date()

    def days(self, begin: int, end: int, around: int = 3) -> list[dt.date]:
        first, last = self.day(begin) - around * DAY, self.day(end) + around * DAY
        return [first + n * DAY for n in range((last - first).days + 1)]


def by_days(clock: Clock, length: int, minutes: int, begin: int, end: int) -> list[tuple[int, str]]:
    """Hand-offs of turns of so many days, from the one before the window to the one after it."""
    first = (clock.day(begin) - START).days // length - 2
    last = (clock.day(end) - START).days // length + 2
    return [(clock.instant(START + k * length * DAY, minutes), PEOPLE[k % 3]) for k in range(max(first, 0), last + 1)]


def by_months(clock: Clock, minutes: int, begin: int, end: int) -> list[tuple[int, str]]:
    turns = []
    first, final = clock.day(begin) - 70 * DAY, clock.day(end) + 70 * DAY
    for k in range(0, 12 * 53):
        month = START.month - 1 + k
        year, month = START.year + month // 12, month % 12 + 1
        last = (dt.date(year + month // 12, month % 12 + 1, 1) - DAY).day
        day = dt.date(year, month, min(START.day, last))
        if first <= day <= final:
            turns.append((clock.instant(day, minutes), PEOPLE[k % 3]))
    return turns


def by_hours(clock: Clock, hours: int, begin: int, end: int) -> list[tuple[int, str]]:
    first = clock.instant(START, 0)
    k = (begin - first) // (hours * 3600)
    turns = []
    while first + k * hours * 3600 < end + hours * 3600:
        turns.append((first + k * hours * 3600, PEOPLE[k % 3]))
        k += 1
    return turns


def stretches(turns: list[tuple[int, str]], parts: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    found = []
    times = [at for at, _ in turns]
    for begin, end in parts:
        k = max(bisect.bisect_right(times, begin) - 1, 0)
        while k + 1 < len(turns) and turns[k][0] < end:
            low, high = max(begin, turns[k][0]), min(end, turns[k + 1][0])
            if low < high:
                found.append((low, high, turns[k][1]))
            k += 1
    return found


def parts_of(clock: Clock, weekdays: set[int], start: int, stop: int, begin: int, end: int) -> list[tuple[int, int]]:
    over = DAY if stop <= start else 0 * DAY
    return [(clock.instant(day, start), clock.instant(day + over, stop, True))
            for day in clock.days(begin, end) if day.weekday() in weekdays]


def layers(kind: str, clock: Clock, begin: int, end: int) -> list[list[tuple[int, int, str]]]:
    """The highest priority first."""
    whole = [(begin, end)]
    week = set(range(7))
    if kind == "hourly":
        return [stretches(by_hours(clock, 7, begin, end), whole)]
    if kind == "daily":
        return [stretches(by_days(clock, 1, 150, begin, end), whole)]
    if kind == "weekly":
        return [stretches(by_days(clock, 7, 90, begin, end), whole)]
    if kind == "fortnightly":
        return [stretches(by_days(clock, 14, 0, begin, end), whole)]
    if kind == "monthly":
        return [stretches(by_months(clock, 30, begin, end), whole)]
    if kind == "business":
        return [stretches(by_days(clock, 1, 540, begin, end), parts_of(clock, set(range(5)), 540, 1020, begin, end))]
    if kind == "night":
        return [stretches(by_days(clock, 7, 720, begin, end), parts_of(clock, week, 1350, 120, begin, end))]
    here = stretches(by_days(clock, 7, 0, begin, end), parts_of(clock, week, 120, 840, begin, end))
    other = Clock(SUN)
    there = stretches(by_days(other, 7, 0, begin, end), parts_of(other, week, 480, 1200, begin, end))
    return [there, here]


def shifts(kind: str, clock: Clock, begin: int, end: int) -> list[tuple[str, int, int]]:
    """Moment by moment between all edges; joined where a person stays."""
    of = layers(kind, clock, begin, end)
    edges = sorted({min(max(at, begin), end) for layer in of for low, high, _ in layer for at in (low, high)} | {begin, end})
    open_at: dict[str, int] = {}
    found = []
    ordered = [sorted(layer) for layer in of]
    for at, until in zip(edges, edges[1:]):
        there: set[str] = set()
        for layer in ordered:
            k = bisect.bisect_right(layer, (at, END * 2, ""))
            there = {person for low, high, person in layer[max(k - 3, 0):k] if low <= at < high}
            if there:
                break
        for person in list(open_at):
            if person not in there:
                found.append((person, open_at.pop(person), at))
        for person in there:
            open_at.setdefault(person, at)
    found += [(person, since, end) for person, since in open_at.items()]
    return sorted(found, key=lambda shift: (shift[1], shift[0]))


def changes(clock: Clock) -> list[int]:
    found, known = [], clock.offset(BEGIN)
    for at in range(BEGIN + 86400, END, 86400):
        now = clock.offset(at)
        if now != known:
            found.append(at)
            known = now
    return found


KINDS = ("hourly", "daily", "weekly", "fortnightly", "monthly", "business", "night", "sun")


def share(argument: str) -> tuple[bool, int, int]:
    """Whether all is taken, and of so many parts which."""
    part, _, parts = argument.partition("/")
    return (True, int(part) - 1, int(parts)) if parts else (argument == "full", 0, 1)


def main() -> None:
    full, part, parts = share(sys.argv[1] if len(sys.argv) > 1 else "")
    seen: set[bytes] = set()
    number = 0
    for name in sorted(zoneinfo.available_timezones()):
        if name.startswith(SKIPPED):
            continue
        for folder in zoneinfo.TZPATH:
            try:
                with open(f"{folder}/{name}", "rb") as file:
                    content = file.read()
                break
            except OSError:
                content = name.encode()
        if content in seen:
            continue  # another name of a zone that was
        seen.add(content)
        number += 1
        if number % parts != part:
            continue
        clock = Clock(zoneinfo.ZoneInfo(name))
        windows = [(at - 4 * 86400, at + 4 * 86400) for at in changes(clock) or [BEGIN + 90000000]]
        if not full:
            windows = windows[number % 7::max(len(windows) // 3, 1)][:3] or windows[:1]
        for kind in KINDS:
            spans = list(windows)
            if full or (number % 8 == 0 and kind in ("weekly", "fortnightly", "monthly")):
                spans.append((BEGIN, END))
            for begin, end in spans:
                told = " ".join(f"{person} {low} {high}" for person, low, high in shifts(kind, clock, begin, end))
                print(name, kind, begin, end, told)


main()
