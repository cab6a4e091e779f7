"""The systemd unit stays hardened: systemd-analyze's exposure level is at most 1.3. And it lets muster confine itself: a call that its filter
does not name ends the process."""

import re
import shutil
import subprocess
import sys

from tree import ROOT

UNIT = ROOT / "deploy/muster.service"
MOST = 1.3
CONFINING = {"seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}
SKIPPED = 77  # CTest's SKIP_RETURN_CODE


def filtered_out(unit: str) -> set[str]:
    """The calls with which muster confines itself that the unit does not allow."""
    allowed = {call for line in re.findall(r"^SystemCallFilter=(?!~)(.*)$", unit, re.MULTILINE) for call in line.split()}
    return CONFINING - allowed


def main() -> None:
    if missing := filtered_out(UNIT.read_text()):
        sys.exit(f"deploy/muster.service: muster is ended when it calls {', '.join(sorted(missing))}\n    do: name it in SystemCallFilter=")
    tool = shutil.which("systemd-analyze")
    if not tool:
        print("systemd-analyze is not on this machine")
        sys.exit(SKIPPED)
    args = [tool, "security", "--offline=true", "--no-pager", str(UNIT)]
    output = subprocess.run(args, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    level = re.search(r"exposure level[^:]*: ([\d.]+)", output.stdout)
    if not level:
        sys.exit(f"no exposure level in what systemd-analyze said:\n{output.stdout[-500:]}{output.stderr}")
    if float(level.group(1)) <= MOST:
        print(f"deploy/muster.service: exposure {level.group(1)}")
        return
    sys.exit(f"deploy/muster.service: exposure {level.group(1)}, at most {MOST}\n    do: {' '.join(args)} names what is open")


if __name__ == "__main__":
    main()
