"""Tables are complete: handlers and integrations stand in their catalogs, each has a test, each template a golden."""

import re
from pathlib import PurePosixPath

from tree import Finding, read, report, tracked


def mentions(text: str, name: str) -> bool:
    """name as a word of its own, or as part of a snake_case identifier such as declare_command or handle_declare."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text) is not None


def check_handlers(handlers: list[str], catalog: str | None, tests: dict[str, str]) -> list[Finding]:
    findings = []
    for path in handlers:
        name = PurePosixPath(path).stem
        if catalog is not None and not mentions(catalog, name):
            findings.append(Finding(path, 1, f"{name} is not in handlers/catalog.cpp", "add its row, or nobody can call it"))
        if not any(mentions(text, name) for text in tests.values()):
            findings.append(Finding(path, 1, f"no test mentions {name}", f"write tests/unit/handlers/{name}_test.cpp"))
    return findings


def check_integrations(folders: set[str], catalog: str | None) -> list[Finding]:
    if catalog is None:
        return []
    return [
        Finding(f"integrations/{f}", 1, f"{f} is not in integrations/catalog.cpp", "add its row, or it never starts")
        for f in sorted(folders)
        if not mentions(catalog, f)
    ]


def check_templates(templates: list[str], goldens: list[str]) -> list[Finding]:
    findings = []
    for path in templates:
        name = PurePosixPath(path).name.split(".")[0]
        if not any(name in PurePosixPath(g).parts or PurePosixPath(g).name.split(".")[0] == name for g in goldens):
            findings.append(Finding(path, 1, f"no golden for template {name}", f"add tests/golden/…/{name}.* and its case"))
    return findings


def main() -> None:
    files = tracked()
    # A handler is a .cpp with its own command or inbound event; catalog is the table itself, and files that serve
    # several handlers have a header of their own.
    handlers = [
        p
        for p in files
        if p.startswith("handlers/") and p.endswith(".cpp") and p != "handlers/catalog.cpp" and p[:-3] + "hpp" not in files
    ]
    integrations = {p.split("/")[1] for p in files if p.startswith("integrations/") and p.count("/") >= 2}
    templates = [p for p in files if p.startswith("templates/") and not p.endswith("README.md")]
    goldens = [p for p in files if p.startswith("tests/golden/")]
    tests = {p: read(p) for p in files if p.startswith("tests/") and p.endswith((".cpp", ".hpp", ".mjs", ".ts"))}

    def catalog(path: str) -> str | None:
        return read(path) if path in files else None

    findings = check_handlers(handlers, catalog("handlers/catalog.cpp"), tests)
    findings += check_integrations(integrations, catalog("integrations/catalog.cpp"))
    findings += check_templates(templates, goldens)
    report(findings, len(handlers) + len(integrations) + len(templates))


if __name__ == "__main__":
    main()
