"""The release build keeps its guards: flags in CMakePresets.json, and what the linker made of them when there is a build/release/muster."""

import json
import re
import shutil
import subprocess

from tree import ROOT, Finding, read, report

PRESETS = "CMakePresets.json"
FLAGS = {
    "CMAKE_CXX_FLAGS": [
        "-D_FORTIFY_SOURCE=3", "-D_GLIBCXX_ASSERTIONS", "-fstack-protector-strong", "-fstack-clash-protection", "-fcf-protection=full",
        "-ftrivial-auto-var-init=zero",
        "-ffile-prefix-map=${sourceDir}/=",  # the same program wherever it is built (tests/reproducible/run)
    ],
    "CMAKE_EXE_LINKER_FLAGS": ["-pie", "-Wl,-z,relro,-z,now,-z,noexecstack"],
}
# What readelf must say of the program, and what must not be in it: doors that only tests need.
ELF = [("position-independent", r"Type:\s+DYN"), ("read-only relocations", r"GNU_RELRO"), ("bound at the start", r"BIND_NOW|FLAGS.*NOW"),
       ("no executable stack", r"GNU_STACK(?!.*RWE)")]
TEST_DOORS = [b"--test-clock", b"MUSTER_CRASH_POINT"]


def check_presets(text: str) -> list[Finding]:
    release = next(p for p in json.loads(text)["configurePresets"] if p["name"] == "release")["cacheVariables"]
    findings = [
        Finding(PRESETS, 1, f"the release preset's {variable} lacks {flag}", "put it back")
        for variable, flags in FLAGS.items()
        for flag in flags
        if flag not in release.get(variable, "").split()
    ]
    if release.get("MUSTER_TEST_HOOKS", "OFF") != "OFF":
        findings.append(Finding(PRESETS, 1, "the release preset has test hooks", "MUSTER_TEST_HOOKS is for tests"))
    return findings


def check_program(name: str, said: str, content: bytes) -> list[Finding]:
    findings = [Finding(name, 1, f"not {what}", "see CMakePresets.json") for what, pattern in ELF if not re.search(pattern, said)]
    if str(ROOT).encode() in content:
        findings.append(Finding(name, 1, f"{ROOT}, where it was built, is in it", "look for what -ffile-prefix-map does not reach"))
    return findings + [Finding(name, 1, f"{door.decode()} is in it", "it is for test builds only") for door in TEST_DOORS if door in content]


def main() -> None:
    findings = check_presets(read(PRESETS))
    program = ROOT / "build/release/muster"
    tool = shutil.which("llvm-readelf-19") or shutil.which("readelf")
    if program.is_file() and tool:
        said = subprocess.run([tool, "-W", "-h", "-l", "-d", program], capture_output=True, text=True).stdout
        findings += check_program("build/release/muster", said, program.read_bytes())
    else:
        print("there is no build/release/muster to look at")
    report(findings, 1)


if __name__ == "__main__":
    main()
