"""So many callers that there are no descriptors left for more: whoever is connected goes on, phones ring, and it passes."""

import http.client
import json
import resource
import socket
import unittest

from house import until
from machine import Machine

ALLOWED = 256
CALLERS = 500


class Descriptors(Machine):
    def start(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (ALLOWED, hard))  # the child's from the beginning
        try:
            super().start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4 * CALLERS), hard))

    def open_callers(self, number):
        callers = [socket.create_connection(("127.0.0.1", number), timeout=30) for _ in range(CALLERS)]
        for caller in callers:
            self.addCleanup(caller.close)
        return callers

    def test_many_callers_take_nothing_from_the_connected_and_the_phones(self):
        self.start()
        port = int(self.address.rpartition(":")[2])
        known = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.addCleanup(known.close)

        def ask(verb, path, body=None):
            known.request(verb, path, body, self.browser.headers)
            answer = known.getresponse()
            return answer.status, answer.read().decode()

        self.assertEqual(ask("GET", "/readyz")[0], 200)
        callers = self.open_callers(port)
        until(lambda: sum(map(self.is_closed, callers)) >= CALLERS - ALLOWED, "those to be closed for whom there is no room")
        self.assertEqual(ask("POST", "/api/v1/commands", json.dumps(
            {"id": "00000000-0000-4000-9000-000000000001", "text": "declare sev1 --service checkout Checkout is down"}))[0], 200)
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        for caller in callers:
            caller.close()
        until(lambda: self.type("INC-1 note quiet again")[0] == 200, "muster to take new callers")
        self.assertNotIn("Too many open files", (self.path / "log").read_text())

    @staticmethod
    def is_closed(caller):
        caller.setblocking(False)
        try:
            return caller.recv(1) == b""
        except BlockingIOError:
            return False
        except ConnectionError:
            return True


if __name__ == "__main__":
    unittest.main()
