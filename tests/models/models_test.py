"""Every model holds with all its guards, and without any single one of them spin finds what goes wrong."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

MODELS = pathlib.Path(__file__).resolve().parent
COMPILER = os.environ.get("CC", "cc")
MOST_STEPS = 500000


def errors_of(model, macros):
    """How many errors an exhaustive search of the model finds."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(model, folder)
        for command in (["spin", "-a", *[f"-D{macro}" for macro in macros], model.name],
                        [COMPILER, "-O0", "-w", "-DSAFETY", "-o", "pan", "pan.c"]):
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
            if done.returncode:
                raise AssertionError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        # -E: that everything stops somewhere is no error here; the properties are.
        said = subprocess.run(["./pan", "-E", f"-m{MOST_STEPS}"], cwd=folder, capture_output=True, text=True).stdout
    if "max search depth too small" in said:
        raise AssertionError(f"{model.name} {macros}: not searched to the end")
    found = re.search(r"errors: (\d+)", said)
    states = re.search(r"(\d+) states, stored", said)
    print(f"{model.name} {' '.join(macros)}: {found[1]} errors in {states[1]} states")
    return int(found[1])


class Outbox(unittest.TestCase):
    model = MODELS / "outbox" / "outbox.pml"
    nodes = ["CLAIM", "READBACK", "BOUND", "FENCE", "DEADLINE"]  # several processes on one database
    alone = ["CLAIM", "READBACK", "BOUND", "LOCK"]  # one directory, one process: muster on SQLite

    def test_with_all_guards_nothing_is_said_twice_or_lost(self):
        for guards in (self.nodes, self.alone):
            for wrong in ("DOUBLED", "LOST"):
                with self.subTest(wrong, guards=guards):
                    self.assertEqual(errors_of(self.model, [wrong, *guards]), 0)

    def test_it_is_said_at_all(self):
        for guards in (self.nodes, self.alone):
            self.assertGreater(errors_of(self.model, ["SAID", *guards]), 0, "no run of the model ends well")

    def test_without_any_single_guard_something_is_said_twice(self):
        for guards, name in ((self.nodes, "nodes"), (self.alone, "alone")):
            for guard in guards:
                with self.subTest(guard, of=name):
                    rest = [other for other in guards if other != guard]
                    self.assertGreater(errors_of(self.model, ["DOUBLED", *rest]), 0)


if __name__ == "__main__":
    unittest.main()
