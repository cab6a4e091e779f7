"""Nothing of a developer's machine or of one mirror is committed: absolute home paths, registry hosts, resolved URLs."""

import re

from tree import Finding, read, report, tracked

SELF = {"tests/lint/hygiene.py", "tests/lint/selftest.py"}
BINARY = (".png", ".ico", ".woff2", ".gz", ".zip", ".sqlite")
PATTERNS = [
    (
        r"registry\.(npmjs|yarnpkg)\.|pypi\.org/simple|files\.pythonhosted|deb\.debian\.org|deb\.nodesource|proxy\.golang\.org",
        "a package registry's host name",
        "leave it to the client's own configuration",
    ),
    (
        r"(?<![\w./-])/(?:home/(?!muster\b)[a-z][\w-]*|Users/[A-Za-z][\w-]*|root|work|workspace)/[\w.]",
        "an absolute path of somebody's machine",
        "use a path relative to the root, or a placeholder",
    ),
    (r"^(<{7}|>{7}) ", "a merge conflict's marker", "resolve the conflict"),
]


def check(path: str, text: str) -> list[Finding]:
    findings = []
    is_lock_file = path.endswith("package-lock.json")
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, wrong, do in PATTERNS:
            if re.search(pattern, line):
                findings.append(Finding(path, number, wrong, do))
        if is_lock_file and '"resolved"' in line:
            findings.append(Finding(path, number, "a lock file with resolved URLs", "npm install --omit-lockfile-registry-resolved"))
    return findings


def main() -> None:
    files = [p for p in tracked() if p not in SELF and not p.endswith(BINARY)]
    report([f for p in files for f in check(p, read(p))], len(files))


if __name__ == "__main__":
    main()
