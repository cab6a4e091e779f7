"""Links between the documents lead somewhere: to an existing file, and to an existing heading of it."""

import re
from pathlib import PurePosixPath

from tree import ROOT, Finding, read, report, tracked

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
# [S01]: security.md#headings, which [S01] in the text leads to.
DEFINED = re.compile(r"^\[([^\]]+)\]:\s+(\S+)")
USED = re.compile(r"\[(\w+)\](?![\[(:])")
# `docs/x.md` or `bot/x/y.hpp` in running text is a promise too.
PATH_IN_CODE = re.compile(r"`((?:bot|docs|deploy|handlers|integrations|templates|tests|web|cmake|bench)/[\w./-]+\.\w+)`")
# A path that stands for many, or that a reader is asked to write.
PLACEHOLDER = re.compile(r"(^|/)(x|y|name|verb|…|\.\.\.)(/|\.|_|$)")


def anchors(markdown: str) -> set[str]:
    """GitHub's: lower case, without punctuation, spaces become dashes."""
    found = set()
    for heading in re.findall(r"^#{1,6}\s+(.*?)\s*#*$", markdown, re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", heading.lower(), flags=re.UNICODE)
        found.add(plain.replace(" ", "-"))
    return found


def resolve(path: str, target: str) -> str:
    """Relative to the document, normalised; a leading slash means the root."""
    base = PurePosixPath("") if target.startswith("/") else PurePosixPath(path).parent
    parts: list[str] = []
    for part in (base / target.lstrip("/")).parts:
        if part == "..":
            if not parts:
                return "../" + target
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def check(path: str, text: str, exists, content_of) -> list[Finding]:
    findings = []
    fenced = False
    defined = {match.group(1) for line in text.splitlines() if (match := DEFINED.match(line))}
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        findings += [Finding(path, number, f"[{name}] leads nowhere", "define it at the end, like the others")
                     for name in USED.findall(line) if defined and name not in defined]
        targets = LINK.findall(line) + [match.group(2) for match in [DEFINED.match(line)] if match]
        for target in targets:
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            file, _, anchor = target.partition("#")
            resolved = resolve(path, file) if file else path
            if not exists(resolved):
                findings.append(Finding(path, number, f"link to {target}: no such file", "correct the path"))
            elif anchor and resolved.endswith(".md") and anchor not in anchors(content_of(resolved)):
                findings.append(Finding(path, number, f"link to {target}: no such heading", "correct the part after #"))
        for target in PATH_IN_CODE.findall(line):
            if not exists(target) and not PLACEHOLDER.search(target):
                findings.append(Finding(path, number, f"`{target}` does not exist", "correct the path"))
    return findings


def main() -> None:
    # Goldens are what the program prints: their anchors are its HTML's, not a document's.
    files = [p for p in tracked() if p.endswith(".md") and not p.startswith("tests/golden/")]
    findings = [f for p in files for f in check(p, read(p), lambda t: (ROOT / t).exists(), read)]
    report(findings, len(files))


if __name__ == "__main__":
    main()
