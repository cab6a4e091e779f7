"""muster gives up what it can do without, and it works in the container's file system: read-only, not root, nothing else to start."""

import os
import pathlib
import subprocess
import unittest

from house import MUSTER, until
from machine import Machine

CONTAINER_ROOT = pathlib.Path(__file__).parents[3] / "deploy/container-root"
USER = 10001


def statuses(pid):
    """What the kernel says of each thread."""
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        yield dict(line.split(":\t", 1) for line in (task / "status").read_text().splitlines() if ":\t" in line)


def loads_libcurl(pid):
    return "/libcurl.so.4" in pathlib.Path(f"/proc/{pid}/maps").read_text()


class Confined(Machine):
    def test_every_thread_is_confined_and_no_link_leads_out_of_the_data_directory(self):
        elsewhere = self.path / "elsewhere"
        (self.data / "muster.reserve").symlink_to(elsewhere)
        self.start()
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        threads = list(statuses(self.muster.pid))
        self.assertGreater(len(threads), 2)
        self.assertEqual({(thread["NoNewPrivs"].strip(), thread["Seccomp"].strip()) for thread in threads}, {("1", "2")})
        self.assertFalse(loads_libcurl(self.muster.pid), "nobody asked for mail")
        log = (self.path / "log").read_text()
        self.assertNotIn("not confined", log)
        self.assertIn("no room for a reserve", log)
        self.assertFalse(elsewhere.exists(), "muster wrote outside its data directory")


class Contained(Machine):
    """As a container engine starts it; all it sees is what deploy/container-root made."""

    def setUp(self):
        super().setUp()
        tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True)
        if tried.returncode != 0:
            self.skipTest(f"a file system of its own needs the right to mount: {tried.stderr.strip()}")
        self.root = self.path / "root"
        subprocess.run([CONTAINER_ROOT, MUSTER, self.root], check=True)
        (self.root / "etc/muster/muster.yaml").touch()
        with open(self.path / "muster.yaml", "a") as config:
            config.write("smtp: {host: 127.0.0.1, port: 9, security: none, from: muster@example.com}\n")
        (self.path / "muster.yaml").chmod(0o644)
        os.chown(self.data, USER, USER)

    def command(self):
        inside = ["/etc/muster/muster.yaml" if word == self.path / "muster.yaml" else "/var/lib/muster" if word == self.data else word
                  for word in super().command()[1:]]
        return ["unshare", "--mount", "sh", "-ec", f"""
            root=$1 config=$2 data=$3
            shift 3
            mount --bind "$root" "$root"
            mount -o remount,bind,ro "$root"
            mount --rbind /proc "$root/proc"
            mount --bind "$config" "$root/etc/muster/muster.yaml"
            mount -o remount,bind,ro "$root/etc/muster/muster.yaml"
            mount --bind "$data" "$root/var/lib/muster"
            exec unshare --root="$root" --setgid={USER} --setuid={USER} /usr/bin/muster "$@"
            """, "sh", self.root, self.path / "muster.yaml", self.data, *inside]

    def test_a_read_only_root_without_privileges_and_without_a_shell_is_enough(self):
        self.start()
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        self.assertTrue(loads_libcurl(self.muster.pid))
        for thread in statuses(self.muster.pid):
            self.assertEqual(thread["Uid"].split(), [str(USER)] * 4)
            self.assertEqual(int(thread["CapEff"], 16) | int(thread["CapPrm"], 16), 0, "it has no capability")
        mounted = [line.split() for line in pathlib.Path(f"/proc/{self.muster.pid}/mountinfo").read_text().splitlines()]
        writable = [place for _, _, _, _, place, options, *_ in mounted if options.startswith("rw") and not place.startswith("/proc")]
        self.assertEqual(writable, ["/var/lib/muster"])
        self.assertEqual([file.name for file in (self.root / "usr/bin").iterdir()], ["muster"])
        self.assertEqual(self.end(), 0)
        self.verified()


if __name__ == "__main__":
    unittest.main()
