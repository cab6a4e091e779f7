"""Tables are complete: handlers and integrations stand in their catalogs, each has a test, each template a golden."""

import re
from pathlib import PurePosixPath

from tree import Finding, read, report, tracked


def mentions(text: str, name: str) -> bool:
    """name as a word of its own, or as part of a snake_case identifier such as slack_integration."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text) is not None


def check_handlers(handlers: dict[str, str], catalog: str, dispatch: str, tests: str, served: set[str] = frozenset()) -> list[Finding]:
    """A verb (kPageCommand) stands in the table, a happening (on_reaction) in the dispatcher, and a test says the verb.

    served: files that serve several handlers and so have a header of their own; they need be neither.
    """
    findings = []
    for path, text in handlers.items():
        verbs = re.findall(r"^const CommandSpec (k\w+Command)\{\s*\"([\w-]+)\"", text, re.MULTILINE)
        happenings = re.findall(r"^Outcome (on_\w+)\(", text, re.MULTILINE)
        for spec, verb in verbs:
            if not mentions(catalog, spec):
                findings.append(Finding(path, 1, f"{spec} is not in handlers/catalog.cpp", "add its row, or nobody can call it"))
            if not mentions(tests, verb):
                findings.append(Finding(path, 1, f"no test says {verb}", "say it in tests/unit/handlers/"))
        for name in happenings:
            if not mentions(dispatch, name):
                findings.append(Finding(path, 1, f"{name} is not in handlers/dispatch.cpp", "add its row, or it never happens"))
        if not verbs and not happenings and path not in served:
            findings.append(Finding(path, 1, "neither a verb nor a happening", "give what it serves a header of its own"))
    return findings


def check_integrations(folders: set[str], catalog: str | None) -> list[Finding]:
    if catalog is None:
        return []
    return [
        Finding(f"integrations/{f}", 1, f"{f} is not in integrations/catalog.cpp", "add its row, or it never starts")
        for f in sorted(folders)
        if not mentions(catalog, f)
    ]


# Templates whose golden is called otherwise.
GOLDEN_NAMES = {"help_verb": "view_help_alias"}


def check_templates(templates: list[str], goldens: list[str], cases: str) -> list[Finding]:
    """A golden is called like its template, with a suffix for the variant or view_ in front, or a case names both."""
    names = {PurePosixPath(g).name.split(".")[0] for g in goldens}
    findings = []
    for path in templates:
        name = PurePosixPath(path).name.split(".")[0]
        pattern = re.compile(rf"(view_)?{re.escape(GOLDEN_NAMES.get(name, name))}(_.*)?$")
        if not any(pattern.match(n) for n in names) and f'"{name}"' not in cases:
            findings.append(Finding(path, 1, f"no golden for template {name}", "add its case to tests/golden/text/"))
    return findings


def main() -> None:
    files = tracked()
    # catalog and dispatch are the tables themselves; files that serve several handlers have a header of their own.
    tables = {"handlers/catalog.cpp", "handlers/dispatch.cpp"}
    served = {p for p in files if p.startswith("handlers/") and p.removesuffix(".cpp") + ".hpp" in files}
    handlers = {p: read(p) for p in files if p.startswith("handlers/") and p.endswith(".cpp") and p not in tables}
    integrations = {p.split("/")[1] for p in files if p.startswith("integrations/") and p.count("/") >= 2}
    templates = [p for p in files if p.startswith("templates/") and not p.endswith("README.md")]
    goldens = [p for p in files if p.startswith("tests/golden/")]
    cases = "\n".join(read(p) for p in goldens if p.endswith(".cpp"))
    tests = "\n".join(read(p) for p in files if p.startswith("tests/") and p.endswith((".cpp", ".mjs", ".py")))

    def catalog(path: str) -> str | None:
        return read(path) if path in files else None

    findings = check_handlers(handlers, read("handlers/catalog.cpp"), read("handlers/dispatch.cpp"), tests, served)
    findings += check_integrations(integrations, catalog("integrations/catalog.cpp"))
    findings += check_templates(templates, goldens, cases)
    report(findings, len(handlers) + len(integrations) + len(templates))


if __name__ == "__main__":
    main()
