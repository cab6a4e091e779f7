"""Every change of every zone's clock from 1990 to 2040, as Python's zoneinfo knows it: the other side of zones_test.cpp.

Lines: zone, instant of the change (seconds since 1970), offset before, offset after (seconds). A zone without a change has
one line with "-" and its offset.
"""

import datetime as dt
import zoneinfo

BEGIN = int(dt.datetime(1990, 1, 1, tzinfo=dt.timezone.utc).timestamp())
END = int(dt.datetime(2041, 1, 1, tzinfo=dt.timezone.utc).timestamp())
STEP = 86400
# Not zones of places: leap seconds counted, or the machine's own.
SKIPPED = ("posix/", "right/", "localtime", "Factory", "posixrules")


def changes(zone: zoneinfo.ZoneInfo) -> list[tuple[int, int, int]]:
    def offset(at: int) -> int:
        return int(dt.datetime.fromtimestamp(at, zone).utcoffset().total_seconds())

    found = []
    known = offset(BEGIN)
    for at in range(BEGIN + STEP, END + 1, STEP):
        now = offset(at)
        if now == known:
            continue
        low, high = at - STEP, at
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == known:
                low = middle
            else:
                high = middle
        found.append((high, known, offset(high)))
        known = now
    return found or [(0, known, known)]


def main() -> None:
    seen: dict[bytes, list[tuple[int, int, int]]] = {}
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
        if content not in seen:
            seen[content] = changes(zoneinfo.ZoneInfo(name))
        for at, before, after in seen[content]:
            print(name, at or "-", before, after)


main()
