"""The name service takes every question and answers none: whoever needs no name is served and rung, and the rest is told."""

import os
import socket
import subprocess
import threading
import unittest

from house import until
from machine import Machine

NAME_SERVER = "127.0.53.1"
RESOLVER = f"nameserver {NAME_SERVER}\noptions timeout:5 attempts:2\n"
WITH_OWN_RESOLVER = 'mount --bind "$0" "$(readlink -f /etc/resolv.conf)" && exec "$@"'


class Names(Machine):
    def setUp(self):
        super().setUp()
        self.resolver = self.path / "resolv.conf"
        self.resolver.write_text(RESOLVER)
        self.need(self.with_own_resolver(["true"]))
        self.asked = []
        self.questions = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self.questions.bind((NAME_SERVER, 53))
        except OSError as error:
            self.questions.close()
            self.skipTest(f"a name server needs the right to listen on port 53: {error}")
        reader = threading.Thread(target=self.read_questions)
        reader.start()
        self.addCleanup(reader.join)
        self.addCleanup(self.questions.sendto, b"", (NAME_SERVER, 53))  # ends it
        config = self.path / "muster.yaml"
        config.write_text(config.read_text().replace(f"http://127.0.0.1:{self.phones.port}/bob", "https://phone.muster-test.example/bob"))

    def need(self, command):
        tried = subprocess.run(command, capture_output=True, text=True)
        if tried.returncode != 0:
            self.skipTest(f"a resolver of its own needs the right to mount: {tried.stderr.strip()}")

    def read_questions(self):
        with self.questions:
            while question := self.questions.recv(1024):
                self.asked.append(question)

    def with_own_resolver(self, command):
        return ["unshare", "--mount", "sh", "-c", WITH_OWN_RESOLVER, self.resolver, *command]

    def command(self):
        return self.with_own_resolver(super().command())

    def environment(self):
        return dict(super().environment(), BEAT_URL="https://beat.muster-test.example/beat")

    def log(self):
        return (self.path / "log").read_text()

    def test_a_name_server_that_never_answers_holds_up_nobody_who_needs_no_name(self):
        self.start()
        until(lambda: self.asked, "a question, of the heartbeat")
        self.assertEqual(self.type("declare sev1 --service checkout Checkout is down")[0], 200)
        until(lambda: self.phones.rung("ann"), "Ann's phone, which has a number for its address")
        self.assertEqual(self.get("/readyz")[0], 200)
        self.advance(300)  # Bob's phone has a name
        until(lambda: any(b"phone" in question for question in self.asked), "the question for Bob's phone")
        for number in range(20):
            self.assertEqual(self.type(f"INC-1 note still served {number}")[0], 200)
        until(lambda: "looking up its name took too long" in self.log(), "to be told of it")
        self.assertEqual(self.end(), 0)


if __name__ == "__main__":
    unittest.main()
