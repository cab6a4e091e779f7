"""Changes told over HTTP by a pipeline: the freeze is its gate. A real process, asked as curl would."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from browser import Browser

MUSTER = os.environ["MUSTER_BIN"]
CONFIG = """\
services: {checkout: {}, search: {}}
sources:
  ci: {token: {env: CI_TOKEN}}
"""


class Changes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name)
        (path / "muster.yaml").write_text(CONFIG)
        self.log = open(path / "log", "w+")
        self.muster = subprocess.Popen(
            [MUSTER, "serve", "--json", "--listen", "127.0.0.1:0", "--signin", "Ann", "--config", path / "muster.yaml",
             "--data", path / "data"],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=dict(os.environ, CI_TOKEN="tell-nobody"))
        self.addCleanup(self.end)
        ready = json.loads(self.muster.stdout.readline())
        self.browser = Browser(ready["signin"])

    # Also when signing in fails.
    def end(self):
        self.muster.terminate()
        self.muster.wait()
        self.muster.stdout.close()
        self.log.seek(0)
        self.assertNotIn("tell-nobody", self.log.read())
        self.log.close()
        self.folder.cleanup()

    def change(self, token="tell-nobody", **body):
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        status, _, answer = self.browser.ask("POST", "/api/v1/changes", body, headers)
        return status, answer

    def test_a_change_is_on_record_once(self):
        for say in ("Change CHG-1 is on record.", "Change CHG-1 is on record already."):
            self.assertEqual(self.change(id="CHG-1", op="start", service="checkout", type="emergency"), (200, {"say": say}))
        self.assertEqual(self.change(id="CHG-1", op="complete", result="success", at="2026-01-02T03:04:05+01:00")[0], 200)
        for _ in range(2):
            self.assertEqual(self.change(id="CHG-2", op="start", service="search", key="build 7"),
                             (200, {"say": "Change CHG-2 is on record."}), "a message with a key is answered as before")

    def test_a_freeze_answers_409_and_says_whom_to_ask(self):
        self.browser.type("declare sev1 --service checkout Checkout is down")
        self.browser.type("INC-1 freeze on --scope checkout")
        status, answer = self.change(id="CHG-2", op="start", service="checkout")
        self.assertEqual((status, answer["error"]["code"]), (409, "change_freeze"))
        self.assertIn("INC-1", answer["error"]["say"])
        self.assertIn("Ann", answer["error"]["say"])
        self.assertEqual(self.change(id="CHG-2", op="start", service="checkout")[0], 409)
        self.assertEqual(self.change(id="CHG-3", op="start", service="search")[0], 200)
        self.assertEqual(self.change(id="CHG-4", op="start", service="checkout", incident="INC-1")[0], 200)
        self.browser.type("INC-1 freeze off")
        self.assertEqual(self.change(id="CHG-2", op="start", service="checkout")[0], 200, "whoever waits is let through")

    def test_a_private_incident_is_not_named(self):
        self.browser.type("declare sev1 --private --service checkout Somebody is in the customer database")
        self.browser.type("INC-1 freeze on --scope checkout")
        status, answer = self.change(id="CHG-2", op="start", service="checkout")
        self.assertEqual(status, 409)
        for word in ("INC-1", "Ann", "customer"):
            self.assertNotIn(word, answer["error"]["say"])
        private, unknown = (self.change(id="CHG-3", op="start", service="checkout", incident=name)
                            for name in ("INC-1", "INC-9"))
        self.assertEqual(private[0], unknown[0])
        self.assertEqual(private[1]["error"]["say"].replace("INC-1", "INC-9"), unknown[1]["error"]["say"])

    def test_what_is_wrong_is_named(self):
        for wrong, word in ((dict(op="start", service="checkout"), "`id` is missing"),
                            (dict(id="C", op="begin"), "`op` must be start or complete"),
                            (dict(id="C", op="start"), "`service` is missing"),
                            (dict(id="C", op="start", service="chekout"), 'no service "chekout"'),
                            (dict(id="C", op="start", service="checkout", type="odd"), "`type` must be one of"),
                            (dict(id="C", op="start", service="checkout", at="2026-01-02T03:04:05"), "with its zone"),
                            (dict(id="C", op="start", service="checkout", at="2999-01-02T03:04:05Z"), "still to come"),
                            (dict(id="C", op="start", service="checkout", link="http://x"), "https"),
                            (dict(id="C", op="start", service="checkout", incident="7x"), "like INC-7"),
                            (dict(id="C", op="start", service="checkout", colour="red"), "does not know: colour")):
            status, answer = self.change(**wrong)
            self.assertIn(status, (400, 404), answer)
            self.assertIn(word, answer["error"]["say"])

    def test_nobody_without_a_token_tells_anything(self):
        for token in ("wrong", "", "tell-nobod"):
            self.assertEqual(self.change(token=token, id="C", op="start", service="checkout")[0], 401)
        status, _, _ = self.browser.ask("POST", "/api/v1/changes", {"id": "C", "op": "start", "service": "checkout"})
        self.assertEqual(status, 401, "a person's session is no system's")


if __name__ == "__main__":
    unittest.main()
