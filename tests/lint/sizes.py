"""One idea a file: no source file is longer than 500 lines. Those over 300 are listed, as a nudge."""

from tree import Finding, read, report, tracked

HARD_LIMIT = 500
NUDGE = 300
SOURCES = (".cpp", ".hpp", ".ts", ".tsx", ".js", ".mjs", ".css", ".py", ".cmake", ".sql")


def check(path: str, text: str) -> list[Finding]:
    lines = text.count("\n") + (not text.endswith("\n"))
    if lines <= HARD_LIMIT:
        return []
    return [Finding(path, HARD_LIMIT + 1, f"{lines} lines, the limit is {HARD_LIMIT}", "give its second idea a file of its own")]


def main() -> None:
    files = [p for p in tracked() if p.endswith(SOURCES)]
    texts = {p: read(p) for p in files}
    long_ones = sorted((t.count("\n"), p) for p, t in texts.items() if t.count("\n") > NUDGE)
    for lines, path in reversed(long_ones):
        print(f"note: {path} has {lines} lines (over {NUDGE})")
    report([f for p, t in texts.items() for f in check(p, t)], len(files))


if __name__ == "__main__":
    main()
