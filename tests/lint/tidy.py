"""clang-tidy 19 over the product's .cpp files, with the checks of the root's .clang-tidy.

Files that the build compiles as one (MUSTER_UNITY) are looked at as one, since most of the time goes to the headers they share.
A file that passed is remembered in the build directory by the content of itself, of everything of ours it includes,
of its compile command and of .clang-tidy; it is looked at again only when one of these changed.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tree import ROOT, tracked

# Only the libraries' own code is compiled in these: there is nothing of ours to check, and each takes half a minute.
LIBRARY_BODIES = {"bot/net/asio_impl.cpp", "bot/net/asio_ssl_impl.cpp", "bot/net/beast_impl.cpp"}
# Each check walks every declaration of every header, so a light file costs seconds. To keep a first run on two cores
# within minutes, two things are narrowed here and stay in .clang-tidy for editors. The analyzer, which takes as long as
# all else together, looks at the modules that hold raw memory and C libraries:
FOREIGN = "--header-filter=^(.*/)?(bot|handlers|integrations)/[^.]*\\.(hpp|cpp)$"
ANALYSED = ("bot/base/", "bot/net/", "bot/store/")
# and checks are left out that are dear (a tenth of the time each, or so) and whose findings the compiler's warnings or
# the lints beside this one already give.
DEAR = [
    "bugprone-reserved-identifier",
    "bugprone-suspicious-include",
    "bugprone-stringview-nullptr",
    "bugprone-standalone-empty",
    "bugprone-suspicious-string-compare",
    "bugprone-multiple-statement-macro",
    "bugprone-assert-side-effect",
    "bugprone-undelegated-constructor",
    "bugprone-suspicious-semicolon",
    "bugprone-unused-return-value",
    "bugprone-infinite-loop",
    "bugprone-unused-raii",
    "bugprone-chained-comparison",
    "bugprone-implicit-widening-of-multiplication-result",
    "misc-unused-using-decls",
    "modernize-use-nullptr",
]
UNITY = re.compile(r"/Unity/unity_\d+_cxx\.cxx$")
INCLUDE = re.compile(r'^\s*#\s*include "([^"]+)"', re.MULTILINE)


def closure(path: str, seen: dict[str, bytes]) -> dict[str, bytes]:
    """path and all files of ours that it includes, directly or not."""
    if path in seen or not (ROOT / path).is_file():
        return seen
    seen[path] = (ROOT / path).read_bytes()
    for included in INCLUDE.findall(seen[path].decode("utf-8", "replace")):
        closure(included, seen)
    return seen


def sources(path: str) -> list[str]:
    """What a unit is made of: itself, or the files that it includes whole."""
    if not UNITY.search(path):
        return [path]
    return [os.path.relpath(name, ROOT) for name in INCLUDE.findall((ROOT / path).read_text()) if name.endswith(".cpp")]


def narrowed(path: str) -> str:
    left_out = DEAR if sources(path)[0].startswith(ANALYSED) else [*DEAR, "clang-analyzer-*"]
    return "--checks=" + ",".join("-" + check for check in left_out)


def fingerprint(path: str, command: str) -> str:
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes() + (command + narrowed(path)).encode())
    for name, content in sorted(closure(path, {}).items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def product_commands(build: Path) -> dict[str, str]:
    """path -> compile command, of the product's files that this build compiles."""
    wanted = {p for p in tracked() if p.endswith(".cpp") and p.startswith(("bot/", "handlers/", "integrations/"))}
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = os.path.relpath(entry["file"], ROOT)
        if path in wanted - LIBRARY_BODIES or (UNITY.search(path) and not wanted.isdisjoint(sources(path))):
            found[path] = entry["command"]
    return found


def tidy(tool: str, build: Path, path: str) -> tuple[str, bool, str, float]:
    start = time.monotonic()
    # The sanitizers' instrumentation says nothing to the checks and costs time.
    args = [tool, "-p", str(build), "--quiet", "--extra-arg=-fno-sanitize=all", "--extra-arg=-Wno-unused-command-line-argument", FOREIGN, narrowed(path), path]
    result = subprocess.run(args, cwd=ROOT, capture_output=True, text=True)
    output = result.stdout if result.stdout.strip() else result.stderr
    return path, result.returncode == 0, output, time.monotonic() - start


def newest_first(paths: list[str]) -> list[str]:
    """Files changed by the latest commits before the others, so that a limited time is spent where it tells most."""
    log = subprocess.run(["git", "log", "--format=", "--name-only", "-n", "200"], cwd=ROOT, capture_output=True, text=True)
    rank: dict[str, int] = {}
    for position, path in enumerate(log.stdout.split()):
        rank.setdefault(path, position)
    return sorted(paths, key=lambda p: (min(rank.get(s, len(rank)) for s in sources(p)), p))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--build", type=Path, required=True)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--seconds", type=float, default=float("inf"), help="begin no further file after this time")
    options.add_argument("paths", nargs="*", help="only these files")
    given = options.parse_args()
    tool = shutil.which("clang-tidy-19")
    if not tool:
        sys.exit("clang-tidy-19 is missing. do: deploy/install-packages test")

    commands = product_commands(given.build)
    if given.paths:
        commands = {p: c for p, c in commands.items() if p in given.paths}
    if not commands:
        sys.exit("no product file in compile_commands.json: nothing would be checked")
    cache = given.build / "tidy"
    cache.mkdir(exist_ok=True)
    marks = {p: cache / fingerprint(p, c) for p, c in commands.items()}
    todo = newest_first([p for p in commands if not marks[p].exists()])
    until = time.monotonic() + given.seconds

    failed = reached = 0
    with ThreadPoolExecutor(given.jobs) as pool:
        for outcome in pool.map(lambda p: tidy(tool, given.build, p) if time.monotonic() < until else None, todo):
            if outcome is None:
                continue
            path, passed, output, seconds = outcome
            reached += 1
            print(f"{'ok  ' if passed else 'FAIL'} {seconds:5.1f} s  {path}", flush=True)
            if passed:
                marks[path].touch()
            else:
                failed += 1
                print(output, flush=True)
    seconds = sum(os.times()[2:4])
    print(f"{failed} files with findings, {seconds:.0f} s of processor time; {reached} looked at, {len(commands) - len(todo)} unchanged since they passed, {len(todo) - reached} left for the next run")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
