"""Names are the field's terms (docs/glossary.md). Words that say nothing are not names."""

import re
from pathlib import PurePosixPath

from tree import Finding, code_lines, cpp, read, report, tracked

EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "common", "data", "info", "processor", "misc"}
WRONG_WORDS = {"ticket": "incident", "notify": "page, update or post"}
TYPE = re.compile(r"^\s*(?:template\s*<[^>]*>\s*)?(?:class|struct|enum class|enum|union|using)\s+([A-Z][A-Za-z0-9]*)\b")


def words_of(name: str) -> list[str]:
    return [w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)]


def check_name(path: str, line: int, kind: str, name: str) -> list[Finding]:
    findings = []
    for word in words_of(name):
        if word in EMPTY_WORDS:
            findings.append(Finding(path, line, f"{kind} {name}: '{word}' says nothing", "name what it is or does"))
        elif word in WRONG_WORDS:
            findings.append(Finding(path, line, f"{kind} {name}: not our word '{word}'", f"say {WRONG_WORDS[word]}"))
    return findings


def check(path: str, text: str) -> list[Finding]:
    findings = [f for part in PurePosixPath(path).parts for f in check_name(path, 1, "file", part.split(".")[0])]
    for number, line in code_lines(text):
        match = TYPE.match(line)
        if match:
            findings += check_name(path, number, "type", match.group(1))
    return findings


def main() -> None:
    files = [p for p in cpp(tracked()) if p.startswith(("bot/", "handlers/", "integrations/"))]
    report([f for p in files for f in check(p, read(p))], len(files))


if __name__ == "__main__":
    main()
