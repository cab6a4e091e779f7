"""muster simulate --console: a script played live, with a person who takes part. Nothing here waits but for lines."""

import datetime
import os
import pathlib
import subprocess
import tempfile
import unittest

from browser import Browser

MUSTER = os.environ["MUSTER_BIN"]
SCRIPT = pathlib.Path(__file__).with_name("drill.json")


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Drill(unittest.TestCase):
    def start(self, *options):
        muster = subprocess.Popen([MUSTER, "simulate", "--console", SCRIPT, "--speed", "3600", *options],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (muster.kill(), muster.communicate()))
        return muster

    def until(self, muster, what):
        """Lines up to the one that has this in it."""
        lines = []
        for line in muster.stdout:
            lines.append(line.rstrip("\n"))
            if what in line:
                return lines
        self.fail(f"no line with {what!r}: {lines} {muster.stderr.read()}")

    def end(self, muster):
        muster.terminate()
        _, errors = muster.communicate()
        self.assertEqual((muster.returncode, errors), (0, ""))

    def test_people_watch_and_take_part(self):
        began = datetime.datetime.now(datetime.timezone.utc)
        muster = self.start("--signin", "bea")
        link = self.until(muster, "Sign in")[-1].split()[-1]
        browser = Browser(link)
        self.assertEqual(browser.get("/api/v1/me")["person"]["name"], "Bea Costa")
        self.until(muster, "/inc declare")
        browser.type("INC-1 note I am here as well")
        played = self.until(muster, "The drill is over. The console stays open until Ctrl+C.")
        said = "\n".join(played)
        for line in ("INC-1 ann: /inc role incident_commander @ann\n", "INC-1 bea: the cache was restarted, it is cold\n",
                     "ann: :pushpin: on m1\n", "(refused, as the script expects: ", "INC-1 bea: /inc ack P1\n"):
            self.assertIn(line, said)
        for wrong in ("(refused: ", "not recorded", "could not"):
            self.assertNotIn(wrong, said)

        incident = browser.get("/api/v1/incidents/1")
        self.assertEqual((incident["title"], incident["state"], incident["kind"]), ("Checkout is slow", "resolved", "drill"))
        self.assertGreater(instant(incident["declared_at"]), began, "the script happens now")
        timeline = browser.get("/api/v1/incidents/1/timeline")["entries"]
        texts = "\n".join(entry["text"] for entry in timeline)
        for text in ("I am here as well", "the cache was restarted, it is cold", "checkout answers slowly"):
            self.assertIn(text, texts)
        first, last = (instant(timeline[at]["at"]) for at in (0, -1))
        self.assertGreater(last - first, datetime.timedelta(hours=2), "as long as in the script")
        self.end(muster)

    def test_it_can_end_by_itself_and_keep_its_database(self):
        with tempfile.TemporaryDirectory() as folder:
            data = pathlib.Path(folder) / "data"
            data.mkdir()
            kept = data / "muster.sqlite"
            muster = self.start("--once", "--db", kept)
            self.until(muster, "The drill is over.")
            muster.communicate()
            self.assertEqual(muster.returncode, 0)
            listed = subprocess.run([MUSTER, "--data", data, "incidents", "--all"], capture_output=True, text=True)
            self.assertIn("Checkout is slow", listed.stdout + listed.stderr)

    def test_what_is_wrong_is_said(self):
        for arguments, says in (
                (["--console", SCRIPT, SCRIPT], "--console plays one script, and 2 were given"),
                (["--console", SCRIPT, "--speed", "fast"], "--speed must be a number from 1 to 3600, not \"fast\""),
                (["--console", SCRIPT, "--speed", "0.5"], "--speed must be"),
                (["--console", SCRIPT, "--speed", "3601"], "--speed must be"),
                (["--console", SCRIPT, "--speed", "nan"], "--speed must be"),
                (["--speed", "60", SCRIPT], "--console"),
                (["--console", SCRIPT, "--out", "x.json"], "--out")):
            ran = subprocess.run([MUSTER, "simulate", *arguments], capture_output=True, text=True)
            self.assertEqual(ran.returncode, 2, ran)
            self.assertIn(says, ran.stderr)
        missing = subprocess.run([MUSTER, "simulate", "--console", "nowhere.json"], capture_output=True, text=True)
        self.assertEqual(missing.returncode, 4)
        self.assertIn("there is no file nowhere.json", missing.stderr)


if __name__ == "__main__":
    unittest.main()
