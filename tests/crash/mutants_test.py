"""The crash tests can fail: a muster that makes a deliberate mistake is found out. Which, crash_point.hpp says."""

import pathlib
import subprocess
import unittest

RUN = pathlib.Path(__file__).resolve().parent / "run"


class Mutants(unittest.TestCase):
    def found(self, mutant, point, oracle, kills=6):
        done = subprocess.run([RUN, "--mutant", mutant, "--point", point, "--only", str(kills), "--seed", "1"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(oracle, done.stdout)

    def test_answering_before_it_is_kept(self):
        self.found("early", "engine_before_batch", " I1:")

    def test_sending_again_without_looking(self):
        self.found("blind", "slack_posted", " I4:")

    def test_sending_without_a_durable_claim(self):
        self.found("unclaimed", "slack_posted", " I4:")


if __name__ == "__main__":
    unittest.main()
