"""The systemd unit stays hardened: systemd-analyze's exposure level is at most 1.3."""

import re
import shutil
import subprocess
import sys

from tree import ROOT

MOST = 1.3
SKIPPED = 77  # CTest's SKIP_RETURN_CODE


def main() -> None:
    tool = shutil.which("systemd-analyze")
    if not tool:
        print("systemd-analyze is not on this machine")
        sys.exit(SKIPPED)
    args = [tool, "security", "--offline=true", "--no-pager", str(ROOT / "deploy/muster.service")]
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
