"""An hour in which the telephone company answers nonsense: nothing is lost, nothing rings twice.

The company is a server with Twilio's API and error words. Every five minutes of that hour an incident is declared whose
page is due by SMS; the test clock moves. OUTAGE_FIGURES=1 prints what docs/reliability.md has.
"""

import collections
import http.server
import json
import os
import re
import signal
import statistics
import threading
import unittest
import urllib.parse

import house
from house import until

CONFIG = """\
console_url: http://127.0.0.1:8080
services: {{checkout: {{owner: shop}}}}
teams: {{shop: {{members: [ann, bob], escalation: shop}}}}
people:
  dan: {{name: Dan}}
  ann:
    name: Ann
    identities: {{phone: "+4915155500001", webhook: ann-phone}}
    notify: {{sms: 0s, webhook: 4m}}
  bob: {{name: Bob, identities: {{webhook: bob-phone}}, notify: {{webhook: 0s}}}}
escalations:
  shop:
    steps:
      - {{targets: ["person:ann"], wait: 20m}}
      - {{targets: ["person:bob"], wait: 20m}}
twilio: {{account_sid: ACtest, auth_token: {{env: TWILIO_TOKEN}}, from: "+15005550006", api_url: "http://127.0.0.1:{twilio}"}}
webhook:
  endpoints:
    ann-phone: {{url: "http://127.0.0.1:{port}/ann", secret: {{env: PHONE_SECRET}}}}
    bob-phone: {{url: "http://127.0.0.1:{port}/bob", secret: {{env: PHONE_SECRET}}}}
"""

# How it misbehaves, and how often muster asks for one page before it takes the next way.
OUTAGE = {"503": 4, "html": 2, "429": 1}
ANSWERS = {"503": (503, {}, '{"code":20503,"message":"Service unavailable","status":503}'),
           "html": (200, {"Content-Type": "text/html"}, "<html><body>We are looking into it</body></html>"),
           "429": (429, {"Retry-After": "3600"}, '{"code":20429,"message":"Too many requests","status":429}')}


class Twilio:
    """`mode`: up, taken (it takes the message and answers 503), or one of OUTAGE."""

    def __init__(self):
        self.mode = "up"
        self.asked = []     # (mode, method, number of the incident)
        self.messages = []  # what went out to a phone
        self.seen = threading.Lock()
        company = self

        class Api(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                with company.seen:
                    text = form["Body"][0]
                    company.asked.append((company.mode, "POST", int(re.search(r"INC-(\d+)", text)[1])))
                    if company.mode in OUTAGE:
                        return self.answer(*ANSWERS[company.mode])
                    made = {"sid": f"SM{len(company.messages) + 1:032}", "status": "queued", "body": text,
                            "date_created": "Tue, 24 Nov 2026 10:00:00 +0000"}
                    company.messages.append(made)
                    return self.answer(201, {}, json.dumps(made)) if company.mode == "up" else self.answer(*ANSWERS["503"])

            def do_GET(self):
                with company.seen:
                    company.asked.append((company.mode, "GET", None))
                    if company.mode in OUTAGE:
                        return self.answer(*ANSWERS[company.mode])
                    return self.answer(200, {}, json.dumps({"messages": company.messages, "next_page_uri": None}))

            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self, *what):
        """Requests so far: (), (mode,) or (mode, method)."""
        with self.seen:
            return len([1 for each in self.asked if each[:len(what)] == what])

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Outage(house.House):
    def config(self):
        self.twilio = Twilio()
        self.addCleanup(self.twilio.close)
        return CONFIG.format(port=self.phones.port, twilio=self.twilio.server.server_port)

    def declare(self, number):
        self.browser.type(f"declare sev1 --anyway --service checkout Outage number {number}")

    def page_of(self, number):
        return [page for page in self.phones.rung("ann") if f"INC-{number}:" in page["title"]]

    def acknowledge(self, number):
        self.assertEqual(self.press(self.page_of(number)[0]["acknowledge_link"], "acknowledge")[0], 200)

    # Declares, and moves the clock by what the tries wait for until the next way is taken. Gives how long that took.
    def due_in_the_outage(self, number, mode):
        self.twilio.mode = mode
        before, begin = self.twilio.count(), self.moved
        self.declare(number)
        for tries in range(1, OUTAGE[mode] + 1):
            until(lambda: self.twilio.count() >= before + tries, f"try {tries} of page {number}")
            if tries < OUTAGE[mode]:
                self.advance(10)  # longer than any pause between tries of a page
        until(lambda: self.page_of(number), f"page {number} by the next way")
        self.assertEqual(self.twilio.count() - before, OUTAGE[mode], "not asked more often")
        took = self.moved - begin
        self.acknowledge(number)
        said = self.said_of_sms(number)
        self.assertEqual(len(said), 1, said)
        self.assertIn("failed: Twilio takes nothing" if mode == "429" else "may or may not have gone out", said[0])
        return took

    # What the timeline says of the message that did not get through.
    def said_of_sms(self, number):
        return [each["text"] for each in self.timeline(number)["entries"] if "by sms" in each["text"]]

    def test_an_hour(self):
        took = collections.defaultdict(list)
        number = 0
        for mode in OUTAGE:
            for _ in range(4):
                number += 1
                begin = self.moved
                took[mode].append(self.due_in_the_outage(number, mode))
                self.advance(300 - (self.moved - begin))
        self.assertEqual(self.moved, 3600)
        self.assertEqual(self.twilio.messages, [])

        # Of one more the process is killed after the first try: nobody can say whether it went out, so it is not sent again.
        number += 1
        self.twilio.mode = "html"
        self.declare(number)
        until(lambda: self.twilio.count("html", "POST") == 5, "the first try")
        moved = self.moved
        self.end(signal.SIGKILL)
        self.start()
        self.moved = 0
        self.advance(moved + 10)
        until(lambda: self.page_of(number), "the page by the next way")
        self.assertEqual(self.twilio.count("html", "POST"), 5)
        self.acknowledge(number)

        # What was taken and not answered for is found and not sent again.
        number += 1
        self.twilio.mode = "taken"
        typed = self.browser.commands
        self.browser = house.Browser(self.signin)
        self.browser.commands = typed
        self.declare(number)
        until(lambda: self.twilio.count("taken", "POST") == 1, "the message")
        self.advance(10)
        until(lambda: self.twilio.count("taken", "GET") == 1, "a look")
        self.assertEqual(self.page_of(number), [], "no other way while it may arrive")
        self.browser.type(f"INC-{number} ack P1")

        number += 1
        self.twilio.mode = "up"
        self.declare(number)
        until(lambda: self.twilio.count("up", "POST") == 1, "a message as ever")
        self.browser.type(f"INC-{number} ack P1")
        self.advance(7200)
        for each in range(1, number + 1):
            self.assertEqual(len(self.page_of(each)), 1 if each <= number - 2 else 0, f"page {each} by its next way")
        self.assertEqual(len(self.twilio.messages), 2, "one that was not answered for, one after it was over")
        self.assertEqual(self.twilio.count("up"), 1, "nothing of the hour is sent late")
        self.assertEqual(self.phones.rung("bob"), [])
        if "OUTAGE_FIGURES" in os.environ:
            for mode, seconds in took.items():
                print(f"\n{mode}: {len(seconds)} pages, {OUTAGE[mode]} requests each, next way after at most "
                      f"{max(seconds)} s (median {statistics.median(seconds)})", end="")


if __name__ == "__main__":
    unittest.main()
