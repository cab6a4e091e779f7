"""A signed-in watcher of the console's live feed: just enough WebSocket to read text frames."""

import base64
import http.cookiejar
import json
import os
import socket
import urllib.parse
import urllib.request


class LiveFeed:
    def __init__(self, ready, name):
        """ready: what `muster serve --json` printed. Signs in with its one-time link and opens /api/v1/live."""
        self.base = ready["address"].rstrip("/")
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        token = ready["signin"].split("signin=")[1]
        body = json.dumps({"token": token, "name": name}).encode()
        self.opener.open(urllib.request.Request(self.base + "/api/v1/session", data=body, headers={
            "Content-Type": "application/json", "Origin": self.base}), timeout=10).read()
        self.socket = self.upgrade()
        self.wait_for("hello")

    def get(self, path):
        with self.opener.open(self.base + path, timeout=10) as answer:
            return json.load(answer)

    def upgrade(self):
        url = urllib.parse.urlparse(self.base)
        opened = socket.create_connection((url.hostname, url.port), timeout=20)
        cookie = "; ".join(f"{c.name}={c.value}" for c in self.cookies)
        key = base64.b64encode(os.urandom(16)).decode()
        opened.sendall((f"GET /api/v1/live HTTP/1.1\r\nHost: {url.netloc}\r\nOrigin: {self.base}\r\nCookie: {cookie}\r\n"
                        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        f"Sec-WebSocket-Key: {key}\r\n\r\n").encode())
        self.stream = opened.makefile("rb")
        status = self.stream.readline()
        if b" 101 " not in status:
            raise AssertionError(f"no live feed: {status}")
        while self.stream.readline() not in (b"\r\n", b""):
            pass
        return opened

    def frame(self):
        """The next frame's opcode and payload; servers do not mask."""
        first, second = self.stream.read(2)
        length = second & 0x7F
        if length == 126:
            length = int.from_bytes(self.stream.read(2), "big")
        elif length == 127:
            length = int.from_bytes(self.stream.read(8), "big")
        return first & 0x0F, self.stream.read(length)

    def wait_for(self, kind):
        while True:
            opcode, payload = self.frame()
            if opcode == 8:
                raise AssertionError(f"the live feed ended while waiting for {kind}")
            if opcode == 1 and json.loads(payload)["type"] == kind:
                return

    def close(self):
        self.stream.close()
        self.socket.close()
