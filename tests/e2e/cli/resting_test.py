"""Incidents at rest through the real program: after a restart the old ones are found in the console all the same."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from browser import Browser

MUSTER = os.environ["MUSTER_BIN"]
CONFIG = "people: {ann: {name: Ann Lee}}\n"
MANY = 55  # more than the newest fifty, which are always in memory


class Resting(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        (self.path / "muster.yaml").write_text(CONFIG)

    def serve(self, enter=True):
        muster = subprocess.Popen(
            [MUSTER, "serve", "--json", "--listen", "127.0.0.1:0", "--signin", "Ann Lee", "--config", self.path / "muster.yaml", "--data",
             self.path / "data"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(muster.stdout.close)
        ready = json.loads(muster.stdout.readline())
        return muster, Browser(ready["signin"]) if enter else None

    def stop(self, muster):
        muster.terminate()
        self.assertEqual(muster.wait(30), 0)

    def test_stopped_the_moment_it_is_ready_it_ends_in_order(self):
        for _ in range(5):
            muster, _ = self.serve(enter=False)
            self.stop(muster)
        self.assertFalse((self.path / "data" / "muster.sqlite-wal").exists(), "the log was put away")

    def test_the_list_goes_on_and_an_old_room_is_entered(self):
        muster, ann = self.serve()
        for number in range(1, MANY + 1):
            ann.type(f"declare --anyway sev3 Broken {number}")
            ann.type(f"INC-{number} cancel a false alarm")
        room = ann.get("/api/v1/incidents/1")["room"]
        before = ann.get(f"/api/v1/rooms/{room}/messages")["messages"]
        self.assertEqual(len(ann.get("/api/v1/incidents")["incidents"]), MANY)
        self.stop(muster)

        muster, ann = self.serve()
        first = ann.get("/api/v1/incidents")
        numbers = [incident["number"] for incident in first["incidents"]]
        self.assertEqual(numbers, list(range(MANY, MANY - 50, -1)))
        rest = ann.get(f"/api/v1/incidents?before={first['older']}")
        self.assertEqual([incident["number"] for incident in rest["incidents"]], list(range(MANY - 50, 0, -1)))
        self.assertEqual(rest["older"], 0)

        self.assertEqual(ann.get("/api/v1/incidents/1")["title"], "Broken 1")
        self.assertNotIn(room, [one["id"] for one in ann.get("/api/v1/rooms")["rooms"]])
        self.assertEqual(ann.get(f"/api/v1/rooms/{room}/messages")["messages"], before)
        body = {"id": "00000000-0000-4000-8000-00000000aaaa", "text": "/inc note it was the test rig"}
        status, _, answer = ann.ask("POST", f"/api/v1/rooms/{room}/messages", body)
        self.assertEqual(status, 200, answer)
        entries = ann.get("/api/v1/incidents/1/timeline")["entries"]
        self.assertIn("it was the test rig", str(entries[-1]))
        self.assertIn(1, [incident["number"] for incident in ann.get("/api/v1/incidents")["incidents"]])
        self.stop(muster)
        verified = subprocess.run([MUSTER, "verify", "--data", self.path / "data"], capture_output=True, text=True,
                                  timeout=60)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


if __name__ == "__main__":
    unittest.main()
