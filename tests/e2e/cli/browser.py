"""The console as its browser asks it."""

import json
import urllib.error
import urllib.request


class Browser:
    """Signed in with a one-time link's token; `name` for a link that is in nobody's name."""

    def __init__(self, link, name=""):
        self.address, token = link.split("/#signin=")
        self.headers = {"Content-Type": "application/json", "Origin": self.address}
        status, got, answer = self.ask("POST", "/api/v1/session", {"token": token, "name": name})
        assert status < 300, answer
        self.headers["Cookie"] = got["Set-Cookie"].split(";")[0]
        self.headers["X-Muster-CSRF"] = self.get("/api/v1/me")["csrf"]
        self.commands = 0

    def ask(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.address + path, method=method,
                                         headers=self.headers if headers is None else headers,
                                         data=json.dumps(body).encode() if body is not None else None)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, json.loads(error.read())

    def get(self, path):
        status, _, answer = self.ask("GET", path)
        assert status == 200, (path, answer)
        return answer

    def type(self, text):
        self.commands += 1
        body = {"id": f"00000000-0000-4000-8000-{self.commands:012}", "text": text}
        status, _, answer = self.ask("POST", "/api/v1/commands", body)
        assert status == 200 and not answer["refused"], answer
        return answer
