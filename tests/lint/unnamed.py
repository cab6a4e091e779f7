"""What two files of a module both call their own: eight files are compiled as one (MUSTER_UNITY), and which eight
changes with every new file. A copy belongs in one place; two different things have two names."""

import re
from collections import defaultdict
from pathlib import PurePosixPath

from includes import ARROWS
from tree import Finding, read, report, tracked

MODULES = ("bot/", "integrations/", "tests/emulators/")
UNNAMED = re.compile(r"^namespace \{\n(.*?)^\}  // namespace\n", re.S | re.M)
TYPE = re.compile(r"^(?:struct|class|enum class|union) (\w+)\b(?! *;)")
VALUE = re.compile(r"^(?:inline |static )?(?:constexpr|const|thread_local)\b[^=({]*?\b(k[A-Z]\w+)\b")
FUNCTION = re.compile(r"^[\w\[][\w:<>,&*\s\[\]]*?[\w>&*\]] [&*]?(\w+)(\([^{;]*)", re.M)
NAMESPACE = re.compile(r"^namespace ([\w:]+) \{", re.M)


def own_names(text: str):
    """(what it is, name) of each type, constant and function in unnamed namespaces; a function with its parameters."""
    for part in UNNAMED.findall(text):
        for line in part.splitlines():
            for pattern in (TYPE, VALUE):
                if found := pattern.match(line):
                    yield found[1]
        for found in FUNCTION.finditer(part):
            if not found[0].startswith(("return", "struct", "class", "namespace", "template", "}")):
                yield found[1] + re.sub(r"\b\w+(?=[,)])|\s", "", found[2].split(" {")[0])


def shared_types(text: str):
    """(namespace, name) of what a header declares for others."""
    space = NAMESPACE.search(text)
    for line in text.splitlines():
        if space and (found := TYPE.match(line)):
            yield space[1], found[1]


def may_meet(source: str, header: str) -> bool:
    """Whether the arrows let a file beside this one include that header."""
    module, other = str(PurePosixPath(source).parent), str(PurePosixPath(header).parent)
    return other == module or other in ARROWS.get(module, [])


def check(sources: dict[str, str], headers: dict[str, str]) -> list[Finding]:
    owners = defaultdict(list)
    for path, text in sources.items():
        for name in set(own_names(text)):
            owners[str(PurePosixPath(path).parent), name].append(path)
    declared = {}
    for path, text in headers.items():
        for key in shared_types(text):
            declared.setdefault(key, path)
    findings = [
        Finding(paths[1], 1, f"'{name}' is also {paths[0]}'s own", "share it if it is the same, rename one if it is not")
        for (_, name), paths in sorted(owners.items())
        if len(paths) > 1
    ]
    for path, text in sources.items():
        space = NAMESPACE.search(text)
        for name in sorted(set(own_names(text))):
            other = declared.get((space[1], name)) if space else None
            if other and may_meet(path, other):
                findings.append(Finding(path, 1, f"'{name}' is also declared in {other}", "rename the file's own"))
    return findings


def main() -> None:
    ours = [p for p in tracked() if p.startswith(MODULES)]
    sources = {p: read(p) for p in ours if p.endswith(".cpp")}
    headers = {p: read(p) for p in ours if p.endswith(".hpp") and p.startswith("bot/")}
    report(check(sources, headers), len(sources) + len(headers))


if __name__ == "__main__":
    main()
