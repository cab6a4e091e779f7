"""slack_load as a child process, and its orders."""

import json
import subprocess
import urllib.request


class Slack:
    def __init__(self, program):
        self.child = subprocess.Popen([program], stdout=subprocess.PIPE)
        ready = json.loads(self.child.stdout.readline())
        self.api_url, self.control_url, self.port = ready["api_url"], ready["control_url"], ready["port"]

    def order(self, what, **body):
        request = urllib.request.Request(self.control_url + what, json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)

    def stop(self):
        self.child.terminate()
        self.child.wait()
