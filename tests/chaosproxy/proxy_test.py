"""The bad network does what it is told, to bytes and to frames."""

import json
import pathlib
import socket
import subprocess
import sys
import threading
import unittest
import urllib.request

PROGRAM = pathlib.Path(__file__).resolve().parent / "chaosproxy.py"


class Echo:
    """Sends back whatever it gets; with `greeting` it says that first."""

    def __init__(self, greeting=b""):
        self.greeting = greeting
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                talking, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(talking,), daemon=True).start()

    def talk(self, talking):
        with talking:
            try:
                talking.sendall(self.greeting)
                while chunk := talking.recv(65536):
                    talking.sendall(chunk)
            except OSError:
                pass


class Proxied(unittest.TestCase):
    greeting = b""
    plain = False

    def setUp(self):
        self.echo = Echo(self.greeting)
        self.addCleanup(self.echo.listening.close)
        to = ["--to", f"127.0.0.1:{self.echo.port}"] if self.plain else []
        self.proxy = subprocess.Popen([sys.executable, PROGRAM, *to], stdout=subprocess.PIPE)
        self.addCleanup(self.end)
        self.ready = json.loads(self.proxy.stdout.readline())

    def end(self):
        self.proxy.terminate()
        self.proxy.wait()
        self.proxy.stdout.close()

    def order(self, **fault):
        request = urllib.request.Request(self.ready["control_url"] + "faults", data=json.dumps(fault).encode())
        urllib.request.urlopen(request, timeout=10).close()

    def connect(self):
        opened = socket.create_connection(("127.0.0.1", int(self.ready["proxy"].rsplit(":", 1)[1])), timeout=10)
        self.addCleanup(opened.close)
        if not self.plain:
            opened.sendall(f"CONNECT 127.0.0.1:{self.echo.port} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            self.assertIn(b" 200 ", self.read(opened, 39))
        return opened

    def read(self, opened, count):
        """So many bytes, fewer at the end."""
        got = b""
        while len(got) < count and (chunk := opened.recv(count - len(got))):
            got += chunk
        return got


class Bytes(Proxied):
    def test_all_is_well(self):
        opened = self.connect()
        opened.sendall(b"x" * 200000)
        self.assertEqual(self.read(opened, 200000), b"x" * 200000)

    def test_drip_and_delay_lose_nothing_and_keep_the_order(self):
        self.order(side="down", delay_ms=1, jitter_ms=3, drip_bytes=7, drip_ms=1)
        opened = self.connect()
        words = b"".join(b"%04d" % n for n in range(100))
        opened.sendall(words)
        self.assertEqual(self.read(opened, len(words)), words)

    def test_a_reset(self):
        opened = self.connect()
        self.order(side="down", reset_after=10)
        opened.sendall(b"x" * 100)
        with self.assertRaises(ConnectionResetError):
            while opened.recv(1000):
                pass

    def test_truncated_answers_end_in_good_order(self):
        opened = self.connect()
        self.order(side="down", truncate_after=10)
        opened.sendall(b"x" * 100)
        self.assertEqual(self.read(opened, 1000), b"x" * 10)

    def test_a_half_close_lets_the_other_half_live(self):
        opened = self.connect()
        self.order(side="down", half_close_after=10)
        opened.sendall(b"x" * 100)
        self.assertEqual(self.read(opened, 1000), b"x" * 10)
        opened.sendall(b"still taken")

    def test_a_black_hole_takes_and_says_nothing(self):
        opened = self.connect()
        self.order(side="down", blackhole=True)
        opened.settimeout(0.3)
        opened.sendall(b"anybody there?")
        with self.assertRaises(TimeoutError):
            opened.recv(1)

    def test_only_so_many_connections(self):
        self.order(side="down", refuse=True, count=1)
        with self.assertRaises(AssertionError):
            self.connect()
        self.connect()


def frame(text):
    return bytes([0x81, len(text)]) + text


class WholeFrames(Proxied):
    greeting = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
    plain = True

    def heard(self, sent, count, **fault):
        self.order(side="down", **fault)
        opened = self.connect()
        self.read(opened, len(self.greeting))
        opened.sendall(b"".join(frame(text) for text in sent))
        return self.read(opened, count * len(frame(sent[0])))

    def test_doubled(self):
        got = self.heard([b"a1", b"b2"], 4, duplicate_every=1)
        self.assertEqual(got, frame(b"a1") * 2 + frame(b"b2") * 2)

    def test_swapped(self):
        got = self.heard([b"a1", b"b2", b"c3"], 3, swap_every=2)
        self.assertEqual(got, frame(b"a1") + frame(b"c3") + frame(b"b2"))


if __name__ == "__main__":
    unittest.main()
