#!/usr/bin/env python3
"""What the fault sets of the last run injected, how often, and what was violated: their lines that begin with `injected:`, from
CTest's log, with the set's name in front. Nothing when none of them ran."""

import pathlib
import re
import sys

STARTS = re.compile(r"^\d+/\d+ Test(?:ing)?: (\S+)")


def lines(log):
    name = ""
    for line in log:
        if found := STARTS.match(line):
            name = found[1]
        elif line.startswith("injected: "):
            yield name, line.removeprefix("injected: ").rstrip()


def main():
    log = pathlib.Path(sys.argv[1])
    said = list(lines(log.read_text(errors="replace").splitlines())) if log.exists() else []
    if said:
        print("What the fault sets injected (docs/reliability.md):")
    for name, words in said:
        print(f"  {name}: {words}")


if __name__ == "__main__":
    main()
