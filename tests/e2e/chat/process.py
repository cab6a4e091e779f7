"""Children of a test: their readiness, their end, their certificates."""

import json
import signal
import subprocess
import threading


class Process:
    """A child whose standard output is JSON lines; the first one means ready."""

    def __init__(self, args, env=None, log=None):
        self.log = open(log, "ab") if log else subprocess.DEVNULL
        self.child = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=self.log, env=env)
        line = self.child.stdout.readline()
        if not line:
            raise AssertionError(f"{args[0]} did not start: exit {self.child.wait()}, see {log}")
        self.ready = json.loads(line)
        # The pipe is read to its end, so that the child never blocks on it.
        self.reader = threading.Thread(target=self.child.stdout.read, daemon=True)
        self.reader.start()

    def kill(self):
        self.child.send_signal(signal.SIGKILL)
        self.release()

    def stop(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
        return self.release()

    def release(self):
        code = self.child.wait(timeout=30)
        self.reader.join()
        self.child.stdout.close()
        if self.log is not subprocess.DEVNULL:
            self.log.close()
        return code


def make_certificates(folder, more=""):
    """A throw-away authority and a certificate for localhost, and for what stands in `more` (",DNS:chat.test")."""

    def openssl(*args):
        subprocess.run(["openssl", *args], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=test authority")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text(f"subjectAltName=DNS:localhost,IP:127.0.0.1{more}\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "server.pem")
