"""A storm: thousands of alerts in seconds make one incident and one page, with exact counts.

STORM_ALERTS=10000 is the full one, for a release build (docs/reliability.md); sanitizer builds play a smaller one.
"""

import http.client
import json
import os
import threading
import time
import unittest

from house import SECRETS, House, alert, until

ALERTS = int(os.environ.get("STORM_ALERTS", "1000"))
SECONDS = float(os.environ.get("STORM_SECONDS", "2"))
SENDERS = 8


class Storm(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.answers = []

    # One alert a call, evenly over the time, as a watcher without grouping tells them.
    def send(self, mine, begin):
        connection = http.client.HTTPConnection(self.house.address.hostname, self.house.address.port, timeout=60)
        for number in mine:
            wait = begin + SECONDS * number / ALERTS - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            service = "api" if number % 10 == 9 else "db"
            body = json.dumps({"version": "4", "alerts": [alert("Disk full", f"k{number}", service)]})
            connection.request("POST", "/hooks/prometheus", body,
                               {"Authorization": "Bearer " + SECRETS["PROM_TOKEN"], "Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            self.answers.append(answer.status)
        connection.close()

    def test_one_incident_one_page(self):
        begin = time.monotonic()
        seen = {}

        def watch():
            if until(lambda: self.house.events("page", 1), 30):
                seen["page"] = time.monotonic() - begin

        threads = [threading.Thread(target=self.send, args=(range(i, ALERTS, SENDERS), begin)) for i in range(SENDERS)]
        threads.append(threading.Thread(target=watch))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - begin
        self.assertEqual(set(self.answers), {200})
        self.assertEqual(len(self.answers), ALERTS)
        self.assertEqual(len(self.house.incidents()), 1)
        self.assertEqual(len(self.house.events("page", 1)), 1)
        self.assertEqual(self.house.events("page", 0), [])
        self.assertEqual(len(self.house.events("alert", 0)), ALERTS)
        listed = json.dumps(self.house.browser.type("alerts"))
        for count in (ALERTS - ALERTS // 10, ALERTS // 10):
            self.assertIn(str(count), listed)
        self.assertLess(len(self.house.events("alert", 1)), 5)
        with open(f"/proc/{self.house.process.pid}/status") as status:
            peak = next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
        print(f"\n{ALERTS} alerts in {took:.1f} s: page after {seen['page']:.2f} s, peak {peak} MB")
        if "STORM_ALERTS" in os.environ:
            self.assertLess(seen["page"], 2)
            self.assertLess(peak, 300)


if __name__ == "__main__":
    unittest.main()
