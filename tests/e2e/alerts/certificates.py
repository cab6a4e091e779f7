"""Certificates for tests, made by the openssl program: an authority, and whom it vouches for."""

import subprocess

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def openssl(*words):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class Authority:
    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.file, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        openssl("req", "-x509", *KEY, "-keyout", self.key, "-out", self.file, "-days", 60, "-subj", f"/CN={name}")

    def issue(self, name, alt_names="", subject=None, days=30, usage=""):
        """Files (certificate, key). days=-1: it ended yesterday."""
        base = self.folder / f"{self.name}-{name}"
        extensions = [f"subjectAltName={alt_names}"] if alt_names else []
        extensions += [f"extendedKeyUsage={usage}"] if usage else []
        added = [word for each in extensions for word in ("-addext", each)]
        openssl("req", "-new", *KEY, "-keyout", f"{base}.key", "-out", f"{base}.csr", "-subj", subject or f"/CN={name}",
                *added)
        openssl("x509", "-req", "-in", f"{base}.csr", "-CA", self.file, "-CAkey", self.key, "-out", f"{base}.pem",
                "-days", days, "-copy_extensions", "copy")
        return f"{base}.pem", f"{base}.key"
