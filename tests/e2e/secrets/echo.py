"""The worst of services: whatever it is asked, it refuses, and repeats all that it was told in its reason."""

import http.server
import json
import threading


class Echo:
    def __init__(self):
        self.paths = []
        echo = self

        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
                echo.paths.append(self.path)
                said = f"{self.requestline} {dict(self.headers)} {body}"
                # In the words of each: whichever member a client reads, it reads everything.
                reason = json.dumps({"ok": False, "error": said, "message": said, "errors": [said], "detail": said, "code": 400,
                                     "error_description": said}).encode()
                self.send_response(400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reason)))
                self.end_headers()
                self.wfile.write(reason)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
