"""deploy/bill-of-materials names every package that muster is built from, with its version, and says the same twice."""

import json
import shutil
import subprocess
import sys

from tree import ROOT, Finding, read, report

SCRIPT = "deploy/bill-of-materials"
SKIPPED = 77  # CTest's SKIP_RETURN_CODE


def packages(text: str) -> list[str]:
    section = text.split("[build]")[1].split("[")[0]
    return [line.split()[0] for line in section.splitlines() if line and not line.startswith("#")]


def check(said: str, again: str, wanted: list[str]) -> list[Finding]:
    bill = json.loads(said)
    named = {part["name"]: part["version"] for part in bill["components"]}
    refs = [part["bom-ref"] for part in bill["components"]]
    findings = [Finding(SCRIPT, 1, f"{name} is missing", "see installed()") for name in wanted if not named.get(name)]
    if said != again:
        findings.append(Finding(SCRIPT, 1, "not the same twice", "leave out what changes: times, random numbers"))
    if len(refs) != len(set(refs)) or bill["dependencies"][0]["dependsOn"] != refs:
        findings.append(Finding(SCRIPT, 1, "a part stands there twice, or not among the dependencies", "see main()"))
    if (bill["bomFormat"], bill["specVersion"]) != ("CycloneDX", "1.5") or "://" in said:
        findings.append(Finding(SCRIPT, 1, "not a CycloneDX 1.5 document, or with addresses in it", "see main()"))
    return findings


def main() -> None:
    if not shutil.which("dpkg-query"):
        print("this is no Debian")
        sys.exit(SKIPPED)
    said, again = (subprocess.run([ROOT / SCRIPT], capture_output=True, text=True, check=True).stdout for _ in range(2))
    report(check(said, again, packages(read("deploy/packages.txt"))), 1)


if __name__ == "__main__":
    main()
