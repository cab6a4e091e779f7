"""Encrypted backups by the real program: made beside one that serves, opened by its key alone, refused when they were changed."""

import contextlib
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

from browser import Browser

MUSTER = os.environ["MUSTER_BIN"]
TITLE = "Nobody else should read this title"


class Backup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name)
        (cls.path / "muster.yaml").write_text("organisation: Acme\n")
        for name in ("keeper", "stranger"):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "30", "-subj", "/CN=" + name,
                            "-keyout", f"{name}.key", "-out", f"{name}.pem"], cwd=cls.path, check=True, capture_output=True)
        with cls.serving() as ready:
            Browser(ready["signin"]).type("declare sev2 " + TITLE)
            cls.made = cls.muster("backup", "monday", "--to", "keeper.pem", "--check-with", "keeper.key")
        cls.sealed = (cls.path / "monday").read_bytes()

    @classmethod
    @contextlib.contextmanager
    def serving(cls):
        with open(cls.path / "log", "a") as log:
            muster = subprocess.Popen([MUSTER, "serve", "--json", "--listen", "127.0.0.1:0", "--signin", "Ann", "--config", "muster.yaml",
                                       "--data", "data"], cwd=cls.path, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            yield json.loads(muster.stdout.readline())
        finally:
            muster.terminate()
            muster.wait()
            muster.stdout.close()

    @classmethod
    def muster(cls, *words, data="data", point=""):
        return subprocess.run([MUSTER, "--config", "muster.yaml", "--data", data, *words], cwd=cls.path, capture_output=True, text=True,
                              timeout=60, check=False, env=dict(os.environ, MUSTER_CRASH_POINT=point))

    def titles(self, file):
        with contextlib.closing(sqlite3.connect(f"file:{self.path / file}?mode=ro", uri=True)) as db:
            return [title for title, in db.execute("SELECT title FROM incident WHERE number > 0")]

    def names(self, folder="data"):
        return sorted(file.name for file in (self.path / folder).glob("*"))

    def refused(self, code, says, *words, data="data"):
        before = self.names(data)
        done = self.muster(*words, data=data)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(says, done.stderr)
        self.assertEqual([name for name in self.names(data) if name != "muster.lock"], [name for name in before if name != "muster.lock"])

    def test_the_keepers_key_brings_it_back_and_openssl_reads_it_too(self):
        self.assertEqual(self.made.returncode, 0, self.made.stderr)
        self.assertIn("opened again with keeper.key", self.made.stdout)
        self.assertNotIn(TITLE.encode(), self.sealed)
        self.assertNotIn(b"SQLite format", self.sealed)
        self.assertEqual((self.path / "monday").stat().st_mode & 0o777, 0o600)
        done = self.muster("restore", "monday", "--key", "keeper.key", data="other")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.titles("other/muster.sqlite"), [TITLE])
        self.assertEqual(self.muster("verify", data="other").returncode, 0)
        subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", "monday", "-inkey", "keeper.key", "-out", "by-openssl"],
                       cwd=self.path, check=True, capture_output=True)
        self.assertEqual(self.titles("by-openssl"), [TITLE])

    def test_what_to_do_is_said(self):
        self.refused(1, "is encrypted: name the key", "restore", "monday")
        self.refused(1, "restore monday --key KEY.pem --data NEW-DIRECTORY", "verify", "monday")
        self.refused(1, "this key does not open monday", "restore", "monday", "--key", "stranger.key")
        self.refused(1, "is no certificate", "backup", "tuesday", "--to", "keeper.key")
        self.refused(2, "--to", "backup", "tuesday", "--check-with", "keeper.key")
        self.refused(1, "this key does not open", "backup", "tuesday", "--to", "keeper.pem", "--check-with", "stranger.key")
        self.refused(4, "monday exists and is not overwritten", "backup", "monday", "--to", "keeper.pem")
        self.assertFalse(list(self.path.glob("tuesday*")))
        os.chmod(self.path / "keeper.key", 0o644)
        self.addCleanup(os.chmod, self.path / "keeper.key", 0o600)
        self.refused(1, "chmod 600 keeper.key", "restore", "monday", "--key", "keeper.key")

    def test_one_that_was_changed_is_refused_and_leaves_no_trace(self):
        size = len(self.sealed)
        changed = {"its beginning": 3, "the key": 250, "its nonce": 430, "the first page": 1000, "the middle": size // 2, "its tag": size - 10,
                   "its end": size - 1}
        for where, place in changed.items():
            with self.subTest(where):
                (self.path / "changed").write_bytes(self.sealed[:place] + bytes([self.sealed[place] ^ 4]) + self.sealed[place + 1:])
                done = self.muster("restore", "changed", "--key", "keeper.key", data="untouched")
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("nothing was changed", done.stderr)
                self.assertLessEqual(set(self.names("untouched")), {"muster.lock"})
        for where, content in {"cut": self.sealed[:-4096], "extended": self.sealed + b"\0"}.items():
            with self.subTest(where):
                (self.path / "changed").write_bytes(content)
                done = self.muster("restore", "changed", "--key", "keeper.key", data="untouched")
                self.assertEqual(done.returncode, 4)
                self.assertIn("changed is not whole", done.stderr)

    def test_killed_midway_it_leaves_plain_text_in_the_data_directory_only_and_the_next_start_takes_it_away(self):
        self.assertEqual(self.muster("backup", "killed", "--to", "keeper.pem", point="backup_copied:1").returncode, -9)
        self.assertEqual(self.muster("restore", "monday", "--key", "keeper.key", point="restore_decrypted:1").returncode, -9)
        self.assertEqual(list(self.path.glob("killed*")), [])
        self.assertLessEqual({"muster.sqlite.backup", "muster.sqlite.restoring"}, set(self.names()))
        with self.serving():
            self.assertEqual([name for name in self.names() if name.endswith((".backup", ".restoring"))], [])
        self.assertEqual(self.muster("backup", "killed", "--to", "keeper.pem", "--json").stdout, '{"backup":"killed"}\n')


if __name__ == "__main__":
    unittest.main()
