"""A page climbs until somebody answers, whatever happens to the process or the provider meanwhile.

The phones are an HTTP server that takes Standard Webhooks; time is moved by the program's test clock.
"""

import json
import signal
import unittest
import urllib.error
import urllib.parse
import urllib.request

import house
from house import until

CONFIG = """\
console_url: http://127.0.0.1:8080
services: {{checkout: {{owner: shop}}}}
teams: {{shop: {{members: [ann, bob], escalation: shop}}}}
people:
  dan: {{name: Dan}}
  ann: {{name: Ann, identities: {{webhook: ann-phone}}, notify: {{webhook: 0s}}}}
  bob: {{name: Bob, identities: {{webhook: bob-phone}}, notify: {{webhook: 0s}}}}
escalations:
  shop:
    steps:
      - {{targets: ["person:ann"], wait: 5m}}
      - {{targets: ["person:bob"], wait: 5m}}
heartbeat_out: {{url: {{env: BEAT_URL}}, every: 1s}}
webhook:
  endpoints:
    ann-phone: {{url: "http://127.0.0.1:{port}/ann", secret: {{env: PHONE_SECRET}}}}
    bob-phone: {{url: "http://127.0.0.1:{port}/bob", secret: {{env: PHONE_SECRET}}}}
"""


class Paging(house.House):
    def config(self):
        return CONFIG.format(port=self.phones.port)

    def declare(self):
        self.browser.type("declare sev1 --service checkout Checkout is down")
        return until(lambda: self.phones.rung("ann"), "Ann's phone")[0]

    def test_unanswered_it_climbs_answered_it_stops(self):
        page = self.declare()
        self.assertEqual(page["title"], "SEV1 INC-1: Checkout is down")
        self.advance(299)
        self.assertEqual(self.phones.rung("bob"), [], "never early")
        self.advance(1)
        second = until(lambda: self.phones.rung("bob"), "Bob's phone")[0]
        status, words = self.press(second["acknowledge_link"], "acknowledge")
        self.assertEqual(status, 200, words)
        self.assertIn("Thank you", words)
        self.advance(3600)
        self.assertEqual((len(self.phones.rung("ann")), len(self.phones.rung("bob"))), (1, 1))
        status, words = self.press(page["acknowledge_link"], "acknowledge")
        self.assertIn("before you", words)
        told = json.dumps(self.timeline())
        for word in ("page P1", "page P2", "acknowledged page P2", "acknowledged page P1"):
            self.assertIn(word, told)

    def test_whoever_declines_makes_way_at_once(self):
        page = self.declare()
        self.assertEqual(self.press(page["decline_link"], "decline")[0], 200)
        until(lambda: self.phones.rung("bob"), "Bob's phone")

    def test_killed_at_any_moment_nobody_is_forgotten_or_rung_twice(self):
        self.browser.type("declare sev1 --service checkout Checkout is down")
        self.end(signal.SIGKILL)
        self.start()
        until(lambda: self.phones.rung("ann"), "Ann's phone")
        self.end(signal.SIGKILL)
        self.start()
        self.advance(self.moved + 300)  # the clock of a new process begins anew
        until(lambda: self.phones.rung("bob"), "Bob's phone")
        self.end(signal.SIGKILL)
        self.start()
        self.assertEqual((len(self.phones.rung("ann")), len(self.phones.rung("bob"))), (1, 1))

    def test_a_provider_that_is_down_makes_way_for_the_next(self):
        self.phones.status["/ann"] = 500
        self.browser.type("declare sev1 --service checkout Checkout is down")
        until(lambda: self.phones.tried("ann") >= 1, "a try")
        for _ in range(6):  # the tries after the first wait a moment each
            self.advance(10)
            if self.phones.rung("bob"):
                break
        until(lambda: self.phones.rung("bob"), "Bob's phone, well before the five minutes")
        self.assertLess(self.moved, 300)

    def test_whoever_watches_muster_hears_its_heart(self):
        until(lambda: self.phones.beats >= 2, "two beats")

    def test_links_that_are_not_ours_answer_nothing(self):
        page = self.declare()
        link = urllib.parse.urlparse(page["acknowledge_link"]).path
        for path in (link[:-1] + ("0" if link[-1] != "0" else "1"), "/p/x", "/p/" + "61" * 20 + "-" + "0" * 32):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(self.address + path, data=b"", method="POST"))
            self.assertEqual(refused.exception.code, 404)
            refused.exception.close()
        self.assertNotIn("acknowledged page", json.dumps(self.timeline()))


if __name__ == "__main__":
    unittest.main()
