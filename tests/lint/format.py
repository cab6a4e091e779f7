"""Every C++ file is laid out by clang-format 19 with the .clang-format of the root."""

import shutil
import subprocess
import sys

from tree import ROOT, cpp, tracked


def main() -> None:
    tool = shutil.which("clang-format-19")
    if not tool:
        sys.exit("clang-format-19 is missing. do: deploy/install-packages test")
    files = cpp(tracked())
    result = subprocess.run([tool, "--dry-run", "-Werror", *files], cwd=ROOT, capture_output=True, text=True)
    wrong = sorted({line.split(":")[0] for line in result.stderr.splitlines() if "[-Wclang-format-violations]" in line})
    for path in wrong:
        print(f"{path}: not formatted\n    do: clang-format-19 -i {path}")
    if result.returncode and not wrong:
        print(result.stderr)
    print(f"{len(wrong)} findings in {len(files)} files")
    sys.exit(1 if result.returncode or not files else 0)


if __name__ == "__main__":
    main()
