"""docs/security.md and docs/faults.md keep their word: every row is there once, says how it stands, and each test it names exists."""

import re

from tree import ROOT, Finding, read, report

# document -> the rows that must stand in it
DOCUMENTS = {
    "docs/security.md": [f"S{n:02}" for n in range(1, 61)],
    "docs/faults.md": [f"F{n:02}" for n in [*range(1, 29), *range(38, 71)]],
}
# What a row may say of itself, and whether a test must stand beside it.
STATES = {"held": True, "partly": True, "not yet": False, "does not apply": False}
ROW = re.compile(r"^\|\s*([SF]\d\d)\s*\|(.*)\|\s*$")
# A test's file, as a link from docs/ or as a path; or what stands in back-ticks after it.
NAMED = re.compile(r"\]\(\.\./(tests/[^)#]+)\)|`(tests/[^`]+)`|`([^`]+)`")


# What kind of file, what a name in back-ticks after it looks like there (they hold other things too), and how the file declares it.
SHAPES = [(re.compile(file), re.compile(name), declared) for file, name, declared in [
    (r"tests/crash/points\.py", r"[a-z]+_[a-z_]+", r'"{0}"'),  # a crash point
    (r"tests/crash/crash\.py", r"at_\w+", r"^ *def {0}\("),  # a way to die
    (r"tests/power/flows\.cpp", r"[a-z]+(?:-[a-z]+)*", r'Flow flow\{{"{0}"'),  # what is done while the power fails
    (r".*\.[ch]pp", r"[A-Z]\w+\.\w+", r"^(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\s*{0},\s*{1}\b"),
    (r".*\.py", r"test_\w*", r"^ *def {0}\("),
    (r".*\.mjs", r".*", r"{0}"),  # a step, in its own words
]]


def shape_of(path: str):
    return next(((name, declared) for file, name, declared in SHAPES if file.fullmatch(path)), (re.compile(r"(?!)"), ""))


def is_name(word: str, path: str) -> bool:
    return shape_of(path)[0].fullmatch(word) is not None


def declares(path: str, text: str, name: str) -> bool:
    """Whether the file of tests has this one: Suite.Name in C++, test_name in Python, a step's words elsewhere."""
    parts = [name] if path.endswith(".mjs") else name.split(".")
    declared = shape_of(path)[1].format(*map(re.escape, parts))
    return re.search(declared, text, re.MULTILINE) is not None


def check_line(document: str, number: int, line: str, exists, content_of) -> tuple[list[Finding], int]:
    """Findings, and how many files of tests the line names."""
    findings, files, current = [], 0, ""
    for linked, written, word in NAMED.findall(line):
        if path := linked or written:
            current, files = path, files + 1
            if not exists(path):
                findings.append(Finding(document, number, f"{path} does not exist", "correct the path"))
                current = ""
        elif current and is_name(word, current) and not declares(current, content_of(current), word):
            findings.append(Finding(document, number, f"{current} has no {word}", "name a test that is there"))
        elif not current and re.fullmatch(r"[A-Z]\w+\.[A-Z]\w+|test_\w+", word):
            findings.append(Finding(document, number, f"{word} stands without its file", "name the file before it"))
    return findings, files


def check(document: str, text: str, wanted: list[str], exists, content_of) -> list[Finding]:
    findings, seen = [], []
    for number, line in enumerate(text.splitlines(), 1):
        found, files = check_line(document, number, line, exists, content_of)
        findings += found
        if not (row := ROW.match(line)):
            continue
        seen.append(row.group(1))
        state = next((s for s in STATES if re.search(rf"\|\s*{s}\s*\|", line)), None)
        if state is None:
            findings.append(Finding(document, number, f"{row.group(1)} does not say how it stands", "one of: " + ", ".join(STATES)))
        elif STATES[state] and not files:
            findings.append(Finding(document, number, f"{row.group(1)} is {state} by nothing", "name the test, or say not yet"))
    for name in wanted:
        if seen.count(name) != 1:
            findings.append(Finding(document, 1, f"{name} stands there {seen.count(name)} times", "one row each"))
    return findings


def main() -> None:
    there = {d: wanted for d, wanted in DOCUMENTS.items() if (ROOT / d).is_file()}
    findings = [f for d, wanted in there.items() for f in check(d, read(d), wanted, lambda p: (ROOT / p).exists(), read)]
    report(findings, len(there))


if __name__ == "__main__":
    main()
