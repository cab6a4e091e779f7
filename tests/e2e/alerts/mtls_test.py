"""Sources that prove themselves by a certificate: a real muster that speaks TLS, certificates made by openssl."""

import http.client
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import tempfile
import unittest
from unittest import mock

from certificates import Authority
from house import CONFIG, MUSTER, SECRETS, House, alert

SOURCES = CONFIG.replace("  closed: {kind: generic}\n", """\
  closed: {kind: generic}
  sealed: {kind: alertmanager, certificate: ["DNS:prometheus.example.org", "subject:CN=prom,O=Example"]}
  both: {kind: alertmanager, certificate: ["URI:spiffe://example.org/prom"], token: {env: PROM_TOKEN}}
""")


class TlsHouse(House):
    """A muster that serves HTTPS; its authority is trusted by whoever runs this test."""

    def call(self, path, certificate=None, headers=None, context=None):
        """The status, on a connection of its own."""
        context = context or self.trust(certificate)
        connection = http.client.HTTPSConnection(self.address.hostname, self.address.port, timeout=30, context=context)
        body = json.dumps({"version": "4", "alerts": [alert("A", path)]})
        connection.request("POST", path, body, {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        answer.read()
        self.has_ticket = connection.sock.session.has_ticket
        connection.close()
        return answer.status

    @staticmethod
    def trust(certificate=None):
        context = ssl.create_default_context()
        if certificate:
            context.load_cert_chain(*certificate)
        return context


class Mtls(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.ours = Authority(self.path, "ours")
        self.clients = Authority(self.path, "clients")
        self.served = certificate, key = self.ours.issue("server", "IP:127.0.0.1")
        trusted = mock.patch.dict(os.environ, {"SSL_CERT_FILE": str(self.ours.file)})
        trusted.start()
        self.addCleanup(trusted.stop)
        self.tls = f"tls: {{cert: {certificate}, key: {key}, client_ca: {self.clients.file}}}\n"
        self.house = TlsHouse(self.tls + SOURCES)
        self.addCleanup(self.house.close)

    def test_by_its_certificate(self):
        named = self.clients.issue("named", "DNS:prometheus.example.org")
        by_subject = self.clients.issue("subject", subject="/O=Example/CN=prom")
        stranger = Authority(self.path, "stranger").issue("named", "DNS:prometheus.example.org")
        for certificate, status, why in (
                (None, 401, "none"),
                (named, 200, "by its host name"),
                (by_subject, 200, "by its subject"),
                (self.clients.issue("other", "DNS:other.example.org"), 401, "another name"),
                (self.clients.issue("mail", "email:prometheus.example.org"), 401, "the name as a mail address"),
                (self.clients.issue("old", "DNS:prometheus.example.org", days=-1), 401, "ended yesterday"),
                (self.clients.issue("web", "DNS:prometheus.example.org", usage="serverAuth"), 401, "for servers only"),
                (stranger, 401, "of an authority that nobody trusts")):
            self.assertEqual(self.house.call("/hooks/sealed", certificate), status, why)
        log = (self.house.path / "log").read_text()
        self.assertIn("there is no client certificate", log)

    def test_a_token_besides(self):
        prom = self.clients.issue("prom", "URI:spiffe://example.org/prom")
        shown = {"Authorization": "Bearer " + SECRETS["PROM_TOKEN"]}
        self.assertEqual(self.house.call("/hooks/both", prom), 401, "a certificate without the token")
        self.assertEqual(self.house.call("/hooks/both", None, shown), 401, "the token without a certificate")
        self.assertEqual(self.house.call("/hooks/both", prom, shown), 200)
        self.assertEqual(self.house.call("/hooks/prometheus", None, shown), 200, "others need none")

    def test_headers_of_a_proxy_are_nobody(self):
        named = self.clients.issue("named", "DNS:prometheus.example.org")
        told = {"X-SSL-Client-Verify": "SUCCESS", "X-SSL-Client-S-DN": "CN=prom,O=Example",
                "X-Forwarded-Client-Cert": 'Subject="CN=prom,O=Example";DNS=prometheus.example.org',
                "X-Client-Cert": pathlib.Path(named[0]).read_text().replace("\n", "%0A")}
        self.assertEqual(self.house.call("/hooks/sealed", None, told), 401)

    def test_every_connection_shows_it_anew(self):
        context = self.house.trust(self.clients.issue("named", "DNS:prometheus.example.org"))
        for _ in range(2):
            self.assertEqual(self.house.call("/hooks/sealed", context=context), 200)
            self.assertIs(self.house.has_ticket, False, "there is nothing to come back with")

    def test_an_authority_that_is_replaced_counts_from_the_next_connection(self):
        named = self.clients.issue("named", "DNS:prometheus.example.org")
        self.assertEqual(self.house.call("/hooks/sealed", named), 200)
        next_one = Authority(self.path, "next")
        shutil.copy(next_one.file, self.path / "half")
        os.replace(self.path / "half", self.clients.file)
        self.assertEqual(self.house.call("/hooks/sealed", named), 401)
        self.assertEqual(self.house.call("/hooks/sealed", next_one.issue("named", "DNS:prometheus.example.org")), 200)
        # What is no certificate is not taken up.
        self.clients.file.write_text("nothing")
        self.assertEqual(self.house.call("/hooks/sealed", next_one.issue("again", "DNS:prometheus.example.org")), 200)

    def test_hooks_and_check_say_how_it_stands(self):
        run = lambda *words: subprocess.run([MUSTER, "--config", self.house.path / "muster.yaml", *words],
                                            capture_output=True, text=True, env=dict(os.environ, **SECRETS))
        self.assertIn("/hooks/sealed  alertmanager  certificate\n", run("hooks").stdout)
        self.assertIn("/hooks/both  alertmanager  certificate and token\n", run("hooks").stdout)
        self.assertIn("clients may prove themselves", run("check").stdout)
        (self.house.path / "muster.yaml").write_text(SOURCES)
        self.assertIn("sources.sealed.certificate needs tls.client_ca", run("check").stderr)
        (self.house.path / "muster.yaml").write_text(self.tls.replace("clients.pem", "absent.pem") + SOURCES)
        self.assertIn("absent.pem cannot be used", run("check").stdout)

    def test_check_minds_a_certificate_that_ends_soon_or_has_ended(self):
        check = lambda: subprocess.run([MUSTER, "--config", self.house.path / "muster.yaml", "check"],
                                       capture_output=True, text=True, env=dict(os.environ, **SECRETS)).stdout
        self.assertIn("certificate and key fit until 20", check())
        for days, words in ((5, "the certificate ends at 20"), (-1, "the certificate ended at 20")):
            for new, old in zip(Authority(self.path, f"in{days}").issue("server", "IP:127.0.0.1", days=days), self.served):
                shutil.copy(new, old)
            self.assertIn(words, check())
            self.assertIn("fix: renew ", check())


if __name__ == "__main__":
    unittest.main()
