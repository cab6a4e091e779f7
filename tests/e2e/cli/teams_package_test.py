"""`muster manifest teams`: the file it writes, read by another zip library, and what it refuses."""

import json
import os
import pathlib
import struct
import subprocess
import tempfile
import unittest
import zipfile
import zlib

MUSTER = os.environ["MUSTER_BIN"]
APP = "11111111-2222-3333-4444-555555555555"


def pixels(png: bytes, channels: int) -> tuple[int, int, list[bytes]]:
    """Width, height and lines of a PNG of 8 bits a channel whose lines are not filtered."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at:at + 4])
        kind, body = png[at + 4:at + 8], png[at + 8:at + 8 + length]
        (crc,) = struct.unpack(">I", png[at + 8 + length:at + 12 + length])
        assert crc == zlib.crc32(kind + body)
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack(">IIBB", body[:10])
            assert depth == 8 and colours == {3: 2, 4: 6}[channels]
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    raw = zlib.decompress(packed)
    size = 1 + width * channels
    lines = [raw[y * size:(y + 1) * size] for y in range(height)]
    assert all(line[0] == 0 for line in lines)
    return width, height, [line[1:] for line in lines]


class TeamsPackage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.configure("console_url: https://muster.example.org:8443/console\norganisation: Contoso\n")

    def configure(self, text):
        (self.path / "muster.yaml").write_text(text)

    def run_muster(self, *words):
        return subprocess.run([MUSTER, "--config", "muster.yaml", *words], cwd=self.path, capture_output=True,
                              text=True, timeout=60, check=False)

    def write(self, *words):
        done = self.run_muster("manifest", "teams", "--app-id", APP, *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_is_a_zip_with_three_files_at_its_root(self):
        told = self.write()
        self.assertIn("Wrote muster-teams.zip, version 0.1.0 of the app.", told)
        with zipfile.ZipFile(self.path / "muster-teams.zip") as package:
            self.assertIsNone(package.testzip())
            self.assertEqual(package.namelist(), ["manifest.json", "color.png", "outline.png"])
            self.assertEqual({each.external_attr >> 16 for each in package.infolist()}, {0o100644})
            manifest = json.loads(package.read("manifest.json"))
            colour = pixels(package.read("color.png"), 3)
            outline = pixels(package.read("outline.png"), 4)
        self.assertEqual(manifest["id"], APP)
        self.assertEqual(manifest["bots"][0]["botId"], APP)
        self.assertEqual(manifest["webApplicationInfo"]["id"], APP)
        self.assertEqual(manifest["version"], "0.1.0")
        self.assertEqual(manifest["developer"]["name"], "Contoso")
        self.assertEqual(manifest["developer"]["websiteUrl"], "https://muster.example.org:8443/console")
        self.assertEqual(colour[:2], (192, 192))
        self.assertEqual(outline[:2], (32, 32))
        dots = [line[x:x + 4] for line in outline[2] for x in range(0, len(line), 4)]
        self.assertEqual({dot[:3] for dot in dots}, {b"\xff\xff\xff"}, "the outline is white and nothing else")
        self.assertEqual(dots[0][3], 0, "its ground is transparent")
        self.assertGreater(sum(dot[3] == 255 for dot in dots), 50, "there is a sign on it")

    def test_other_tools_read_it(self):
        self.write()
        listed = subprocess.run(["python3", "-m", "zipfile", "-t", "muster-teams.zip"], cwd=self.path,
                                capture_output=True, text=True, check=False)
        self.assertEqual(listed.returncode, 0, listed.stdout)

    def test_the_same_gives_the_same_bytes(self):
        self.write("--out", "one.zip")
        self.write("--out", "two.zip")
        self.assertEqual((self.path / "one.zip").read_bytes(), (self.path / "two.zip").read_bytes())

    def test_offers_commands_that_are_verbs(self):
        self.write()
        with zipfile.ZipFile(self.path / "muster-teams.zip") as package:
            manifest = json.loads(package.read("manifest.json"))
        helped = subprocess.run([MUSTER, "help"], capture_output=True, text=True, check=False)
        self.assertIn("manifest", helped.stdout)
        lists = manifest["bots"][0]["commandLists"]
        self.assertEqual(lists[0]["commands"][0]["title"], "declare")
        for each in lists:
            self.assertIn("help", [command["title"] for command in each["commands"]])
            for command in each["commands"]:
                self.assertLessEqual(len(command["description"]), 128)

    def test_nothing_is_overwritten_unless_asked(self):
        (self.path / "muster-teams.zip").write_text("mine")
        done = self.run_muster("manifest", "teams", "--app-id", APP)
        self.assertEqual(done.returncode, 4)
        self.assertIn("muster-teams.zip exists: --force replaces it", done.stderr)
        self.assertEqual((self.path / "muster-teams.zip").read_text(), "mine")
        self.write("--force")
        self.assertTrue(zipfile.is_zipfile(self.path / "muster-teams.zip"))

    def test_says_what_it_did_as_json(self):
        told = json.loads(self.run_muster("--json", "manifest", "teams", "--app-id", APP, "--out", "a.zip",
                                          "--app-version", "2.0.10").stdout)
        self.assertEqual(told, {"package": "a.zip", "app_id": APP, "version": "2.0.10"})

    def test_takes_the_outer_address_when_the_console_is_inside(self):
        self.configure("console_url: http://127.0.0.1:8080\nhooks_url: https://muster-in.example.org\n")
        self.write()
        with zipfile.ZipFile(self.path / "muster-teams.zip") as package:
            self.assertEqual(json.loads(package.read("manifest.json"))["validDomains"], ["muster-in.example.org"])

    def test_the_app_is_that_of_the_configuration(self):
        (self.path / "secret").touch(mode=0o600)
        (self.path / "secret").write_text("s3cr3t")
        self.configure("console_url: https://muster.example.org\nmicrosoft_teams:\n"
                       f"  app_id: {APP}\n  tenant_id: {APP}\n  app_secret: {{file: secret}}\n  team: {APP}\n")
        done = self.run_muster("manifest", "teams")
        self.assertEqual(done.returncode, 0, done.stderr)
        with zipfile.ZipFile(self.path / "muster-teams.zip") as package:
            manifest = package.read("manifest.json").decode()
        self.assertEqual(json.loads(manifest)["id"], APP)
        self.assertNotIn("s3cr3t", manifest)
        other = APP.replace("1", "2")
        done = self.run_muster("manifest", "teams", "--out", "other.zip", "--app-id", other)
        with zipfile.ZipFile(self.path / "other.zip") as package:
            self.assertEqual(json.loads(package.read("manifest.json"))["id"], other)

    def test_says_what_is_missing(self):
        for words, says in [
            ([], "which app? Set microsoft_teams.app_id, or say --app-id GUID"),
            (["--app-id", "muster"], "is no GUID"),
            (["--app-id", APP + "0"], "is no GUID"),
            (["--app-id", APP, "--app-version", "1.2"], "three numbers"),
            (["--app-id", APP, "--app-version", "01.2.3"], "three numbers"),
            (["--app-id", APP, "--app-version", "1.2.3.4"], "three numbers"),
            (["--app-id", APP, "--out", "none/x.zip"], "cannot write none/x.zip"),
        ]:
            done = self.run_muster("manifest", "teams", *words)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(says, done.stderr)
        self.configure("organisation: Contoso\n")
        done = self.run_muster("manifest", "teams", "--app-id", APP)
        self.assertIn("set console_url", done.stderr)
        self.assertFalse(list(self.path.glob("*.zip")))

    def test_the_other_manifest_is_still_printed(self):
        self.assertIn("slash_commands", self.run_muster("manifest", "slack").stdout)
        self.assertIn("for slack and for teams", self.run_muster("manifest", "irc").stderr)


if __name__ == "__main__":
    unittest.main()
