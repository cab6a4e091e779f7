"""Phones that ring by Standard Webhooks: an HTTP server that checks each signature and remembers what rang."""

import base64
import hashlib
import hmac
import http.server
import json
import threading

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Phones:
    """Takes pages; `status` is what it answers, by path."""

    def __init__(self):
        self.calls = []
        self.status = {}
        self.beats = 0
        self.seen = threading.Lock()
        phones = self

        class Phone(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
                good = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
                status = phones.status.get(self.path, 200) if good in self.headers["webhook-signature"].split() else 401
                with phones.seen:
                    phones.calls.append((self.path, status, self.headers["webhook-id"], json.loads(body)))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self):
                with phones.seen:
                    phones.beats += self.path == "/beat-tell-nobody"
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Phone)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rung(self, who):
        """Pages that this phone took, each once."""
        with self.seen:
            pages = {}
            for path, status, key, body in self.calls:
                if path == "/" + who and status == 200 and body["type"] == "page.sent":
                    pages[key] = body["data"]
            return list(pages.values())

    def accepted(self):
        """(key, body) of every call that was taken."""
        with self.seen:
            return [(key, body) for _, status, key, body in self.calls if status == 200]

    def tried(self, who):
        with self.seen:
            return len([1 for path, *_ in self.calls if path == "/" + who])

    def close(self):
        self.server.shutdown()
        self.server.server_close()
