"""The files of the repository, and how a lint reports."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", "build", "node_modules", "dist", ".cache", "var"}


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    wrong: str
    do: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.wrong}\n    do: {self.do}"


def tracked() -> list[str]:
    """Paths relative to the root: what git tracks or would track, or everything when the source came without git."""
    git = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z",
           "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(git, capture_output=True, check=True).stdout.decode().split("\0")
        return sorted(p for p in listed if p and (ROOT / p).is_file())
    except (OSError, subprocess.CalledProcessError):
        return sorted(walked())


def walked():
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if f not in NOT_OURS]
        for name in files:
            yield str((Path(folder) / name).relative_to(ROOT))


def read(path: str) -> str:
    return (ROOT / path).read_bytes().decode("utf-8", "replace")


def cpp(paths: list[str]) -> list[str]:
    return [p for p in paths if p.endswith((".cpp", ".hpp"))]


def code_lines(text: str):
    """(number, line) without comments; strings stay. Good enough for one-line patterns."""
    in_block = False
    for number, line in enumerate(text.splitlines(), 1):
        if in_block:
            end = line.find("*/")
            if end < 0:
                continue
            line, in_block = line[end + 2 :], False
        while (start := line.find("/*")) >= 0:
            end = line.find("*/", start + 2)
            if end < 0:
                line, in_block = line[:start], True
                break
            line = line[:start] + line[end + 2 :]
        comment = line.find("//")
        while comment > 0 and line[comment - 1] == ":":  # https:// inside a string
            comment = line.find("//", comment + 2)
        yield number, line if comment < 0 else line[:comment]


def report(findings: list[Finding], checked: int) -> None:
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings in {checked} files")
    if checked == 0:
        print("nothing was checked: the lint is looking in the wrong place")
    sys.exit(1 if findings or checked == 0 else 0)
