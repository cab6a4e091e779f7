"""Who may include whom: the arrows of docs/architecture.md never run up, and each third-party library has one home."""

import re

from tree import Finding, code_lines, cpp, read, report, tracked

# module -> modules whose headers it may include. Its own are always allowed.
ARROWS = {
    "bot/rehearsal": ["handlers", "bot/report", "bot/runtime", "bot/store", "bot/ports", "bot/text", "bot/net", "bot/domain", "bot/base"],
    "bot/base": [],
    "bot/domain": ["bot/base"],
    "handlers": ["bot/domain", "bot/base"],
    "bot/report": ["bot/domain", "bot/base"],
    "bot/text": ["bot/domain", "bot/base"],
    "bot/ports": ["bot/text", "bot/report", "bot/domain", "bot/base"],
    "bot/net": ["bot/base"],
    "bot/store": ["bot/ports", "bot/net", "bot/report", "bot/text", "bot/domain", "bot/base"],
    "bot/runtime": ["bot/ports", "bot/net", "bot/report", "bot/text", "bot/domain", "bot/base"],
    "bot/console": ["bot/ports", "bot/net", "bot/report", "bot/text", "bot/domain", "bot/base"],
    "integrations": ["bot/ports", "bot/net", "bot/report", "bot/text", "bot/domain", "bot/base"],
}
# The only files that know every concrete type.
KNOW_EVERYTHING = re.compile(r"^(bot/main\.cpp|bot/wiring\.[ch]pp|bot/cli/.*|integrations/catalog\.[ch]pp)$")

CODEC = r"(codec|wire)"
# (what, pattern of the line, pattern of the files that may, what to do)
HOMES = [
    ("SQLite", r"#include [<\"]sqlite3\.h", r"^bot/store/", "go through the Store port; SQL lives in bot/store"),
    ("PostgreSQL", r"#include [<\"](libpq-fe|postgresql/)", r"^bot/store/", "go through the Store port"),
    ("Beast", r"#include <boost/beast", r"^bot/net/", "use bot/net's HTTP and WebSocket types"),
    ("OpenSSL", r"#include <(openssl/|boost/asio/ssl)", r"^bot/net/", "use bot/net/digest.hpp or bot/net's streams"),
    ("libcurl", r"#include <curl/", r"^integrations/smtp/", "HTTP goes through bot/net; libcurl is for mail"),
    ("libseccomp", r"#include <(seccomp|linux/landlock)\.h>", r"^bot/runtime/confine\.cpp$", "confine() gives up everything at once"),
    (
        "nlohmann/json.hpp",
        r"#include <nlohmann/json\.hpp>",
        rf"^(bot/net/json\.[ch]pp|.*/[^/]*{CODEC}[^/]*\.[ch]pp|bot/(console|cli)/.*_json\.cpp)$",
        "translate JSON in a *_codec.cpp or *_wire.cpp; elsewhere include <nlohmann/json_fwd.hpp>",
    ),
    ("std::regex", r"\bstd::w?regex\b|#include <regex>", r"^$", "use RE2: std::regex overflows the stack on long input"),
    (
        "SQL's text",
        r"\bsqlite3_(prepare\w*|exec|get_table)\s*\(",
        r"^bot/store/connection\.cpp$",
        "hand a constant Sql to the Connection and bind the values",
    ),
    (
        "another program",
        r"(?<![\w.>])(?:std::|::)?(?:system|popen|v?fork|exec[lv]p?e?|posix_spawnp?)\s*\(|#include <boost/process",
        r"^$",
        "muster starts none: no shell, nothing to inject into",
    ),
    ("a detached coroutine", r"\b(asio::|boost::asio::)?detached\b", r"^$", "hand it to a supervisor that sees its end"),
    ("a clock", r"\b(system|utc|high_resolution)_clock::now\b", r"^bot/base/clock\.cpp$", "take a Clock or a Time"),
    (
        # Deadlines of the network are measured with the monotonic clock; everything else is handed a Time.
        "the monotonic clock",
        r"\bsteady_clock::now\b",
        r"^(bot/base/clock\.cpp|bot/net/.*|bot/runtime/.*|integrations/.*)$",
        "call steady_now() of bot/base/clock.hpp, or take a Clock",
    ),
]
LOCAL_INCLUDE = re.compile(r'^\s*#\s*include "([^"]+)"')


def module_of(path: str) -> str:
    """bot/net for bot/net/url.hpp, integrations/slack for integrations/slack/wire.cpp, handlers."""
    parts = path.split("/")
    return parts[0] if parts[0] == "handlers" else "/".join(parts[:2])


def check_arrows(path: str, text: str) -> list[Finding]:
    if KNOW_EVERYTHING.match(path):
        return []
    module = module_of(path)
    allowed = ARROWS["integrations"] if module.startswith("integrations/") else ARROWS.get(module)
    findings = []
    for number, line in enumerate(text.splitlines(), 1):
        match = LOCAL_INCLUDE.match(line)
        if not match:
            continue
        target = match.group(1)
        if not target.startswith(("bot/", "handlers/", "integrations/")):
            findings.append(Finding(path, number, f'"{target}" is not root-relative', "write the path from the root"))
        elif allowed is None:
            findings.append(Finding(path, number, f"{module} is not in the table of arrows", "add it to ARROWS in includes.py"))
        elif module_of(target) != module and module_of(target) not in allowed:
            findings.append(
                Finding(path, number, f"{module} may not include {target}", f"{module} may use: {', '.join(allowed) or 'std only'}")
            )
    return findings


def check_homes(path: str, text: str) -> list[Finding]:
    findings = []
    for number, line in code_lines(text):
        for what, pattern, home, do in HOMES:
            if re.search(pattern, line) and not re.match(home, path):
                findings.append(Finding(path, number, f"{what} does not belong here", do))
    return findings


def check_header_guard(path: str, text: str) -> list[Finding]:
    if path.endswith(".hpp") and "#pragma once" not in text:
        return [Finding(path, 1, "a header without #pragma once", "add it below the first comment")]
    return []


def check(path: str, text: str) -> list[Finding]:
    return check_arrows(path, text) + check_homes(path, text) + check_header_guard(path, text)


def main() -> None:
    files = [p for p in cpp(tracked()) if p.startswith(("bot/", "handlers/", "integrations/"))]
    report([f for p in files for f in check(p, read(p))], len(files))


if __name__ == "__main__":
    main()
