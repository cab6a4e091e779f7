"""Through a proxy nothing gets past what the proxy forbids: each form of smuggling.txt, with a request in it that would fire an alert."""

import concurrent.futures
import json
import pathlib
import re
import unittest

from house import SECRETS, House, alert
from nginx import Nginx

FORMS = pathlib.Path(__file__).parents[2] / "integration/net/smuggling.txt"


def request():
    """What is to be smuggled: nginx forbids the address, muster would take the body."""
    body = json.dumps({"alerts": [alert("Smuggled", "1")]}).encode()
    head = (f"POST /hooks/prometheus/{SECRETS['PROM_TOKEN']} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


def forms():
    smuggled = request()
    for line in FORMS.read_text().splitlines():
        if line.startswith("#"):
            continue
        family, name, escaped = line.split("\t")
        data = re.sub(rb"\\(x[0-9A-F]{2}|.)", unescaped, escaped.encode())
        if b"<S>" not in data:
            data += b"<S>"
        for what, by in ((b"<N>", b"%d" % len(smuggled)), (b"<X>", b"%x" % len(smuggled)), (b"<S>", smuggled)):
            data = data.replace(what, by)
        yield f"{family}: {name}", data


def unescaped(match):
    word = match.group(1)
    if word.startswith(b"x"):
        return bytes([int(word[1:], 16)])
    return {b"r": b"\r", b"n": b"\n", b"t": b"\t"}.get(word, word)


class Smuggled(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.nginx = Nginx(self.house.address.port)
        self.addCleanup(self.nginx.close)

    def test_nothing_gets_past_the_proxy(self):
        all_forms = list(forms())
        self.assertGreaterEqual(len(all_forms), 120)
        for kind in Nginx.KINDS:
            self.assertIn(b" 403 ", self.nginx.say(kind, request())[:20], "nginx forbids it")

            def attack(form):
                name, data = form
                self.nginx.say(kind, data)
                # Whoever comes next over the connections that nginx keeps gets an answer of their own.
                return name, [self.nginx.get(kind, path) for path in ("/healthz", "/api/v1/me")]

            with concurrent.futures.ThreadPoolExecutor(16) as at_once:
                for name, (alive, me) in at_once.map(attack, all_forms):
                    with self.subTest(f"{kind}, {name}"):
                        self.assertTrue(alive.startswith(b"HTTP/1.1 200 ") and alive.endswith(b"alive\n"), alive)
                        self.assertTrue(me.startswith(b"HTTP/1.1 401 ") and b"not_signed_in" in me, me)
            self.assertEqual(self.house.incidents(), [], kind)
            self.assertEqual(self.house.events("alert", 0), [], kind)

    def test_without_a_proxy_the_request_would_be_taken(self):
        body = request().partition(b"\r\n\r\n")[2]
        self.assertEqual(self.house.post("/hooks/prometheus/" + SECRETS["PROM_TOKEN"], body)[0], 200)
        self.assertEqual(len(self.house.incidents()), 1, "otherwise the test above says nothing")


if __name__ == "__main__":
    unittest.main()
